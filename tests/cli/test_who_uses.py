"""Who uses a link or a corridor of a stored run."""

import shutil
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

from eastflank.measures.use.usage import link_usage
from eastflank.runs.stored import StoredRun


def test_the_units_on_a_corridor_are_told_as_it_went_and_as_was_planned(run_project: Path) -> None:
    answer = eastflank(run_project, "who-uses", "suwalki", "baseline")

    assert answer.code == 0
    assert answer.out.startswith("baseline: who uses suwalki (RL2, RD2)")
    assert "Actual, the deterministic run" in answer.out
    assert "Planned, fastest ways in free flow" in answer.out
    assert "1st Tank Battalion (007)" in answer.out


def test_what_units_brought_over_a_link_is_what_its_lifts_carried(run_project: Path) -> None:
    (root,) = (run_project / "results" / "baseline").iterdir()
    run = StoredRun(root)
    links = link_usage(run.records(), modes=run.modes).set_index("link_id")

    answer = eastflank(run_project, "who-uses", "RL2", "baseline", "--json").object

    total = answer["actual"]["totals"][-1]
    over = links.loc[["RL2"]].query("towards == 'LT_MOCKAVA'")
    assert (total["nation"], total["mode"]) == ("all", "all")
    assert total["loads"] == pytest.approx(over["loaded"].sum())
    assert total["tonnes"] == pytest.approx(over["tonnes"].sum())
    assert sum(row["tonnes"] for row in answer["actual"]["units"]) == pytest.approx(total["tonnes"])


def test_a_cut_changes_what_happens_and_not_what_was_planned(run_project: Path) -> None:
    open_run, cut = (
        eastflank(run_project, "who-uses", "suwalki", name, "--json").object
        for name in ("baseline", "baseline-cut")
    )

    assert cut["planned"] == open_run["planned"]
    assert cut["actual"]["totals"][-1]["tonnes"] < open_run["actual"]["totals"][-1]["tonnes"]


def test_a_link_that_nobody_uses_has_no_unit(run_project: Path) -> None:
    answer = eastflank(run_project, "who-uses", "SE1", "baseline")

    assert answer.code == 0
    assert "Actual, the deterministic run: no unit." in answer.out


def test_an_unknown_link_is_told_in_words(run_project: Path) -> None:
    answer = eastflank(run_project, "who-uses", "suwalk", "baseline")

    assert answer.code == 3
    assert "Did you mean 'suwalki'?" in answer.err


def test_a_replication_without_rows_of_links_is_told_in_words(run_project: Path) -> None:
    drawn = eastflank(run_project, "who-uses", "RL2", "baseline", "--replication", "0")
    kept_less = eastflank(run_project, "who-uses", "RL2", "baseline", "--replication", "1")
    not_there = eastflank(run_project, "who-uses", "RL2", "baseline", "--replication", "99")

    assert drawn.code == 0
    assert kept_less.code == not_there.code == 3
    assert "kept with --records stages" in kept_less.err
    assert "--records full" in kept_less.err
    assert "no replication 0099" in not_there.err


def test_a_plan_is_not_told_from_tables_that_have_changed(
    run_project: Path, tmp_path: Path
) -> None:
    shutil.copytree(run_project, tmp_path / "project")
    fleets = tmp_path / "project" / "experiments" / "fleets" / "mini.csv"
    fleets.write_text(fleets.read_text(encoding="utf-8").replace("5,15", "5,16"), encoding="utf-8")

    answer = eastflank(tmp_path / "project", "who-uses", "suwalki", "baseline")

    assert answer.code == 0
    assert "Planned: not told. experiments/fleets/mini.csv: changed since the run" in answer.out
