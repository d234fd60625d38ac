"""What one run needs, resolved: frozen data without behaviour beyond small properties."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from eastflank.model.evidence import Assumption
from eastflank.model.ids import (
    AssetTypeId,
    DistrictId,
    EvidenceKey,
    FleetId,
    LinkId,
    LotId,
    NodeId,
    TerminalId,
    UnitId,
)
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.sampling import Draws
from eastflank.model.units import Outline


class CargoClass(StrEnum):
    """What a lot is made of. Heavy tracked pieces need six-axle flats and HET."""

    PEOPLE = "people"
    WHEELED = "wheeled"
    TRACKED = "tracked"
    HEAVY_TRACKED = "heavy_tracked"
    CONTAINERS = "containers"


class Readiness(StrEnum):
    """Whether units follow their notice, or are all ready at C-day."""

    TIERS = "tiers"
    READY = "ready"


class HeavyRoad(StrEnum):
    """When road transport with a load class (heavy transporters) may drive, loaded or empty."""

    DAY = "day"
    NIGHT = "night"
    ANY = "any"


class CutPolicy(StrEnum):
    """What a lot may do at news of a closure."""

    NONE = "none"
    REROUTE = "reroute"
    SUBSTITUTE = "substitute"
    FORESIGHT = "foresight"


class Dispatch(StrEnum):
    """What movement control weighs when it chooses the way of a lot (Wardrop's two principles)."""

    USER_OPTIMAL = "user-optimal"
    SYSTEM_OPTIMAL = "system-optimal"
    PLANNED = "planned"

    @property
    def is_by_staff(self) -> bool:
        """Whether a staff sends one after the other, and saves empty hours."""
        return self is Dispatch.PLANNED


class Precedence(StrEnum):
    """What a staff sends one after the other within a priority."""

    BRIGADES = "brigades"
    UNITS = "units"


class Caught(StrEnum):
    """What a train or a column does that is on a link when it closes."""

    TURN_BACK = "turn_back"
    CLEAR = "clear"


class AnnouncedEnd(StrEnum):
    """What is said of the end of a disruption while it lasts."""

    UNKNOWN = "unknown"
    ESTIMATE = "estimate"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place: a town, a garrison, a port, an airfield, a border point."""

    id: NodeId
    name: str
    country: str
    lon: float
    lat: float
    utc_offset_h: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An undirected stretch of rail, road or sea lane between two nodes."""

    id: LinkId
    mode: Mode
    a: NodeId
    b: NodeId
    length_km: float
    limit_kmh: float = math.inf
    gauge_mm: int | None = None
    tracks: int = 2
    paths_per_day_each_way: float | None = None
    train_km: float = math.inf  # the longest train, engine included
    train_t: float = math.inf  # the heaviest load behind the engine, wagons included
    holding_tracks: float = math.inf  # trains that may stand on it, both ways together
    road_class: str | None = None
    bridge_mlc: float = math.inf
    border: bool = False
    downstream: NodeId | None = None  # the end to which a current of ``current_kmh`` sets
    current_kmh: float = 0.0
    beam_m: float = math.inf  # the widest and the longest vessel
    vessel_km: float = math.inf
    lock_group: str = ""  # links that pass the same lock share its turns
    passages: Mapping[EvidenceKey, int] = field(default_factory=dict)  # what it passes how often
    transit: tuple[str, ...] = ()  # countries that it crosses beside those of its ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """A place that loads, unloads, transfers or stages, with its finite servers.

    ``open_h`` and ``close_h``: local hours between which aircraft take off and land.
    ``staging_pieces``: what may stand on the land of a port, waiting for ships or come off them,
    each for itself.
    """

    id: TerminalId
    node: NodeId
    kind: TerminalKind
    servers: int
    call_forward_limit: int
    gauge_mm: int | None = None
    far_gauge_mm: int | None = None
    runway_m: float | None = None
    open_h: float = 0.0
    close_h: float = 24.0
    staging_pieces: float = math.inf
    service_factor: float = 1.0
    train_km: float = math.inf  # the longest train, engine included
    cranes: int | None = None  # at a yard, for the transfer of containers; None: never scarce


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetType:
    """A kind of asset. ``capacity`` is pieces of one cargo class that fill one asset.

    ``loaded_t`` is the mass of one carrier with its load, by cargo class; what is not told weighs
    nothing.
    """

    id: AssetTypeId
    mode: Mode
    title: str
    capacity: Mapping[CargoClass, float]
    gauge_mm: int | None = None
    carriers: int = 1
    loaded_t: Mapping[CargoClass, float] = field(default_factory=dict)
    length_km: float = 0.0
    beam_m: float = 0.0
    speed_kmh: float | None = None
    range_km: float = math.inf
    runway_m: float = 0.0
    utilisation_h_per_day: float = 24.0
    mlc: float = 0.0
    load_key: EvidenceKey
    unload_key: EvidenceKey
    returns_home: bool = False

    def fits(self, link: Link) -> bool:
        """Whether a vessel of this type passes a waterway."""
        return self.beam_m <= link.beam_m and self.length_km <= link.vessel_km

    @property
    def carries_people(self) -> bool:
        """Whether people ride on it: a coach, a bus, an airliner."""
        return self.capacity.get(CargoClass.PEOPLE, 0.0) > 0

    @property
    def is_self_moving(self) -> bool:
        """Vehicles that march on their own wheels: no fleet carries them."""
        return self.load_key == "march_form"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """A finite pool of assets of one type with one home: what is held, what can be called up."""

    id: FleetId
    owner: str
    asset_type: AssetTypeId
    home: NodeId
    held: int
    callup: int
    held_ready_key: EvidenceKey
    callup_start_key: EvidenceKey
    callup_ramp_key: EvidenceKey
    callup_factor_key: EvidenceKey
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One line of the force list."""

    id: UnitId
    name: str
    nation: str
    brigade: str
    division: str
    unit_type: str
    weight: str
    tier: int
    priority: int
    personnel: int
    notice_h: float
    origin: NodeId
    kit_origin: NodeId
    destination: NodeId
    required_delivery_h: float
    in_place: bool = False
    strength: Mapping[str, int] = field(default_factory=dict)  # what it fights with, by kind


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """Lines on which only a few engines can haul trains; at first they stand at ``home``."""

    id: DistrictId
    links: tuple[LinkId, ...]
    engines: int
    home: NodeId


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The cargo of one class that stays together; the same in every scenario."""

    id: LotId
    unit: UnitId
    nation: str
    cargo: CargoClass
    pieces: float
    tonnes: float
    troops: int
    length_km: float
    origin: NodeId
    destination: NodeId
    priority: int
    may_fly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """What a movement plan fixes for a lot; what is left empty is free."""

    modes: frozenset[Mode] = frozenset()  # beside the road legs that lead to and from them
    via: frozenset[TerminalId] = frozenset()  # used on the way, in any order
    not_before_h: float = -math.inf
    after: tuple[UnitId, ...] = ()  # units that must have closed before the lot leaves
    where: str = ""  # the row, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurrence:
    """Harassment: every so many hours something closes anew, later by a drawn share of them."""

    every_h: float
    lasts_h: float
    until_h: float = math.inf
    jitter: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Disruption:
    """Something closes (severity 1), degrades or is out for a time; ``end_h`` inf: open-ended.

    ``estimate_h``: the end that planners believe. ``repair_h``: after its end the severity falls
    day by day for so long. ``fleets`` and ``asset_types``: whose assets are out.
    """

    id: str
    links: tuple[LinkId, ...]
    terminals: tuple[TerminalId, ...]
    start_h: float
    end_h: float
    severity: float = 1.0
    known: bool = False
    warning_h: float = 0.0
    announced_end: AnnouncedEnd = AnnouncedEnd.UNKNOWN
    estimate_h: float = math.inf
    chance: float = 1.0
    recurs: Recurrence | None = None
    repair_h: float = 0.0
    fleets: tuple[FleetId, ...] = ()
    asset_types: tuple[AssetTypeId, ...] = ()
    control: bool = False  # movement control itself is hit
    works: bool = False  # of the calendar: no cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """How the clock, the order and readiness relate. Hour 0 is 00:00 UTC of C-day."""

    readiness: Readiness
    warning_h: float

    @property
    def order_h(self) -> float:
        """When notice, permission, call-up and activation begin."""
        return -self.warning_h


@dataclass(frozen=True, slots=True, kw_only=True)
class Sustainment:
    """From where the troops of each country are supplied, and the containers that it takes."""

    depots: Mapping[str, tuple[NodeId, ...]]  # by the country of the troops, in the table's order
    lot_pieces_max: int
    piece_t: float
    piece_km: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything one run needs."""

    name: str
    title: str
    nodes: Mapping[NodeId, Node]
    links: Mapping[LinkId, Link]
    terminals: Mapping[TerminalId, Terminal]
    asset_types: Mapping[AssetTypeId, AssetType]
    fleets: Mapping[FleetId, Fleet]
    units: Mapping[UnitId, Unit]
    lots: Mapping[LotId, Lot]
    evidence: Mapping[EvidenceKey, Assumption]
    disruptions: tuple[Disruption, ...]
    frame: Frame
    policy: CutPolicy
    horizon_h: float
    theta: float
    draws: Draws = field(default_factory=Draws)  # how knowledge is drawn; in no key of luck
    heavy_road: HeavyRoad = HeavyRoad.DAY
    caught: Caught = Caught.TURN_BACK
    dispatch: Dispatch = Dispatch.USER_OPTIMAL
    precedence: Precedence = Precedence.UNITS  # where a staff sends the force
    fighting_share: float = 0.0  # of what a unit is worth to that staff; the rest is its troops
    empty_weight: float = 3.0  # hours of waiting that an empty hour outweighs to that staff
    lay_on_h: float = 0.0  # how long before a lot is ready that staff sends for its assets
    transit_forbidden: tuple[str, ...] = ()
    corridors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    districts: Mapping[DistrictId, District] = field(default_factory=dict)
    sustainment: Sustainment | None = None  # None: troops that are there need nothing
    free_empties: bool = False  # assets stand where they are called, at once
    no_fly: tuple[Outline, ...] = ()  # closed airspace
    movement_plan: Mapping[LotId, PlanLine] = field(default_factory=dict)
    """What is fixed beforehand for single lots; movement control chooses the rest."""
    permission_factor: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """(sending nation, host country) -> factor on the hours of permission; 1 where left out."""

    @property
    def lead_h(self) -> float:
        """How long before a lot is ready assets are sent for: where no staff plans, not before."""
        return self.lay_on_h if self.dispatch.is_by_staff else 0.0

    @property
    def empty_hour_weight(self) -> float:
        """Hours of waiting that an hour of an empty leg outweighs."""
        return self.empty_weight if self.dispatch.is_by_staff else 1.0

    @property
    def starts_h(self) -> float:
        """When a run begins: with the first call for an asset, but not before the order."""
        return min(0.0, max(self.frame.order_h, -self.lead_h))
