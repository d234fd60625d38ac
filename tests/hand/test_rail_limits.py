"""Trains within limits, worked out on paper: load 6 h, 50 km/h, unload 4 h, no queue unless drawn.

A set of ten wagons takes 30 pieces; a loaded wagon weighs 50 t, is 20 m long, and the engine 20 m.
So short a train draws its tail in within half a minute, which the sums leave out.
"""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Unpack

import pytest

from eastflank.compile.relax import relaxed
from eastflank.model.ids import AssetTypeId, EvidenceKey, FleetId, LinkId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import AssetType, CargoClass, CutPolicy, Link, Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.rail_legs import Limits, room_on
from tests.cells import LinkCells, Paths, TerminalCells, Value
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    arrivals,
    asset_type,
    crossings,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
    why,
)

FREE: Paths = {"paths_per_day_each_way": None}
SET = replace(TRAIN, carriers=10, length_km=0.2, loaded_t=dict.fromkeys(CargoClass, 50.0))
WIDE = replace(SET, id=AssetTypeId("wide"), gauge_mm=1520)
ENGINE = {"locomotive_length": 0.02}
TAIL_H = 0.01


def line(
    *pieces: float,
    train: AssetType = SET,
    sets: int = 2,
    head: TerminalCells | None = None,
    more: tuple[Link, ...] = (),
    types: tuple[AssetType, ...] = (),
    values: Mapping[str, Value] | None = None,
    **link: Unpack[LinkCells],
) -> Scenario:
    """A --- 1000 km --- M --- 1000 km, limited --- B, with wagon sets at A and ramps for all."""
    limited: LinkCells = {**FREE, **link}
    return scenario(
        [node("a"), node("m"), node("b")],
        [rail("am", "a", "m", 1000, **FREE), rail("mb", "m", "b", 1000, **limited), *more],
        [terminal("railhead", "a", 9), terminal("railhead", "b", 9, **(head or {}))],
        [train, *types],
        [fleet("train", "a", sets)],
        [unit("u", "a", "b", {"wheeled": list(pieces)})],
        given={**ENGINE, **(values or {})},
    )


def loads(rows: list[StageRecord]) -> dict[str, float]:
    """Pieces by train."""
    found: dict[str, float] = {}
    for row in of(rows, "load"):
        found[row.lift] = found.get(row.lift, 0.0) + row.pieces
    return found


# -- length and mass ------------------------------------------------------------------------------


def test_a_train_is_as_heavy_as_the_weakest_section_takes() -> None:
    """400 t are 8 wagons of 50 t = 24 pieces; the other 6 go with the second train, as soon."""
    _, rows = play(line(30, train_t=400.0))

    assert sorted(loads(rows).values()) == [6.0, 24.0]
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.0}, abs=TAIL_H)


def test_a_train_is_as_long_as_the_shortest_section_takes_with_its_engine() -> None:
    """100 m less 20 m of engine are 4 wagons of 20 m: 12 pieces."""
    _, rows = play(line(12, 12, train_km=0.1))

    assert sorted(loads(rows).values()) == [12.0, 12.0]


def test_a_train_is_as_long_as_the_track_at_its_end_takes() -> None:
    """60 m at B are an engine and 2 wagons: 6 pieces a train."""
    _, rows = play(line(6, 6, head={"train_km": 0.06}))

    assert sorted(loads(rows).values()) == [6.0, 6.0]


def test_wagons_are_whole() -> None:
    """449 t are 8.98 wagons: 8 go, with 24 pieces; not 26.9."""
    assert room_on(SET, CargoClass.WHEELED, Limits(train_t=449.0), 0.02) == 0.8
    assert room_on(SET, CargoClass.WHEELED, Limits(train_t=450.0), 0.02) == 0.9
    assert room_on(SET, CargoClass.WHEELED, Limits(), 0.02) == 1.0


