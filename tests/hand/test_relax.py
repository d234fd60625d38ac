"""Runs without one of their constraints, worked out on paper beside runs with it.

Trains load 6 h, run at 50 km/h and unload 4 h; columns form in 1 h and disperse in 1 h.
"""

from dataclasses import replace
from typing import Unpack

import pytest

from eastflank.compile.relax import relaxed
from eastflank.model.records import StageRecord
from eastflank.model.scenario import CargoClass, Disruption, Scenario
from eastflank.model.units import great_circle_km
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures
from tests.cells import LinkCells
from tests.small import (
    MARCH,
    TRAIN,
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
    terminal,
    unit,
)

TEN_DEGREES_KM = great_circle_km(0, 0, 10, 0)


def line(
    *,
    trains: int = 2,
    home: str = "a",
    ramps: int = 2,
    limit: int = 99,
    **link: Unpack[LinkCells],
) -> Scenario:
    """C --- 500 km --- A --- 2000 km --- B, a set for each trainload, free of separation."""
    given: LinkCells = {"paths_per_day_each_way": None, **link}
    return scenario(
        [node("a"), node("b"), node("c")],
        [rail("ab", "a", "b", 2000, **given), rail("ca", "c", "a", 500, **given)],
        [
            terminal("railhead", "a", ramps),
            terminal("railhead", "b", ramps, call_forward_limit=limit),
            terminal("railhead", "c", ramps),
        ],
        [TRAIN],
        [fleet("train", home, trains)],
        [unit("u", "a", "b", {"wheeled": [30.0] * trains})],
    )


def staged(world: Scenario) -> list[float]:
    """When the lots are staged, in order."""
    _, rows = play(world)
    return sorted(arrivals(rows).values())


def columns(pieces: float = 20.0, km: float = 480.0, **values: float) -> Scenario:
    """Two columns over a two-lane road at 40 km/h."""
    lots = unit("u", "a", "b", {"wheeled": [pieces] * 2})
    ways = [road("ab", "a", "b", km)]
    places = [node("a"), node("b")]
    return scenario(places, ways, [], [MARCH], [], [lots], packet_flow_two_lane=1e15, given=values)


def test_without_empties_a_set_stands_where_it_is_called() -> None:
    """500 km to A are 10 h empty, then 6 + 40 + 4 = 50 h; taken out, 50 h and no empty leg."""
    world = line(trains=1, home="c")
    _, rows = play(relaxed(world, ["empties"]))

    assert staged(world) == pytest.approx([60.0])
    assert list(arrivals(rows).values()) == pytest.approx([50.0])
    assert of(rows, "empty") == []


def test_without_empties_no_set_comes_over_a_cut() -> None:
    """The sets stand at C, and C is cut off from the start: nothing is loaded at A."""
    closed = cut("ca", start=0.0, known=True)
    world = relaxed(line(trains=1, home="c"), ["empties"])
    end, rows = play(_with_cut(world, closed))

    assert of(rows, "load") == []
    assert [lot.explained for lot in end.waiting] == [True]


def _with_cut(world: Scenario, closed: Disruption) -> Scenario:
    return replace(world, disruptions=(closed,), horizon_h=240.0)


def test_without_empties_an_aircraft_is_home_at_once_and_rests_for_what_it_flew() -> None:
    """Load 2, fly 2, unload 2; 12 hours of flying a day.

    Home again it has flown 4 h since hour 2 and may load at hour 2 + 8 = 10: 6 h and 16 h.
    Taken out: home at hour 6, flown 2 h, ready at 2 + 4 = 6: the second load is there at 12 h.
    """
    plane = asset_type(
        "plane",
        "air",
        {"people": 100.0},
        speed_kmh=TEN_DEGREES_KM / 2,
        utilisation_h_per_day=12.0,
        returns_home=True,
    )
    world = scenario(
        [node("a"), node("b", 10.0)],
        [],
        [terminal("airfield", at, 1, runway_m=3000.0) for at in ("a", "b")],
        [plane],
        [fleet("plane", "a", 1)],
        [unit("u", "a", "b", {"people": [100.0, 100.0]})],
    )

    assert staged(world) == pytest.approx([6.0, 16.0])
    assert staged(relaxed(world, ["empties"])) == pytest.approx([6.0, 12.0])


def test_without_ramps_trains_load_side_by_side() -> None:
    """One ramp at each end: 50 h and 56 h; taken out, both 50 h."""
    world = line(ramps=1)

    assert staged(world) == pytest.approx([50.0, 56.0])
    assert staged(relaxed(world, ["ramps"])) == pytest.approx([50.0, 50.0])


def test_without_separations_trains_leave_together() -> None:
    """12 paths a day keep trains two hours apart: 50 h and 52 h; taken out, both 50 h."""
    world = line(paths_per_day_each_way=12.0)

    assert staged(world) == pytest.approx([50.0, 52.0])
    assert staged(relaxed(world, ["separations"])) == pytest.approx([50.0, 50.0])


