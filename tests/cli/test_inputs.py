"""Bad input: every mistake at once, on stderr, with exit code 3; nothing is written."""

from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.tables import read_records, replace_text, set_cell, write_records

BASELINE = "experiments/baseline.toml"
FORCE = "experiments/forces/nato.csv"


def test_a_good_project_is_said_to_be_good(project: Path) -> None:
    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 0
    assert "baseline: no mistakes found" in answer.out
    assert "2 units moving" in answer.out
    assert "1,251 troops moving" in answer.out


def test_check_shows_each_line_when_asked(project: Path) -> None:
    brief = eastflank(project, "check", BASELINE)
    whole = eastflank(project, "check", BASELINE, "--verbose")

    assert "007" not in brief.out
    assert "007" in whole.out


def test_check_answers_programs(project: Path) -> None:
    answer = eastflank(project, "check", BASELINE, "--json").object

    assert set(answer) == {"experiment", "counts", "force", "warnings", "reach"}
    assert answer["counts"]["units_moving"] == 2
    assert {"unit", "cargo", "origin", "destination", "ways"} == set(answer["reach"][0])


def test_a_force_that_a_nation_does_not_have_is_refused(project: Path) -> None:
    types = "experiments/forces/unit_types.csv"
    header, *rows = read_records(project, types)
    write_records(project, types, [[*header, "tanks"], *([*row, "44"] for row in rows)])
    (project / "experiments/forces/inventory.csv").write_text(
        "nation,equipment,number,year,grade,source\nDE,tank,80,2025,C,study\n"
    )

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert answer.out == ""
    assert "Germany has 80 tanks (2025), and the force has 88: 88 in Brigade 9." in answer.err


def test_another_force_is_said_in_words(project: Path) -> None:
    answer = eastflank(project, "check", BASELINE, "--set", "force.tiers=1")

    assert answer.code == 0
    assert "Another force than that of the list: tier 1 only" in answer.out
    assert "600 troops moving" in answer.out


@pytest.mark.parametrize(
    ("command", "names", "nearest"),
    [
        (["run", "experiments/basline.toml"], "basline", "baseline.toml"),
        (
            ["run", BASELINE, "--set", "policy.dispatch=system-optimum"],
            "policy.dispatch",
            "system-optimal",
        ),
        (["check", BASELINE, "--set", "run.horizon_day=60"], "horizon_day", "horizon_days"),
    ],
    ids=["file", "policy", "key"],
)
def test_what_is_misspelt_gets_the_nearest(
    project: Path, command: list[str], names: str, nearest: str
) -> None:
    answer = eastflank(project, *command)

    assert answer.code == 3
    assert answer.out == ""
    assert names in answer.err
    assert f"Did you mean {nearest!r}?" in answer.err


@pytest.mark.parametrize(
    ("old", "new"), [("soonest", "user-optimal"), ("considerate", "system-optimal")]
)
def test_an_old_name_of_a_dispatch_policy_is_refused_with_its_new_name(
    old: str, new: str, project: Path
) -> None:
    answer = eastflank(project, "run", BASELINE, "--set", f"policy.dispatch={old}")

    assert answer.code == 3
    assert answer.out == ""
    assert f"policy.dispatch: {old!r} is called {new!r} now. Write {new!r}." in answer.err


def test_all_mistakes_are_told_at_once(project: Path) -> None:
    set_cell(project, FORCE, 2, "tier", "first")
    set_cell(project, FORCE, 3, "personnel", "many")

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert answer.err.startswith("2 mistakes in the inputs:")
    assert "'first'" in answer.err
    assert "'many'" in answer.err


def test_all_questions_are_read_before_the_first_is_run(project: Path) -> None:
    replace_text(project, "experiments/cut.toml", "start_day", "strat_day")

    answer = eastflank(project, "run", BASELINE, "experiments/cut.toml")

    assert answer.code == 3
    assert "Did you mean 'start_day'?" in answer.err
    assert not (project / "results").exists()


def test_nothing_is_written_for_wrong_inputs(project: Path) -> None:
    set_cell(project, FORCE, 2, "tier", "first")

    answer = eastflank(project, "run", BASELINE)

    assert answer.code == 3
    assert not (project / "results").exists()


def test_a_wrong_flag_is_a_wrong_use(project: Path) -> None:
    answers = [
        eastflank(project, "run", BASELINE, "--no-such-flag"),
        eastflank(project, "run", BASELINE, "--records", "some"),
        eastflank(project, "run", BASELINE, "--only", "seventeen"),
        eastflank(project, "run", BASELINE, "--require", "troops closed"),
        eastflank(project, "run"),
    ]

    assert [answer.code for answer in answers] == [2] * len(answers)


def test_help_tells_the_exit_codes(project: Path) -> None:
    answer = eastflank(project, "--help")

    assert answer.code == 0
    for code in ("0  ", "1  ", "2  ", "3  ", "4  ", "5  ", "130  "):
        assert f"    {code}" in answer.out


def test_the_schema_is_one_json_object(project: Path) -> None:
    answer = eastflank(project, "schema").object

    assert "disruptions" in answer["properties"]


def test_a_plan_that_no_way_keeps_is_wrong_input_for_check_and_run(project: Path) -> None:
    write_plan(project, "007,heavy_tracked,air,,,,")

    answers = [
        eastflank(project, command, BASELINE, "--set", "force.plan=own")
        for command in ("check", "run")
    ]

    assert [answer.code for answer in answers] == [3, 3]
    for answer in answers:
        assert "experiments/plans/own.csv, row 2: no way of '007'" in answer.err
        assert "It could go by rail via TY_MOCKAVA" in answer.err
    assert not (project / "results").exists()


def test_all_mistakes_of_a_plan_are_told_at_once(project: Path) -> None:
    write_plan(project, "008,,,,,,", "007,,,,,1e3,", "1e3,heavy_tracked,,,,,")

    answer = eastflank(project, "check", BASELINE, "--set", "force.plan=own")

    assert answer.code == 3
    assert answer.err.startswith("2 mistakes in the inputs:")
    assert "Did you mean '007'?" in answer.err
    assert "'1e3' has no heavy_tracked" in answer.err


def test_a_misspelt_plan_gets_the_nearest(project: Path) -> None:
    write_plan(project, "007,,rail,,,,")

    answer = eastflank(project, "check", BASELINE, "--set", "force.plan=owm")

    assert answer.code == 3
    assert "experiments/plans/owm.csv: there is no such file. Did you mean 'own.csv'?" in answer.err


def write_plan(project: Path, *rows: str) -> None:
    """A movement plan, ``own``."""
    header = "uln,cargo,modes,via,not_before_day,after,note"
    (project / "experiments" / "plans").mkdir()
    path = project / "experiments" / "plans" / "own.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
