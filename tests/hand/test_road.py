"""Columns and transporters: two-lane roads at 40 km/h, an hour to form and one to disperse."""

from dataclasses import replace
from typing import Unpack

import pytest

from eastflank.model.ids import NodeId
from eastflank.model.scenario import Fleet, Link, Node, Scenario
from tests.cells import UnitCells
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    Force,
    arrivals,
    crossings,
    cut,
    fleet,
    node,
    of,
    play,
    road,
    scenario,
    unit,
    why,
)


def march(
    *units: Force,
    km: float = 480.0,
    nodes: tuple[Node, ...] = (node("a"), node("b")),
    links: tuple[Link, ...] = (),
    theta: float = 0.95,
    horizon_h: float = 2880.0,
    **values: float,
) -> Scenario:
    """A --- km of two-lane road --- B."""
    ways = links or (road("ab", "a", "b", km),)
    return scenario(
        nodes, ways, [], [MARCH], [], units, theta=theta, horizon_h=horizon_h, given=values
    )


def column(pieces: float = 20.0, name: str = "u", **more: Unpack[UnitCells]) -> Force:
    """A unit of one column, from A to B."""
    return unit(name, "a", "b", {"wheeled": [pieces]}, **more)


def test_a_column_forms_drives_and_disperses() -> None:
    """1 + 480 / 40 + 1 = 14 h where nobody sleeps."""
    _, rows = play(march(column(), **DAY_AND_NIGHT))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 14.0}, abs=1e-9)


def test_a_column_rests_at_night() -> None:
    """480 km at 40 km/h = 12 h of driving, 8 a day from 6:00.

    Formed at 1, it starts at 6, has driven 8 h at 14, goes on at 30, 4 h more: 34, dispersed 35.
    """
    _, rows = play(march(column()))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 35.0}, abs=1e-9)


def test_columns_that_rest_on_one_road_come_out_in_order_and_as_far_apart_as_it_lets_them() -> None:
    """The first drives 6-14 and 30-34; the second, 0.2 h behind, rests beside it and comes at 34.2.

    The third enters at 8, drives its 8 h to 16 and rests at the same place: out at 34.4.
    """
    columns = (column(name="u"), column(name="v"), column(name="w", nation="PL"))

    _, rows = play(march(*columns, permission=7, packet_flow_two_lane=100))

    assert [(entered, out) for _, _, entered, out in crossings(rows)] == [
        pytest.approx(hours, abs=1e-9) for hours in ((1, 34), (1.2, 34.2), (8, 34.4))
    ]
    assert sorted(arrivals(rows).values()) == pytest.approx([35, 35.2, 35.4], abs=1e-9)


def test_a_column_passes_one_that_rests_beside_the_road() -> None:
    """U drives A-M from 6 to 12 and 80 km on, rests at 14, and is out at B at 32.

    V, from M, may start at 12.5: on the road at 13.5 with its hours before it, out at 17.5.
    """
    places = (node("a"), node("m"), node("b"))
    ways = (road("am", "a", "m", 240), road("mb", "m", "b", 160))
    fresh = unit("v", "m", "b", {"wheeled": [20]}, nation="PL")

    _, rows = play(march(column(), fresh, nodes=places, links=ways, permission=12.5))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 33.0, "v/wheeled/00": 18.5}, abs=1e-9)


def test_a_column_does_not_pass_a_slower_platoon() -> None:
    """Transporters at 20 km/h: loaded at 2, 320 km to 18. The column, in at 3, could be out at 11.

    The platoon of one vehicle takes 0.01 h of the road: the column is out at 18.01, disperses 1 h.
    """
    slow = replace(HET, mlc=60.0)
    world = scenario(
        [node("a"), node("b")],
        [road("ab", "a", "b", 320)],
        [],
        [slow, MARCH],
        [fleet("het", "a", 1)],
        [
            unit("tank", "a", "b", {"heavy_tracked": [1]}),
            unit("guns", "a", "b", {"wheeled": [20]}, nation="PL"),
        ],
        het_speed_factor=0.5,
        permission=2,
        packet_flow_two_lane=100,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx(
        {"tank/heavy_tracked/00": 20.0, "guns/wheeled/00": 19.01}, abs=1e-9
    )


def test_the_night_is_local() -> None:
    """At UTC+2 six o'clock is 4:00 UTC: 4-12 and 28-32, dispersed 33."""
    east = Node(id=NodeId("a"), name="a", country="EE", lon=0, lat=0, utc_offset_h=2.0)

    _, rows = play(march(column(), nodes=(east, node("b"))))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 33.0}, abs=1e-9)


