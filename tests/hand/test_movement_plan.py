"""The movement plan: modes, terminals, dates and sequence that are fixed beforehand.

A --- 500 km of rail --- B: 6 + 10 + 4 = 20 h. A --- 400 km of road --- B: 1 + 10 + 1 = 12 h.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from eastflank.model.ids import LotId, TerminalId, UnitId
from eastflank.model.modes import Mode
from eastflank.model.records import StageRecord
from eastflank.model.scenario import CutPolicy, Link, PlanLine, Scenario, Terminal
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
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

SHIP = asset_type("ship", "sea", {"wheeled": 30.0}, speed_kmh=30.0)
TRACK, STREET = rail("ab", "a", "b", 500), road("ab-road", "a", "b", 400)
PORTS = (terminal("port", "a"), terminal("port", "b"))
RAIL, ROAD, SEA = Mode.RAIL, Mode.ROAD, Mode.SEA


def load(name: str = "u", **more: Any) -> Force:
    """One trainload from A to B."""
    return unit(name, "a", "b", {"wheeled": [30]}, **more)


def planned(
    plan: Mapping[str, PlanLine],
    *units: Force,
    links: Iterable[Link] = (TRACK, STREET),
    ends: Iterable[Terminal] = (),
    **more: Any,
) -> Scenario:
    """A and B with a plan for units, by their names."""
    world = scenario(
        [node(name) for name in "abcd"],
        links,
        [terminal("railhead", "a", 9), terminal("railhead", "b", 9), *ends],
        [TRAIN, MARCH, SHIP],
        [fleet("train", "a", 9), *(fleet("ship", end.node, 1) for end in list(ends)[:1])],
        units or (load(),),
        **{**DAY_AND_NIGHT, **more},
    )
    lines = {id_: plan[lot.unit] for id_, lot in world.lots.items() if lot.unit in plan}
    return replace(world, movement_plan=lines)


def by(*modes: Mode, via: Iterable[Terminal] = ()) -> PlanLine:
    """A plan of modes and terminals."""
    return PlanLine(modes=frozenset(modes), via=frozenset(end.id for end in via))


def after(*units: str) -> PlanLine:
    """A plan of sequence."""
    return PlanLine(after=tuple(UnitId(name) for name in units))


def first(rows: list[StageRecord], name: str = "u") -> float:
    """When the unit's one lot was staged."""
    return arrivals(rows)[f"{name}/wheeled/00"]


def carriers(rows: list[StageRecord]) -> list[str]:
    """By what lots moved, leg after leg."""
    return [row.asset_type for row in of(rows, "transit")]


# -- modes and terminals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "there_h", "way"),
    [
        (PlanLine(), 12.0, ["march"]),
        (by(RAIL), 20.0, ["train"]),
        (by(RAIL, ROAD), 12.0, ["march"]),
    ],
)
def test_a_lot_keeps_to_the_modes_of_its_plan(
    line: PlanLine, there_h: float, way: list[str]
) -> None:
    """By road if it may, by rail if it must; two modes leave the choice."""
    _, rows = play(planned({"u": line}))

    assert first(rows) == pytest.approx(there_h, abs=1e-9)
    assert carriers(rows) == way


def test_the_plan_of_one_unit_binds_no_other() -> None:
    _, rows = play(planned({"u": by(RAIL)}, load(), load("v")))

    assert (first(rows), first(rows, "v")) == pytest.approx((20.0, 12.0), abs=1e-9)


def test_road_legs_lead_to_the_planned_mode_and_from_it() -> None:
    """C - 40 km - A, rail, B - 40 km - D: 3 + 20 + 3 h. All the way by road would be 14."""
    roads = (road("ca", "c", "a", 40), STREET, road("bd", "b", "d", 40))
    lot = unit("u", "c", "d", {"wheeled": [30]})

    _, rows = play(planned({"u": by(RAIL)}, lot, links=(TRACK, *roads)))

    assert first(rows) == pytest.approx(26.0, abs=1e-9)
    assert carriers(rows) == ["march", "train", "march"]


def test_a_plan_by_sea_takes_the_ship() -> None:
    """Loaded 12, 300 km at 30 km/h = 10, unloaded 24: 46 h beside a road of 12 h."""
    world = planned({"u": by(SEA)}, links=(STREET, sea("lane", "a", "b", 300)), ends=PORTS)

    _, rows = play(world)

    assert first(rows) == pytest.approx(46.0, abs=1e-9)


def test_the_way_goes_by_the_terminals_of_the_plan() -> None:
    """C is the nearer port of B (2 h of road), D the farther (10 h); the plan names D."""
    lanes = (sea("ac", "a", "c", 300), sea("ad", "a", "d", 300))
    roads = (road("cb", "c", "b", 80), road("db", "d", "b", 400))
    ends = [terminal("port", name) for name in "acd"]
    near, far = (
        planned({"u": line}, links=(*lanes, *roads), ends=ends)
        for line in (by(SEA), by(SEA, via=ends[2:]))
    )

    _, to_c = play(near)
    _, to_d = play(far)

    assert first(to_c) == pytest.approx(46 + 1 + 2 + 1, abs=1e-9)
    assert first(to_d) == pytest.approx(46 + 1 + 10 + 1, abs=1e-9)


