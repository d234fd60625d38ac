"""The tables of published moves: what is wrong with them is told, and what they say is run."""

import csv
from pathlib import Path

import pytest

from eastflank.model.errors import CollectedError, PlannerError
from eastflank.validation import chosen, read_checks
from eastflank.validation.timing import Clock, Each, Take

ROOT = Path(__file__).parents[3]
CASES = "backcast-cases.csv"
MEASURES = "backcast-measures.csv"


def copy_of_the_tables(root: Path) -> Path:
    """The shipped tables of moves, each with an experiment file of no content."""
    (root / "networks").mkdir()
    folder = root / "experiments" / "backcasts"
    folder.mkdir(parents=True)
    shipped = ROOT / "experiments" / "backcasts"
    for name in (CASES, MEASURES, "backcast-readings.csv"):
        (folder / name).write_bytes((shipped / name).read_bytes())
    for move in shipped.glob("*/*.toml"):
        (folder / move.parent.name).mkdir(exist_ok=True)
        (folder / move.parent.name / move.name).touch()
    return root


def change(root: Path, table: str, check: str, **cells: str) -> None:
    """Other cells in the row of a check; none: the row is taken out."""
    file = root / "experiments" / "backcasts" / table
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    kept = [{**row, **(cells if row["check"] == check else {})} for row in rows]
    kept = [row for row in kept if cells or row["check"] != check]
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)


def told(root: Path) -> str:
    with pytest.raises(CollectedError) as found:
        read_checks(root)
    return "\n".join(str(error) for error in found.value.errors)


def test_at_least_twelve_judged_checks_are_measured_by_rail_sea_and_road() -> None:
    """Four by rail, three by sea, three by road, on the shipped theatre."""
    judged = [check for check in read_checks(ROOT).measured if check.row.role == "judged"]

    by_mode = {mode: sum(c.row.mode == mode for c in judged) for mode in ("rail", "sea", "road")}

    assert len(judged) >= 12
    assert by_mode["rail"] >= 4
    assert by_mode["sea"] >= 3
    assert by_mode["road"] >= 3


def test_a_judged_move_that_nothing_measures_is_a_mistake(tmp_path: Path) -> None:
    root = copy_of_the_tables(tmp_path)
    change(root, MEASURES, "V14-train")

    assert "'V14-train' is judged and has no row in" in told(root)


def test_a_measure_of_a_run_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    root = copy_of_the_tables(tmp_path)
    change(root, MEASURES, "V14-train", experiment="V41")

    assert "there is no experiments/backcasts/V41/V41.toml" in told(root)


def test_a_clock_has_no_moment_and_a_stage_needs_one(tmp_path: Path) -> None:
    root = copy_of_the_tables(tmp_path)
    change(root, MEASURES, "V14-train", from_at="")
    change(root, MEASURES, "H7-full-set", from_at="ended")

    assert "'load' with nothing" in told(root)
    assert "'order' with ended" in told(root)


def test_a_measure_is_read_as_what_is_timed() -> None:
    (check,) = chosen(read_checks(ROOT), ["H7-full-set"])

    assert check.timed.start is Clock.ORDER
    assert check.timed.each is Each.MOVE
    assert check.timed.take is Take.LAST
    assert check.scale == 24.0


def test_a_case_a_folder_and_a_check_name_what_is_run() -> None:
    checks = read_checks(ROOT)

    assert {check.id for check in chosen(checks, ["H13"])} >= {"H13-antwerp-2018"}
    assert [check.id for check in chosen(checks, ["H13-2018"])] == ["H13-antwerp-2018"]
    assert len(chosen(checks, [])) == len(checks.measured)


def test_a_name_that_nothing_has_is_told_with_the_nearest() -> None:
    with pytest.raises(PlannerError, match="Did you mean 'V14-train'"):
        chosen(read_checks(ROOT), ["V14-trian"])
