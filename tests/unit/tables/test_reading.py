"""What is read, and what must make no difference to it."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.tables import (
    FORCES,
    NETWORK,
    add_row,
    read_records,
    set_cell,
    write_project,
    write_records,
)

from eastflank.model.errors import CollectedError
from eastflank.tables import Library, Shelf, read_library

SHELF = Shelf(network="mini", force="nato", fleets="mini", assumptions="assumptions.csv")


def rows(library: Library) -> list[object]:
    """All rows of all tables."""
    return [row for table in library.tables.values() for row in table.rows]


def test_a_valid_theatre_has_neither_errors_nor_warnings(tmp_path: Path) -> None:
    library = read_library(write_project(tmp_path), SHELF)

    assert len(library.theatre.link.rows) == 10
    assert library.warnings == ()


@pytest.mark.parametrize(
    ("old", "new"), [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n")], ids=["byte order mark", "CRLF"]
)
def test_what_a_spreadsheet_writes_reads_the_same(tmp_path: Path, old: bytes, new: bytes) -> None:
    root = write_project(tmp_path)
    plain = read_library(root, SHELF)
    for path in root.glob("**/*.csv"):
        raw = path.read_bytes()
        path.write_bytes(raw.replace(old, new) if old else new + raw)

    assert rows(read_library(root, SHELF)) == rows(plain)


def test_ids_that_look_like_numbers_stay_what_was_written(tmp_path: Path) -> None:
    library = read_library(write_project(tmp_path), SHELF)

    ids = [row.uln for row in library.force.force.rows]

    assert ids == ["007", "1e3", "FORWARD"]


def test_namibia_is_a_country_and_not_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    add_row(root, f"{NETWORK}/country.csv", "NA", "Namibia", "2", "0", "1", "", "A", "atlas")
    set_cell(root, f"{FORCES}/nato.csv", 2, "nation", "NA")

    library = read_library(root, SHELF)

    assert library.force.force.rows[0].nation == "NA"


def test_blank_lines_are_counted_and_passed_over(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    path = root / NETWORK / "sea.csv"
    path.write_text("link_id,kiel_canal,grade,source\n\nSE1,0,D,atlas\n\n", encoding="utf-8")

    (lane,) = read_library(root, SHELF).theatre.sea.rows

    assert lane.where() == "networks/mini/sea.csv, row 3"


def test_the_order_of_columns_makes_no_difference(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    plain = rows(read_library(root, SHELF))
    file = f"{NETWORK}/terminal.csv"
    write_records(root, file, [record[::-1] for record in read_records(root, file)])

    assert rows(read_library(root, SHELF)) == plain


@pytest.mark.parametrize(
    ("long_length", "speed", "per_km", "per_kmh"),
    [("mi", "mph", 1.609344, 1.609344), ("m", "kn", 0.001, 1.852), ("km", "m/s", 1.0, 3.6)],
)
def test_lengths_and_speeds_come_in_kilometres(
    tmp_path: Path, long_length: str, speed: str, per_km: float, per_kmh: float
) -> None:
    root = write_project(tmp_path)
    plain = read_library(root, SHELF).theatre.link.rows[0]
    set_cell(root, f"{NETWORK}/config.csv", 2, "long_length", long_length)
    set_cell(root, f"{NETWORK}/config.csv", 2, "speed", speed)
    for row in range(2, 12):
        link = read_records(root, f"{NETWORK}/link.csv")[row - 1]
        set_cell(root, f"{NETWORK}/link.csv", row, "length", repr(float(link[5]) / per_km))
        set_cell(root, f"{NETWORK}/link.csv", row, "free_speed", repr(float(link[8]) / per_kmh))

    link_km = read_library(root, SHELF).theatre.link.rows[0]

    assert link_km.length == pytest.approx(plain.length)
    assert link_km.free_speed == pytest.approx(plain.free_speed)


def test_a_node_that_nothing_touches_is_a_warning(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    cells = ("LT_NIDA", "Nida", "21", "55.3", "town", "LT", "", "core", "A", "atlas")
    row = add_row(root, f"{NETWORK}/node.csv", *cells)

    (warning,) = read_library(root, SHELF).warnings

    assert str(warning) == (
        f"networks/mini/node.csv, row {row}, column node_id: no link touches 'LT_NIDA'."
    )


def test_lone_airfields_are_no_fault(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    add_row(
        root,
        f"{NETWORK}/node.csv",
        "LT_AIR",
        "Air base",
        "24",
        "55",
        "airfield",
        "LT",
        "",
        "core",
        "A",
        "atlas",
    )
    set_cell(root, f"{NETWORK}/terminal.csv", 3, "node_id", "LT_AIR")

    assert read_library(root, SHELF).warnings == ()


def test_finnish_track_serves_a_railhead_of_1520_mm(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{NETWORK}/rail.csv", 4, "gauge_mm", "1524")

    library = read_library(root, SHELF)

    assert library.theatre.rail.rows[2].gauge_mm == 1524


def test_a_table_of_other_destinations_is_read(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    text = "uln,destination_node_id,grade,source\n007,LT_KLAIPEDA,E,study\n"
    (root / FORCES / "north.csv").write_text(text, encoding="utf-8")

    library = read_library(root, replace(SHELF, destinations="north"))

    assert library.force.destinations is not None
    assert library.force.destinations.rows[0].destination_node_id == "LT_KLAIPEDA"


def test_experiments_may_have_sources_of_their_own(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = root / NETWORK / "sources.csv"
    header, atlas, study = file.read_text().splitlines()
    file.write_text(f"{header}\n{atlas}\n")
    (root / "experiments/sources.csv").write_text(f"{header}\n{study}\n")

    library = read_library(root, SHELF)

    assert library.force.unit_types.rows[0].source == ("study",)
    assert "own_sources" in library.tables


def test_a_network_may_not_lean_on_the_sources_of_experiments(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    (root / "experiments/sources.csv").write_text(
        "source_id,title,year,address,licence,note\nmemo,A memo,,,,\n"
    )
    set_cell(root, f"{NETWORK}/sea.csv", 2, "source", "memo")

    with pytest.raises(CollectedError, match=r"'memo' is not in networks/mini/sources\.csv"):
        read_library(root, SHELF)
