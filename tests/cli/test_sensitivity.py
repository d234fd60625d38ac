"""``eastflank sensitivity``: what a stored run hangs on."""

from pathlib import Path

from tests.cli.commands import eastflank


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


def test_two_lucks_a_draw_give_two_bands(project: Path) -> None:
    answer = eastflank(
        project, "run", "experiments/baseline.toml", "--set", "run.luck_per_draw=2",
        "--set", "run.replications=4", "-q", "--json",
    )  # fmt: skip

    assert answer.code == 0, answer.err
    (run,) = answer.object["runs"]
    assert {band["draws"] for band in run["bands"]} == {2}
