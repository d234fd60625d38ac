"""Room on the land of ports: ships of 100 pieces, 12 h to load, 50 h at sea, 24 h to unload."""

from dataclasses import replace

import pytest

from eastflank.engine.state.storage import StorageArea
from eastflank.engine.state.world import World
from eastflank.model.ids import TerminalId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Disruption, Scenario
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    Force,
    arrivals,
    asset_type,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
    why,
)

TRAIN = asset_type("train", "rail", {"wheeled": 50.0, "tracked": 50.0})
SHIP = asset_type("ship", "sea", {"wheeled": 100.0, "tracked": 100.0}, speed_kmh=37.0)


def coast(
    *units: Force,
    out: float = 1e9,
    into: float = 1e9,
    trains: int = 9,
    ships: int = 9,
    berths: int = 9,
    by_road: bool = False,
    disruptions: tuple[Disruption, ...] = (),
    **values: float,
) -> Scenario:
    """H --- 100 km, 2 h by rail --- P ~~~ 1850 km, 50 h ~~~ Q --- 100 km, 2 h by rail --- D.

    P has room for ``out`` pieces, Q for ``into``; R is a port 10 h beyond Q, with a road to D.
    """
    return scenario(
        [node(name) for name in "hpqdr"],
        [
            rail("hp", "h", "p", 100, paths_per_day_each_way=1e9),
            rail("qd", "q", "d", 100, paths_per_day_each_way=1e9),
            sea("pq", "p", "q", 1850),
            sea("pr", "p", "r", 2220),
            sea("qr", "q", "r", 370),
            road("rd", "r", "d", 400),
            *([road("hp road", "h", "p", 120)] if by_road else []),
        ],
        [
            *(terminal("railhead", name, 9) for name in "hpqd"),
            terminal("port", "p", 9, staging_pieces=out),
            terminal("port", "q", berths, staging_pieces=into),
            terminal("port", "r", 9, staging_pieces=50.0),
        ],
        [TRAIN, SHIP, MARCH],
        [fleet("train", "h", trains), fleet("train", "d", trains), fleet("ship", "p", ships)],
        units,
        disruptions=disruptions,
        theta=1.0,
        given=values,
        **DAY_AND_NIGHT,
    )


Areas = dict[str, StorageArea]


def areas_of(world: Scenario) -> tuple[Areas, Areas, list[StageRecord]]:
    """The areas before and off ships at the end of a run."""
    seen: list[World] = []
    _, rows = play(world, observe=seen.append)
    last = seen[-1]
    out = {str(key): area for key, area in last.before_ships.items()}
    return out, {str(key): area for key, area in last.off_ships.items()}, rows


def waits(rows: list[StageRecord]) -> list[tuple[str, float, float]]:
    """Who waited for room on land, from when to when the wait for the lift ended."""
    named = [row for row in of(rows, "wait") if why(row).startswith("port_land")]
    return sorted((row.lot, row.from_h, row.to_h) for row in named)


def tanks(*pieces: float, start: str = "p", end: str = "q") -> Force:
    """Tracked lots, which cannot march."""
    return unit("u", start, end, {"tracked": list(pieces)})


def test_a_ship_sails_when_there_is_room_where_it_arrives() -> None:
    """Q has room for 100. First ship: 12, at Q 62, off 86, and its pieces are at their goal.

    Then the second: load 86-98, at Q 148, off 172.
    """
    _, rows = play(coast(tanks(100, 100), into=100))

    assert sorted(arrivals(rows).values()) == pytest.approx([86, 172], abs=1e-9)
    assert waits(rows) == [("u/tracked/01", 0.0, 86.0)]


def test_without_an_area_in_the_table_nobody_waits() -> None:
    """Two ships at once: both off at 86."""
    world = coast(tanks(100, 100))
    bare = {t.id: replace(t, staging_pieces=float("inf")) for t in world.terminals.values()}

    _, rows = play(replace(world, terminals=bare))

    assert sorted(arrivals(rows).values()) == pytest.approx([86, 86], abs=1e-9)
    assert waits(rows) == []


def test_a_ship_larger_than_the_area_uses_the_empty_area() -> None:
    """Q has room for 60, a ship brings 100: one after the other, as with room for 100."""
    _, rows = play(coast(tanks(100, 100), into=60))

    assert sorted(arrivals(rows).values()) == pytest.approx([86, 172], abs=1e-9)


def test_what_came_off_a_ship_holds_its_room_until_it_is_loaded_on() -> None:
    """Q has room for 100, and one train of 50 that stands at D takes the pieces on in two runs.

    First ship off at 86. Train: empty to Q 2 h, load 6: half of the room is free at 94, all of it
    at 94 + 2 + 4 + 2 + 6 = 108. The second ship of 100 pieces loads 108-120, at Q 170, off 194.
    """
    world = coast(tanks(100, 100, end="d"), into=100, trains=1)

    outbound, inbound, rows = areas_of(world)

    unloaded = sorted({row.to_h for row in of(rows, "unload") if row.asset_type == "ship"})
    assert unloaded == pytest.approx([86, 194], abs=1e-6)
    assert inbound["port:q"].most == 100
    assert [space.taken for space in (*outbound.values(), *inbound.values())] == [0.0] * 6


