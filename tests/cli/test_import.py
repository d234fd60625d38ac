"""Networks and force lists of other formats: small tables of the kind that specifications show.

The network has the columns of GMNS 0.96: two carriageways of a freeway, one arterial with a
geometry and no length, a footpath, a railway, a link that leads nowhere, a lane of no known kind.
"""

from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.tables import read_records

CONFIG = """\
dataset_name,short_length,long_length,speed,crs,geometry_field_format,currency,version_number,id_type
grid,feet,miles,mph,EPSG:4326,WKT,USD,0.96,integer
"""
NODES = """\
name,node_id,x_coord,y_coord,z_coord,node_type,ctrl_type,zone_id,parent_node_id,country
West Point,1,16.00,52.00,,,,1,,DE
,2,17.00,52.00,,,signal,,,PL
East,3,18.00,52.00,,,,2,,pl
Yard,4,18.00,52.50,,,,3,,
"""
LINKS = """\
link_id,name,from_node_id,to_node_id,directed,geometry_id,geometry,dir_flag,length,grade,facility_type,capacity,free_speed,lanes,bike_facility,ped_facility,parking,allowed_uses,toll,jurisdiction,row_width
1,Main,1,2,1,,,1,45,2.5,Freeway,2000,60,2,,,,"auto,truck",,,
2,Main,2,1,1,,,1,45,-2.5,Freeway,2000,60,2,,,,"auto,truck",,,
3,Main,2,3,1,,"LINESTRING (17 52, 17.5 52.1, 18 52)",1,,,Major Arterial,1000,45,1,,,,auto,,,
4,,1,2,0,,,,10,,path,,,,,,,walk,,,
5,Line,1,4,0,,,,100,,rail,,,,,,,rail,,,
6,,3,3,0,,,,1,,local,,,,,,,auto,,,
7,,3,4,0,,,,5,,lane,,,1,,,,auto,,,
"""
LIST = """\
ULN,Force Description,UTC,PAX,Origin,POE,POD,Dest,Mode,RLD,ALD,EAD,LAD,RDD,Pri
A1,1st Tank Battalion,TANKS,540,west point,,,Yard,L,C002,C003,C004,C008,C010,1
A2,2nd Light Battalion,light_inf_bn,620,1,,,Yard,L,C+5,,,12,,
"""
QUESTION = """\
schema_version = 1
extends = "first.toml"
[experiment]
title = "Two battalions over an imported network"
[network]
folder = "grid"
[force]
list = "list"
[fleets]
list = "grid"
"""


@pytest.fixture
def grid(tmp_path: Path) -> Path:
    """A project, a GMNS folder and a list beside it."""
    eastflank(tmp_path, "init", "mine")
    (tmp_path / "grid").mkdir()
    for name, text in (("config", CONFIG), ("node", NODES), ("link", LINKS)):
        (tmp_path / "grid" / f"{name}.csv").write_text(text)
    (tmp_path / "list.csv").write_text(LIST)
    return tmp_path / "mine"


def rows(project: Path, file: str) -> list[dict[str, str]]:
    header, *records = read_records(project, file)
    return [dict(zip(header, record, strict=True)) for record in records]


def test_a_gmns_network_and_a_list_are_imported_checked_and_run(grid: Path) -> None:
    network = eastflank(grid, "import", "gmns", "../grid", "--country", "PL")
    words = ("--network", "grid", "--type", "TANKS=tank_bn")
    force = eastflank(grid, "import", "tpfdd", "../list.csv", *words)
    fleets = (grid / "experiments/fleets/first.csv").read_text()
    (grid / "experiments/fleets/grid.csv").write_text(
        fleets.replace("DE_BERLIN", "1").replace(",DE,", ",PL,")
    )
    (grid / "experiments/grid.toml").write_text(QUESTION)

    checked = eastflank(grid, "check", "grid")
    ran = eastflank(grid, "run", "grid", "-q")

    assert (network.code, force.code) == (0, 0), network.err + force.err
    assert checked.code == 0, checked.err
    assert "1,160 troops moving" in checked.out
    assert ran.code == 0, ran.err
    assert "Closed at C+" in eastflank(grid, "explain", "A2", "--run", "grid").out


def test_lengths_and_speeds_are_converted_and_carriageways_are_one_road(grid: Path) -> None:
    answer = eastflank(grid, "import", "gmns", "../grid", "--country", "PL")
    links = {row["link_id"]: row for row in rows(grid, "networks/grid/link.csv")}

    assert set(links) == {"1", "3", "5", "7"}
    assert float(links["1"]["length"]) == pytest.approx(45 * 1.609344, abs=0.001)
    assert float(links["1"]["free_speed"]) == pytest.approx(60 * 1.609344, abs=0.1)
    assert links["1"]["facility_type"] == "motorway"
    # two legs of 0.5 degrees of longitude at 52 degrees and 0.1 of latitude: 36 km each
    assert float(links["3"]["length"]) == pytest.approx(72, abs=0.5)
    for told in (
        "note: 1 one-way links are taken both ways",
        "note: 1 links were shorter than the great circle",
        "note: 1 links have no facility_type that is known here",
        "note: 1 links for walking and bicycles alone were left out.",
        "note: 1 links that begin and end at one node were left out.",
        "note: It has no sea links.",
        "no airfields (airfield.csv)",
    ):
        assert told in answer.err


