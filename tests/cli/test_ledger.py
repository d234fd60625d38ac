"""The delay ledger from the command line."""

from pathlib import Path

from tests.cli.commands import eastflank


def test_the_ledger_is_told_by_cause_nation_and_destination(run_project: Path) -> None:
    answer = eastflank(run_project, "ledger", "baseline")

    assert answer.code == 0
    assert "where the time goes from the order to closure" in answer.out
    for head in ("by what was refused last", "days by nation", "days by destination"):
        assert head in answer.out
    assert "eastflank ablate experiments/baseline.toml --replications 64 --only" in answer.out


def test_the_chain_of_a_unit_is_told_line_by_line(run_project: Path) -> None:
    rows = eastflank(run_project, "ledger", "baseline", "--json").object["rows"]

    told = eastflank(run_project, "ledger", "baseline", "--unit", rows[0]["unit"]).out

    assert told.startswith(f"{rows[0]['unit']}: from the order to closure")
    assert told.rstrip().splitlines()[-1].startswith("in all")


def test_the_ledger_is_written_where_it_is_asked_for(run_project: Path) -> None:
    answer = eastflank(run_project, "ledger", "baseline", "--csv")

    assert answer.code == 0
    assert "chains.csv" in answer.out