def test_a_port_that_nobody_would_weigh_can_be_named() -> None:
    """Eight ports of arrival, each 100 km farther; only the best few are weighed, unless named.

    The last: 12 + 10 + 24 by sea, 1 + 20 + 1 by road.
    """
    names = [f"p{i}" for i in range(8)]
    ends = [terminal("port", "a"), *(terminal("port", name) for name in names)]
    links = [
        link
        for i, name in enumerate(names)
        for link in (sea(f"lane{i}", "a", name, 300), road(f"road{i}", name, "b", 100.0 * (i + 1)))
    ]
    world = planned({"u": by(SEA, via=ends[-1:])}, links=links, ends=ends)
    world = replace(world, nodes={**world.nodes, **{node(n).id: node(n) for n in names}})

    _, rows = play(world)

    assert first(rows) == pytest.approx(46 + 22, abs=1e-9)
    assert of(rows, "plan_void") == []


def test_a_railhead_and_an_airfield_can_be_named_too() -> None:
    """From the railhead in C, 80 km by road, and not from the one in A."""
    links = (TRACK, rail("cb", "c", "b", 500), road("ac", "a", "c", 80))
    head = terminal("railhead", "c")

    _, rows = play(planned({"u": by(RAIL, via=[head])}, links=links, ends=[head]))

    assert carriers(rows) == ["march", "train"]


# -- closures --------------------------------------------------------------------------------------


def test_a_plan_that_a_closure_leaves_no_way_for_is_void() -> None:
    """The only train comes at 50; at news, 6, the plan by rail is void and the lot marches."""
    late = fleet("train", "a", 0, callup=1)
    world = planned({"u": by(RAIL)}, disruptions=(cut("ab", start=0),), callup_start_rail=50)

    _, rows = play(replace(world, fleets={late.id: late}))

    (void,) = of(rows, "plan_void")
    assert (void.lot, void.place, void.to_h) == ("u/wheeled/00", "a", 6.0)
    assert why(void) == "no_way cut"
    assert first(rows) == pytest.approx(18.0, abs=1e-9)


def test_a_plan_is_void_before_the_start_if_the_closure_is_known() -> None:
    world = planned({"u": by(RAIL)}, disruptions=(cut("ab", start=0, known=True),))

    _, rows = play(world)

    assert [row.to_h for row in of(rows, "plan_void")] == [0.0]
    assert first(rows) == pytest.approx(12.0, abs=1e-9)


def test_a_plan_with_another_open_way_stays() -> None:
    """The track is closed, the detour over C keeps the plan: 6 + 12 + 4 and not 12 by road."""
    detour = (rail("ac", "a", "c", 300), rail("cb", "c", "b", 300))
    world = planned(
        {"u": by(RAIL)},
        links=(TRACK, STREET, *detour),
        disruptions=(cut("ab", start=0, known=True),),
    )

    _, rows = play(world)

    assert of(rows, "plan_void") == []
    assert first(rows) == pytest.approx(22.0, abs=1e-9)


def test_under_the_policy_none_the_plan_waits_for_the_reopening() -> None:
    """Loaded at 6 it waits for the track until 100: 110, off 114."""
    world = planned(
        {"u": by(RAIL)}, disruptions=(cut("ab", start=0, end=100),), policy=CutPolicy.NONE
    )

    _, rows = play(world)

    assert of(rows, "plan_void") == []
    assert first(rows) == pytest.approx(114.0, abs=1e-9)


def test_rerouting_keeps_to_the_modes_of_the_plan() -> None:
    """Were all open a free lot would march; this one sails, and the closed road is not its."""
    world = planned(
        {"u": by(SEA)},
        links=(STREET, sea("lane", "a", "b", 300)),
        ends=PORTS,
        disruptions=(cut("ab-road", start=0, known=True),),
        policy=CutPolicy.REROUTE,
    )

    _, rows = play(world)

    assert of(rows, "plan_void") == []
    assert first(rows) == pytest.approx(46.0, abs=1e-9)


def test_a_lot_with_no_way_at_all_keeps_its_plan_for_the_reopening() -> None:
    """Track and road closed till 50, known: stranded, then by rail 50 + 20, not 50 + 12."""
    world = planned(
        {"u": by(RAIL)}, disruptions=(cut("ab", "ab-road", start=0, end=50, known=True),)
    )

    _, rows = play(world)

    assert of(rows, "plan_void") == []
    assert first(rows) == pytest.approx(70.0, abs=1e-9)


# -- dates and sequence ----------------------------------------------------------------------------


def test_nobody_leaves_before_the_day_of_the_plan() -> None:
    """Not before C+2: 48 + 12."""
    _, rows = play(planned({"u": PlanLine(not_before_h=48.0)}))

    (ready,) = of(rows, "ready")
    assert (ready.to_h, why(ready)) == (48.0, "plan_date 48")
    assert first(rows) == pytest.approx(60.0, abs=1e-9)