def test_without_single_track_trains_do_not_wait_for_those_that_come() -> None:
    """12 paths a day each way on one track: an hour between entries from either end.

    Trains from A and from B ask at hour 6; taken out, neither waits for the other.
    """
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000, paths_per_day_each_way=12.0, tracks=1)],
        [terminal("railhead", "a", 2), terminal("railhead", "b", 2)],
        [TRAIN],
        [fleet("train", "a", 1), fleet("train", "b", 1)],
        [unit("u", "a", "b", {"wheeled": [30]}), unit("v", "b", "a", {"wheeled": [30]})],
    )

    assert staged(world) == pytest.approx([50.0, 51.0])
    assert staged(relaxed(world, ["single-track"])) == pytest.approx([50.0, 50.0])


def test_without_call_forward_trains_need_no_place_before_they_set_out() -> None:
    """One train on the way to B at a time: 50 h and 100 h; taken out, both 50 h."""
    world = line(limit=1)

    assert staged(world) == pytest.approx([50.0, 100.0])
    assert staged(relaxed(world, ["call-forward"])) == pytest.approx([50.0, 50.0])


def test_with_plentiful_wagons_no_train_waits_for_a_set() -> None:
    """One set for two loads: 50 h, then 40 h back empty and 50 h again; taken out, both 50 h."""
    world = line()
    (only,) = world.fleets.values()
    world = replace(world, fleets={only.id: replace(only, held=1)})

    assert staged(world) == pytest.approx([50.0, 140.0])
    assert staged(relaxed(world, ["wagons"])) == pytest.approx([50.0, 50.0])


def test_without_driving_hours_a_column_drives_through_the_night() -> None:
    """1 + 480 / 40 + 1 = 14 h; with 8 hours a day from 6:00 on it drives 8 h and 4 h: 35 h."""
    world = columns()

    assert staged(world) == pytest.approx([35.0, 35.0])
    assert staged(relaxed(world, ["driving-hours"])) == pytest.approx([14.0, 14.0])


def test_without_driving_hours_the_estimate_has_no_rests_either() -> None:
    """Halts of a quarter make 40 km/h to 30: 960 km are 32 h, with form and disperse 34 h."""
    world = relaxed(columns(km=960.0, halts_share=0.25), ["driving-hours"])
    lot = next(iter(world.lots.values()))
    question = (lot.origin, lot.destination, CargoClass.WHEELED, True, Closures())

    (plan,) = Itineraries(world).between(question)

    assert plan.hours == pytest.approx(34.0)


def test_without_a_limit_of_flow_columns_enter_together() -> None:
    """20 vehicles at 20 an hour take the road for 1 h; taken out, nobody waits."""
    world = relaxed(columns(packet_flow_two_lane=20.0), ["driving-hours"])

    assert staged(world) == pytest.approx([14.0, 15.0])
    assert staged(relaxed(world, ["road-flow"])) == pytest.approx([14.0, 14.0])


def test_without_reception_a_unit_closes_when_it_arrives() -> None:
    """Staging 12 h and integration 24 h after 50 h; taken out, 50 h."""
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1)],
        [unit("u", "a", "b", {"wheeled": [30]})],
        staging=12,
        integration=24,
    )

    assert _closed_h(play(world)[1]) == pytest.approx(86.0)
    assert _closed_h(play(relaxed(world, ["rsom"]))[1]) == pytest.approx(50.0)


def _closed_h(rows: list[StageRecord]) -> float:
    (closed,) = of(rows, "integration")
    return closed.to_h


def test_without_transfer_a_break_of_gauge_is_no_stop() -> None:
    """6 + 20 + transfer 8 + 20 + 4 = 58 h on wide wagons that are there; taken out, 50 h.

    A second lot finds the one track taken (8 h) and the one wide set gone; taken out, 50 h too.
    """
    wide = asset_type("wide", "rail", {"wheeled": 30.0}, gauge_mm=1520)
    world = scenario(
        [node("a"), node("y"), node("b")],
        [
            rail("ay", "a", "y", 1000, paths_per_day_each_way=None),
            rail("yb", "y", "b", 1000, gauge_mm=1520, paths_per_day_each_way=None),
        ],
        [
            terminal("railhead", "a", 2),
            terminal("transfer_yard", "y", 1, far_gauge_mm=1520),
            terminal("railhead", "b", 2, gauge_mm=1520),
        ],
        [TRAIN, wide],
        [fleet("train", "a", 2), fleet("wide", "y", 1)],
        [unit("u", "a", "b", {"wheeled": [30.0, 30.0]})],
    )

    first, second = staged(world)
    assert first == pytest.approx(58.0)
    assert second > 66.0
    assert staged(relaxed(world, ["transfer"])) == pytest.approx([50.0, 50.0])
