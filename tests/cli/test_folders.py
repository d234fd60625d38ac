"""Run folders that are damaged, old or of one name: named as such, and no other is in their way."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.cli.sweeps import GRID, grid_project

CUT = """
extends = "../two.toml"
[[disruptions]]
id = "suwalki"
targets = ["corridor:suwalki"]
start_day = 8.0
"""


@pytest.fixture
def stored(run_project: Path, tmp_path: Path) -> Path:
    """A copy of what was run, to spoil."""
    shutil.copytree(run_project / "results", tmp_path / "results")
    return tmp_path


def folder_of(project: Path, experiment: str = "baseline") -> Path:
    (manifest,) = (project / "results" / experiment).glob("*/manifest.json")
    return manifest.parent


def test_two_experiments_of_one_name_are_two_runs(project: Path) -> None:
    (project / "experiments" / "alt").mkdir()
    (project / "experiments" / "two.toml").write_text('extends = "baseline.toml"\n')
    (project / "experiments" / "alt" / "two.toml").write_text(CUT)
    files = ["experiments/two.toml", "experiments/alt/two.toml"]
    assert eastflank(project, "run", *files, "-q").code == 0

    compared = eastflank(project, "compare", *files, "--json").object
    told = eastflank(project, "verdict", *files)
    vague = eastflank(project, "verdict", "two")

    assert (compared["base"], compared["cut"]) == tuple(f"two ({file})" for file in files)
    later = [row["mean"] for row in compared["differences"] if row["measure"] == "days_later"]
    assert any(later)
    assert "Penalty of the cut" in told.out
    assert all(f"two ({file})" in told.out for file in files)
    assert vague.code == 3
    assert "is the name of several experiments" in vague.err


@pytest.mark.parametrize("text", ["", "[]", '{"status": "finished", '])
@pytest.mark.parametrize("command", ["verdict", "chart", "report", "usage", "sensitivity"])
def test_one_damaged_folder_hinders_no_command_by_that_name(
    stored: Path, command: str, text: str
) -> None:
    spoilt = shutil.copytree(folder_of(stored), stored / "results" / "baseline" / "spoilt")
    (spoilt / "manifest.json").write_text(text)
    which = ("--which", "late") if command == "chart" else ()

    answer = eastflank(stored, command, "baseline", *which)

    assert answer.code == 0, answer.err
    assert "spoilt/manifest.json: the file is damaged" in answer.err


@pytest.mark.parametrize("command", ["verdict", "chart", "report", "usage", "sensitivity"])
def test_a_damaged_folder_that_is_asked_for_is_the_readers(stored: Path, command: str) -> None:
    (folder_of(stored) / "manifest.json").write_text("[]")

    answer = eastflank(stored, command, str(folder_of(stored)))

    assert answer.code == 3
    assert "manifest.json: the file is damaged" in answer.err


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("units.csv", ("explain", "007", "--run", "baseline")),
        ("resolved.json", ("verdict", "baseline")),
        ("resolved.json", ("chart", "baseline")),
        ("terminals.csv", ("usage", "baseline")),
        ("terminals.csv", ("report", "baseline")),
        ("network.geojson", ("who-uses", "suwalki", "baseline")),
        ("network.geojson", ("chart", "baseline", "--which", "map")),
    ],
)
def test_a_file_that_is_gone_is_named_and_made_again(
    stored: Path, name: str, command: tuple[str, ...]
) -> None:
    (folder_of(stored) / name).unlink()

    answer = eastflank(stored, *command)

    assert answer.code == 3
    assert f"{name}: the file is not there. Give the command of its run again" in answer.err


def test_the_command_of_a_run_makes_again_what_is_gone(project: Path) -> None:
    words = ("run", "experiments/baseline.toml", "-q", "--records", "full")
    assert eastflank(project, *words).code == 0
    root = folder_of(project)
    records = root / "records" / "point=0000" / "replication=0001.parquet"
    whole = records.read_bytes()
    records.write_bytes(whole[:200])
    for name in ("units.csv", "terminals.csv", "resolved.json", "network.geojson"):
        (root / name).unlink()

    again = eastflank(project, *words, "--json").object

    assert again["runs"][0]["counts"]["run_now"] == 1
    assert records.read_bytes() == whole
    assert eastflank(project, "report", "baseline").code == 0


def test_a_folder_of_an_older_version_is_never_read_as_new(stored: Path) -> None:
    path = folder_of(stored) / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["format"]
    path.write_text(json.dumps(manifest))

    answer = eastflank(stored, "verdict", "baseline")

    assert answer.code == 3
    assert "the run folder has format 1, of an older version of eastflank" in answer.err
    assert "Run the experiment again" in answer.err


def test_runs_of_different_builds_are_compared_with_a_word(stored: Path) -> None:
    path = folder_of(stored) / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["versions"]["model"] = "another"
    path.write_text(json.dumps(manifest))

    answer = eastflank(stored, "compare", "baseline", "baseline-cut")

    assert answer.code == 0
    assert "come from different builds of the model" in answer.err


def test_a_sweep_of_one_point_ends_well(tmp_path: Path) -> None:
    one = GRID.replace("[0.0, 8.0]", "[8.0]").replace("[0.0, 1.0]", "[1.0]")
    root = grid_project(tmp_path, one)

    swept = eastflank(root, "sweep", "experiments/grid.toml", "--workers", "1", "-q")
    shown = eastflank(root, "verdict", "grid")
    drawn = eastflank(root, "chart", "grid")

    assert swept.code == 0, swept.err
    assert swept.out == shown.out
    assert "0000" in shown.out
    assert drawn.code == 0, drawn.err


@pytest.mark.parametrize("name", ["cut.png", "cut.svg", "cut.pdf"])
def test_a_chart_file_that_is_broken_has_no_stamp(stored: Path, name: str) -> None:
    assert eastflank(stored, "chart", "baseline", "--which", "late", "--to", "drawn").code == 0
    whole = (stored / "drawn" / "late").with_suffix(Path(name).suffix).read_bytes()
    (stored / name).write_bytes(whole[:60])

    answer = eastflank(stored, "chart", "--reproduce", name)

    assert answer.code == 3
    assert "no stamp of a chart" in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ("run", "experiments/baseline.toml", "--out", "taken", "-q"),
        ("chart", "baseline", "--which", "late", "--to", "taken"),
        ("chart", "baseline", "--which", "late", "--to", "taken/charts"),
        ("report", "baseline", "--to", "taken/report.html"),
        ("report", "baseline", "--csv", "taken"),
    ],
)
def test_a_place_that_cannot_be_written_is_named(
    run_project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "taken").write_text("a file")
    told = [str(tmp_path / word) if word.startswith("taken") else word for word in words]

    answer = eastflank(run_project, *told)

    assert answer.code == 3
    assert answer.err.splitlines()[-1].startswith(f"- {tmp_path / 'taken'}")
