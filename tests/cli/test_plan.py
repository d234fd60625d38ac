"""Rehearsals at the command line: made once a question, and only for a planned force."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

BASELINE, CUT = "experiments/baseline.toml", "experiments/baseline-cut.toml"
PLANNED = ("--set", "policy.dispatch=planned")


def rehearsals(project: Path) -> dict[str, int]:
    """The stored rehearsals, and when they were written."""
    found = (project / "results" / "rehearsals").glob("*.json")
    return {path.name: path.stat().st_mtime_ns for path in found}


def test_a_plan_says_where_lots_wait_and_where_it_lies(project: Path) -> None:
    answer = eastflank(project, "plan", BASELINE)

    (name,) = rehearsals(project)
    assert answer.code == 0
    assert answer.out.startswith("lots wait longest for")
    assert answer.out.rstrip().endswith(name)
    assert "rehearsed in" in answer.err


def test_a_run_and_its_sudden_cut_use_the_plan_that_is_stored(project: Path) -> None:
    eastflank(project, "plan", BASELINE)
    before = rehearsals(project)
    answer = eastflank(project, "run", BASELINE, CUT, *PLANNED)

    assert answer.code == 0
    assert "planned dispatch" in answer.out
    assert rehearsals(project) == before


def test_a_run_of_a_planned_force_rehearses_it(project: Path) -> None:
    assert eastflank(project, "run", BASELINE, *PLANNED).code == 0

    assert len(rehearsals(project)) == 1


@pytest.mark.parametrize(
    "words", [("run", BASELINE), ("check", BASELINE, *PLANNED), ("run", BASELINE, "--dry-run")]
)
def test_nobody_else_rehearses(words: tuple[str, ...], project: Path) -> None:
    assert eastflank(project, *words).code == 0

    assert not rehearsals(project)


def test_a_plan_answers_programs(project: Path) -> None:
    answer = eastflank(project, "plan", BASELINE, "--json").object
    stored = json.loads(Path(project / str(answer["file"])).read_text())

    assert set(answer) == {"file", "waits"}
    assert {"period_h", "pools"} <= set(stored)
