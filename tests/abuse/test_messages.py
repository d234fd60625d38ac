"""Messages that sent the reader the wrong way once: what they say to do is what mends the input."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from eastflank.tables.columns import Column, Kind
from eastflank.tables.numerals import not_a_number
from tests.cli.commands import Answer, eastflank, small_project
from tests.tables import FLEETS, FORCES, NETWORK, set_cell

BASELINE: Final = "experiments/baseline.toml"
OWN: Final = "experiments/own.toml"
DEGREES: Final = Column(kind=Kind.NUMBER, minimum=-180.0, maximum=180.0)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one's own."""
    return small_project(tmp_path)


def of_cut(project: Path, text: str) -> Answer:
    """What check says of the open question with a cut that has such a key."""
    cut = f'[[disruptions]]\nid = "x"\ntargets = ["corridor:suwalki"]\n{text}\n'
    (project / OWN).write_text(f'schema_version = 1\nextends = "baseline.toml"\n{cut}')
    return eastflank(project, "check", OWN)


# -- numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.570,5", "1570.5"),
        ("1,570.5", "1570.5"),
        ("1 234 567,25", "1234567.25"),
        ("1.234.567", "1234567"),
        ("12'500", "12500"),
        ("13,400", "13400 or 13.400"),
        ("13,4", "13.4"),
        ("55 %", "0.55 for a share or a factor, 55 where the unit is per cent"),
        ("120 km/h", "120"),
        ("22:30", "22.5"),
        ("6:45:36", "6.76"),
    ],
)
def test_a_number_of_another_spelling_is_told_as_it_was_meant(text: str, meant: str) -> None:
    refusal = not_a_number(text, Column(kind=Kind.NUMBER))

    assert refusal is not None
    assert (
        f"{meant}." in refusal.right
        or f"{meant}," in refusal.right
        or (f"{meant};" in refusal.right)
    )


@pytest.mark.parametrize("text", ["9°57E", "1.570.5", "1,570,5", "12a4", "1-2", "5.", "N52"])
def test_nothing_is_made_up_of_what_may_mean_anything(text: str) -> None:
    refusal = not_a_number(text, Column(kind=Kind.NUMBER))

    assert refusal is not None
    assert refusal.right == ""


@pytest.mark.parametrize("text", ["2026-01-30", "30.01.2026", "1/30/2026", "2026-01-30T22:30"])
def test_a_date_is_told_as_one_and_never_shortened_to_its_year(text: str) -> None:
    refusal = not_a_number(text, Column(kind=Kind.NUMBER))

    assert refusal is not None
    assert refusal.found == f"{text!r} is a date."
    assert "days after C-day" in refusal.right


def test_a_comma_is_read_as_the_bounds_of_its_column_allow() -> None:
    of_degrees = not_a_number("13,400", DEGREES)
    of_people = not_a_number("13,400", Column(kind=Kind.WHOLE))

    assert of_degrees is not None
    assert of_degrees.right == "Write 13.400."
    assert of_people is not None
    assert of_people.right == "Write 13400."


@pytest.mark.parametrize("day", ["2026-01-30", '"2026-01-30"', '"22:30"', "22:30:00"])
def test_a_date_for_a_day_is_answered_with_the_days_of_the_model(project: Path, day: str) -> None:
    answer = of_cut(project, f"start_day = {day}")

    assert answer.code == 3
    assert f"{OWN}, disruptions[0].start_day: found " in answer.err
    assert "a day is told in days after C-day" in answer.err


def test_only_a_number_in_quotes_is_told_to_lose_them(project: Path) -> None:
    assert "Write a number, without quotes." in of_cut(project, 'start_day = "8.5"').err
    assert "Write a number." in of_cut(project, 'start_day = "soon"').err


def test_one_bracket_in_place_of_two_is_told_as_that(project: Path) -> None:
    (project / OWN).write_text(
        'schema_version = 1\nextends = "baseline.toml"\n'
        '[disruptions]\nid = "x"\ntargets = ["corridor:suwalki"]\n'
    )

    answer = eastflank(project, "check", OWN)

    assert answer.code == 3
    assert "Begin each of its tables with [[disruptions]], in two brackets." in answer.err


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["node", "sources", "rail", "terminal", "country"])
def test_a_file_that_is_missing_is_not_taken_for_another_table(project: Path, name: str) -> None:
    (project / NETWORK / f"{name}.csv").unlink()

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert f"{NETWORK}/{name}.csv: there is no such file." in answer.err
    assert "Did you mean" not in answer.err


def test_a_file_whose_name_is_misspelt_is_found(project: Path) -> None:
    shutil.move(project / NETWORK / "node.csv", project / NETWORK / "nodes.csv")

    assert "Did you mean 'nodes.csv'?" in eastflank(project, "check", BASELINE).err


@pytest.mark.parametrize("name", ["x", "two-towns", "my-question"])
def test_an_experiment_that_is_like_none_gets_no_other_for_it(project: Path, name: str) -> None:
    answer = eastflank(project, "check", f"experiments/{name}.toml")

    assert answer.code == 3
    assert "Did you mean" not in answer.err


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("file", [f"{FORCES}/nato.csv", BASELINE])
def test_utf16_is_told_once_with_a_mark_and_without(project: Path, file: str, coding: str) -> None:
    path = project / file
    path.write_bytes(path.read_text(encoding="utf-8").encode(coding))

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert answer.err.count("\n- ") == 1
    assert f"{file}: the file is UTF-16." in answer.err


# -- values that a note promises ------------------------------------------------------------------


def test_a_factor_that_its_row_calls_no_limit_may_be_given(project: Path) -> None:
    key = "assumptions.set.port_land_factor.fixed"

    assert eastflank(project, "check", BASELINE, "--set", f"{key}=1000").code == 0
    assert eastflank(project, "check", BASELINE, "--set", f"{key}=1001").code == 3


def test_a_force_without_troops_is_told_by_check_and_refused_by_run(project: Path) -> None:
    for row in (2, 3):
        set_cell(project, f"{FORCES}/nato.csv", row, "personnel", "0")

    checked = eastflank(project, "check", BASELINE)
    answer = eastflank(project, "run", BASELINE)

    assert checked.code == 0
    assert "run answers in troops and refuses that" in checked.err
    assert answer.code == 3
    assert "the lines that move have no troops" in answer.err


def test_fleets_without_a_way_for_a_class_are_refused_with_the_lines_that_lose_it(
    project: Path,
) -> None:
    fleets = project / FLEETS / "mini.csv"
    rows = [row for row in fleets.read_text().splitlines(keepends=True) if ",truck," not in row]
    fleets.write_text("".join(rows))

    gone = eastflank(project, "check", BASELINE)

    assert gone.code == 3
    assert "force line 007: no mode brings containers" in gone.err
    assert "force line 1e3: no mode brings containers" in gone.err
