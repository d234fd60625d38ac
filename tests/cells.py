"""What a test may say of a part of a small world: the fields of its record, each by its type."""

from collections.abc import Mapping
from typing import TypedDict

from eastflank.model.ids import AssetTypeId, EvidenceKey, FleetId, NodeId, TerminalId
from eastflank.model.scenario import AnnouncedEnd, CargoClass, Recurrence

Value = float | tuple[float, float, float]  # a row of evidence: fixed, or low, likely and high


class LinkCells(TypedDict, total=False):
    """Of a link: what differs from a plain one."""

    limit_kmh: float
    gauge_mm: int | None
    tracks: int
    paths_per_day_each_way: float | None
    train_km: float
    train_t: float
    holding_tracks: float
    bridge_mlc: float
    border: bool
    transit: tuple[str, ...]
    downstream: NodeId | None
    current_kmh: float
    beam_m: float
    vessel_km: float
    lock_group: str


class Paths(TypedDict):
    """Of a line: how many paths a day it has, none where trains enter as they come."""

    paths_per_day_each_way: float | None


class Tracks(TypedDict):
    """Of a line: its tracks, and those on which trains may stand."""

    tracks: int
    holding_tracks: float


class TerminalCells(TypedDict, total=False):
    """Of a terminal."""

    call_forward_limit: int
    gauge_mm: int | None
    far_gauge_mm: int | None
    runway_m: float | None
    open_h: float
    close_h: float
    staging_pieces: float
    service_factor: float
    train_km: float
    cranes: int | None


class AssetCells(TypedDict, total=False):
    """Of a type of asset."""

    gauge_mm: int | None
    carriers: int
    loaded_t: Mapping[CargoClass, float]
    length_km: float
    beam_m: float
    speed_kmh: float | None
    range_km: float
    runway_m: float
    utilisation_h_per_day: float
    mlc: float
    load_key: EvidenceKey
    unload_key: EvidenceKey
    returns_home: bool


class FleetCells(TypedDict, total=False):
    """Of a fleet."""

    callup: int
    serves: tuple[str, ...]


class UnitCells(TypedDict, total=False):
    """Of a line of the force list."""

    nation: str
    priority: int
    personnel: int
    notice_h: float
    in_place: bool
    brigade: str
    strength: Mapping[str, int]


class CutCells(TypedDict, total=False):
    """Of a disruption."""

    id: str
    terminals: tuple[TerminalId, ...]
    severity: float
    known: bool
    warning_h: float
    announced_end: AnnouncedEnd
    estimate_h: float
    chance: float
    recurs: Recurrence | None
    repair_h: float
    fleets: tuple[FleetId, ...]
    asset_types: tuple[AssetTypeId, ...]
    control: bool


class DayAndNight(TypedDict, total=False):
    """The rows of evidence that make columns drive around the clock."""

    driving_hours_per_day: float
    march_day_start: float
    march_day_end: float


class Yards(TypedDict):
    """The rows of evidence that give a train its hours in yards."""

    train_load: float
    train_prepare: float
    train_place: float
    train_unload: float
