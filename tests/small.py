"""Small worlds built by hand, few enough in parts to draw on paper."""

import math
from collections.abc import Iterable, Mapping
from typing import Unpack

from eastflank.engine.flow.waiting import Waiting
from eastflank.engine.run import Observer, RunEnd, run
from eastflank.model.causes import WaitCause
from eastflank.model.evidence import Assumption, Distribution, Scope
from eastflank.model.ids import (
    AssetTypeId,
    EvidenceKey,
    FleetId,
    LinkId,
    LotId,
    NodeId,
    TerminalId,
    UnitId,
)
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.records import Records, StageRecord
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    CutPolicy,
    Disruption,
    Fleet,
    Frame,
    HeavyRoad,
    Link,
    Lot,
    Node,
    Readiness,
    Scenario,
    Sustainment,
    Terminal,
    Unit,
)
from eastflank.routing.book import Itineraries
from tests import cells

Force = tuple[Unit, list[Lot]]  # a unit and its lots

# Round values, so that sums can be done in the head. All fixed.
VALUES: dict[str, float] = {
    "notice_slip_national": 0,
    "notice_slip_unit": 0,
    "permission": 0,
    "order_lead": 0,
    "prepositioned_draw": 0,
    **{
        f"{what}_{mode}": value
        for mode in ("rail", "road", "air", "sea", "barge")
        for what, value in (
            ("held_ready", 0.0),
            ("callup_start", 0.0),
            ("callup_ramp", 0.0),
            ("callup_factor", 1.0),
        )
    },
    "rail_speed": 50,
    "military_path_share": 1,
    "border_stop": 0,
    "crew_shift": 1e9,
    "crew_change": 0,
    "path_order": 0,
    "out_of_gauge_order": 0,
    "out_of_gauge_meetings": 0,
    "train_prepare": 0,
    "train_place": 0,
    "train_stand": 0,
    "wagon_turn": 0,
    "engine_turn": 0,
    "traction_factor": 1,
    "train_load": 6,
    "train_unload": 4,
    "coach_load": 1,
    "coach_unload": 1,
    "gauge_transfer": 8,
    "gauge_transfer_people": 1,
    "rail_hold_for_fill": 0,
    "locomotive_length": 0,
    "march_speed_motorway": 50,
    "march_speed_two_lane": 40,
    "march_speed_local": 25,
    "het_speed_factor": 1,
    "halts_share": 0,
    "driving_hours_per_day": 8,
    "march_day_start": 6,
    "march_day_end": 22,
    "packet_flow_motorway": 1000,
    "packet_flow_two_lane": 1000,
    "packet_flow_local": 1000,
    "vehicle_density": 1e15,
    "packet_vehicles": 1e15,
    "packet_gap": 0,
    "serial_packets": 1e15,
    "serial_gap": 0,
    "extra_time": 0,
    "breakdown_per_1000_km": 0,
    "repair": 12,
    "het_repair": 4,
    "heavy_night_start": 21,
    "heavy_night_end": 5,
    "march_limit": 1500,
    "march_form": 1,
    "march_disperse": 1,
    "het_load": 2,
    "het_unload": 2,
    "bus_load": 1,
    "bus_unload": 1,
    "truck_load": 2,
    "truck_unload": 2,
    "air_route_factor": 1,
    "airfield_crew_hours": 24,
    "ground_military_load": 2,
    "ground_military_unload": 2,
    "ground_airliner_load": 1,
    "ground_airliner_unload": 1,
    "air_hold_for_fill": 0,
    "air_block_extra": 0,
    "ship_load": 12,
    "ship_unload": 24,
    "sea_speed_factor": 1,
    "canal_transit": 8,
    "port_approach": 0,
    "port_land_factor": 1,
    "transfer_tracks_factor": 1,
    "sea_hold_for_fill": 0,
    "barge_load": 4,
    "barge_unload": 4,
    "barge_speed_factor": 1,
    "barge_day": 24,
    "barge_low_water": 1,
    "barge_hold_for_fill": 0,
    "lockage": 0.5,
    "lock_share": 1,
    "inland_port_approach": 0,
    "staging": 0,
    "integration": 0,
    "news_delay": 6,
    "replan_h": 6,
    "review_interval": 24,
    "switch_margin": 24,
    "priority_step": 24,
    "road_empty_limit": 1e6,
    "service_scale": 1,
    "supply_per_troop": 0,
    "supply_days_carried": 0,
    "supply_hold_for_fill": 0,
    "host_supply_share": 0,
    "supply_priority": 3,
}


# rows that the engine draws for each lot or unit and visit, if they are not fixed
LUCKY: frozenset[str] = frozenset(
    key
    for key in VALUES
    if key.endswith(("_load", "_unload", "_form", "_disperse", "transfer", "_people", "_transit"))
    or key
    in {
        "border_stop",
        "crew_change",
        "path_order",
        "out_of_gauge_order",
        "train_prepare",
        "train_place",
        "train_stand",
        "wagon_turn",
        "staging",
        "integration",
        "repair",
        "het_repair",
    }
    or key in {"permission", "notice_slip_unit"}
)


