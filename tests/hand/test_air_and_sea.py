"""Aircraft and ships: flights of 2 h, voyages of 50 h."""

from dataclasses import replace
from typing import Unpack

import pytest

from eastflank.compile.feasibility import reach_report
from eastflank.engine.run import plan_book
from eastflank.model.errors import CollectedError
from eastflank.model.ids import AssetTypeId, EvidenceKey, NodeId, TerminalId
from eastflank.model.scenario import AssetType, CargoClass, Disruption, Scenario
from eastflank.model.units import great_circle_km
from eastflank.routing.legs import Closures
from tests.cells import AssetCells
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    Force,
    arrivals,
    asset_type,
    crossings,
    cut,
    fleet,
    node,
    of,
    play,
    road,
    scenario,
    sea,
    terminal,
    unit,
    why,
)

TEN_DEGREES_KM = great_circle_km(0, 0, 10, 0)


def plane(**more: Unpack[AssetCells]) -> AssetType:
    """Flies ten degrees in 2 h, seats 100; flies at most 12 h a day."""
    given: AssetCells = {"speed_kmh": TEN_DEGREES_KM / 2, "utilisation_h_per_day": 12.0, **more}
    return asset_type("plane", "air", {"people": 100.0, "wheeled": 100.0}, **given)


def bridge(
    *units: Force,
    planes: int = 2,
    kind: AssetType | None = None,
    runway_m: float = 3000.0,
    disruptions: tuple[Disruption, ...] = (),
    theta: float = 0.95,
    horizon_h: float = 2880.0,
    **values: float,
) -> Scenario:
    """A and B ten degrees apart, C five degrees behind B with a road to B; MOG 1 each."""
    return scenario(
        [node("a", 0.0), node("b", 10.0), node("c", 15.0)],
        [road("cb", "c", "b", 400)],
        [
            terminal("airfield", "a", 1, runway_m=3000.0),
            terminal("airfield", "b", 1, runway_m=runway_m),
            terminal("airfield", "c", 1, runway_m=3000.0),
        ],
        [kind or plane(), MARCH],
        [fleet("plane", "a", planes)],
        units,
        disruptions=disruptions,
        theta=theta,
        horizon_h=horizon_h,
        given=values,
        **DAY_AND_NIGHT,
    )


def people(count: int) -> Force:
    """So many planeloads from A to B."""
    return unit("u", "a", "b", {"people": [100] * count})


def test_two_aircraft_shuttle_through_one_parking_spot() -> None:
    """Ground time 2 h at both ends, flight 2 h, 12 h of flying a day: a cycle of 8 h from take-off.

    One: load 0-2, down 4, off 6, home 8, rests until 2 + 8 = 10, load 10-12, 14, off 16.
    Two: load 2-4 (spot taken until 2), down 6, off 8, home 10, rests until 12, load 12-14, 16, 18.
    """
    _, rows = play(bridge(people(4), theta=1.0))

    assert sorted(arrivals(rows).values()) == pytest.approx([6, 8, 16, 18], abs=1e-9)


def test_an_aircraft_that_may_fly_all_day_does_not_rest() -> None:
    """24 h of flying a day: home at 8, load 8-10, down 12, off 14."""
    world = bridge(people(2), planes=1, kind=plane(utilisation_h_per_day=24.0))

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([6, 14], abs=1e-9)


def test_each_flight_costs_its_fixed_part_loaded_or_empty() -> None:
    """Half an hour of taxi and climb a flight: load 0-2, down 4.5, off 6.5, home 9.0.

    It has flown 5 h and need not rest. Again: load 9-11, down 13.5, off 15.5.
    """
    world = bridge(people(2), planes=1, kind=plane(utilisation_h_per_day=24.0), air_block_extra=0.5)

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([6.5, 15.5], abs=1e-9)
    (empty, *_) = of(rows, "empty")
    assert (empty.from_h, empty.to_h) == pytest.approx((6.5, 9.0), abs=1e-9)


def test_the_fixed_part_is_told_before_the_flight() -> None:
    """The search adds the fixed part too: 2 + (2 + 0.5) + 2 = 6.5 h for the itinerary."""
    world = bridge(people(1), air_block_extra=0.5)
    lot = next(iter(world.lots.values()))

    book = plan_book(world)
    question = (lot.origin, lot.destination, lot.cargo, True, Closures())
    (plan, *_) = book.between(question)

    assert plan.hours == pytest.approx(6.5, abs=1e-9)


