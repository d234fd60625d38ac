"""The bound of small questions: told, stored, read again, drawn."""

from pathlib import Path

import pytest
from matplotlib.text import Text
from tests.cli.commands import eastflank

from eastflank import api
from eastflank.model.scenario import Scenario
from eastflank.plan.bound import Curve, Form, bound_curve
from eastflank.study import bounds


def test_the_bound_is_told_with_what_is_optimistic_in_it(project: Path) -> None:
    answer = eastflank(project, "bound", "experiments/baseline.toml", "-q")

    assert answer.code == 0, answer.err
    assert answer.out.startswith("baseline (quick form): no plan can close more (every row")
    assert "50 % not before C+" in answer.out
    assert "What is optimistic in it:" in answer.out


def test_where_nothing_is_short_nothing_is_dear(project: Path) -> None:
    """Two battalions, and a fleet for many: one more of anything adds nothing."""
    words = ("bound", "experiments/baseline.toml", "-q", "--prices", "12")

    assert "by C+12, nothing is short" in eastflank(project, *words).out
    assert eastflank(project, *words, "--json").object["bounds"][0]["dearest"] == []


def test_a_run_closes_no_more_than_its_bound_on_any_day(run_project: Path) -> None:
    told = eastflank(run_project, "bound", "experiments/baseline.toml", "--json", "-q").object
    run = api.stored("baseline", run_project / "results")

    assert told["bounds"][0]["form"] == "quick"
    chart = api.figure(run, "closure")
    assert "no plan can do better" in "".join(text.get_text() for text in chart.findobj(Text))
    closed = run.closures([api.LIKELY]).sort_values("closed_095_h")
    assert run.bound is not None
    for day, most in zip(run.bound["day"], run.bound["troops"], strict=True):
        assert closed.loc[closed["closed_095_h"] <= 24 * day, "troops"].sum() <= most


def test_a_bound_is_computed_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = eastflank(project, "bound", "experiments/baseline.toml", "-q")
    computed = []

    def counted(scenario: Scenario, *, seed: int, replication: int | None, form: Form) -> Curve:
        computed.append((replication, form.name))
        return bound_curve(scenario, seed=seed, replication=replication, form=form)

    monkeypatch.setattr(bounds, "bound_curve", counted)
    again = eastflank(project, "bound", "experiments/baseline.toml", "-q")
    eastflank(project, "bound", "experiments/baseline.toml", "-q", "--replication", "0")
    eastflank(project, "bound", "experiments/baseline.toml", "-q", "--tight")

    assert again.out == first.out
    assert computed == [(0, "quick"), (None, "tight")]


def test_a_damaged_bound_is_told(project: Path) -> None:
    eastflank(project, "bound", "experiments/baseline.toml", "-q")
    (stored,) = (project / "results" / "baseline" / "bounds").iterdir()
    stored.write_text(stored.read_text(encoding="utf-8")[:-40], encoding="utf-8")

    answer = eastflank(project, "bound", "experiments/baseline.toml", "-q")

    assert answer.code == 3
    assert "the file is damaged" in answer.err
