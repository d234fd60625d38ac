"""Random small theatres and forces: rail of two gauges, roads, a sea lane, an air bridge, cuts."""

import math
from dataclasses import replace

from hypothesis import strategies as st

from eastflank.model.ids import DistrictId, EvidenceKey, LotId, NodeId
from eastflank.model.modes import Mode
from eastflank.model.scenario import (
    AnnouncedEnd,
    CargoClass,
    Caught,
    CutPolicy,
    Disruption,
    District,
    Fleet,
    HeavyRoad,
    Link,
    PlanLine,
    Recurrence,
    Scenario,
    Terminal,
)
from tests import cells
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TRAIN,
    Force,
    asset_type,
    cut,
    fleet,
    node,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
)

WIDE = asset_type("wide", "rail", {"wheeled": 24.0, "tracked": 24.0}, gauge_mm=1520)
WAGON_T = {CargoClass.WHEELED: 40.0, CargoClass.TRACKED: 100.0, CargoClass.HEAVY_TRACKED: 100.0}
LONG = replace(TRAIN, carriers=10, length_km=15.0, loaded_t=WAGON_T)  # often stands on two links
COACH = asset_type("coach", "rail", {"people": 400.0}, load_key=EvidenceKey("coach_load"))
TRANSPORTERS = replace(HET, capacity=dict.fromkeys(HET.capacity, 8.0), carriers=8, mlc=60.0)
PLANE = asset_type(
    "plane",
    "air",
    {"people": 100.0, "wheeled": 4.0},
    speed_kmh=700.0,
    range_km=2500.0,
    utilisation_h_per_day=10.0,
)
SHIP = asset_type("ship", "sea", {"wheeled": 80.0, "tracked": 60.0}, speed_kmh=30.0)
TYPES = (LONG, WIDE, COACH, TRANSPORTERS, MARCH, PLANE, SHIP)

# rows that vary: (low, likely, high)
UNSURE: dict[str, cells.Value] = {
    "train_load": (3, 6, 12),
    "train_unload": (2, 4, 9),
    "gauge_transfer": (4, 8, 16),
    "border_stop": (0, 1, 5),
    "crew_shift": (4, 8, 10),
    "crew_change": (0, 1, 3),
    "wagon_turn": (0, 4, 12),
    "out_of_gauge_order": (0, 12, 48),
    "out_of_gauge_meetings": (0, 0.5, 1),
    "airfield_crew_hours": (8, 16, 24),
    "path_order": (0, 6, 24),
    "train_prepare": (0, 2, 8),
    "train_place": (0, 1, 4),
    "train_stand": (0, 0.5, 2),
    "engine_turn": (0, 1, 3),
    "traction_factor": (0.5, 1, 2),
    "permission": (0, 6, 60),
    "staging": (1, 4, 9),
    "integration": (4, 12, 30),
    "rail_speed": (30, 50, 60),
    "march_speed_two_lane": (25, 40, 45),
    "military_path_share": (0.2, 0.5, 1),
    "news_delay": (1, 6, 24),
    "vehicle_density": (1, 2, 4),
    "packet_vehicles": (5, 10, 20),
    "packet_gap": (0, 0.1, 0.5),
    "serial_packets": (1, 2, 3),
    "serial_gap": (0, 0.5, 1),
    "extra_time": (0, 0.01, 0.02),
    "ship_unload": (6, 24, 40),
    "repair": (2, 12, 72),
    "het_repair": (1, 4, 24),
}
HORIZON_H = 1500.0
HOLD = EvidenceKey("rail_hold_for_fill")
BREAKDOWNS: tuple[cells.Value, ...] = (0, 0.02, (0.05, 0.2, 0.5))
NIGHTS: tuple[cells.DayAndNight, ...] = ({}, DAY_AND_NIGHT)


def ordinal(place: int) -> str:
    """The names of the nodes: n0, n1, ..."""
    return f"n{place}"


