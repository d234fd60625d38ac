"""The movement plan: which row speaks of which lot, and what cannot be in it."""

# ruff: noqa: E501  a row and its message read best on one line

import math
from pathlib import Path

import pytest
from tests.compiling import compiled, refused, with_rows
from tests.tables import BASELINE, write_project

from eastflank.compile import compile_experiment, compile_scenario
from eastflank.compile.feasibility import reach_report
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.ids import LotId
from eastflank.model.modes import Mode
from eastflank.model.scenario import PlanLine

FILE = "experiments/plans/own.csv"
PLAN = FILE, "uln,cargo,modes,via,not_before_day,after,note"
OWN = "force.plan=own"


def lines(root: Path) -> dict[str, PlanLine]:
    """The lines by unit and class of cargo."""
    found = compiled(root, OWN).movement_plan
    return {lot.rsplit("/", 1)[0]: line for lot, line in found.items()}


def test_without_a_plan_nothing_is_fixed(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    assert compile_scenario(read_experiment(root / BASELINE), root).movement_plan == {}


def test_a_row_becomes_what_is_fixed_for_each_lot(tmp_path: Path) -> None:
    root = with_rows(tmp_path, PLAN, "007,,rail;sea,PT_GDYNIA;PT_KLAIPEDA,2.5,1e3,a note")

    found = lines(root)

    assert set(found) == {
        "007/people",
        "007/wheeled",
        "007/tracked",
        "007/heavy_tracked",
        "007/containers",
    }
    line = found["007/wheeled"]
    assert line.modes == {Mode.RAIL, Mode.SEA}
    assert line.via == {"PT_GDYNIA", "PT_KLAIPEDA"}
    assert (line.not_before_h, line.after, line.where) == (60, ("1e3",), f"{FILE}, row 2")


def test_empty_cells_fix_nothing(tmp_path: Path) -> None:
    line = lines(with_rows(tmp_path, PLAN, "007,,,,,,"))["007/people"]

    assert line == PlanLine(where=f"{FILE}, row 2")
    assert line.not_before_h == -math.inf


def test_the_most_specific_row_speaks_alone(tmp_path: Path) -> None:
    """A unit goes before its brigade, the brigade before the division; a class before all."""
    root = with_rows(
        tmp_path,
        PLAN,
        "division:Division 1,,air,,,,",
        "brigade:Brigade 9,,road,,,,",
        "brigade:Brigade 9,people,rail,,,,",
        "007,tracked;heavy_tracked,sea,,,,",
    )

    modes = {name: {mode.value for mode in line.modes} for name, line in lines(root).items()}

    assert modes["007/tracked"] == modes["007/heavy_tracked"] == {"sea"}
    assert modes["007/people"] == modes["1e3/people"] == {"rail"}
    assert modes["007/wheeled"] == modes["1e3/wheeled"] == {"road"}


def test_a_row_without_anything_frees_a_unit_of_its_brigade(tmp_path: Path) -> None:
    found = lines(with_rows(tmp_path, PLAN, "brigade:Brigade 9,,rail,,,,", "1e3,,,,,,"))

    assert found["007/people"].modes == {Mode.RAIL}
    assert found["1e3/people"].modes == frozenset()


def test_a_row_may_speak_of_one_lot_of_a_class(tmp_path: Path) -> None:
    """The other lots of the class follow the row of the class."""
    plan = FILE, "uln,cargo,lot,modes,via,not_before_day,after"
    rows = "007,wheeled,,rail,,,", "007,wheeled,02,road,,,"
    found = compiled(with_rows(tmp_path, plan, *rows), OWN).movement_plan

    modes = {lot: set(line.modes) for lot, line in found.items()}
    assert modes.pop(LotId("007/wheeled/02")) == {Mode.ROAD}
    assert modes
    assert all(each == {Mode.RAIL} for each in modes.values())


def test_a_lot_that_the_unit_has_not_is_refused(tmp_path: Path) -> None:
    plan = FILE, "uln,cargo,lot,modes,via,not_before_day,after"
    (told,) = refused(with_rows(tmp_path, plan, "007,wheeled,99,road,,,"), OWN)

    assert "column lot: '007' has no 99. It has 01, 02" in told


def test_after_a_brigade_is_after_all_its_units(tmp_path: Path) -> None:
    """One of them is the unit itself: a circle."""
    (told,) = refused(with_rows(tmp_path, PLAN, "1e3,,,,,brigade:Brigade 9,"), OWN)

    assert "units wait for each other: 1e3 after 1e3." in told


def test_the_plan_is_among_the_digests(tmp_path: Path) -> None:
    root = with_rows(tmp_path, PLAN, "007,,rail,,,,")

    assert FILE in compile_experiment(read_experiment(root / BASELINE, [OWN]), root).inputs


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (
            "008,,,,,,",
            "uln",
            "'008' is not a moving unit of experiments/forces/nato.csv. Give a uln, brigade:NAME or division:NAME. Did you mean '007'?",
        ),
        ("brigade:Brigade 8,,,,,,", "uln", "Did you mean 'brigade:Brigade 9'?"),
        ("brigade:,,,,12,,", "uln", "'brigade:' is not a moving unit"),
        ("FORWARD,,,,,,", "uln", "'FORWARD' is in place: it neither moves nor closes."),
        ("007,,,,,FORWARD,", "after", "'FORWARD' is in place"),
        ("007,,,,,1e4,", "after", "'1e4' is not a moving unit of experiments/forces/nato.csv."),
        (
            "1e3,heavy_tracked,,,,,",
            "cargo",
            "'1e3' has no heavy_tracked. It has containers, people, wheeled.",
        ),
        ("007,tanks,,,,,", "cargo", "'tanks' is not known here."),
        ("007,,train,,,,", "modes", "Give one of rail, road, sea, air, barge."),
        ("007,,,PT_GDYNA,,,", "via", "Did you mean 'PT_GDYNIA'?"),
        ("007,,,,soon,,", "not_before_day", "'soon' is not a number."),
        ("007,,,,,007,", "after", "units wait for each other: 007 after 007."),
    ],
)
def test_a_row_that_cannot_be_is_named(tmp_path: Path, row: str, column: str, says: str) -> None:
    (told,) = refused(with_rows(tmp_path, PLAN, row), OWN)

    assert told.startswith(f"{FILE}, row 2, column {column}: ")
    assert says in told


