"""Worlds of a few links, each of which waits for one thing or two: small enough to draw."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from eastflank.model.ids import AssetTypeId, DistrictId, LinkId, NodeId, TerminalId, UnitId
from eastflank.model.modes import Mode
from eastflank.model.scenario import (
    AnnouncedEnd,
    CargoClass,
    CutPolicy,
    Disruption,
    District,
    PlanLine,
    Scenario,
    Sustainment,
)
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TIERS,
    TRAIN,
    Force,
    asset_type,
    cut,
    evidence,
    fleet,
    node,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
    waterway,
)


def line(
    units: Iterable[Force],
    *,
    ramps: int = 9,
    ramps_at_b: int = 9,
    sets: int = 9,
    calls: int = 99,
    cuts: tuple[Disruption, ...] = (),
    policy: CutPolicy = CutPolicy.SUBSTITUTE,
    theta: float = 0.95,
    horizon_h: float = 2880.0,
    values: Mapping[str, Any] | None = None,
    **track: Any,
) -> Scenario:
    """A --- 200 km --- M --- 200 km --- B by rail of 50 km/h; load 6, unload 4."""
    return scenario(
        [node("A"), node("M", 3.0, country="PL"), node("B", 6.0, country="LT")],
        [
            rail("AM", "A", "M", 200, **track),
            rail("MB", "M", "B", 200, **track),
        ],
        [
            terminal("railhead", "A", ramps),
            terminal("railhead", "M", 9),
            terminal("railhead", "B", ramps_at_b, call_forward_limit=calls),
        ],
        [TRAIN],
        [fleet("train", "A", sets)],
        units,
        disruptions=cuts,
        policy=policy,
        theta=theta,
        horizon_h=horizon_h,
        **{**DAY_AND_NIGHT, **(values or {})},
    )


def trains(count: int, name: str = "U1", **more: Any) -> Force:
    """A unit of so many trainloads from A to B."""
    return unit(name, "A", "B", {"wheeled": [30.0] * count}, **more)


def ramp() -> Scenario:
    """Three trains for one ramp, and two sets for them: at the ramp 6 h, then 27 h for a set."""
    return line([trains(3)], ramps=1, sets=2, border=True)


def paths() -> Scenario:
    """Three trains for a path every twelve hours; crews run three hours."""
    crews = {"crew_shift": 3.0, "crew_change": 0.5}
    return line([trains(3)], values=crews, paths_per_day_each_way=2.0)


def ordered() -> Scenario:
    """A train is loaded at 6, and its path is given at 24."""
    return line([trains(1)], values={"path_order": 24.0})


def exceptional() -> Scenario:
    """A train of heavy tracked pieces is loaded at 6, and may run from 48 on."""
    heavy = unit("U1", "A", "B", {"heavy_tracked": [30.0]})
    return line([heavy], values={"out_of_gauge_order": 48.0})


def shifts() -> Scenario:
    """The field, whose crews work for eight hours: who lands at 10 waits for the next morning."""
    world = field()
    return replace(world, evidence=evidence(airfield_crew_hours=8.0, **DAY_AND_NIGHT))


def aside() -> Scenario:
    """A train stands an hour and a half on 100 km: on each of two links of 200 km three hours."""
    return line([trains(1)], values={"train_stand": 1.5})


def holding() -> Scenario:
    """A path a day beyond M, where two trains may stand: four trains, and the third stands back."""
    world = line([trains(4)])
    links = [
        rail("AM", "A", "M", 100, paths_per_day_each_way=16.0, holding_tracks=2.0),
        rail("MB", "M", "B", 100, paths_per_day_each_way=1.0),
    ]
    return replace(world, links={link.id: link for link in links})


def engines() -> Scenario:
    """One locomotive on M-B for two trains."""
    world = line([trains(2)], values={"engine_turn": 1.0}, paths_per_day_each_way=None)
    district = District(id=DistrictId("diesel"), links=(LinkId("MB"),), engines=1, home=NodeId("M"))
    return replace(world, districts={district.id: district})


def filling() -> Scenario:
    """Half a trainload waits half a day for more, which does not come; then for its turn."""
    parts = unit("U1", "A", "B", {"wheeled": [15.0]})
    return line([parts], values={"rail_hold_for_fill": 12.0})


def shared() -> Scenario:
    """Three quarters of a trainload of U1 and a quarter of U2 ride on one train."""
    parts = {"U1": 22.5, "U2": 7.5}
    units = [unit(name, "A", "B", {"wheeled": [pieces]}) for name, pieces in parts.items()]
    return line(units, values={"rail_hold_for_fill": 12.0})


def calling() -> Scenario:
    """One train at a time may be on its way to B."""
    return line([trains(2)], calls=1)


def supplies() -> Scenario:
    """300 in place at B use three containers a day, from A; one set for three trainloads of U1."""
    there, _ = unit("HERE", "B", "B", {}, personnel=300)
    world = line([trains(3), (replace(there, in_place=True), [])], sets=1)
    boxes = asset_type("boxes", "rail", {"containers": 30.0})
    depot = Sustainment(
        depots={"LT": (NodeId("A"),)}, lot_pieces_max=30, piece_t=10.0, piece_km=0.006
    )
    sets = fleet("boxes", "A", 9)
    return replace(
        world,
        asset_types={**world.asset_types, boxes.id: boxes},
        fleets={**world.fleets, sets.id: sets},
        evidence=evidence(supply_per_troop=0.1, **DAY_AND_NIGHT),
        sustainment=depot,
    )


def hosts() -> Scenario:
    """Tiers, no warning: notice of U1, permission for U2, stored equipment of U3, C-day for U4."""
    stored, kit = trains(1, "U3", nation="PL")
    kit = [replace(lot, origin=NodeId("M")) for lot in kit]
    world = line(
        [
            trains(1, "U1", notice_h=96.0),
            trains(1, "U2", nation="LT"),
            (replace(stored, kit_origin=NodeId("M")), kit),
            trains(1, "U4", nation="DE", notice_h=0.0),
        ],
        values={"permission": 48.0, "prepositioned_draw": 72.0},
    )
    return replace(world, frame=TIERS)


def plan() -> Scenario:
    """U1 not before C+2; U2 after U1."""
    world = line([trains(1, "U1"), trains(1, "U2")])
    lines = {"U1": PlanLine(not_before_h=48.0), "U2": PlanLine(after=(UnitId("U1"),))}
    of_lots = {id_: lines[lot.unit] for id_, lot in world.lots.items() if lot.unit in lines}
    return replace(world, movement_plan=of_lots)


def void() -> Scenario:
    """The only train comes at 50; at news, 6, the plan by rail is void and the lot marches."""
    world = line(
        [trains(1)], cuts=(cut("AM", start=0.0, id="bridge"),), values={"callup_start_rail": 50}
    )
    late, way = fleet("train", "A", 0, callup=1), road("AB", "A", "B", 400)
    lots = dict.fromkeys(world.lots, PlanLine(modes=frozenset({Mode.RAIL})))
    return replace(
        world,
        links={**world.links, way.id: way},
        asset_types={**world.asset_types, MARCH.id: MARCH},
        fleets={late.id: late},
        movement_plan=lots,
    )


def control() -> Scenario:
    """Movement control is hit for two days; a unit that is ready then waits for it."""
    hit = Disruption(id="cyber", links=(), terminals=(), start_h=0.0, end_h=48.0, control=True)
    return line([trains(1)], cuts=(hit,))


def slots(*cuts: Disruption) -> Scenario:
    """Two units for one integration slot of a day."""
    units = [trains(1, "U1"), trains(1, "U2")]
    world = line(units, cuts=cuts, values={"integration": 24.0}, border=True)
    one = terminal("staging_area", "B", 1)
    return replace(world, terminals={**world.terminals, one.id: one})


def struck() -> Scenario:
    """The same, and the staging area is closed from 10 to 60."""
    return slots(cut(start=10.0, end=60.0, id="strike", terminals=(TerminalId("staging_area:B"),)))


def stranded() -> Scenario:
    """The line is cut for good while the second train is under way: U1 waits at the end."""
    return line(
        [trains(3)],
        sets=1,
        cuts=(cut("MB", start=30.0, id="bridge"),),
        horizon_h=240.0,
    )


def short() -> Scenario:
    """No cut, and the run ends early: lots still wait for a set, others move or are not ready."""
    units = [trains(6, "U1"), trains(1, "U2", notice_h=2000.0)]
    return replace(line(units, sets=1, ramps=1, horizon_h=56.0), frame=TIERS)


def queues() -> Scenario:
    """No cut, and the run ends at 20: a path every 4 h, one ramp at B for 8 h a train.

    Then the first train is unloaded, the second waits for the ramp since 18, the last for a path.
    """
    slow = {"train_unload": 8.0}
    return line([trains(5)], ramps_at_b=1, horizon_h=20.0, values=slow, paths_per_day_each_way=6.0)


def yard() -> Scenario:
    """A --- Y === B: 1435 mm to Y, 1520 mm beyond; one track, one crane, two wide sets."""
    cargo = dict.fromkeys((CargoClass.WHEELED, CargoClass.CONTAINERS), 30.0)
    near = replace(asset_type("near", "rail", {}), capacity=cargo)
    wide = replace(near, id=AssetTypeId("wide"), gauge_mm=1520)
    return scenario(
        [node("A"), node("Y", 3.0), node("B", 6.0, country="LT")],
        [rail("AY", "A", "Y", 200), rail("YB", "Y", "B", 200, gauge_mm=1520)],
        [
            terminal("railhead", "A", 9),
            terminal("transfer_yard", "Y", 2, far_gauge_mm=1520, cranes=1),
            terminal("railhead", "B", 1, gauge_mm=1520),
        ],
        [near, wide],
        [fleet("near", "A", 4), fleet("wide", "Y", 4)],
        [unit("U1", "A", "B", {"wheeled": [30.0, 30.0], "containers": [30.0, 30.0]})],
        **DAY_AND_NIGHT,
    )


def coast(*disruptions: Disruption) -> Scenario:
    """H --- P ~~~ Q --- B by rail, sea, rail; P has land for 50 pieces, Q one berth, two ships."""
    ship = asset_type("ship", "sea", {"wheeled": 50.0}, speed_kmh=37.0)
    return scenario(
        [node("H"), node("P", 2.0), node("Q", 8.0, country="LT"), node("B", 9.0, country="LT")],
        [
            rail("HP", "H", "P", 100),
            sea("PQ", "P", "Q", 370),
            rail("QB", "Q", "B", 100),
        ],
        [
            *(terminal("railhead", name, 9) for name in "HPQB"),
            terminal("port", "P", 9, staging_pieces=50.0),
            terminal("port", "Q", 1, staging_pieces=500.0),
        ],
        [asset_type("train", "rail", {"wheeled": 50.0}), ship],
        [fleet("train", "H", 4), fleet("train", "B", 4), fleet("ship", "P", 3)],
        [unit("U1", "H", "B", {"wheeled": [50.0] * 4})],
        disruptions=disruptions,
        theta=1.0,
        **DAY_AND_NIGHT,
    )


def lane() -> Scenario:
    """The lane P-Q is closed from 10 to 70 and its end is known: loaded ships wait for it."""
    return coast(cut("PQ", start=20.0, end=80.0, id="mines", announced_end=AnnouncedEnd.KNOWN))


def strike() -> Scenario:
    """The port Q is closed from 30 to 90 and its end is known: ships wait before it."""
    return coast(
        cut(
            start=36.0,
            end=96.0,
            id="strike",
            announced_end=AnnouncedEnd.KNOWN,
            terminals=(TerminalId("port:Q"),),
        )
    )


def river() -> Scenario:
    """A --- 100 km, three locks --- B: of two barges at 4 h one waits 2 h for the slowest lock."""
    locked = waterway("AB", "A", "B", 100, locks=3, paths_per_day_each_way=12)
    barge = asset_type("barge_large", "barge", {"wheeled": 40.0}, speed_kmh=10.0)
    return scenario(
        [node("A"), node("B", 1.0)],
        [locked],
        [terminal("inland_port", place, 2) for place in "AB"],
        [barge],
        [fleet("barge_large", "A", 2)],
        [unit("u", "A", "B", {"wheeled": [40.0, 40.0]})],
    )


def roads(*disruptions: Disruption, breakdown: float = 0.0, policy: str = "none") -> Scenario:
    """A --- 80 km --- M --- 40 km --- N --- 80 km --- B on two-lane roads of 40 km/h."""
    return scenario(
        [node("A"), node("M", 1.0), node("N", 2.0), node("B", 3.0, country="LT")],
        [road("AM", "A", "M", 80), road("MN", "M", "N", 40), road("NB", "N", "B", 80)],
        [],
        [MARCH, HET],
        [fleet("het", "A", 1)],
        [unit("U1", "A", "B", {"wheeled": [10.0]})],
        disruptions=disruptions,
        policy=CutPolicy(policy),
        theta=1.0,
        breakdown_per_1000_km=breakdown,
        **DAY_AND_NIGHT,
    )


def column() -> Scenario:
    """The road N-B is closed from hour 2 to 110: the column stands before it for four days."""
    return roads(cut("NB", start=2.0, end=110.0, id="bridge"))


def breakdown() -> Scenario:
    """One of ten vehicles breaks down at N, is repaired in 12 h and follows by itself."""
    return roads(breakdown=1.0)


def field() -> Scenario:
    """A field that is open from 6 to 22: a sortie that is loaded at night waits for it."""
    plane = asset_type(
        "c17", "air", {"wheeled": 10.0}, speed_kmh=500.0, range_km=9000.0, runway_m=1000.0
    )
    return scenario(
        [node("A"), node("C", 0.5), node("B", 9.0, country="LT")],
        [road("AC", "A", "C", 40)],
        [
            terminal("airfield", "A", 1, runway_m=3000.0, open_h=6.0, close_h=22.0),
            terminal("airfield", "B", 1, runway_m=3000.0),
        ],
        [plane],
        [fleet("c17", "A", 1)],
        [unit("U1", "A", "B", {"wheeled": [10.0, 10.0]})],
        **DAY_AND_NIGHT,
    )