@st.composite
def lines(draw: st.DrawFn, count: int, edge: int) -> list[Link]:
    """A tree of rail and road links over the nodes, and some more; wide gauge beyond ``edge``."""
    found: list[Link] = []
    pairs = [(draw(st.integers(0, j - 1)), j) for j in range(1, count)]
    more = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1))
    pairs += [pair for pair in draw(st.lists(more, max_size=3)) if pair[0] != pair[1]]
    for i, (a, b) in enumerate(pairs):
        km = draw(st.integers(1, 12)) * 40.0
        kind = draw(st.sampled_from(["rail", "rail", "road", "both"]))
        ends = (ordinal(a), ordinal(b))
        wide, across = min(a, b) >= edge, min(a, b) < edge < max(a, b)
        if kind != "road" and not across:
            found.append(
                rail(
                    f"rail{i}",
                    *ends,
                    km,
                    tracks=draw(st.sampled_from([1, 2])),
                    paths_per_day_each_way=draw(st.sampled_from([1.0, 4.0, 24.0, None])),
                    border=draw(st.booleans()),
                    gauge_mm=1520 if wide else 1435,
                    train_km=draw(st.sampled_from([math.inf, math.inf, 8.0])),
                    train_t=draw(st.sampled_from([math.inf, math.inf, 450.0, 90.0])),
                    holding_tracks=draw(st.sampled_from([math.inf, math.inf, 0, 1, 3])),
                )
            )
        if kind != "rail" or across:
            found.append(road(f"road{i}", *ends, km))
    return found


@st.composite
def terminals(draw: st.DrawFn, count: int, edge: int) -> list[Terminal]:
    """Railheads here and there, a yard where the gauge breaks, a port and airfield at both ends."""
    found: list[Terminal] = []
    few, limit = st.integers(1, 2), st.sampled_from([1, 2, 99])
    for i in range(count):
        room = draw(limit)
        if i in {0, count - 1} or draw(st.booleans()):
            gauge = 1520 if i > edge else 1435
            found.append(
                terminal("railhead", ordinal(i), draw(few), gauge_mm=gauge, call_forward_limit=room)
            )
        if i == edge:
            wide: cells.TerminalCells = {"gauge_mm": 1520, "call_forward_limit": room}
            found.append(terminal("railhead", ordinal(i), draw(few), suffix=":wide", **wide))
            yard: cells.TerminalCells = {"far_gauge_mm": 1520, "call_forward_limit": room}
            found.append(terminal("transfer_yard", ordinal(i), draw(few), **yard))
    for i in (0, count - 1):
        land = draw(st.sampled_from([math.inf, 60.0, 20.0, 1.0]))
        found.append(
            terminal(
                "port", ordinal(i), draw(few), call_forward_limit=draw(limit), staging_pieces=land
            )
        )
        opens, closes = draw(st.sampled_from([(0.0, 24.0), (6.0, 22.0), (20.0, 4.0), (9.0, 12.0)]))
        field: cells.TerminalCells = {"runway_m": 2500.0, "open_h": opens, "close_h": closes}
        found.append(terminal("airfield", ordinal(i), draw(few), **field))
    return found


@st.composite
def units(draw: st.DrawFn, count: int) -> list[Force]:
    """One to three units with lots of several classes."""
    pieces = st.lists(st.sampled_from([1.0, 7.5, 18.0, 30.0, 50.0]), min_size=1, max_size=3)
    found = []
    for name in draw(st.sampled_from(["u", "uv", "uvw"])):
        kinds = draw(
            st.lists(
                st.sampled_from(["people", "wheeled", "tracked", "heavy_tracked"]),
                min_size=1,
                max_size=2,
                unique=True,
            )
        )
        origin, destination = draw(st.integers(0, count - 1)), draw(st.integers(0, count - 1))
        cargo = {kind: draw(pieces) for kind in kinds}
        who: cells.UnitCells = {
            "priority": draw(st.integers(1, 3)),
            "nation": draw(st.sampled_from(["DE", "PL"])),
        }
        found.append(unit(name, ordinal(origin), ordinal(destination), cargo, **who))
    return found