def test_a_short_runway_sends_the_aircraft_to_the_next_field() -> None:
    """B is too short: load 2, 3 h to C, unload 2, then 400 km by road: 7 + 1 + 10 + 1 = 19 h."""
    world = bridge(
        unit("u", "a", "b", {"wheeled": [100]}), kind=plane(runway_m=2000.0), runway_m=1000.0
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 19.0}, abs=1e-9)


def test_a_runway_that_leaves_no_way_is_named() -> None:
    """People cannot drive from C to B: the stranded lot and the check name B's runway."""
    world = bridge(people(1), kind=plane(runway_m=2000.0), runway_m=1000.0, horizon_h=100.0)
    says = "the runway of airfield:b (1000 m) is too short for plane (2000 m)"

    end, _ = play(world)
    with pytest.raises(CollectedError) as caught:
        reach_report(world)

    refusals = "no_route,b;short_runway,airfield:b,1000,plane,2000"
    assert [why(waiting) for waiting in end.waiting] == [f"no_way {refusals}"]
    assert f"no mode brings people from 'a' to 'b': {says}." in str(caught.value)


def test_beyond_its_range_an_aircraft_does_not_go() -> None:
    """Range 1000 km, B is 1112 km away: no way."""
    end, rows = play(bridge(people(1), kind=plane(range_km=1000.0), horizon_h=100.0))

    assert arrivals(rows) == {}
    (waiting,) = end.waiting
    assert why(waiting) == "no_way no_route,b;out_of_range,airfield:a,airfield:b,1112,plane,1000"


def test_an_aircraft_under_way_goes_on_to_the_nearest_open_field() -> None:
    """B is struck at 3: down there at 4 it goes on 1 h to C, off 7, by road 1 + 10 + 1: 19 h.

    The news is there at 5; later, and the lot would call another aircraft for C - B at 7.
    """
    world = bridge(
        unit("u", "a", "b", {"wheeled": [100]}),
        disruptions=(cut(start=3, terminals=(TerminalId("airfield:b"),)),),
        news_delay=2,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 19.0}, abs=1e-9)
    assert [row.towards for row in of(rows, "flight")][:2] == ["b", "c"]


def lane(
    *units: Force,
    ships: int = 2,
    berths: tuple[int, int] = (1, 1),
    canal: bool = False,
    disruptions: tuple[Disruption, ...] = (),
    theta: float = 0.95,
    **values: float,
) -> Scenario:
    """P ~~~ 1850 km at 37 km/h = 50 h ~~~ Q, and Q ~~~ 370 km = 10 h ~~~ R --- 400 km of road."""
    return scenario(
        [node("p"), node("q"), node("r")],
        [
            sea("pq", "p", "q", 1850, canal=canal),
            sea("qr", "q", "r", 370),
            road("rq", "r", "q", 400),
        ],
        [
            terminal("port", "p", berths[0]),
            terminal("port", "q", berths[1]),
            terminal("port", "r", 1),
        ],
        [asset_type("ship", "sea", {"wheeled": 100.0}, speed_kmh=37.0), MARCH],
        [fleet("ship", "p", ships)],
        units,
        disruptions=disruptions,
        theta=theta,
        given=values,
        **DAY_AND_NIGHT,
    )


def shipment(*pieces: float) -> Force:
    """Lots from P to Q."""
    return unit("u", "p", "q", {"wheeled": list(pieces)})


def test_two_ships_share_one_berth_and_work_as_long_as_they_are_full() -> None:
    """A full ship loads 12 and unloads 24 h, a half one 6 and 12; 50 h at sea.

    Full: 0-12, at Q 62, off 86. Half: 12-18, at Q 68, waits for the berth, 86-98.
    """
    _, rows = play(lane(shipment(100, 50)))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 86.0, "u/wheeled/01": 98.0}, abs=1e-9)


def test_ships_are_unloaded_in_rounds_of_the_berths() -> None:
    """H5: 5 ships, 2 berths, 24 h each: 12 + 50 + ceil(5 / 2) x 24 = 134 h."""
    _, rows = play(lane(shipment(*[100] * 5), ships=5, berths=(5, 2), theta=1.0))

    assert sorted(arrivals(rows).values()) == pytest.approx([86, 86, 110, 110, 134], abs=1e-9)


