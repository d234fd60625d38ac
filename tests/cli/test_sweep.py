"""``eastflank sweep``: points, parts, budgets; how it is cut up changes no byte."""

import json
from pathlib import Path

import pandas as pd
import pytest
from tests.cli.commands import eastflank, start
from tests.cli.sweeps import GRID, grid_project, stored, sweep_folder

from eastflank.model.errors import CollectedError
from eastflank.runs.finding import find_run
from eastflank.runs.shelves import state_of
from eastflank.runs.stored import StoredRun
from eastflank.study.sweep import load_sweep

WORDS = ("sweep", "experiments/grid.toml", "--workers", "1", "-q")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its sweep, run from end to end by one worker."""
    root = grid_project(tmp_path_factory.mktemp("grid"))
    assert eastflank(root, *WORDS, "--records", "stages").code == 0
    return root


def test_a_sweep_has_a_folder_for_each_point_and_its_factors_in_columns(whole: Path) -> None:
    folder = sweep_folder(whole)

    design = pd.read_parquet(folder / "design.parquet")
    points = sorted(path.name for path in (folder / "closures").iterdir())

    assert points == ["point=0000", "point=0001", "point=0002", "point=0003"]
    assert design.to_dict("list") == {
        "point_id": [0, 1, 2, 3],
        "disruptions.suwalki.start_day": [0.0, 0.0, 8.0, 8.0],
        "disruptions.suwalki.severity": [0.0, 1.0, 0.0, 1.0],
    }


def test_the_frame_of_a_sweep_is_long_with_its_factors(whole: Path) -> None:
    frame = StoredRun(sweep_folder(whole)).summary

    assert list(frame.columns)[:5] == [
        "point",
        "disruptions.suwalki.start_day",
        "disruptions.suwalki.severity",
        "measure",
        "level",
    ]
    assert set(frame["point"]) == {0, 1, 2, 3}
    assert set(frame["replications"]) == {2}


def test_a_point_where_the_cut_is_open_does_not_feel_its_day(whole: Path) -> None:
    frame = StoredRun(sweep_folder(whole)).summary

    first, second = (frame.loc[frame["point"] == point, "p50"].dropna() for point in (0, 2))

    assert len(first) > 0
    assert first.tolist() == second.tolist()


def test_parts_run_apart_are_the_whole(whole: Path, tmp_path: Path) -> None:
    root = grid_project(tmp_path)

    for part in ("2/3", "1/3", "3/3"):
        assert eastflank(root, *WORDS, "--records", "stages", "--shard", part).code == 0

    folder = sweep_folder(root)
    assert json.loads((folder / "manifest.json").read_text())["status"] == "finished"
    assert stored(folder) == stored(sweep_folder(whole))


def test_a_replication_of_a_point_alone_is_that_of_the_sweep(whole: Path, tmp_path: Path) -> None:
    root = grid_project(tmp_path)

    eastflank(root, *WORDS, "--records", "stages", "--point", "3", "--only", "1")

    alone = stored(sweep_folder(root))
    assert len(alone) == 2
    assert alone.items() <= stored(sweep_folder(whole)).items()


def test_an_unfinished_sweep_is_told_by_what_all_its_points_have(tmp_path: Path) -> None:
    """Two of the four points are run, and not the first."""
    root = grid_project(tmp_path)
    eastflank(root, *WORDS, "--shard", "2/2")

    told = StoredRun(sweep_folder(root))
    listed = eastflank(root, "runs").out
    (known,) = eastflank(root, "runs", "--json").object["runs"]

    assert state_of(told) == "interrupted: 4 of 8 replications at 4 points are there"
    assert find_run("grid", root / "results").root == told.root
    assert "4 points, 4 of 8" in listed
    assert (known["replications"], known["wanted"]) == (4, 8)


def test_a_dry_run_writes_nothing_and_quotes_an_earlier_run(whole: Path, tmp_path: Path) -> None:
    root = grid_project(tmp_path)

    unknown = eastflank(root, *WORDS, "--dry-run", "--json").object["runs"][0]
    known = eastflank(whole, *WORDS, "--dry-run", "--json", "--replications", "9").object["runs"][0]

    assert not (root / "results").exists()
    assert (unknown["missing"], unknown["quote"]) == (8, None)
    assert known["missing"] == 28
    assert known["quote"]["minutes"] > 0
    assert known["quote"]["megabytes"] > 0


def test_a_budget_that_is_used_leaves_a_sweep_to_be_resumed(whole: Path, tmp_path: Path) -> None:
    root = grid_project(tmp_path)

    first = eastflank(root, *WORDS, "--records", "stages", "--budget", "0s", "--json")
    second = eastflank(root, *WORDS, "--records", "stages")

    assert first.code == 130
    assert (first.object["status"], first.object["stopped_by"]) == ("interrupted", "budget used")
    assert second.code == 0
    assert stored(sweep_folder(root)) == stored(sweep_folder(whole))


def test_mistakes_of_points_are_told_before_anything_runs(tmp_path: Path) -> None:
    root = grid_project(tmp_path, GRID.replace("severity", "severty") + '"run.theta" = [2.0]\n')

    answer = eastflank(root, *WORDS)

    assert answer.code == 3
    assert "Did you mean 'severity'?" in answer.err
    assert "run.theta = 2.0" in answer.err
    assert not (root / "results").exists()


TABLES = """
extends = "baseline.toml"
[experiment]
title = "What the tables say of levels"
[sweep.factors]
"""


@pytest.mark.parametrize(
    ("factors", "told"),
    [
        (
            '"assumptions.set.rail_speed.fixed" = [50.0, 4000.0, 60.0]',
            "'rail_speed' may be 4000 km/h. Give 1 to 400 km/h.",
        ),
        (
            "assumptions.set.staging.low = [0.5, 0.9]\nassumptions.set.staging.likely = [1.0, 0.8]",
            "low 0.9, likely 0.8, high 2: out of order.",
        ),
        ('"sustainment.on" = [false, true]', "experiments/supply.csv: there is no such file."),
    ],
    ids=["a number past what its row may be", "two that do not go together", "a missing table"],
)
def test_a_level_that_its_table_refuses_is_told_before_anything_runs(
    tmp_path: Path, factors: str, told: str
) -> None:
    root = grid_project(tmp_path, TABLES + factors)

    with pytest.raises(CollectedError) as caught:
        load_sweep(root / "experiments" / "grid.toml")

    assert told in str(caught.value)


def test_levels_that_go_together_are_not_refused_for_what_they_would_be_alone(
    tmp_path: Path,
) -> None:
    text = (
        TABLES.replace("factors", "points").replace("[sweep.points]", "[[sweep.points]]")
        + '"assumptions.set.staging.low" = 5.0\n"assumptions.set.staging.likely" = 6.0\n'
        + '"assumptions.set.staging.high" = 7.0\n'
    )

    assert len(load_sweep(grid_project(tmp_path, text) / "experiments" / "grid.toml").points) == 1


def test_two_processes_in_one_folder_end_as_one(whole: Path, tmp_path: Path) -> None:
    root = grid_project(tmp_path)
    words = (*WORDS, "--records", "stages")

    both = [start(root, *words), start(root, *words)]
    codes = [process.wait(timeout=300) for process in both]

    folder = sweep_folder(root)
    assert codes == [0, 0]
    assert json.loads((folder / "manifest.json").read_text())["status"] == "finished"
    assert stored(folder) == stored(sweep_folder(whole))
    assert not list(folder.rglob("*.part"))


@pytest.mark.parametrize("words", [("--shard", "4/3"), ("--budget", "5"), ("--point", "4")])
def test_a_flag_used_wrongly_is_said(whole: Path, words: tuple[str, str]) -> None:
    answer = eastflank(whole, *WORDS, *words)

    assert answer.code == 2
    assert words[0] in answer.err


FORCES = """
extends = "baseline.toml"
[experiment]
title = "Smaller forces"
[run]
replications = 1
[sweep.factors]
"force.tiers" = ["1;2", "1"]
"force.share.DE" = [1.0, 0.6]
"""


def test_a_sweep_of_forces_measures_each_point_against_its_own(tmp_path: Path) -> None:
    """Tier 1 is 007 with 600 troops, the whole 1,251; 0.6 takes in the middle of each tier."""
    root = grid_project(tmp_path, FORCES)

    answer = eastflank(root, *WORDS)

    assert answer.code == 0, answer.err
    closures = [
        pd.read_parquet(path)["troops"].sum()
        for path in sorted((sweep_folder(root) / "closures").glob("*/replication=0000.parquet"))
    ]
    assert closures == [1_251, 1_251, 600, 600]