def evidence(**changed: cells.Value) -> dict[EvidenceKey, Assumption]:
    """The evidence table of a small world: rows are fixed, or (low, likely, high)."""
    unknown = set(changed) - set(VALUES)
    assert not unknown, unknown
    rows = {}
    for key, value in {**VALUES, **changed}.items():
        low, likely, high = value if isinstance(value, tuple) else (value, value, value)
        rows[EvidenceKey(key)] = Assumption(
            key=EvidenceKey(key),
            unit="h",
            low=low,
            likely=likely,
            high=high,
            distribution=Distribution.TRIANGULAR if high > low else Distribution.FIXED,
            scope=Scope.LUCK if key in LUCKY and high > low else Scope.KNOWLEDGE,
            group=key,
            grade="E",
        )
    return rows


def node(name: str, lon: float = 0.0, lat: float = 0.0, country: str = "DE") -> Node:
    """A place."""
    return Node(id=NodeId(name), name=name, country=country, lon=lon, lat=lat)


def rail(name: str, a: str, b: str, km: float, **more: Unpack[cells.LinkCells]) -> Link:
    """A rail link: double track and 1435 mm unless said otherwise."""
    given: cells.LinkCells = {"gauge_mm": 1435, "paths_per_day_each_way": 24.0, **more}
    return Link(id=LinkId(name), mode=Mode.RAIL, a=NodeId(a), b=NodeId(b), length_km=km, **given)


def road(name: str, a: str, b: str, km: float, road_class: str = "primary") -> Link:
    """A road link (two-lane: 40 km/h)."""
    return Link(
        id=LinkId(name),
        mode=Mode.ROAD,
        a=NodeId(a),
        b=NodeId(b),
        length_km=km,
        road_class=road_class,
    )


def sea(name: str, a: str, b: str, km: float, *, canal: bool = False) -> Link:
    """A sea lane."""
    return Link(
        id=LinkId(name),
        mode=Mode.SEA,
        a=NodeId(a),
        b=NodeId(b),
        length_km=km,
        passages={EvidenceKey("canal_transit"): 1} if canal else {},
    )


def waterway(
    name: str, a: str, b: str, km: float, *, locks: int = 0, **more: Unpack[cells.LinkCells]
) -> Link:
    """An inland waterway, still water unless said otherwise."""
    return Link(
        id=LinkId(name),
        mode=Mode.BARGE,
        a=NodeId(a),
        b=NodeId(b),
        length_km=km,
        passages={EvidenceKey("lockage"): locks} if locks else {},
        **more,
    )


def terminal(
    kind: str, at: str, servers: int = 1, *, suffix: str = "", **more: Unpack[cells.TerminalCells]
) -> Terminal:
    """A terminal; its id is the kind and the place."""
    gauge_mm = 1435 if kind in {"railhead", "transfer_yard"} else None
    given: cells.TerminalCells = {"call_forward_limit": 99, "gauge_mm": gauge_mm, **more}
    return Terminal(
        id=TerminalId(f"{kind}:{at}{suffix}"),
        node=NodeId(at),
        kind=TerminalKind(kind),
        servers=servers,
        **given,
    )


def asset_type(
    name: str, mode: str, room: dict[str, float], **more: Unpack[cells.AssetCells]
) -> AssetType:
    """A kind of asset."""
    named = {"rail": "train", "road": "het", "air": "ground_military", "sea": "ship"}
    keys = named.get(mode, mode)
    given: cells.AssetCells = {
        "load_key": EvidenceKey(f"{keys}_load"),
        "unload_key": EvidenceKey(f"{keys}_unload"),
        "gauge_mm": 1435 if mode == "rail" else None,
        **more,
    }
    return AssetType(
        id=AssetTypeId(name),
        mode=Mode(mode),
        title=name,
        capacity={CargoClass(cargo): pieces for cargo, pieces in room.items()},
        **given,
    )


MARCH = asset_type(
    "march",
    "road",
    {"wheeled": 1.0},
    load_key=EvidenceKey("march_form"),
    unload_key=EvidenceKey("march_disperse"),
)


TRAIN = asset_type("train", "rail", {"wheeled": 30.0, "tracked": 30.0, "heavy_tracked": 30.0})
HET = asset_type("het", "road", {"heavy_tracked": 1.0, "tracked": 1.0})

# no night's rest, so that a march is one sum
DAY_AND_NIGHT: cells.DayAndNight = {
    "driving_hours_per_day": 24,
    "march_day_start": 0,
    "march_day_end": 24,
}


TIERS = Frame(readiness=Readiness.TIERS, warning_h=0.0)


def fleet(
    kind: str, home: str, held: int, *, suffix: str = "", **more: Unpack[cells.FleetCells]
) -> Fleet:
    """A fleet that is there from the start."""
    given: cells.FleetCells = {"callup": 0, **more}
    return Fleet(
        id=FleetId(f"{kind}@{home}{suffix}"),
        owner="DE",
        asset_type=AssetTypeId(kind),
        home=NodeId(home),
        held=held,
        held_ready_key=EvidenceKey("held_ready_rail"),
        callup_start_key=EvidenceKey("callup_start_rail"),
        callup_ramp_key=EvidenceKey("callup_ramp_rail"),
        callup_factor_key=EvidenceKey("callup_factor_rail"),
        **given,
    )


