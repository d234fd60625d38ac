"""``eastflank require`` and the levers that it pulls, on a small theatre."""

import csv
import io
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, small_project

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import EvidenceKey, FleetId, TerminalId
from eastflank.model.scenario import Scenario
from eastflank.runs.levers import lever_lines
from eastflank.runs.stored import StoredRun
from eastflank.store.requirements import read_requirement, requirement_path
from eastflank.tables.levers import lever_errors, read_levers

BASELINE = "experiments/baseline.toml"
LEVERS = """\
lever,title,acts_on,things,step,unit,most,price_low_meur,price_meur,price_high_meur,grade,source,note
wagons,Two more sets,fleet,FL_DE_FLAT;FL_LT_FLAT,2,sets,3,1,2,3,E,study,
ramps,One more ramp,servers,RH_MOCKAVA,1,ramps,2,1,1,2,E,study,
order,The order a day earlier,warning,,1,days,20,1,5,9,E,study,
march,A hundred kilometres more,evidence,march_limit,100,km,2,1,2,3,E,study,
"""
AMOUNTS = {
    "wagons": "{} sets of wagons at each of 2 places",
    "ramps": "{} ramps",
    "order": "{} days of order",
    "march": "{}00 km of march",
}
LATE = ("--set", "target.day=60.0", "--set", "run.horizon_days=120")
QUICK = ("--pairs", "2", "--draws", "1", "--workers", "1", "-q")


def project_with(root: Path, levers: str = LEVERS) -> Path:
    project = small_project(root)
    (project / "experiments" / "levers.csv").write_text(levers, encoding="utf-8")
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_with(tmp_path_factory.mktemp("require"))


def world(project: Path, *sets: str) -> Scenario:
    return compile_scenario(read_experiment(project / BASELINE, sets), project)


def test_each_lever_adds_its_steps_to_its_things_and_nothing_else(project: Path) -> None:
    whole = world(project)
    wagons = world(project, "levers.steps.wagons=3")
    ramps = world(project, "levers.steps.ramps=2")
    order = world(project, "levers.steps.order=4")
    march = world(project, "levers.steps.march=1")

    flat, ramp, limit = FleetId("FL_DE_FLAT"), TerminalId("RH_MOCKAVA"), EvidenceKey("march_limit")
    assert wagons.fleets[flat].held == whole.fleets[flat].held + 6
    assert wagons.fleets[flat].callup == whole.fleets[flat].callup
    assert ramps.terminals[ramp].servers == whole.terminals[ramp].servers + 2
    assert ramps.terminals[ramp].call_forward_limit == 9  # 3 places for 1 ramp, 9 for 3
    assert order.frame.order_h == whole.frame.order_h - 96.0
    for name in ("low", "likely", "high"):
        moved = getattr(march.evidence[limit], name) - getattr(whole.evidence[limit], name)
        assert moved == pytest.approx(100.0)
    assert march.fleets == whole.fleets
    assert wagons.terminals == whole.terminals


def test_a_lever_that_is_not_pulled_leaves_the_question_its_folder(project: Path) -> None:
    plain, zero = (
        eastflank(project, "run", BASELINE, "--dry-run", "--json", *sets).object["runs"][0]
        for sets in ((), ("--set", "levers.steps.ramps=0"))
    )

    assert plain["run_id"] == zero["run_id"]


def test_an_unknown_lever_too_many_steps_and_absent_things_are_told_together(
    tmp_path: Path,
) -> None:
    project = project_with(tmp_path, LEVERS.replace("RH_MOCKAVA,1,ramps", "RH_MOKAVA,1,ramps"))

    answer = eastflank(
        project,
        "check",
        BASELINE,
        "--set",
        "levers.steps.wagon=1",
        "--set",
        "levers.steps.march=9",
        "--set",
        "levers.steps.ramps=1",
    )

    assert answer.code == 3
    assert "no lever 'wagon'" in answer.err
    assert "Did you mean 'wagons'?" in answer.err
    assert "9 steps of 'march'. Its limit is 2." in answer.err
    assert "'RH_MOKAVA'" in answer.err


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("sets,3,1,2,3", "sets,3,4,2,3", "2 does not lie between 4 and 3"),
        ("warning,,1", "warning,RH_MOCKAVA,1", "a lever on warning has 1 things"),
        ("RH_MOCKAVA,1,", "RH_MOCKAVA,0.5,", "0.5 is no whole number of ramps"),
    ],
)
def test_a_table_of_levers_that_is_wrong_is_refused(
    tmp_path: Path, wrong: str, right: str, told: str
) -> None:
    project = project_with(tmp_path, LEVERS.replace(wrong, right))
    table = read_levers(project, "levers.csv")

    assert table is not None
    assert not table.errors
    assert told in " ".join(map(str, lever_errors(table)))