def test_a_unit_leaves_when_the_one_before_it_has_closed() -> None:
    """V is there at 12 and integrated at 36; U leaves then: 48."""
    _, rows = play(planned({"u": after("v")}, load(), load("v"), integration=24))

    (wait,) = [row for row in of(rows, "wait") if why(row) == "plan_order v"]
    assert (wait.unit, wait.from_h, wait.to_h) == ("u", 0.0, 36.0)
    assert (first(rows, "v"), first(rows)) == pytest.approx((12.0, 48.0), abs=1e-9)


def test_a_unit_waits_for_the_last_of_several() -> None:
    """V closes at 12 by road, W at 20 by rail: U leaves at 20."""
    plan = {"u": after("v", "w"), "w": by(RAIL)}

    _, rows = play(planned(plan, load(), load("v"), load("w")))

    waits = [row for row in of(rows, "wait") if why(row).startswith("plan_order")]
    assert [(why(row), row.from_h, row.to_h) for row in waits] == [
        ("plan_order v", 0.0, 12.0),
        ("plan_order w", 12.0, 20.0),
    ]
    assert first(rows) == pytest.approx(32.0, abs=1e-9)


def test_nobody_waits_for_a_unit_that_has_closed() -> None:
    """U may leave at 48 only, V has closed at 12."""
    plan = {"u": replace(after("v"), not_before_h=48.0)}

    _, rows = play(planned(plan, load(), load("v")))

    assert not [row for row in rows if why(row).startswith("plan_order")]
    assert first(rows) == pytest.approx(60.0, abs=1e-9)


def enabler_by_rail(**more: Any) -> Scenario:
    """U waits for V, which can go by rail only: its tracked pieces find no road transport."""
    enabler = unit("v", "a", "b", {"tracked": [30]})
    return planned({"u": after("v")}, load(), enabler, horizon_h=200.0, **more)


def test_who_waits_for_a_unit_that_a_cut_keeps_away_is_listed_and_explained() -> None:
    end, _ = play(enabler_by_rail(disruptions=(cut("ab", start=0, known=True),)))

    assert end.end_h == 200.0
    assert {row.unit: (why(row), row.explained) for row in end.waiting} == {
        "u": ("plan_order v", True),
        "v": ("no_way no_rail_path,1435,b cut", True),
    }


def test_who_waits_for_a_unit_that_can_never_come_is_not_explained() -> None:
    end, _ = play(enabler_by_rail(links=(STREET,)))

    assert {row.unit: (why(row), row.explained) for row in end.waiting} == {
        "u": ("plan_order v", False),
        "v": ("no_way no_rail_path,1435,b", False),
    }


def test_units_that_wait_for_each_other_end_the_run_unexplained() -> None:
    """The tables refuse a circle; a world built by hand still ends."""
    world = planned({"u": after("v"), "v": after("u")}, load(), load("v"), horizon_h=100.0)

    end, _ = play(world)

    assert end.end_h == 100.0
    assert [(why(row), row.explained) for row in end.waiting] == [
        ("plan_order v", False),
        ("plan_order u", False),
    ]


def test_a_plan_for_one_lot_leaves_the_others_of_its_unit_free() -> None:
    whole = unit("u", "a", "b", {"wheeled": [30, 30]})
    world = planned({}, whole)

    _, rows = play(replace(world, movement_plan={LotId("u/wheeled/01"): by(RAIL)}))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 12.0, "u/wheeled/01": 20.0}, abs=1e-9)


def test_a_planned_way_asks_only_the_hosts_that_it_enters() -> None:
    """The track to B (LT) crosses C (PL), the ship does not: the plan by sea waits 24 h, not 48."""
    links = (rail("ac", "a", "c", 200), rail("cb", "c", "b", 200), sea("lane", "a", "b", 300))
    world = planned({"u": by(SEA)}, links=links, ends=PORTS, permission=24)
    places = {node("b").id: node("b", country="LT"), node("c").id: node("c", country="PL")}
    world = replace(world, nodes={**world.nodes, **places}, permission_factor={("DE", "PL"): 2.0})

    _, rows = play(world)
    _, free = play(replace(world, movement_plan={}))

    assert [why(row) for row in of(rows, "ready")] == ["permission LT"]
    assert [(row.to_h, why(row)) for row in of(free, "ready")] == [(48.0, "permission PL")]


def test_terminals_that_are_used_are_used_up() -> None:
    """By sea over D and on by rail: the plan of both is kept though D lies behind by then."""
    links = (sea("ad", "a", "d", 300), rail("db", "d", "b", 500), road("db-road", "d", "b", 100))
    ends = [terminal("port", "a"), terminal("port", "d"), terminal("railhead", "d")]
    line = PlanLine(modes=frozenset({SEA, RAIL}), via=frozenset({TerminalId("railhead:d")}))
    world = planned({"u": line}, links=links, ends=ends)
    there = fleet("train", "d", 1)

    _, rows = play(replace(world, fleets={**world.fleets, there.id: there}))

    assert carriers(rows) == ["ship", "train"]
    assert of(rows, "plan_void") == []
