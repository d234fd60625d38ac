"""Traction, the years of terminals and shifts: what the tables may say, and what they do."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.compiling import compiled, refused, with_rows
from tests.tables import NETWORK, write_project

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import AssetTypeId, DistrictId, TerminalId
from eastflank.model.scenario import CargoClass, Scenario

ROOT = Path(__file__).parents[3]
TRACTION = (
    f"{NETWORK}/traction.csv",
    "district_id,name,link_ids,engines,home_node_id,grade,source,note",
)
YEARS = (
    f"{NETWORK}/terminal_year.csv",
    "terminal_id,from_year,servers,call_forward_limit,max_train_m,cranes,grade,source,note",
)


def test_a_network_without_these_tables_has_no_such_constraint(tmp_path: Path) -> None:
    world = compiled(write_project(tmp_path))

    assert world.districts == {}
    assert {terminal.cranes for terminal in world.terminals.values()} == {None}


def test_a_district_is_as_its_row_says(tmp_path: Path) -> None:
    root = with_rows(tmp_path, TRACTION, "east,East,RL2;RL1,4,LT_MOCKAVA,E,atlas,")

    (district,) = compiled(root).districts.values()

    assert (district.id, district.engines, district.home) == ("east", 4, "LT_MOCKAVA")
    assert district.links == ("RL2", "RL1")


@pytest.mark.parametrize(
    ("rows", "where", "says"),
    [
        (["RL22,4,LT_MOCKAVA"], "row 2, column link_ids", "'RL22' is not in"),
        (["RL2;RD3,4,LT_MOCKAVA"], "row 2, column link_ids", "'RD3' is a road link. Engines run"),
        (
            ["RL2,4,LT_KAUNAS"],
            "row 2, column home_node_id",
            "no link of the district touches 'LT_KAUNAS'. The engines stand at an end",
        ),
        (
            ["RL3;RL1,4,LT_KAUNAS"],
            "row 2, column link_ids",
            "'RL1' is not joined to 'LT_KAUNAS' within the district. Make it two",
        ),
        (
            ["RL2,4,LT_MOCKAVA", "RL1;RL2,4,DE_BERGEN"],
            "row 3, column link_ids",
            "'RL2' stands already in row 2. A link belongs to one district.",
        ),
        (["RL2,0,LT_MOCKAVA"], "row 2, column engines", "0 is out of range."),
    ],
)
def test_a_wrong_district_is_told(tmp_path: Path, rows: list[str], where: str, says: str) -> None:
    lines = [f"d{i},District,{row},E,atlas," for i, row in enumerate(rows)]

    (found,) = refused(with_rows(tmp_path, TRACTION, *lines))

    assert found.startswith(f"{TRACTION[0]}, {where}: ")
    assert says in found


LATER = [
    "TY_MOCKAVA,2020,,,,1,E,atlas,",
    "TY_MOCKAVA,2028,3,9,750,,E,atlas,",
    "RH_BERGEN,2030,5,,,,E,atlas,",
]


@pytest.mark.parametrize(
    ("year", "yard", "ramps"),
    [
        (2019, (1, 2, 0.6, None), 2),
        (2026, (1, 2, 0.6, 1), 2),
        (2028, (3, 9, 0.75, 1), 2),
        (2035, (3, 9, 0.75, 1), 5),
    ],
)
def test_terminals_stand_as_in_the_year_of_the_question(
    tmp_path: Path, year: int, yard: tuple[object, ...], ramps: int
) -> None:
    """The latest row of each cell that is not after the year holds."""
    world = compiled(with_rows(tmp_path, YEARS, *LATER), f"network.year={year}")

    found = world.terminals[TerminalId("TY_MOCKAVA")]
    assert (found.servers, found.call_forward_limit, found.train_km, found.cranes) == yard
    assert world.terminals[TerminalId("RH_BERGEN")].servers == ramps


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("TY_MOCKAWA,2028,3,,,,E,atlas,", "'TY_MOCKAWA' is not in"),
        ("RH_BERGEN,2028,,,,2,E,atlas,", "'RH_BERGEN' is a railhead. Cranes stand at transfer"),
        ("PT_GDYNIA,2028,,,600,,E,atlas,", "'PT_GDYNIA' is a port. Only railheads and transfer"),
        ("TY_MOCKAVA,20,,,,1,E,atlas,", "20 is out of range."),
    ],
)
def test_a_wrong_year_of_a_terminal_is_told(tmp_path: Path, row: str, says: str) -> None:
    (found,) = refused(with_rows(tmp_path, YEARS, row))

    assert found.startswith(f"{YEARS[0]}, row 2, column ")
    assert says in found


def test_a_terminal_has_one_row_a_year(tmp_path: Path) -> None:
    (found,) = refused(with_rows(tmp_path, YEARS, LATER[0], LATER[0]))

    assert "'TY_MOCKAVA 2020' stands already in row 2." in found


@pytest.mark.parametrize("shift", ["{fixed = 0.0}", "{low = 0.0}"])
def test_a_shift_of_no_hours_is_refused(tmp_path: Path, shift: str) -> None:
    (found,) = refused(write_project(tmp_path), f"assumptions.set.crew_shift={shift}")

    assert "'crew_shift' may be 0 d. Give 0.0416667 to 365 d." in found


def test_rail_wagons_need_a_length_and_a_tare(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    types = root / "experiments/fleets/asset_types.csv"
    text = types.read_text("utf-8").replace("wagon,30,600,25,", "wagon,30,600,,", 1)
    types.write_text(text, encoding="utf-8")

    (found,) = refused(root)

    assert "'flat_1435' goes by rail and has no tare_t. Give it." in found


@pytest.fixture(scope="module")
def theatre() -> Scenario:
    """The shipped theatre."""
    return compile_scenario(read_experiment(ROOT / "experiments" / "baseline.toml"), ROOT)


def test_a_loaded_wagon_weighs_its_tare_and_what_is_on_it(theatre: Scenario) -> None:
    """Tank 62 + 32; vehicles 2.2 x 9 + 25; tracked 1.5 x 25 + 25; containers 3 x 10 + 20 t."""
    loaded: Mapping[tuple[str, CargoClass], float] = {
        ("flat6_1435", CargoClass.HEAVY_TRACKED): 94.0,
        ("flat4_1435", CargoClass.WHEELED): 44.8,
        ("flat4_1435", CargoClass.TRACKED): 62.5,
        ("container_1435", CargoClass.CONTAINERS): 50.0,
    }

    for (kind, cargo), tonnes in loaded.items():
        assert theatre.asset_types[AssetTypeId(kind)].loaded_t[cargo] == pytest.approx(tonnes)


def test_the_shipped_district_is_the_line_from_suwalki_to_palemonas(theatre: Scenario) -> None:
    district = theatre.districts[DistrictId("suwalki-kaunas")]
    lines = [theatre.links[link] for link in district.links]
    ends = [end for line in lines for end in (line.a, line.b)]

    assert {end for end in ends if ends.count(end) == 1} == {"PL_SUWALKI", "LT_PALEMONAS"}
    assert {line.gauge_mm for line in lines} == {1435}


@pytest.mark.parametrize(("year", "tracks", "cranes"), [(2026, 1, 1), (2028, 3, 2)])
def test_palemonas_takes_three_trains_when_its_tracks_are_built(
    year: int, tracks: int, cranes: int
) -> None:
    experiment = read_experiment(ROOT / "experiments" / "baseline.toml", [f"network.year={year}"])
    yard = compile_scenario(experiment, ROOT).terminals[TerminalId("TY_LT_PALEMONAS")]

    assert (yard.servers, yard.cranes) == (tracks, cranes)