def test_the_answer_marks_each_line_and_names_the_price(project: Path) -> None:
    answer = eastflank(project, "require", BASELINE, *QUICK, "--target-troops", "600")

    assert answer.code == 0, answer.err
    assert "600 troops closed by" in answer.out.splitlines()[0]
    assert "confirmed, 2 pairs" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


def test_what_is_confirmed_is_what_a_run_of_its_own_says(project: Path) -> None:
    told = eastflank(project, "require", BASELINE, *QUICK, "--json").object
    (base, *_) = told["bundles"]
    run = eastflank(project, "run", BASELINE, "-q", "--replications", "2", "--out", "own", "--json")
    (own,) = run.object["runs"]

    chances = {
        row["level"]: row["probability"]
        for row in own["verdict"]
        if row["measure"] == "probability"
    }
    assert base["steps"] == []
    assert base["confirmed"]
    assert base["chance"] == told["chance_now"]
    assert chances.get(0.95) in {None, base["chance"]}


def test_the_table_has_a_row_a_bundle_and_asking_again_runs_nothing(project: Path) -> None:
    eastflank(project, "require", BASELINE, *QUICK)
    stored = sorted((project / "results" / "decisions").rglob("replication=*.parquet"))
    times = [path.stat().st_mtime_ns for path in stored]

    again = eastflank(project, "require", BASELINE, *QUICK, "--csv")

    rows = list(csv.DictReader(io.StringIO(again.out)))
    assert {row["told_by"] for row in rows} <= {"screened", "confirmed"}
    assert [path.stat().st_mtime_ns for path in stored] == times


def test_the_brief_tells_what_was_asked_before_and_not_what_was_asked_of_other_troops(
    project: Path,
) -> None:
    made = eastflank(project, "run", BASELINE, "--replications", "2", *LATE, "--json")
    run = StoredRun(project / made.object["runs"][0]["folder"])
    eastflank(project, "require", BASELINE, *QUICK, *LATE, "--target-troops", "600")
    of_others = lever_lines(run)

    eastflank(project, "require", BASELINE, *QUICK, *LATE)

    assert of_others == []
    assert any("(confirmed)" in line for line in lever_lines(run))
    bundles = read_requirement(requirement_path(run.root))
    assert bundles is not None
    words = dict(zip(bundles["steps"], bundles["pulled"], strict=True))
    assert len(words) > 1
    for steps, told in words.items():
        for lever, _, number in (step.partition("=") for step in steps.split()):
            many = int(number) * (2 if lever == "wagons" else 1)
            assert AMOUNTS[lever].format(many) in told


def test_an_earlier_order_brings_more_than_wagons_where_notice_is_what_is_missing(
    project: Path,
) -> None:
    told = eastflank(project, "require", BASELINE, *QUICK, *LATE, "--draws", "2", "--json").object

    gains = {each["row"]["lever"]: each["mean"] for each in told["levers"]}
    assert gains["order"] > gains["wagons"]


def test_the_shipped_levers_are_free_of_errors() -> None:
    table = read_levers(Path(__file__).parents[2], "levers.csv")

    assert table is not None
    assert not [*table.errors, *lever_errors(table)]
    assert len(table.rows) >= 8


@pytest.mark.parametrize("command", ["require", "conditions"])
@pytest.mark.parametrize("troops", ["600.5", "inf", "nan"])
def test_a_part_of_a_soldier_is_no_target(tmp_path: Path, command: str, troops: str) -> None:
    answer = eastflank(tmp_path, command, BASELINE, "--target-troops", troops)

    assert answer.code == 2
    assert "--target-troops" in answer.err


def test_targets_that_differ_by_a_part_are_stored_apart(tmp_path: Path) -> None:
    paths = {requirement_path(tmp_path, troops) for troops in (600.0, 600.4, 600.5)}

    assert len(paths) == 3
