"""``eastflank critical``: what is closed, alone and in pairs, and what protects it."""

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.cli.commands import eastflank, small_project

from eastflank.api import StoredRun
from eastflank.cli.text.critical import critical_text
from eastflank.study.decisions import Criticality, Loss

BASELINE = "experiments/baseline.toml"
CUT = "experiments/baseline-cut.toml"
DAY = ("--set", "target.day=45.0")  # by then most of the small force is closed
QUICK = ("--things", "4", "--pairs", "2", "--workers", "1", "-q", "--from-day", "2", *DAY)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = small_project(tmp_path_factory.mktemp("critical"))
    assert eastflank(project, "run", BASELINE, CUT, "-q", "--replications", "2").code == 0
    assert eastflank(project, "critical", BASELINE, *QUICK).code == 0
    return project


@pytest.fixture(scope="module")
def told(project: Path) -> dict[str, Any]:
    """The answer as an object."""
    return eastflank(project, "critical", BASELINE, *QUICK, "--json").object


@pytest.mark.parametrize(
    ("low", "told"),
    [(-1.0, "none is told to cost anything by 2 pairs"), (1.0, "costs most: 100 of 900 troops")],
)
def test_a_closure_is_said_to_cost_only_what_its_interval_bears_out(
    project: Path, low: float, told: str
) -> None:
    """Two closures and a protection; the dearer closure costs 100, of which half is given back."""
    dear = Loss(
        targets=("link:RL1",),
        how="closed",
        start_day=8.0,
        lasts_days=30.0,
        short=100.0,
        low=low,
        high=200.0,
        short_baltic=0.0,
        pairs=2,
    )
    found = Criticality(
        label="one",
        day=30.0,
        troops=900.0,
        tolerated=0.05,
        candidates=pd.DataFrame(columns=["target", "lifts", "troops", "tonnes"]),
        singles=[dear, replace(dear, short=50.0)],
        doubles=[],
        protected=[replace(dear, how="half of it kept open", short=50.0)],
        surface=[],
    )
    (folder,) = (project / "results" / "baseline").iterdir()

    answer = critical_text(found, StoredRun(folder).short_names).split("\n\n")[0]

    assert told in " ".join(answer.split())
    assert ("gives back most: 50" in " ".join(answer.split())) == (low > 0)


def test_the_answer_stands_first_and_fits_the_screen(project: Path) -> None:
    answer = eastflank(project, "critical", BASELINE, *QUICK)

    assert answer.code == 0, answer.err
    assert answer.out.startswith("baseline: of 4 busy links and terminals ")
    assert "from C+2 on" in " ".join(answer.out.split())
    assert max(map(len, answer.out.splitlines())) <= 100


def test_what_is_closed_is_what_carried_most_half_of_it_terminals(told: dict[str, Any]) -> None:
    kinds = [each["target"].partition(":")[0] for each in told["screened"]]
    assert kinds.count("link") == kinds.count("terminal") == 2
    modes = [each["mode"] for each in told["screened"] if each["kind"] == "link"]
    assert sorted(modes) == ["rail", "road"]


def test_closures_are_ordered_by_what_they_cost_and_pairs_join_the_worst(
    told: dict[str, Any],
) -> None:
    costs = [each["short"] for each in told["singles"]]
    assert costs == sorted(costs, reverse=True)
    worst = {target for each in told["singles"][:3] for target in each["targets"]}
    assert len(told["doubles"]) == 3
    assert all(set(each["targets"]) < worst for each in told["doubles"])


def test_a_closure_costs_what_runs_of_its_own_say(project: Path, told: dict[str, Any]) -> None:
    """The same closure by hand: troops of the open run less troops of the closed one."""
    worst = told["singles"][0]
    cut = f'disruptions=[{{id = "x", targets = ["{worst["targets"][0]}"], start_day = 2.0}}]'
    own = ("--replications", "2", "--out", "own", "-q")
    assert eastflank(project, "run", BASELINE, *own, *DAY).code == 0
    by_hand = []
    for sets in (DAY, (*DAY, "--set", cut)):
        run = eastflank(project, "run", BASELINE, *own, "--json", *sets).object["runs"][0]
        by_hand.append(run["folder"])
    told_by_hand = eastflank(project, "compare", *by_hand, "--out", "own", "--json").object

    short = [
        row["mean"]
        for row in _rows(told_by_hand)
        if (row["measure"], row["where"], row["level"]) == ("troops_short", "all", 45.0)
    ]
    assert short == [pytest.approx(worst["short"])]
    assert worst["short"] > 0


def _rows(told: object) -> list[dict[str, object]]:
    """Every row of a comparison, however deep it stands."""
    if isinstance(told, dict):
        return [told] if "measure" in told else [r for each in told.values() for r in _rows(each)]
    return [row for each in told for row in _rows(each)] if isinstance(told, list) else []


def test_each_protection_is_tried_on_each_of_the_worst(project: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(eastflank(project, "critical", BASELINE, *QUICK, "--csv").out))
    )
    protected = [row for row in rows if row["how"] != "closed"]

    assert len(protected) == 9
    assert len({(row["targets"], row["how"]) for row in protected}) == 9


ALONE = ("--things", "1", "--pairs", "1", "--workers", "1", "-q")


def test_the_cuts_of_the_question_stay_when_something_else_closes(project: Path) -> None:
    """Closed beside its own cut the question loses at least what its closed twin was missing."""
    answer = eastflank(project, "critical", CUT, *ALONE, "--json")

    assert answer.code == 0, answer.err
    (folder, *_) = sorted((project / "results" / "decisions" / "baseline-cut").iterdir())
    assert '"suwalki"' in (folder / "resolved.json").read_text(encoding="utf-8")


def test_the_surface_tells_the_longest_closure_that_is_survived(project: Path) -> None:
    told = eastflank(
        project, "critical", BASELINE, *ALONE, "--surface", "--tolerated", "1", "--json"
    ).object

    assert [each["start_day"] for each in told["longest_survived"]] == [0.0, 7.0, 14.0]
    assert {each["days"] for each in told["longest_survived"]} == {14.0}
    assert len(told["surface"]) == 9


def test_a_question_that_was_not_run_is_told_how(tmp_path: Path) -> None:
    project = small_project(tmp_path)

    answer = eastflank(project, "critical", BASELINE, *QUICK)

    assert answer.code == 3
    assert "eastflank run" in answer.err


def test_sets_hold_for_the_run_that_screens_what_is_closed(tmp_path: Path) -> None:
    project = small_project(tmp_path)
    laid = ("--set", "frame.warning_days=0")
    assert eastflank(project, "run", BASELINE, "--only", "likely", "-q").code == 0

    refused = eastflank(project, "critical", BASELINE, *ALONE, *laid)

    assert refused.code == 3
    assert "baseline does not ask what experiments/baseline.toml --set" in refused.err
    assert f"eastflank run {BASELINE} {' '.join(laid)}" in refused.err

    assert eastflank(project, "run", BASELINE, "--only", "likely", "-q", *laid).code == 0
    told = eastflank(project, "critical", BASELINE, *ALONE, *laid, "--json").object
    assert told["run"] == "baseline [frame.warning_days=0]"