def test_a_train_sets_out_when_there_is_room_before_the_ships() -> None:
    """P has room for 50, and there is one ship that does not wait for more lots.

    First train: load 6, P 8, off 12, on the ship 12-18 (half full: 6 h), its room is free at 18.
    Second: called forward at 18, load 24, P 26, off 30. The ship sails 18-68, unloads 12 h, and is
    back at 130: load 136, at Q 186, off 198.
    """
    world = coast(tanks(50, 50, start="h"), out=50, ships=1)

    outbound, _, rows = areas_of(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([80, 198], abs=1e-9)
    assert waits(rows) == [("u/tracked/01", 0.0, 18.0)]
    assert outbound["port:p"].most == 50


def test_a_column_marches_when_there_is_room_before_the_ships() -> None:
    """By road form 1, 120 km 3 h, disperse 1: on the ship 5-11, its room is free at 11.

    The second column forms at 11 and is off the road at 16; the second ship sails at 22.
    """
    lots = unit("u", "h", "q", {"wheeled": [50, 50]})
    world = coast(lots, out=50, by_road=True, trains=0)

    outbound, _, rows = areas_of(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([11 + 50 + 12, 22 + 50 + 12], abs=1e-9)
    assert waits(rows) == [("u/wheeled/01", 0.0, 11.0)]
    assert outbound["port:p"].most == 50


def test_the_land_of_all_ports_shares_a_factor() -> None:
    """Q has room for 50 by the table, twice that by the factor: both ships come at once."""
    _, rows = play(coast(tanks(50, 50), into=50, port_land_factor=2.0))

    assert waits(rows) == []


def test_people_need_no_room_on_the_land() -> None:
    """A ship brings 100 soldiers to a port with room for 1 piece, and another 100 with them."""
    ferry = asset_type("ship", "sea", {"people": 100.0}, speed_kmh=37.0)
    world = coast(unit("u", "p", "q", {"people": [100, 100]}), into=1)

    _, rows = play(replace(world, asset_types={**world.asset_types, ferry.id: ferry}))

    assert waits(rows) == []
    assert sorted(arrivals(rows).values()) == pytest.approx([86, 86], abs=1e-9)


def test_lots_that_do_not_board_a_ship_need_no_room_there() -> None:
    """P has room for 50: one train is for the ship, the other's load stays in P."""
    to_ship = unit("s", "h", "q", {"tracked": [50]})
    to_town = unit("t", "h", "p", {"tracked": [50]})

    _, rows = play(coast(to_ship, to_town, out=50))

    assert waits(rows) == []
    assert arrivals(rows)["t/tracked/00"] == pytest.approx(12.0, abs=1e-6)


def test_a_diverted_ship_is_never_kept_out() -> None:
    """Q is struck at 30. R has room for 50, and two ships come with 100 each.

    There at 62 they sail 10 h on to R, are off at 96 and drive 1 + 10 + 1 h, the second column
    100 vehicles at 1000 an hour behind the first.
    """
    lots = unit("u", "p", "d", {"wheeled": [100, 100]})
    struck = cut(start=30, terminals=(TerminalId("port:q"),))
    world = coast(lots, disruptions=(struck,))

    _, inbound, rows = areas_of(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([108.0, 108.1], abs=1e-9)
    assert inbound["port:r"].most == 200
    assert {space.taken for space in inbound.values()} == {0.0}


def test_a_train_that_turns_away_gives_its_room_back() -> None:
    """P is struck at 7, known at once, while the train is on its way: it is unloaded at a railhead.

    When P opens at 50 the lot tries again, and the room is there for it.
    """
    struck = cut(start=7, end=50, terminals=(TerminalId("port:p"),))
    world = coast(tanks(50, start="h"), out=50, disruptions=(struck,), news_delay=0)

    outbound, inbound, rows = areas_of(world)

    assert set(arrivals(rows)) == {"u/tracked/00"}
    assert {space.taken for space in (*outbound.values(), *inbound.values())} == {0.0}


def test_ports_that_feed_each_other_never_lock() -> None:
    """P and Q have room for one shipload each; six trainloads go each way over two ships."""
    east = unit("e", "h", "d", {"tracked": [50] * 6})
    west = unit("w", "d", "h", {"tracked": [50] * 6})
    world = coast(east, west, out=100, into=100, trains=2, ships=2)

    outbound, inbound, rows = areas_of(world)

    assert len(arrivals(rows)) == 12
    assert {space.taken for space in (*outbound.values(), *inbound.values())} == {0.0}
