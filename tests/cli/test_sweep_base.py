"""A sweep with a base: each point is set against it, under the same luck."""

from pathlib import Path

import pandas as pd
import pytest
from tests.cli.commands import Answer, eastflank
from tests.cli.sweeps import GRID, grid_project, sweep_folder

from eastflank.runs.stored import StoredRun

OPEN = '[sweep.base]\n"disruptions.suwalki.severity" = 0.0\n'
DAYS = GRID.replace('"disruptions.suwalki.severity" = [0.0, 1.0]\n', "")
WORDS = ("sweep", "experiments/grid.toml", "--workers", "1", "-q")


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    """Day and severity of the cut, against the corridor open on the same day."""
    root = grid_project(tmp_path_factory.mktemp("grid"), GRID + OPEN)
    return root, eastflank(root, *WORDS)


def test_each_point_is_told_against_its_base(paired: tuple[Path, Answer]) -> None:
    root, answer = paired

    table = StoredRun(sweep_folder(root)).differences

    assert table is not None
    assert answer.code == 0
    pairs = table[["point", "base_point"]].drop_duplicates()
    assert pairs.to_numpy().tolist() == [[1, 0], [3, 2]]
    assert set(table["where"]) == {"all", "EE+LV+LT"}
    assert set(table["replications"]) == {2}
    _, told = answer.out.split("Against the base point, paired mean (95 % interval)")
    told, _ = told.split("\n\n", maxsplit=1)  # the columns that have room beside each other
    assert [line.split()[:4] for line in told.splitlines() if line.startswith("000")] == [
        ["0001", "0", "1", "0000"],
        ["0003", "8", "1", "0002"],
    ]


def test_the_difference_is_that_of_the_replications_one_by_one(
    paired: tuple[Path, Answer],
) -> None:
    """The day of 50 % at C+8, unfinished counted as the horizon, point less base, then the mean."""
    root, _ = paired
    sweep = StoredRun(sweep_folder(root))
    horizon = sweep.manifest.horizon_h

    days = [_half_closed_h(sweep.at(point).closures()).clip(upper=horizon) for point in (2, 3)]
    again = eastflank(root, *WORDS, "--json").object["differences"]

    (row,) = (
        row
        for row in again
        if (row["point"], row["measure"], row["level"], row["where"])
        == (3, "days_later", 0.5, "all")
    )
    assert row["mean"] == pytest.approx((days[1] - days[0]).mean() / 24)
    assert row["mean"] > 0


def _half_closed_h(closures: pd.DataFrame) -> pd.Series:
    """The first hour by which half of the troops are closed, by replication."""
    ordered = closures.sort_values("closed_095_h")
    share = ordered.groupby("replication")["troops"].transform(lambda t: t.cumsum() / t.sum())
    return ordered.loc[share >= 0.5].groupby("replication")["closed_095_h"].min()


def test_a_base_of_what_is_not_varied_is_run_once_for_all_points(tmp_path: Path) -> None:
    root = grid_project(tmp_path, DAYS + OPEN)

    answer = eastflank(root, *WORDS, "--json")

    sweep = StoredRun(sweep_folder(root))
    assert answer.object["points"] == 3
    assert {(row["point"], row["base_point"]) for row in answer.object["differences"]} == {
        (0, 2),
        (1, 2),
    }
    assert (sweep.root / "differences.csv").is_file()
    shown = eastflank(root, *WORDS).out
    rows = [line.split()[:3] for line in shown.splitlines() if line.startswith("0002")]
    assert rows[0] == ["0002", "–", "0"]


def test_a_sweep_without_a_base_tells_no_differences(tmp_path: Path) -> None:
    root = grid_project(tmp_path, DAYS)

    answer = eastflank(root, *WORDS, "--json", "--replications", "1")

    assert answer.object["differences"] == []
    assert StoredRun(sweep_folder(root)).differences is None


def test_what_was_told_against_a_base_goes_with_the_base(tmp_path: Path) -> None:
    """Naming a base that is a point of the sweep changes no replication, so the folder stays."""
    root = grid_project(tmp_path, GRID + OPEN)
    eastflank(root, *WORDS, "--replications", "1")
    folder = sweep_folder(root)
    assert (folder / "differences.csv").is_file()
    (root / "experiments" / "grid.toml").write_text(GRID)

    answer = eastflank(root, *WORDS, "--replications", "1", "--json")

    assert sweep_folder(root) == folder
    assert answer.object["differences"] == []
    assert not list(folder.glob("differences.*"))


def test_a_base_that_no_point_has_is_an_error_before_anything_runs(tmp_path: Path) -> None:
    root = grid_project(tmp_path, GRID + OPEN.replace("0.0", "0.5"))

    answer = eastflank(root, *WORDS)

    assert answer.code == 3
    assert "[sweep.base]: no point of the sweep has" in answer.err
    assert not (root / "results").exists()