def test_sixteen_tanks_are_too_heavy_for_the_suwalki_line() -> None:
    """16 x (62 + 32) = 1504 t; 1400 t are 14.9 wagons: 14 tanks."""
    flat6 = replace(SET, carriers=16, length_km=0.29, loaded_t={CargoClass.HEAVY_TRACKED: 94.0})
    limits = Limits(train_km=0.6, train_t=1400.0)

    assert 16 * room_on(flat6, CargoClass.HEAVY_TRACKED, limits, 0.02) == 14


def test_where_no_full_set_may_run_lots_are_parted_to_fill_trains() -> None:
    """Three lots of 16 and 24 pieces a train: 48 pieces are two trains and not three."""
    _, rows = play(line(16, 16, 16, train_t=400.0))

    assert sorted(loads(rows).values()) == [24.0, 24.0]
    assert list(arrivals(rows).values()) == pytest.approx([50.0] * 3, abs=TAIL_H)


def test_where_full_sets_may_run_company_sets_stay_together() -> None:
    """Lots of 20 do not go two on a train of 30, and none is parted."""
    _, rows = play(line(20, 20))

    assert sorted(loads(rows).values()) == [20.0, 20.0]


def test_a_way_that_takes_less_than_a_wagon_is_no_way() -> None:
    """49 t are no wagon of 50 t. By road 1 + 2400 / 40 + 1 = 62 h."""
    by_road = (road("ab", "a", "b", 2400),)
    values: Mapping[str, Any] = {"march_limit": 3000.0, **DAY_AND_NIGHT}
    _, rows = play(line(30, train_t=49.0, more=by_road, types=(MARCH,), values=values))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 62.0}, abs=1e-9)
    assert of(rows, "link")[0].place == "ab"


def test_a_lot_without_any_way_for_a_wagon_says_so() -> None:
    end, _ = play(line(30, train_t=49.0))

    (waiting,) = end.waiting
    assert (waiting.state, why(waiting)) == ("stranded", "no_way no_route,b")


def test_the_tail_is_that_of_the_wagons_in_use() -> None:
    """15 of 30 pieces on 10 km of wagons: 5 km at 50 km/h draw in for 0.1 h."""
    long = replace(SET, length_km=10.0)
    _, rows = play(line(15, train=long, values={"locomotive_length": 0.0}))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.1}, abs=1e-9)


def test_without_train_limits_every_set_runs_everywhere() -> None:
    _, rows = play(relaxed(line(30, train_t=400.0, head={"train_km": 0.06}), ["train-limits"]))

    assert list(loads(rows).values()) == [30.0]


def yard(
    cargo: dict[str, list[float]],
    *,
    tracks: int = 2,
    cranes: int | None = None,
    more: tuple[Link, ...] = (),
    types: tuple[AssetType, ...] = (),
    train_t: float = math.inf,
) -> Scenario:
    """A --- 500 km, 1435 --- Y (yard) --- 500 km, 1520, limited --- B; two sets on either side."""
    return scenario(
        [node("a"), node("y"), node("b")],
        [
            rail("ay", "a", "y", 500, **FREE),
            rail("yb", "y", "b", 500, gauge_mm=1520, train_t=train_t, **FREE),
            *more,
        ],
        [
            terminal("railhead", "a", 9),
            terminal("railhead", "b", 9, gauge_mm=1520),
            terminal("transfer_yard", "y", tracks, far_gauge_mm=1520, cranes=cranes),
        ],
        [BOXES, replace(BOXES, id=AssetTypeId("wide"), gauge_mm=1520), *types],
        [fleet("boxes", "a", 2), fleet("wide", "y", 2)],
        [unit("u", "a", "b", cargo)],
        given=ENGINE,
        **DAY_AND_NIGHT,
    )


BOXES = replace(SET, id=AssetTypeId("boxes"), capacity=dict.fromkeys(CargoClass, 30.0))


def test_a_train_before_a_yard_takes_what_the_train_beyond_it_may_carry() -> None:
    """200 t beyond the yard are 4 wagons: the trains on either side carry 12 pieces."""
    _, rows = play(yard({"wheeled": [12, 12]}, train_t=200.0))

    assert sorted(loads(rows).values()) == [12.0, 12.0]
    assert [row.pieces for row in of(rows, "transfer")] == [12.0, 12.0]


