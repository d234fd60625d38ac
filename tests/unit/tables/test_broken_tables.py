"""Every class of broken table gives file, row and a way to mend it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.compiling import Broken, cell
from tests.tables import (
    EVIDENCE,
    FLEETS,
    FORCES,
    NETWORK,
    add_row,
    drop_row,
    read_records,
    replace_text,
    row_of,
    set_cell,
    write_project,
    write_records,
)

from eastflank.model.errors import CollectedError
from eastflank.tables import Shelf, read_library

SHELF = Shelf(network="mini", force="nato", fleets="mini", assumptions="assumptions.csv")

LINK = f"{NETWORK}/link.csv"
NODE = f"{NETWORK}/node.csv"
RAIL = f"{NETWORK}/rail.csv"
ROAD = f"{NETWORK}/road.csv"
SEA = f"{NETWORK}/sea.csv"
TERMINAL = f"{NETWORK}/terminal.csv"
FORCE = f"{FORCES}/nato.csv"
TYPES = f"{FORCES}/unit_types.csv"
LOADING = f"{FORCES}/loading.csv"
ASSETS = f"{FLEETS}/asset_types.csv"
POOLS = f"{FLEETS}/mini.csv"


def every_row(root: Path, file: str, change: Callable[[list[str]], list[str]]) -> None:
    write_records(root, file, [change(record) for record in read_records(root, file)])


def raw(root: Path, file: str, content: bytes) -> None:
    (root / file).write_bytes(content)


def unlink(root: Path, file: str, to: str = "") -> None:
    if to:
        (root / file).rename(root / to)
    else:
        (root / file).unlink()


def staging_area_apart(root: Path) -> None:
    add_row(root, NODE, "LT_ALYTUS", "Alytus", "24", "54", "town", "LT", "", "core", "A", "atlas")
    set_cell(root, TERMINAL, 10, "node_id", "LT_ALYTUS")


def cover_twice(root: Path) -> None:
    for key in ("train_unload", "port_approach"):
        set_cell(root, EVIDENCE, row_of(root, EVIDENCE, key), "covers", "unload")


def evidence(name: str, column: str, value: str, says: str, key: str = "rail_speed") -> Broken:
    """One cell of the evidence row of ``key`` is wrong."""

    def spoil(root: Path) -> None:
        set_cell(root, EVIDENCE, row_of(root, EVIDENCE, key), column, value)

    return Broken(name, spoil, EVIDENCE, says)


def row_cells(root: Path, key: str) -> dict[str, str]:
    """A copy of an evidence row."""
    header, *rows = read_records(root, EVIDENCE)
    (found,) = (row for row in rows if row[0] == key)
    return dict(zip(header, found, strict=True))


def in_regimes(root: Path, *regimes: str, key: str = "rail_speed", **changed: str) -> None:
    """The row of ``key`` once for each regime; ``changed`` in the last of them."""
    cells = row_cells(root, key)
    drop_row(root, EVIDENCE, row_of(root, EVIDENCE, key))
    for regime in regimes:
        last = changed if regime == regimes[-1] else {}
        add_row(root, EVIDENCE, *{**cells, "regime": regime, **last}.values())


def regimes_in_two_units(root: Path) -> None:
    in_regimes(root, "peace", "crisis", key="border_stop", unit="h")


def log_from_nothing(root: Path) -> None:
    row = row_of(root, EVIDENCE, "rail_speed")
    set_cell(root, EVIDENCE, row, "low", "0")
    set_cell(root, EVIDENCE, row, "distribution", "log_triangular")


def log_mean(root: Path) -> None:
    row = row_of(root, EVIDENCE, "rail_speed")
    set_cell(root, EVIDENCE, row, "likely_is", "mean")
    set_cell(root, EVIDENCE, row, "distribution", "log_triangular")


def cite_a_judge(root: Path) -> None:
    (root / "experiments/sources.csv").write_text(
        "source_id,title,year,address,licence,note,judges\nparade,A march,2015,press,,,H8\n",
        encoding="utf-8",
    )
    set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "march_limit"), "source", "parade")


def far_out(root: Path) -> None:
    row = row_of(root, EVIDENCE, "rail_speed")
    set_cell(root, EVIDENCE, row, "likely", "33")
    set_cell(root, EVIDENCE, row, "likely_is", "median")


LATIN = "name\nKlaip\xe9da\n".encode("latin-1")

FILES = [
    Broken("missing file", lambda r: unlink(r, SEA), SEA, "there is no such file."),
    Broken(
        "misspelt file",
        lambda r: unlink(r, TERMINAL, f"{NETWORK}/terminals.csv"),
        TERMINAL,
        "Did you mean 'terminals.csv'?",
    ),
    Broken(
        "empty file", lambda r: raw(r, NODE, b""), NODE, "the file is empty. Give a header row."
    ),
    Broken(
        "header alone",
        lambda r: write_records(r, NODE, read_records(r, NODE)[:1]),
        NODE,
        "there are no rows below the header.",
    ),
    Broken("not UTF-8", lambda r: raw(r, NODE, LATIN), f"{NODE}, row 2", "0xe9 is not UTF-8. Save"),
    Broken(
        "UTF-16",
        lambda r: raw(r, NODE, "node_id\n".encode("utf-16")),
        NODE,
        "the file is UTF-16. Save the table as CSV in UTF-8.",
    ),
    Broken(
        "semicolons",
        lambda r: every_row(r, SEA, lambda record: [";".join(record)]),
        f"{SEA}, row 1",
        "separated by semicolons. Save the table with commas.",
    ),
    Broken(
        "tabs",
        lambda r: every_row(r, SEA, lambda record: ["\t".join(record)]),
        f"{SEA}, row 1",
        "separated by tabs.",
    ),
    Broken(
        "quotes that do not match",
        lambda r: replace_text(r, NODE, ",Bergen,", ',"Bergen,'),
        f"{NODE}, row 2",
        "the quotes do not match",
    ),
]

SHAPES = [
    Broken(
        "missing column",
        lambda r: every_row(r, SEA, lambda record: [record[0], *record[2:]]),
        f"{SEA}, row 1",
        "the column 'kiel_canal' is missing.",
    ),
    Broken(
        "misspelt column",
        lambda r: replace_text(r, LINK, "free_speed", "freespeed"),
        f"{LINK}, row 1",
        "the column 'freespeed' is not known here. Did you mean 'free_speed'?",
    ),
    Broken(
        "duplicate column",
        lambda r: every_row(r, SEA, lambda record: [*record, record[1]]),
        f"{SEA}, row 1",
        "the column 'kiel_canal' stands there twice.",
    ),
    Broken(
        "too few cells",
        lambda r: add_row(r, SEA, "SE1"),
        f"{SEA}, row 3",
        "the row has 1 cells. The header has 4 columns: is a comma missing?",
    ),
    Broken(
        "too many cells",
        lambda r: replace_text(r, SEA, "SE1,0,D,atlas", "SE1,0,D,atlas,study"),
        f"{SEA}, row 2",
        "the row has 5 cells. The header has 4 columns: put a cell that holds a comma in quotes.",
    ),
    Broken(
        "a row of empty cells",
        lambda r: add_row(r, SEA, "", "", "", ""),
        f"{SEA}, row 3",
        "the row is empty. Delete it.",
    ),
    Broken(
        "duplicate id",
        lambda r: set_cell(r, NODE, 4, "node_id", "DE_BERGEN"),
        f"{NODE}, row 4, column node_id",
        "'DE_BERGEN' stands already in row 2.",
    ),
    Broken(
        "duplicate pair of ids",
        lambda r: add_row(r, LOADING, "people", "bus", "40", "E", "study"),
        f"{LOADING}, row 22, column cargo_class",
        "'people bus' stands already in row 4.",
    ),
    Broken(
        "a second network in config.csv",
        lambda r: add_row(
            r,
            f"{NETWORK}/config.csv",
            "b",
            "km",
            "m",
            "km/h",
            "EPSG:4326",
            "WKT",
            "",
            "1",
            "string",
        ),
        f"{NETWORK}/config.csv, row 3",
        "config.csv has a second row. Keep one.",
    ),
]

CELLS = [
    cell("wrong type", LINK, 2, "length", "far", "'far' is not a number."),
    cell(
        "decimal comma",
        LINK,
        2,
        "length",
        "12,5",
        "has a decimal comma. Write it with a point: 12.5.",
    ),
    cell("thousands comma", LINK, 2, "length", "1,800.5", "thousands separators. Write 1800.5,"),
    cell("thousands space", LINK, 2, "length", "1 800", "thousands separators. Write 1800,"),
    cell(
        "number with a unit",
        LINK,
        2,
        "length",
        "800 km",
        "'800 km' is not a number alone. Write 800;",
    ),
    cell("not a number", LINK, 2, "length", "nan", "'nan' is not a finite number."),
    cell("infinite", LINK, 2, "length", "inf", "'inf' is not a finite number."),
    cell("overflowing", LINK, 2, "length", "1e999", "is too large for a number."),
    cell("negative", LINK, 2, "length", "-800", "-800 is out of range. Give at least 0.001."),
    cell("zero speed", LINK, 2, "free_speed", "0", "0 is out of range. Give at least 1."),
    cell("whole of many digits", TERMINAL, 2, "servers", "9" * 5000, "is too large for a number."),
    cell("not whole", TERMINAL, 2, "servers", "2.5", "'2.5' is not a whole number."),
    cell("no server", TERMINAL, 2, "servers", "0", "Give at least 1 and at most 1 000."),
    cell("empty cell", LINK, 2, "length", "", "the cell is empty. Give a number."),
    cell("trailing space", LINK, 2, "link_id", "RL1 ", "ends with a space. Write 'RL1'."),
    cell("no-break space", NODE, 2, "name", "\u00a0Bergen", "ends with a space. Write 'Bergen'."),
    cell("id with a colon", LINK, 2, "link_id", "RL:1", "the id 'RL:1' holds ':'."),
    cell("latitude", NODE, 2, "y_coord", "528.1", "Give at least -90 and at most 90."),
    cell("flag", SEA, 2, "kiel_canal", "yes", "'yes' is neither 0 nor 1. Did you mean '1'?"),
    cell("unknown word", LINK, 2, "facility_type", "railway", "Did you mean 'rail'?"),
    cell("word in capitals", LINK, 2, "allowed_uses", "RAIL", "Did you mean 'rail'?"),
    cell("unknown gauge", RAIL, 2, "gauge_mm", "1453", "Did you mean '1435'?"),
    cell("grade", RAIL, 2, "grade", "F", "Give one of A, B, C, D, E."),
    cell("country in small letters", NODE, 2, "country", "de", "Did you mean 'DE'?"),
    cell(
        "unit of config.csv", f"{NETWORK}/config.csv", 2, "long_length", "kms", "Did you mean 'km'?"
    ),
    cell("garrison", FORCE, 2, "garrison", "privat", "Give one of public, notional."),
    cell(
        "an empty entry", FORCE, 2, "source", "atlas;;study", "'atlas;;study' has an empty entry."
    ),
    cell("directed link", LINK, 2, "directed", "1", "Give one of 0."),
    cell("closed link", LINK, 2, "status", "reference_only", "Give one of open."),
]

REFERENCES = [
    cell("link to no node", LINK, 5, "to_node_id", "PL_GDINIA", "Did you mean 'PL_GDYNIA'?"),
    cell(
        "terminal at no node",
        TERMINAL,
        2,
        "node_id",
        "DE_BERGN",
        "is not in networks/mini/node.csv.",
    ),
    cell(
        "rail row of no link", RAIL, 5, "link_id", "RL9", "'RL9' is not in networks/mini/link.csv."
    ),
    cell("unknown country", NODE, 2, "country", "NA", "'NA' is not in networks/mini/country.csv."),
    cell("unknown transit", LINK, 2, "transit", "CZ", "'CZ' is not in networks/mini/country.csv."),
    cell("unknown nation", FORCE, 2, "nation", "FR", "'FR' is not in networks/mini/country.csv."),
    cell("unknown source", FORCE, 2, "source", "atlas;studdy", "Did you mean 'study'?"),
    cell("unknown unit type", FORCE, 2, "unit_type", "tank_btn", "Did you mean 'tank_bn'?"),
    cell("unknown asset type", POOLS, 2, "asset_type", "flat_1453", "Did you mean 'flat_1435'?"),
    cell(
        "unknown loaded type", LOADING, 2, "asset_type", "coach1435", "Did you mean 'coach_1435'?"
    ),
    cell("unknown evidence", ASSETS, 2, "load_key", "train_loads", "Did you mean 'train_load'?"),
    cell(
        "unknown home",
        POOLS,
        2,
        "home_node_id",
        "BERGEN",
        "'BERGEN' is not in networks/mini/node.csv.",
    ),
    cell(
        "unknown served nation",
        POOLS,
        6,
        "serves",
        "DE;LV",
        "'LV' is not in networks/mini/country.csv.",
    ),
    cell(
        "unknown corridor member",
        f"{NETWORK}/corridor.csv",
        4,
        "member_id",
        "TY_MOCKAWA",
        "Did you mean 'TY_MOCKAVA'?",
    ),
]

LINKS = [
    cell("loop", LINK, 2, "to_node_id", "DE_BERGEN", "link 'RL1' begins and ends at 'DE_BERGEN'."),
    cell(
        "rail shorter than the crow flies",
        LINK,
        2,
        "length",
        "600",
        "shorter than the great circle",
    ),
    cell("length in metres", LINK, 4, "length", "19000", "far longer than the great circle of"),
    cell("round the world", LINK, 2, "length", "80000", "80000 km is more than half the equator."),
    cell("speed", LINK, 2, "free_speed", "1200", "1200 km/h is out of range. At most 400 km/h"),
    cell(
        "sea lane by rail", LINK, 11, "allowed_uses", "rail", "Write sea, or another facility_type."
    ),
    cell(
        "two road classes", ROAD, 2, "road_class", "local", "but link.csv, row 6 says 'motorway'."
    ),
    cell(
        "border not named", LINK, 2, "border", "", "'' on a rail link from DE to PL. Write DE-PL."
    ),
    cell("border that is none", LINK, 4, "border", "LT-PL", "Leave the cell empty."),
    Broken(
        "no rail row",
        lambda r: drop_row(r, RAIL, 5),
        f"{LINK}, row 5, column link_id",
        "the rail link 'RL4' has no row in rail.csv.",
    ),
    Broken(
        "a road row of a rail link",
        lambda r: add_row(r, ROAD, "RL1", "motorway", "2", "100", "E", "atlas"),
        f"{ROAD}, row 7, column link_id",
        "'RL1' is a rail link in link.csv. Only road links stand here.",
    ),
    Broken(
        "a second link between two nodes",
        lambda r: replace_text(
            r, LINK, "RD4,,PL_WARSZAWA,PL_GDYNIA,0,350", "RD4,,PL_WARSZAWA,DE_BERGEN,0,850"
        ),
        f"{LINK}, row 9, column link_id",
        "joined by road already by 'RD1' in row 6.",
    ),
]

TERMINALS = [
    cell(
        "railhead of a gauge that is not there",
        TERMINAL,
        9,
        "gauge_mm",
        "1435",
        "no rail link of 1435 mm",
    ),
    cell("yard with one gauge", TERMINAL, 11, "far_gauge_mm", "", "with far_gauge_mm empty. Give"),
    cell("yard of one family", TERMINAL, 11, "far_gauge_mm", "1435", "run on each other's track."),
    cell(
        "yard without the far track", TERMINAL, 11, "far_gauge_mm", "1668", "(there: 1435, 1520)."
    ),
    cell("port with a gauge", TERMINAL, 4, "gauge_mm", "1435", "Leave the cell empty."),
    cell("port without a lane", TERMINAL, 4, "node_id", "PL_WARSZAWA", "no sea lane ends at"),
    Broken(
        "staging area that no link touches",
        staging_area_apart,
        f"{TERMINAL}, row 10, column node_id",
        "no link touches 'LT_ALYTUS'.",
    ),
    Broken(
        "airfield without a runway",
        lambda r: drop_row(r, f"{NETWORK}/airfield.csv", 3),
        f"{TERMINAL}, row 3, column terminal_id",
        "the airfield 'AF_KAUNAS' has no row in airfield.csv.",
    ),
    cell(
        "runway of a port",
        f"{NETWORK}/airfield.csv",
        3,
        "terminal_id",
        "PT_GDYNIA",
        "'PT_GDYNIA' is a port in terminal.csv. Only airfields stand here.",
    ),
    cell(
        "railhead with land for pieces that wait",
        TERMINAL,
        6,
        "staging_pieces",
        "400",
        "a railhead with staging_pieces 400. Leave the cell empty: only ports have room",
    ),
    cell(
        "airfield that never opens",
        f"{NETWORK}/airfield.csv",
        3,
        "close_h",
        "6",
        "the field opens and closes at 6 and 6. Give 0 and 24 where it is always open",
    ),
]

TYPES_AND_EVIDENCE = [
    cell(
        "wagon without a gauge",
        ASSETS,
        2,
        "gauge_mm",
        "",
        "Rail has a gauge, other modes have none.",
    ),
    cell(
        "aircraft without a range", ASSETS, 10, "range_km", "", "goes by air and has no range_km."
    ),
    evidence("unknown unit", "unit", "kmh", "Did you mean 'km/h'?"),
    evidence("out of order", "low", "60", "low 60, likely 50, high 70: out of order."),
    evidence("no low", "low", "", "a triangular row has no low."),
    evidence("a fixed row with a width", "distribution", "fixed", "a fixed row spans 30 to 70."),
    evidence("negative speed", "low", "-5", "may be -5 km/h. Give 1 to 400 km/h."),
    evidence("a share above 1", "high", "120", "may be 120 pct. Give 0 to 90 pct.", "halts_share"),
    evidence("unknown shape", "distribution", "triangle", "Did you mean 'triangular'?"),
    evidence("likely of no kind", "likely_is", "", "does not say what its likely value is."),
    Broken("a median too far out", far_out, EVIDENCE, "from 30 to 70 has the median 33."),
    Broken("a log-triangle from 0", log_from_nothing, EVIDENCE, "a log_triangular row begins at 0"),
    Broken("the mean of a log-triangle", log_mean, EVIDENCE, "cannot be its mean."),
    Broken(
        "a row that rests on a move that judges",
        cite_a_judge,
        EVIDENCE,
        "'march_limit' rests on 'parade', which times the published move H8.",
    ),
    Broken(
        "one regime alone",
        lambda r: in_regimes(r, "peace"),
        EVIDENCE,
        "'rail_speed' has rows for peace. Give one row without a regime, or one for",
    ),
    Broken(
        "a regime and a row for any",
        lambda r: in_regimes(r, "", "crisis"),
        EVIDENCE,
        "'rail_speed' has rows for any, crisis.",
    ),
    Broken(
        "regimes in two units",
        regimes_in_two_units,
        EVIDENCE,
        "the rows of 'border_stop' differ in unit.",
    ),
    Broken(
        "a stage covered twice",
        cover_twice,
        EVIDENCE,
        "the stage 'unload' is covered already by 'train_unload'",
    ),
]

CASES = [*FILES, *SHAPES, *CELLS, *REFERENCES, *LINKS, *TERMINALS, *TYPES_AND_EVIDENCE]


@pytest.mark.parametrize("broken", CASES, ids=lambda broken: broken.name)
def test_a_broken_table_is_named_with_its_row_and_the_mending(
    broken: Broken, tmp_path: Path
) -> None:
    root = write_project(tmp_path)
    broken.spoil(root)

    with pytest.raises(CollectedError) as caught:
        read_library(root, SHELF)

    told = [str(error) for error in caught.value.errors if error.where.startswith(broken.where)]
    assert any(broken.says in message for message in told), str(caught.value)


def test_an_id_that_many_rows_name_gives_one_error(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    drop_row(root, f"{NETWORK}/sources.csv", 3)

    with pytest.raises(CollectedError) as caught:
        read_library(root, SHELF)

    told = [str(error) for error in caught.value.errors]
    missing = f"'study' is not in {NETWORK}/sources.csv (so in 2 rows)."
    assert f"{TYPES}, row 2, column source: {missing}" in told
    assert len(told) == 7  # one for each file that names it


def test_a_misspelt_network_gives_one_error(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    with pytest.raises(CollectedError) as caught:
        read_library(root, replace(SHELF, network="minni"))

    assert str(caught.value) == (
        "- networks/minni: there is no such folder. There is mini. Did you mean 'mini'?"
    )


ALONE = [broken for broken in (*FILES, *CELLS) if broken.name != "id with a colon"]


@pytest.mark.parametrize("broken", ALONE, ids=lambda broken: broken.name)
def test_one_mistake_gives_one_error(broken: Broken, tmp_path: Path) -> None:
    root = write_project(tmp_path)
    broken.spoil(root)

    with pytest.raises(CollectedError) as caught:
        read_library(root, SHELF)

    assert len(caught.value.errors) == 1, str(caught.value)