@st.composite
def plans(draw: st.DrawFn, force: list[Force]) -> dict[LotId, PlanLine]:
    """For some lots modes, a date, or a unit that goes first; the earlier named never waits."""
    lines: dict[LotId, PlanLine] = {}
    names = [whole.id for whole, _ in force]
    for place, (_, lots) in enumerate(force):
        for lot in lots:
            if draw(st.integers(0, 3)) == 0:
                modes = draw(st.frozensets(st.sampled_from(list(Mode)), max_size=2))
                first = draw(st.sampled_from([(), tuple(names[:place])]))
                day = draw(st.sampled_from([0.0, 30.0]))
                lines[lot.id] = PlanLine(modes=modes, after=first, not_before_h=day)
    return lines


@st.composite
def fleets(draw: st.DrawFn, count: int) -> list[Fleet]:
    """Few assets, so that they are fought for."""
    held = st.sampled_from([0, 1, 1, 2, 3])
    serves = st.sampled_from([(), (), ("DE",), ("PL",)])
    found = []
    for kind in (TRAIN, WIDE, COACH, HET, PLANE, SHIP):
        home, serving = ordinal(draw(st.integers(0, count - 1))), draw(serves)
        found.append(fleet(kind.id, home, draw(held), serves=serving))
        if serving:  # whom another fleet of the type serves
            found.append(fleet(kind.id, home, draw(held), suffix=":other"))
    return found


@st.composite
def districts(draw: st.DrawFn, links: list[Link]) -> tuple[District, ...]:
    """No scarce traction, or one line or two joined ones with an engine or two."""
    lines = [link for link in links if link.mode is Mode.RAIL]
    if not lines or draw(st.booleans()):
        return ()
    first = draw(st.sampled_from(lines))
    more = [x for x in lines if x is not first and {x.a, x.b} & {first.a, first.b}]
    chosen = [first, *(more[:1] if draw(st.booleans()) else [])]
    home = NodeId(draw(st.sampled_from([first.a, first.b])))
    return (
        District(
            id=DistrictId("diesel"),
            links=tuple(link.id for link in chosen),
            engines=draw(st.integers(1, 2)),
            home=home,
        ),
    )


@st.composite
def cuts(draw: st.DrawFn, links: list[Link], places: list[Terminal]) -> tuple[Disruption, ...]:
    """No, one or two disruptions of links and terminals, known or not, with an end or not."""
    found = []
    for name in draw(st.sampled_from(["", "x", "x", "xy"])):
        hit = draw(st.lists(st.sampled_from(links), max_size=3, unique_by=lambda link: link.id))
        struck = draw(st.lists(st.sampled_from(places), max_size=1))
        start = draw(st.integers(0, 120)) / 2.0
        lasting = draw(st.sampled_from([3.0, 10.0, 100.0, 1e9]))
        closed = cut(
            *(link.id for link in hit),
            id=name,
            terminals=tuple(place.id for place in struck),
            start=start,
            end=start + lasting,
            severity=draw(st.sampled_from([0.5, 1.0, 1.0])),
        )
        found.append(replace(closed, **draw(manners(start))))
    return tuple(found)


@st.composite
def manners(draw: st.DrawFn, start: float) -> cells.CutCells:
    """What else a disruption may be: foretold, drawn, recurring, repaired, beside assets."""
    kind = draw(st.sampled_from(["plain", "plain", "known", "warned", "ends", "harass", "else"]))
    if kind == "warned":
        return {"warning_h": draw(st.sampled_from([12.0, 48.0]))}
    if kind == "ends":
        said = draw(st.sampled_from(list(AnnouncedEnd)))
        late = draw(st.sampled_from([5.0, 50.0]))
        estimate_h = start + late if said is AnnouncedEnd.ESTIMATE else math.inf
        known = draw(st.booleans())
        return {"announced_end": said, "known": known, "estimate_h": estimate_h}
    if kind == "harass":
        lasts = draw(st.sampled_from([2.0, 20.0]))
        often = Recurrence(every_h=24.0, lasts_h=lasts, until_h=start + 200.0, jitter=0.5)
        return {"recurs": often, "chance": draw(st.sampled_from([0.5, 1.0]))}
    if kind == "else":
        return {
            "repair_h": draw(st.sampled_from([0.0, 72.0])),
            "control": draw(st.booleans()),
            "asset_types": draw(st.sampled_from([(), (SHIP.id,), (TRAIN.id, HET.id)])),
        }
    return {"known": kind == "known"}