# -- cranes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cargo", "cranes", "expected"),
    [
        ("containers", None, [38, 38]),
        ("containers", 2, [38, 38]),
        ("containers", 1, [38, 46]),
        ("wheeled", 1, [38, 38]),
    ],
)
def test_containers_change_trains_by_crane(
    cargo: str, cranes: int | None, expected: list[float]
) -> None:
    """6 + 10, transfer 8, 10 + 4 = 38 h on two tracks; a second train waits 8 h for one crane."""
    _, rows = play(yard({cargo: [30, 30]}, cranes=cranes))

    assert sorted(arrivals(rows).values()) == pytest.approx(expected, abs=TAIL_H)
    named = {why(row) for row in of(rows, "transfer")}
    assert named == ({"", "crane transfer_yard:y"} if expected == [38, 46] else {""})


def test_a_track_is_not_held_while_waiting_for_the_crane() -> None:
    """Two tracks, one crane, two container trains and then vehicles, all at Y at 16.

    Containers 16-24 and 24-32; the vehicles, last in rank, take the second track 16-24: 38 h.
    """
    world = yard({"containers": [30, 30], "wheeled": [30]}, cranes=1)
    world = replace(
        world,
        fleets={f.id: f for f in (fleet("boxes", "a", 3), fleet("wide", "y", 3))},
    )

    _, rows = play(world)

    assert arrivals(rows)["u/wheeled/00"] == pytest.approx(38.0, abs=TAIL_H)
    assert max(arrivals(rows).values()) == pytest.approx(46.0, abs=TAIL_H)


def test_a_yard_of_one_track_and_one_crane_goes_by_priority() -> None:
    """Three container trains of priority 1, three trains of vehicles of 5, all at Y at 26.

    Load 6, 20 h, transfers 26-34, 34-42, 42-50, then 50-58, 58-66, 66-74; 10 h and 4 h to unload:
    48, 56, 64 and 72, 80, 88.
    """
    world = yard({}, tracks=1, cranes=1)
    force = (
        unit("boxes", "a", "b", {"containers": [30] * 3}, priority=1),
        unit("guns", "a", "b", {"wheeled": [30] * 3}, priority=5),
    )
    far = world.links[LinkId("ay")]
    world = replace(
        world,
        links={**world.links, far.id: replace(far, length_km=1000.0)},
        units={whole.id: whole for whole, _ in force},
        lots={lot.id: lot for _, lots in force for lot in lots},
        fleets={f.id: f for f in (fleet("boxes", "a", 6), fleet("wide", "y", 6))},
    )

    _, rows = play(world)

    there = {
        unit: sorted(row.to_h for row in of(rows, "staging") if row.unit == unit)
        for unit in ("boxes", "guns")
    }
    assert there["boxes"] == pytest.approx([48, 56, 64], abs=TAIL_H)
    assert there["guns"] == pytest.approx([72, 80, 88], abs=TAIL_H)


def test_where_there_is_no_crane_containers_go_another_way() -> None:
    """By truck 1000 km at 40 km/h = 25 h with 2 h at either end: 29 h; vehicles go by rail."""
    truck = asset_type(
        "truck",
        "road",
        {"containers": 30.0},
        load_key=EvidenceKey("truck_load"),
        unload_key=EvidenceKey("truck_unload"),
    )
    world = yard({"containers": [30]}, cranes=0, more=(road("ab", "a", "b", 1000),), types=(truck,))
    slow = replace(world, fleets={**world.fleets, FleetId("t"): fleet("truck", "a", 1)})

    _, rows = play(slow)

    assert arrivals(rows) == pytest.approx({"u/containers/00": 29.0}, abs=1e-9)
    assert of(rows, "transfer") == []


# -- crews ----------------------------------------------------------------------------------------

CREWS = {"crew_shift": 8, "crew_change": 0.5}


