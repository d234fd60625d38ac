"""The use of what is finite, read from a stored run."""

import csv
from pathlib import Path

from tests.cli.commands import eastflank


def test_use_is_told_in_sections(run_project: Path) -> None:
    answer = eastflank(run_project, "usage", "baseline")

    assert answer.code == 0
    assert answer.out.startswith("baseline: lots waited ")
    for title in (
        "Rail over borders",
        "Lift: fill, turn",
        "Terminals",
        "Sections",
        "Fleets",
        "Integration slots",
        "What lots waited for",
    ):
        assert title in answer.out


def test_use_answers_programs(run_project: Path) -> None:
    answer = eastflank(run_project, "usage", "baseline", "--json").object

    kinds = {thing["kind"] for thing in answer["finite-things"]}
    assert {"railhead", "section", "fleet", "staging_area", "call_forward"} <= kinds
    assert {"mean_fill", "turn_days", "empty_share"} <= set(answer["fleets"][0])
    assert answer["waits"]


def test_use_is_told_of_every_fleet_that_moved(run_project: Path) -> None:
    """None is over-full, and none has more assets at work than it has; columns have no room."""
    fleets = eastflank(run_project, "usage", "baseline", "--json").object["fleets"]

    counted = [fleet for fleet in fleets if fleet["asset_type"] != "march"]
    assert len(counted) == len(fleets) - 1 >= 5
    for fleet in counted:
        assert 0 < fleet["mean_fill"] <= 1 + 1e-9
        assert 0 < fleet["assets"] <= fleet["fleet"]


def test_whole_tables_are_written_beside_the_run(run_project: Path) -> None:
    answer = eastflank(run_project, "usage", "baseline", "--csv")

    (folder,) = (run_project / "results" / "baseline").glob("*/usage")
    with (folder / "finite-things.csv").open(encoding="utf-8", newline="") as handle:
        head = next(csv.reader(handle))
    assert answer.code == 0
    assert "finite-things.csv" in answer.out
    assert head[:4] == ["kind", "id", "capacity", "busy_share"]


def test_a_run_that_kept_closures_alone_is_told_in_words(project: Path) -> None:
    eastflank(project, "ablate", "experiments/baseline.toml", "--only", "ramps", "-q")

    answer = eastflank(project, "usage", "baseline", "--out", "results/ablation")

    assert answer.code == 3
    assert "no records of replication likely" in answer.err