class Drawn:
    """A random scenario that prints itself in a few lines."""

    def __init__(self, world: Scenario) -> None:
        self.world = world

    def __repr__(self) -> str:
        world = self.world
        parts = [
            *(
                f"{x.id}: {x.a}-{x.b} {x.length_km:g} km, {x.gauge_mm} mm, {x.tracks} tracks, "
                f"{x.paths_per_day_each_way} paths, trains of {x.train_km} km, {x.train_t} t, "
                f"holds {x.holding_tracks}"
                for x in world.links.values()
            ),
            *(
                f"{x.id} x {x.servers}, limit {x.call_forward_limit}, land {x.staging_pieces:g}, "
                f"open {x.open_h:g}-{x.close_h:g}"
                for x in world.terminals.values()
            ),
            *(f"{x.id}: {x.held}, serves {x.serves}" for x in world.fleets.values()),
            *(
                f"{x.id}: {x.nation}, {x.pieces:g} {x.origin}-{x.destination}"
                for x in world.lots.values()
            ),
            *(
                f"{x.id}: {x.links} {x.terminals} {x.start_h:g}-{x.end_h:g} severity {x.severity} "
                f"known {x.known}, warned {x.warning_h:g}, end {x.announced_end} {x.estimate_h:g}, "
                f"{x.recurs}, chance {x.chance}, ramp {x.repair_h:g}, {x.asset_types} "
                f"control {x.control}"
                for x in world.disruptions
            ),
            *(
                f"{lot}: {sorted(x.modes)} after {x.after} not before {x.not_before_h:g}"
                for lot, x in world.movement_plan.items()
            ),
            *(f"{x.id}: {x.links} x {x.engines} at {x.home}" for x in world.districts.values()),
            f"{world.policy}, {world.caught}, hold {world.evidence[HOLD].likely:g}",
        ]
        return "\n".join(["", *parts])


@st.composite
def worlds(draw: st.DrawFn) -> Drawn:
    """A small theatre with its force."""
    count = draw(st.integers(3, 5))
    edge = draw(st.integers(1, count))
    links = draw(lines(count, edge))
    if draw(st.booleans()):
        links.append(sea("lane", ordinal(0), ordinal(count - 1), 600.0))
    places = draw(terminals(count, edge))
    heavy = draw(st.sampled_from(list(HeavyRoad)))
    hold_h = draw(st.sampled_from([0.0, 12.0]))
    breaks = draw(st.sampled_from(BREAKDOWNS))
    nights = draw(st.sampled_from(NIGHTS))
    force = draw(units(count))
    world = scenario(
        [node(ordinal(i), lon=4.0 * i, lat=50.0) for i in range(count)],
        links,
        places,
        TYPES,
        draw(fleets(count)),
        force,
        disruptions=draw(cuts(links, places)),
        policy=draw(st.sampled_from(list(CutPolicy))),
        heavy_road=heavy,
        horizon_h=HORIZON_H,
        rail_hold_for_fill=hold_h,
        breakdown_per_1000_km=breaks,
        given=UNSURE,
        **nights,
    )
    scarce = draw(districts(links))
    caught = draw(st.sampled_from([Caught.TURN_BACK, Caught.TURN_BACK, Caught.CLEAR]))
    world = replace(world, districts={district.id: district for district in scarce}, caught=caught)
    return Drawn(replace(world, movement_plan=draw(plans(force))))