def chain(
    *, border: int = -1, sets: int = 1, lots: int = 1, km: tuple[float, ...] = (200.0,) * 4
) -> Scenario:
    """Sections one after another from n0; crews run 8 h and change in half an hour."""
    names = [f"n{i}" for i in range(len(km) + 1)]
    return scenario(
        [node(name) for name in names],
        [
            rail(f"s{i}", names[i], names[i + 1], each, border=i == border, **FREE)
            for i, each in enumerate(km)
        ],
        [terminal("railhead", names[0], 9), terminal("railhead", names[-1], 9)],
        [TRAIN],
        [fleet("train", names[0], sets)],
        [unit("u", names[0], names[-1], {"wheeled": [30.0] * lots})],
        border_stop=1,
        given=CREWS,
    )


def test_a_crew_is_relieved_after_its_shift_before_the_next_section() -> None:
    """Four sections of 4 h: after 8 h half an hour, at the end none: 6 + 16 + 0.5 + 4 = 26.5 h."""
    _, rows = play(chain())

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 26.5}, abs=1e-9)
    (relief,) = of(rows, "crew")
    assert (relief.place, relief.towards) == ("n2", "n3")
    assert (relief.from_h, relief.to_h) == (14.0, 14.5)


def test_a_border_stop_brings_a_new_crew() -> None:
    """The stop of 1 h on the second section: 4 + 4 h after it, so none: 6 + 16 + 1 + 4 = 27 h."""
    _, rows = play(chain(border=1))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 27.0}, abs=1e-9)
    assert of(rows, "crew") == []


def test_a_section_longer_than_a_shift_has_its_reliefs_at_its_end() -> None:
    """40 h are five shifts: 2.5 h before the last section of 1 h: 6 + 40 + 2.5 + 1 + 4 = 53.5 h."""
    _, rows = play(chain(km=(2000.0, 50.0)))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 53.5}, abs=1e-9)


def test_the_crews_of_empties_are_relieved_too() -> None:
    """The set is back for the second load after 16.5 h: 26.5 + 16.5 + 26.5 = 69.5 h."""
    _, rows = play(chain(lots=2))

    assert max(arrivals(rows).values()) == pytest.approx(69.5, abs=1e-9)
    assert [row.pieces for row in of(rows, "crew")] == [30.0, 0.0, 30.0]


def test_the_plan_reckons_with_crews() -> None:
    """Half an hour in eight: 4 h of running are planned as 4.25 h."""
    world = chain()

    assert Itineraries(world).network.rail_plan_h(LinkId("s0")) == pytest.approx(4.25)


def test_a_train_turns_back_from_a_relief_when_its_link_closes_under_its_tail() -> None:
    """Relief at M from 26 for 5 h; A-M closes at 26.1 under the tail, which is 0.2 h long.

    Back over A-M in 20 h: at A at 46.1. The crew has run 40 h, five shifts: new ones until 71.1,
    and A-M is open since 60: M at 91.1, where 20 h are two shifts: out at 101.1, B 20 h later.
    """
    long = replace(TRAIN, length_km=10.0)
    world = line(30, train=long, sets=1, values={"crew_shift": 8, "crew_change": 5})
    world = replace(
        world,
        disruptions=(cut("am", start=26.1, end=60.0),),
        policy=CutPolicy.NONE,
    )

    _, rows = play(world)

    reliefs = [(row.place, round(row.from_h, 6), round(row.to_h, 6)) for row in of(rows, "crew")]
    assert reliefs[0] == ("m", 26.0, 26.1)
    assert crossings(rows)[1] == pytest.approx(("am", "a", 26.1, 46.1))
    assert reliefs[1] == ("a", 46.1, 71.1)
    assert reliefs[2] == ("m", 91.1, 101.1)
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 101.1 + 20.0 + 0.2 + 4.0}, abs=TAIL_H)


def test_without_crew_changes_nobody_is_relieved_for_long() -> None:
    _, rows = play(relaxed(chain(), ["crew-change"]))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 26.0}, abs=1e-9)