def test_what_gmns_does_not_tell_is_graded_as_assumed(grid: Path) -> None:
    eastflank(grid, "import", "gmns", "../grid", "--country", "PL")

    for file in ("road", "rail", "terminal"):
        told = rows(grid, f"networks/grid/{file}.csv")
        assert {(row["grade"], row["source"]) for row in told} == {("E", "assumed")}
    kinds = [row["kind"] for row in rows(grid, "networks/grid/terminal.csv")]
    assert (kinds.count("staging_area"), kinds.count("railhead")) == (4, 2)


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("config", "EPSG:4326", "EPSG:2272", "column crs: the coordinates are in EPSG:2272."),
        ("config", "miles", "furlongs", "column long_length: 'furlongs' is not a unit"),
        ("node", "18.00,52.50", "1800,52.50", "row 5: '1800', '52.50' are no degrees."),
        ("link", "3,Main,2,3", "3,Main,2,9", "row 4: '9' not in node.csv."),
        ("node", "East,3,", "East,2,", "row 4: the node_id '2' is empty or stands twice."),
    ],
)
def test_a_gmns_network_that_cannot_be_read_is_refused_with_its_row(
    grid: Path, file: str, old: str, new: str, told: str
) -> None:
    path = grid.parent / "grid" / f"{file}.csv"
    path.write_text(path.read_text().replace(old, new, 1))

    answer = eastflank(grid, "import", "gmns", "../grid")

    assert answer.code == 3
    assert told in answer.err
    assert not (grid / "networks/grid").exists()


def test_a_network_of_one_country_is_told_that_nobody_will_count(grid: Path) -> None:
    path = grid.parent / "grid" / "node.csv"
    path.write_text("\n".join(line.rpartition(",")[0] for line in NODES.splitlines()) + "\n")

    alone = eastflank(grid, "import", "gmns", "../grid", "--country", "PL")

    assert "All its places are in one country" in alone.err
    assert {row["border"] for row in rows(grid, "networks/grid/link.csv")} == {""}


def test_an_import_writes_over_nothing(grid: Path) -> None:
    eastflank(grid, "import", "gmns", "../grid")

    again = eastflank(grid, "import", "gmns", "../grid")

    assert again.code == 3
    assert "networks/grid/link.csv: the file is there already. Give another --name." in again.err


def test_dates_names_and_codes_of_a_list_become_ours(grid: Path) -> None:
    eastflank(grid, "import", "gmns", "../grid", "--country", "PL")
    answer = eastflank(
        grid, "import", "tpfdd", "../list.csv", "--network", "grid", "--type", "TANKS=tank_bn"
    )
    first, second = rows(grid, "experiments/forces/list.csv")

    assert (first["unit_type"], first["origin_node_id"], first["notice_d"]) == ("tank_bn", "1", "2")
    assert (first["rdd_day"], second["rdd_day"]) == ("10", "12")  # the second has only an LAD
    assert (first["priority"], second["priority"]) == ("1", "5")
    assert "1 lines have no priority from 1 to 9" in answer.err


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("C002", "soon", "row 2, RLD: 'soon' is no day after C-day. Write C005, C+5 or 5."),
        ("west point", "wst point", "Did you mean 'West Point'?"),
        ("light_inf_bn", "lite_inf_bn", "Did you mean 'light_inf_bn'?"),
        ("ULN", "Number", "row 1: no column tells uln. Call it uln or unit line number"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(grid: Path, old: str, new: str, told: str) -> None:
    eastflank(grid, "import", "gmns", "../grid", "--country", "PL")
    path = grid.parent / "list.csv"
    path.write_text(LIST.replace(old, new))

    answer = eastflank(
        grid, "import", "tpfdd", "../list.csv", "--network", "grid", "--type", "TANKS=tank_bn"
    )

    assert answer.code == 3
    assert told in answer.err


def test_a_line_by_sea_fixes_its_ports_in_a_plan(tmp_path: Path) -> None:
    eastflank(tmp_path, "init", "mine", "--theatre")
    (tmp_path / "list.csv").write_text(
        "ULN,UTC,Origin,POE,POD,Dest,Mode,RLD,RDD\n"
        "S1,tank_bn,Munster,Rostock,Klaipeda,LT_RUKLA,S,C001,C015\n"
    )

    answer = eastflank(
        tmp_path / "mine", "import", "tpfdd", "../list.csv", "--network", "eastern-flank"
    )

    assert answer.code == 0, answer.err
    (line,) = rows(tmp_path / "mine", "experiments/plans/list.csv")
    assert (line["uln"], line["modes"]) == ("S1", "sea")
    assert line["via"] == "PT_DE_ROSTOCK;PT_LT_KLAIPEDA"