def test_a_late_start_has_what_is_left_of_the_day() -> None:
    """Leave at 20, formed 21: 1 h until 22:00, 8 h 30-38, 3 h from 54: 57, dispersed 58."""
    _, rows = play(march(column(nation="PL"), permission=20))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 58.0}, abs=1e-9)


def test_a_day_of_driving_spans_the_links() -> None:
    """Two links of 240 km are one march of 12 h: 6-12, 12-14, rest, 30-34, dispersed 35."""
    world = march(
        column(),
        nodes=(node("a"), node("m"), node("b")),
        links=(road("am", "a", "m", 240), road("mb", "m", "b", 240)),
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 35.0}, abs=1e-9)
    assert [out for _, _, _, out in crossings(rows)] == pytest.approx([12, 34], abs=1e-9)


def test_halts_are_part_of_the_driving_hours() -> None:
    """A fifth is halts: 12 h of driving take 15, and 8 driven hours fill 10 of the day.

    6-16 (8 driven), 30-35 (4 driven), dispersed 36.
    """
    _, rows = play(march(column(), halts_share=0.2))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 36.0}, abs=1e-9)


@pytest.mark.parametrize(
    ("vehicles", "density", "kmh", "pass_h"),
    [(150, 10, 30, 0.5), (20, 10, 50, 0.04), (1500, 1500 / 155, 30, 155 / 30)],
)
def test_a_column_is_there_when_its_last_vehicle_is(
    vehicles: float, density: float, kmh: float, pass_h: float
) -> None:
    """J2 without gaps: 150 / 10 / 30 = 30 min, 20 / 10 / 50 = 2.4 min; J1: 155 km at 30 = 5.17 h.

    1 + 600 / speed + pass time + 1.
    """
    world = march(
        column(pieces=vehicles),
        km=600.0,
        vehicle_density=density,
        march_speed_two_lane=kmh,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows)["u/wheeled/00"] == pytest.approx(2 + 600 / kmh + pass_h, abs=1e-9)


def test_a_column_occupies_the_road_as_long_as_its_vehicles_take_to_enter() -> None:
    """500 vehicles at 1000 an hour: the second column enters half an hour after the first."""
    world = march(
        column(500.0), column(100.0, name="v"), packet_flow_two_lane=1000, **DAY_AND_NIGHT
    )

    _, rows = play(world)

    assert [entered for _, _, entered, _ in crossings(rows)] == pytest.approx([1, 1.5], abs=1e-9)
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 14.0, "v/wheeled/00": 14.5}, abs=1e-9)


def test_beyond_the_march_limit_there_is_no_way_by_road() -> None:
    """1501 km by road, a limit of 1500: the lot is stranded, and nothing explains it."""
    end, rows = play(march(column(), km=1501.0, horizon_h=240.0))

    assert arrivals(rows) == {}
    (waiting,) = end.waiting
    assert (waiting.state, waiting.explained) == ("stranded", False)
    assert why(waiting) == "no_way no_route,b"


def test_a_heavy_transporter_goes_around_the_weak_bridge() -> None:
    """MLC 60 on the short road, the HET is of 100: load 2, 160 km / 40 = 4, unload 2: 8 h."""
    het = replace(HET, mlc=100.0)
    weak = replace(road("ab", "a", "b", 80), bridge_mlc=60.0)
    world = scenario(
        [node("a"), node("b"), node("c")],
        [weak, road("ac", "a", "c", 80), road("cb", "c", "b", 80)],
        [],
        [het],
        [fleet("het", "a", 1)],
        [unit("u", "a", "b", {"heavy_tracked": [1]})],
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 8.0}, abs=1e-9)
    assert [link for link, _, _, _ in crossings(rows)] == ["ac", "cb"]