def unit(
    name: str,
    origin: str,
    destination: str,
    cargo: dict[str, list[float]],
    **more: Unpack[cells.UnitCells],
) -> Force:
    """A unit and its lots: pieces a lot, by cargo class."""
    given: cells.UnitCells = {
        "priority": 3,
        "notice_h": 0.0,
        "personnel": 100,
        "nation": "DE",
        "brigade": "1 Bde",
        **more,
    }
    whole = Unit(
        id=UnitId(name),
        name=name,
        division="1 Div",
        unit_type="bn",
        weight="heavy",
        tier=1,
        origin=NodeId(origin),
        kit_origin=NodeId(origin),
        destination=NodeId(destination),
        required_delivery_h=720.0,
        **given,
    )
    lots = [
        Lot(
            id=LotId(f"{name}/{kind}/{i:02d}"),
            unit=whole.id,
            nation=whole.nation,
            cargo=CargoClass(kind),
            pieces=pieces,
            tonnes=10.0 * pieces,
            troops=int(pieces) if kind == "people" else 0,
            length_km=0.01 * pieces,
            origin=whole.origin,
            destination=whole.destination,
            priority=whole.priority,
            may_fly=True,
        )
        for kind, loads in cargo.items()
        for i, pieces in enumerate(loads)
    ]
    return whole, lots


def cut(
    *links: str, start: float, end: float = math.inf, **more: Unpack[cells.CutCells]
) -> Disruption:
    """A closure of links, and of ``terminals`` if given."""
    given: cells.CutCells = {"id": "cut", "terminals": (), **more}
    return Disruption(
        links=tuple(LinkId(link) for link in links), start_h=start, end_h=end, **given
    )


def scenario(
    nodes: Iterable[Node],
    links: Iterable[Link],
    terminals: Iterable[Terminal],
    types: Iterable[AssetType],
    fleets: Iterable[Fleet],
    units: Iterable[Force],
    *,
    disruptions: tuple[Disruption, ...] = (),
    policy: CutPolicy = CutPolicy.SUBSTITUTE,
    horizon_h: float = 2880.0,
    theta: float = 0.95,
    sustainment: Sustainment | None = None,
    heavy_road: HeavyRoad = HeavyRoad.DAY,
    given: Mapping[str, cells.Value] | None = None,
    **values: cells.Value,
) -> Scenario:
    """A small world; a staging area with one slot is added at each destination that lacks one.

    Rows of evidence are told by name; those that are handed on in ``given`` win over them.
    """
    units = list(units)
    terminals = list(terminals)
    staged = {t.node for t in terminals if t.kind is TerminalKind.STAGING_AREA}
    for place in sorted({whole.destination for whole, _ in units} - staged):
        terminals.append(terminal("staging_area", place, servers=9))
    return Scenario(
        name="small",
        title="A small world",
        nodes={n.id: n for n in nodes},
        links={link.id: link for link in links},
        terminals={t.id: t for t in terminals},
        asset_types={t.id: t for t in types},
        fleets={f.id: f for f in fleets},
        units={whole.id: whole for whole, _ in units},
        lots={lot.id: lot for _, lots in units for lot in lots},
        evidence=evidence(**{**values, **(given or {})}),
        disruptions=disruptions,
        frame=Frame(
            readiness=Readiness.READY,
            warning_h=0.0,
        ),
        policy=policy,
        heavy_road=heavy_road,
        horizon_h=horizon_h,
        theta=theta,
        sustainment=sustainment,
    )


def play(
    world: Scenario,
    *,
    seed: int = 1,
    replication: int | None = None,
    book: Itineraries | None = None,
    observe: Observer | None = None,
) -> tuple[RunEnd, list[StageRecord]]:
    """Run a replication, the deterministic one unless said otherwise, and keep its rows."""
    kept = Records()
    end = run(world, seed=seed, replication=replication, records=kept, book=book, observe=observe)
    return end, kept.rows()


def arrivals(rows: list[StageRecord]) -> dict[str, float]:
    """When each lot was staged."""
    return {row.lot: row.to_h for row in rows if row.stage == "staging"}


def crossings(rows: list[StageRecord], *, lift: str = "") -> list[tuple[str, str, float, float]]:
    """(link, towards, entered, out) of every link row, or of one lift's."""
    return [
        (row.place, row.towards, row.work_h, row.to_h)
        for row in rows
        if row.stage == "link" and lift in {"", row.lift}
    ]


def why(what: StageRecord | Waiting | WaitCause) -> str:
    """What a row or a lot waited for: the kind, the thing and what has closed it, if any."""
    if isinstance(what, StageRecord):
        return " ".join(filter(None, (what.cause, what.cause_thing, what.closed_by)))
    cause = what.cause if isinstance(what, Waiting) else what
    return " ".join(filter(None, cause.columns))


def of(rows: list[StageRecord], stage: str) -> list[StageRecord]:
    """The rows of one stage."""
    return [row for row in rows if row.stage == stage]
