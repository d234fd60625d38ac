"""Mistakes of whole files: told once, with what to do, not once for each of their rows."""

from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.tables import BASELINE, EVIDENCE, FORCES, NETWORK, read_records, write_records

SOURCES = "experiments/sources.csv"


def test_a_plain_gmns_network_is_told_as_one_mistake(project: Path) -> None:
    (project / NETWORK / "node.csv").write_text(
        "node_id,name,x_coord,y_coord\n1,West,16.0,52.0\n2,East,17.0,52.0\n"
    )
    (project / NETWORK / "link.csv").write_text(
        "link_id,from_node_id,to_node_id,directed,length,grade\n1,1,2,1,70,2.5\n"
    )

    answer = eastflank(project, "check", BASELINE)

    assert answer.code == 3
    assert answer.err.startswith("1 mistake in the inputs:")
    assert "networks/mini: this is a plain GMNS network" in answer.err
    assert "eastflank import gmns networks/mini" in answer.err


def test_missing_sources_of_experiments_are_one_mistake_against_the_missing_file(
    project: Path,
) -> None:
    header, *rows = read_records(project, f"{FORCES}/nato.csv")
    place = header.index("source")
    changed = [[*row[:place], f"own-{n}", *row[place + 1 :]] for n, row in enumerate(rows)]
    write_records(project, f"{FORCES}/nato.csv", [header, *changed])

    answer = eastflank(project, "check", BASELINE)

    assert answer.err.startswith("1 mistake in the inputs:")
    assert f"{SOURCES}: there is no such file, and 3 sources" in answer.err
    assert "'own-0' first. Give it a row for each." in answer.err


def test_a_list_named_with_its_ending_is_told_so(project: Path) -> None:
    answer = eastflank(project, "check", BASELINE, "--set", "force.list=nato.csv")

    assert "nato.csv.csv: there is no such file. Leave .csv out of the name." in answer.err
    assert "Did you mean" not in answer.err


def test_many_mistakes_of_a_kind_are_counted_and_others_still_shown(project: Path) -> None:
    header, *rows = read_records(project, EVIDENCE)
    place = header.index("unit")
    broken = [[*row[:place], "parsecs", *row[place + 1 :]] for row in rows]
    write_records(project, EVIDENCE, [header, *broken])

    answer = eastflank(project, "check", "experiments/cut.toml", "--set", "run.seed=1.5")

    assert answer.code == 3
    assert answer.err.count("'parsecs' is not known here") == 5
    assert f"  ... and {len(rows) - 5} more like these" in answer.err
    assert "run.seed: found 1.5" in answer.err
    assert answer.err.startswith(f"{len(rows) + 1} mistakes in the inputs:")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one's own."""
    from tests.cli.commands import small_project

    return small_project(tmp_path)