def test_a_canal_and_the_approaches_cost_their_hours() -> None:
    """12 + 50 + canal 8 + two approaches of 2 + 24 = 98 h."""
    _, rows = play(lane(shipment(100), canal=True, port_approach=2))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 98.0}, abs=1e-9)


def test_a_ship_sails_back_for_the_next_load() -> None:
    """One ship: off at 86, back at 136, loaded 148, at Q 198, off 222."""
    _, rows = play(lane(shipment(100, 100), ships=1))

    assert sorted(arrivals(rows).values()) == pytest.approx([86, 222], abs=1e-9)
    assert [(row.place, row.towards, row.from_h, row.to_h) for row in of(rows, "empty")] == [
        ("q", "p", 86.0, 136.0)
    ]


def test_a_ship_under_way_goes_on_to_the_nearest_open_port() -> None:
    """Q is struck at 30: there at 62, on to R 10 h, off 72-96, by road 1 + 10 + 1: 108 h."""
    _, rows = play(
        lane(shipment(100), disruptions=(cut(start=30, terminals=(TerminalId("port:q"),)),))
    )

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 108.0}, abs=1e-9)
    assert [row.towards for row in of(rows, "voyage")] == ["q", "r"]
    assert [link for link, *_ in crossings(rows)] == ["rq"]


def test_held_ships_come_first_and_chartered_ones_one_by_one() -> None:
    """One held from 24, two called up from 48 over 24 h: at 60 and 72. Then 12 + 50 + 24 h each."""
    world = lane(
        shipment(100, 100, 100),
        berths=(9, 9),
        theta=1.0,
        held_ready_sea=24,
        callup_start_sea=48,
        callup_ramp_sea=24,
    )
    ships = replace(
        fleet("ship", "p", 1, callup=2),
        held_ready_key=EvidenceKey("held_ready_sea"),
        callup_start_key=EvidenceKey("callup_start_sea"),
        callup_ramp_key=EvidenceKey("callup_ramp_sea"),
        callup_factor_key=EvidenceKey("callup_factor_sea"),
    )

    _, rows = play(replace(world, fleets={ships.id: ships}))

    assert sorted(arrivals(rows).values()) == pytest.approx([110, 146, 158], abs=1e-9)


@pytest.mark.parametrize(
    ("tracked", "staged_h"),
    [
        (25, {"u/tracked/00": 86.0, "u/wheeled/00": 86.0}),
        (26, {"u/tracked/00": 68.72, "u/wheeled/00": 186.72}),
    ],
)
def test_a_ship_is_full_when_its_lane_metres_are(
    tracked: float, staged_h: dict[str, float]
) -> None:
    """It takes 100 wheeled or 50 tracked: 50 and 25 fill it, with 26 one lot stays behind.

    Alone 0.52 of a load: 6.24 + 50 + 12.48 = 68.72, back at 118.72; then 6 + 50 + 12.
    """
    lots = unit("u", "p", "q", {"wheeled": [50], "tracked": [tracked]})
    world = lane(lots, ships=1, theta=1.0)
    ship = replace(
        world.asset_types[AssetTypeId("ship")],
        capacity={CargoClass.WHEELED: 100.0, CargoClass.TRACKED: 50.0},
    )

    _, rows = play(replace(world, asset_types={**world.asset_types, ship.id: ship}))

    assert arrivals(rows) == pytest.approx(staged_h, abs=1e-9)


def test_people_fly_to_their_stored_kit_which_leaves_its_depot_when_it_is_drawn() -> None:
    """People leave A by air: 2 + 2 + 2 = 6 h. The kit lies at C, is drawn by 48, marches 12 h."""
    line, (soldiers, vehicles) = unit("u", "a", "b", {"people": [100], "wheeled": [100]})
    depot = NodeId("c")
    kit = replace(vehicles, origin=depot, may_fly=False)
    stored = replace(line, kit_origin=depot), [soldiers, kit]

    _, rows = play(bridge(stored, prepositioned_draw=48))

    assert arrivals(rows) == pytest.approx({"u/people/00": 6.0, "u/wheeled/00": 60.0}, abs=1e-9)
    assert {row.lot: row.to_h for row in of(rows, "ready")} == {
        "u/people/00": 0.0,
        "u/wheeled/00": 48.0,
    }
    assert [(row.place, row.towards) for row in of(rows, "flight")] == [("a", "b")]
    (integrated,) = of(rows, "integration")
    assert integrated.to_h == pytest.approx(60.0, abs=1e-9)
