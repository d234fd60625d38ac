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

    assert set(answer) == {"experiment", "counts", "force", "disruptions", "warnings", "reach"}
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
            ["run", BASELINE, "--set", "policy.dispatch=system-optima"],
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


def test_mistakes_of_keys_of_sections_and_of_names_are_told_together(project: Path) -> None:
    (project / "experiments/wrong.toml").write_text(
        """extends = "cut.toml"
[run]
horizon_day = 90.0
seed = 1.5
[relax]
constraints = ["bertha"]
[[disruptions]]
id = "port"
targets = ["node:Gdnyia"]
severity = 2.0
start_day = 9.0
end_day = 8.0
[[disruptions]]
id = "way"
targets = ["corridor:suwalky"]
start_day = 9.0
end_day = 8.0
known = true
warning_days = 3.0
"""
    )

    answer = eastflank(project, "check", "experiments/wrong.toml")

    assert answer.code == 3
    for told in (
        "run.horizon_day",
        "run.seed",
        "'bertha'",
        "disruptions[1].severity",
        "disruptions[1]: it ends at day 8",
        "there is no 'node:Gdnyia'. Did you mean 'node:PL_GDYNIA'?",
        "there is no 'corridor:suwalky'. Did you mean 'corridor:suwalki'?",
        "disruptions[2]: it ends at day 8",
        "disruptions[2]: known = true needs no warning_days",
    ):
        assert told in answer.err
    assert answer.err.startswith("9 mistakes in the inputs:")


def test_what_a_mistake_brings_about_is_not_told_as_another(project: Path) -> None:
    (project / "experiments/wrong.toml").write_text(
        """extends = "cut.toml"
[[disruptions]]
id = "suwalki"
announced_end = "known"
end_day = "soon"
"""
    )

    answer = eastflank(project, "check", "experiments/wrong.toml")

    assert answer.err.startswith("1 mistake in the inputs:")
    assert "end_day" in answer.err


def test_check_says_what_a_disruption_closes_when_and_who_would_pass_there(project: Path) -> None:
    answer = eastflank(project, "check", "experiments/cut.toml")

    told = " ".join(answer.out.split())
    assert (
        "- suwalki closes 2 links (Warszawa–Mockava by road and Warszawa–Mockava by rail)" in told
    )
    assert "a terminal (transfer yard of Mockava) from C+8.0, open-ended, unannounced." in told
    assert "With all open 2 units with 1,251 troops would pass there" in told
    assert "Brigade 9 (1,251)" in told


def test_a_place_is_a_target_by_its_name(project: Path) -> None:
    (project / "experiments/port.toml").write_text(
        """extends = "baseline.toml"
[[disruptions]]
id = "port"
targets = ["klaipeda", "terminal:Port of Gdynia"]
start_day = 2.0
end_day = 9.0
"""
    )

    answer = eastflank(project, "check", "experiments/port.toml")

    assert answer.code == 0, answer.err
    assert "port closes 2 terminals (port of Gdynia and port of Klaipėda)" in answer.out
    assert "from C+2.0 to C+9.0, unannounced." in answer.out


def test_a_name_that_means_several_things_is_refused_with_all_of_them(project: Path) -> None:
    cut = "disruptions.suwalki.targets=['Mockava', 'terminal:Kaunas airfield']"

    node = eastflank(project, "check", "experiments/cut.toml", "--set", cut)
    several = eastflank(
        project, "check", "experiments/cut.toml", "--set", cut.replace("Mockava", "LT")
    )

    assert node.code == 0, node.err
    assert several.code == 0, several.err
    two = cut.replace("terminal:Kaunas airfield", "link:Gdynia")
    assert (
        "there is no 'link:Gdynia'"
        in eastflank(project, "check", "experiments/cut.toml", "--set", two).err
    )


def test_letters_that_only_look_alike_are_told_apart(project: Path) -> None:
    cyrillic = "disruptions.suwalki.targets=['corridor:suw\u0430lki']"

    answer = eastflank(project, "check", "experiments/cut.toml", "--set", cyrillic)

    assert answer.code == 3
    assert "It only looks like 'corridor:suwalki': some characters are others." in answer.err


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
        eastflank(project, "run", BASELINE, "--require", "troops_closed_c10>=1.2.3"),
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