def test_a_transporter_that_is_sent_round_a_closure_keeps_off_the_weak_bridge() -> None:
    """At M at 4, told at 6 that M-B is shut: 160 km by C, not 40 over the bridge: 10, off 12."""
    het = replace(HET, mlc=100.0)
    weak = replace(road("mw", "m", "w", 20), bridge_mlc=60.0)
    world = scenario(
        [node(name) for name in "ambcw"],
        [
            *(road(ends, ends[0], ends[1], 80) for ends in ("am", "mb", "mc", "cb")),
            *(weak, road("wb", "w", "b", 20)),
        ],
        [],
        [het],
        [fleet("het", "a", 1)],
        [unit("u", "a", "b", {"heavy_tracked": [1]})],
        disruptions=(cut("mb", start=0),),
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 12.0}, abs=1e-9)


def test_a_detour_with_a_tank_on_the_transporter_avoids_the_weak_bridge_too() -> None:
    """Loaded at 2, at M at 6; the road ahead has closed at 5. Over W 2 h but MLC 60, over S 6 h.

    2 + 4 + 6 + 2 = 14 h.
    """
    het = replace(HET, mlc=100.0)
    world = scenario(
        [node(name) for name in "ambws"],
        [
            road("am", "a", "m", 160),
            road("mb", "m", "b", 40),
            replace(road("mw", "m", "w", 40), bridge_mlc=60.0),
            road("wb", "w", "b", 40),
            road("ms", "m", "s", 120),
            road("sb", "s", "b", 120),
        ],
        [],
        [het],
        [fleet("het", "a", 1)],
        [unit("u", "a", "b", {"heavy_tracked": [1]})],
        disruptions=(cut("mb", start=5.0, known=True),),
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert [link for link, _, _, _ in crossings(rows)] == ["am", "ms", "sb"]
    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 14.0}, abs=1e-9)


def platoons(*held: Fleet) -> Scenario:
    """A --- 80 km --- B: tanks of LU, which has no transporters of its own."""
    return scenario(
        [node("a"), node("b")],
        [road("ab", "a", "b", 80)],
        [],
        [HET],
        held,
        [unit("u", "a", "b", {"heavy_tracked": [1]}, nation="LU")],
        horizon_h=480.0,
        **DAY_AND_NIGHT,
    )


def test_a_nation_without_transporters_is_carried_by_a_fleet_that_serves_all() -> None:
    """The near platoon serves GR and TR only; the one at B serves all: 2 empty, 2 + 2 + 2: 8 h."""
    of_others = fleet("het", "a", 1, serves=("GR", "TR"))
    of_all = fleet("het", "b", 1)

    _, rows = play(platoons(of_others, of_all))

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 8.0}, abs=1e-9)
    assert {row.asset for row in of(rows, "transit")} == {"het@b/000"}


def test_a_nation_that_no_transporter_serves_is_stranded_and_says_so() -> None:
    end, rows = play(platoons(fleet("het", "a", 1, serves=("GR", "TR"))))

    (waiting,) = end.waiting
    assert of(rows, "transit") == []
    assert waiting.state == "stranded"
    assert why(waiting) == "no_way no_asset,heavy_tracked"


def test_transporters_shuttle() -> None:
    """J5: 5 pieces as lots, 2 HET, T = 2 + 2 + 2 = 6, C = 8: 6 + 8 x (ceil(5 / 2) - 1) = 22 h."""
    world = scenario(
        [node("a"), node("b")],
        [road("ab", "a", "b", 80)],
        [],
        [HET],
        [fleet("het", "a", 2)],
        [unit("u", "a", "b", {"heavy_tracked": [1] * 5})],
        packet_flow_two_lane=1e15,
        theta=1.0,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([6, 6, 14, 14, 22], abs=1e-9)
    assert len(of(rows, "empty")) == 3
