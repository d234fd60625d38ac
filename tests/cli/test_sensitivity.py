"""``eastflank sensitivity``: what a stored run hangs on."""

import json
import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from tests.cli.commands import eastflank
from tests.tables import EVIDENCE

from eastflank.model.modes import MODES, Mode


def test_a_run_of_few_replications_tells_rank_correlations_and_no_index(run_project: Path) -> None:
    answer = eastflank(run_project, "sensitivity", "baseline", "--json")

    assert answer.code == 0, answer.err
    rows = answer.object["sensitivity"]
    measures = {"troops_closed_30", "day_closed_50", "day_closed_80", "day_closed_95"}
    assert {row["measure"] for row in rows} == measures
    assert all(row["sobol_first"] is None for row in rows)
    assert all("too few draws" in row["note"] for row in rows)


def test_the_table_names_the_measure_and_why_indices_are_missing(run_project: Path) -> None:
    answer = eastflank(run_project, "sensitivity", "baseline")

    assert answer.code == 0, answer.err
    assert "day_closed_95: 3 replications; no indices: too few draws" in answer.out
    assert "fewer than 64 do not rank the rows" in " ".join(answer.out.split())


def test_the_cost_of_a_cut_has_a_sensitivity_of_its_own(run_project: Path) -> None:
    cost = eastflank(run_project, "sensitivity", "baseline-cut", "--against", "baseline", "--json")
    nothing = eastflank(run_project, "sensitivity", "baseline", "--against", "baseline", "--json")

    assert cost.code == 0, cost.err
    measures = {"troops_short_30", "days_later_50", "days_later_80", "days_later_95"}
    assert {row["measure"] for row in cost.object["sensitivity"]} == measures
    assert cost.object["run"] == "baseline-cut against baseline"
    correlations = {row["rank_correlation"] for row in cost.object["sensitivity"]}
    assert correlations > {None}  # some days are the same in all replications
    assert {row["rank_correlation"] for row in nothing.object["sensitivity"]} == {None}


def test_a_cost_under_other_luck_is_refused(project: Path) -> None:
    for name, seed in (("baseline", "1"), ("baseline-cut", "2")):
        run = eastflank(
            project, "run", f"experiments/{name}.toml", "-q", "--replications", "2", "--seed", seed
        )
        assert run.code == 0, run.err

    answer = eastflank(project, "sensitivity", "baseline-cut", "--against", "baseline")

    assert answer.code == 3
    assert "seeds 1 and 2" in answer.err


@pytest.mark.slow
def test_two_lucks_a_draw_give_two_bands_of_runs_and_of_what_a_cut_costs(project: Path) -> None:
    run = eastflank(
        project,
        "run",
        "experiments/baseline.toml",
        "experiments/baseline-cut.toml",
        "-q",
        "--set",
        "run.luck_per_draw=2",
        "--set",
        "run.replications=4",
        "--json",
    )
    cost = eastflank(project, "compare", "baseline", "baseline-cut", "--json")
    told = eastflank(project, "compare", "baseline", "baseline-cut")

    assert run.code == 0, run.err
    draws = [{band["draws"] for band in each["bands"]} for each in run.object["runs"]]
    assert draws == [{2}, {2}]
    (short,) = [band for band in cost.object["bands"] if band["measure"] == "troops_short_30"]
    assert (short["draws"], short["luck_per_draw"]) == (2, 2)
    assert "troops_short_30: not known" in told.out


@pytest.mark.slow
def test_a_run_of_enough_replications_tells_indices_with_intervals_and_needs_the_extra(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two rows are left open, so that 64 draws are enough."""
    keys = set(pd.read_csv(project / EVIDENCE)["key"]) - {"extra_time", "march_limit"}
    afloat = {*MODES[Mode.BARGE].evidence, *(key for key in keys if key.endswith("_barge"))}
    frozen = [f"key:{key}" for key in sorted(keys - afloat)]  # barges are off
    run = eastflank(
        project,
        "run",
        "experiments/baseline.toml",
        "-q",
        "--replications",
        "64",
        "--workers",
        "1",
        "--records",
        "summary",
        "--set",
        f"assumptions.freeze={json.dumps(frozen)}",
    )
    assert run.code == 0, run.err

    answer = eastflank(project, "sensitivity", "baseline", "--json")
    shown = eastflank(project, "sensitivity", "baseline")
    for name in ("SALib", "SALib.analyze", "SALib.sample"):
        monkeypatch.setitem(sys.modules, name, None)
    without = eastflank(project, "sensitivity", "baseline")

    rows = [row for row in answer.object["sensitivity"] if row["measure"] == "day_closed_95"]
    assert {row["key"] for row in rows} == {"extra_time", "march_limit"}
    assert rows[0]["sobol_total_low"] < rows[0]["sobol_total"] < rows[0]["sobol_total_high"]
    assert rows[0]["partial_low"] < rows[0]["partial"] < rows[0]["partial_high"]
    assert re.search(r"extra_time +E( +-?0\.\d\d \(-?0\.\d\d to \d\.\d\d\)){3}", shown.out)
    assert without.code == 3
    assert 'pip install "eastflank[design]"' in without.err