def test_units_that_wait_for_each_other_are_told_in_a_circle(tmp_path: Path) -> None:
    (told,) = refused(with_rows(tmp_path, PLAN, "007,,,,,1e3,", "1e3,people,,,,007,"), OWN)

    assert told == (
        f"{FILE}, row 2, column after: units wait for each other: 007 after 1e3 after 007. "
        "One of them must go first."
    )


def test_a_class_that_two_rows_speak_of_is_refused(tmp_path: Path) -> None:
    (told,) = refused(
        with_rows(tmp_path, PLAN, "007,wheeled;tracked,rail,,,,", "007,wheeled,road,,,,"), OWN
    )

    assert told == (
        f"{FILE}, row 3, column cargo: row 2 speaks already of the wheeled of '007'. "
        "Keep one of them."
    )


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    assert len(refused(with_rows(tmp_path, PLAN, "008,,,,,,", "007,,,,,1e4;FORWARD,"), OWN)) == 3


# -- what no way keeps -----------------------------------------------------------------------------


def unkept(root: Path) -> list[str]:
    with pytest.raises(CollectedError) as caught:
        reach_report(compiled(root, OWN))
    return [str(error) for error in caught.value.errors]


def test_a_plan_that_can_be_kept_is_no_mistake(tmp_path: Path) -> None:
    assert reach_report(
        compiled(with_rows(tmp_path, PLAN, "1e3,wheeled,sea,PT_GDYNIA;PT_KLAIPEDA,,,"), OWN)
    )


def test_a_plan_that_no_way_keeps_says_what_could_be(tmp_path: Path) -> None:
    (told,) = unkept(with_rows(tmp_path, PLAN, "007,heavy_tracked,air,,,,"))

    assert told.startswith(
        f"{FILE}, row 2: no way of '007' from 'DE_BERGEN' to 'LT_KAUNAS' keeps this for "
        "heavy_tracked. It could go by rail via TY_MOCKAVA."
    )


def test_a_mistake_of_many_units_is_told_once(tmp_path: Path) -> None:
    (told,) = unkept(with_rows(tmp_path, PLAN, "brigade:Brigade 9,containers,air,,,,"))

    assert "keeps this for containers (nor of 1 more). It could go by road" in told
