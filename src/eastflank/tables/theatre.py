"""The theatre: nodes, links, terminals, corridors, countries and sources of a network folder."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from eastflank.model.ids import EvidenceKey
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.tables.columns import (
    Row,
    SourcedRow,
    country,
    flag,
    gauge,
    ident,
    idents,
    number,
    text,
    whole,
    word,
)
from eastflank.tables.table import R, Spec, Table, absent_table, read_named

ROAD_CLASSES: Final = (
    "motorway",
    "expressway",
    "dual_carriageway",
    "trunk",
    "national",
    "primary",
    "secondary",
    "regional",
    "local",
    "tunnel_shuttle",
)

# unit of config.csv -> factor to kilometres, to kilometres an hour
LENGTH_KM: Final = {"km": 1.0, "mi": 1.609344, "m": 0.001}
SPEED_KMH: Final = {"km/h": 1.0, "mph": 1.609344, "kn": 1.852, "m/s": 3.6}

FACILITIES: Final[Mapping[str, Mode]] = {  # what is no road -> whose link it is
    facility: mode for mode, row in MODES.items() for facility in row.facilities
}

LONGEST_KM: Final = 20_000.0  # half the equator: no link is longer
FASTEST_KMH: Final = 400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigRow(Row):
    """The units of the network, as GMNS names them."""

    dataset_name: str = text()
    long_length: str = word(*LENGTH_KM)
    short_length: str = word("m", "ft")
    speed: str = word(*SPEED_KMH)
    crs: str = word("EPSG:4326")
    geometry_field_format: str = word("WKT", required=False)
    currency: str = text(required=False)
    version_number: str = text()
    id_type: str = word("string")


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRow(SourcedRow):
    """A place."""

    node_id: str = ident()
    name: str = text()
    x_coord: float = number(minimum=-180, maximum=180)
    y_coord: float = number(minimum=-90, maximum=90)
    node_type: str = text()
    country: str = country()
    kinds: tuple[str, ...] = idents(required=False)
    theatre: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRow(SourcedRow):
    """A stretch of rail, road or sea lane; length and speed in the units of config.csv."""

    link_id: str = ident()
    name: str = text(required=False)
    from_node_id: str = ident(references="node")
    to_node_id: str = ident(references="node")
    directed: str = word("0")
    length: float = number(minimum=0.001)
    facility_type: str = word(*ROAD_CLASSES, *FACILITIES)
    allowed_uses: str = word(*(mode.value for mode, row in MODES.items() if row.has_links))
    free_speed: float = number(minimum=1)
    border: str = text(required=False)
    transit: tuple[str, ...] = country(separator=" ", required=False)
    corridor: str = text(required=False)
    status: str = word("open")


@dataclass(frozen=True, slots=True, kw_only=True)
class RailRow(SourcedRow):
    """What a rail link can carry."""

    link_id: str = ident(references="link")
    gauge_mm: int = gauge()
    tracks: int = whole(minimum=1, maximum=8)
    electrified: str = text(required=False)
    paths_per_day_each_way: float = number(minimum=0.1, maximum=500)
    train_length_m: float | None = number(minimum=10, maximum=2_000, required=False)
    train_mass_t: float | None = number(minimum=10, maximum=10_000, required=False)
    holding_tracks: int | None = whole(maximum=200, required=False)

    def of_link(self) -> dict[str, Any]:
        """What the model is told of the link."""
        return {
            "gauge_mm": self.gauge_mm,
            "tracks": self.tracks,
            "paths_per_day_each_way": self.paths_per_day_each_way,
            "train_km": math.inf if self.train_length_m is None else self.train_length_m / 1000.0,
            "train_t": self.train_mass_t or math.inf,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class RoadRow(SourcedRow):
    """What a road link can carry."""

    link_id: str = ident(references="link")
    road_class: str = word(*ROAD_CLASSES)
    lanes_each_way: int = whole(minimum=1, maximum=8)
    bridge_mlc: float = number(minimum=1, maximum=200)

    def of_link(self) -> dict[str, Any]:
        """What the model is told of the link."""
        return {"road_class": self.road_class, "bridge_mlc": self.bridge_mlc}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeaRow(SourcedRow):
    """What a sea lane passes."""

    link_id: str = ident(references="link")
    kiel_canal: bool = flag()

    def of_link(self) -> dict[str, Any]:
        """What the model is told of the link."""
        return {"passages": {EvidenceKey("canal_transit"): 1} if self.kiel_canal else {}}


@dataclass(frozen=True, slots=True, kw_only=True)
class WaterwayRow(SourcedRow):
    """What an inland waterway lets pass, and its current."""

    link_id: str = ident(references="link")
    cemt_class: str = word("I", "II", "III", "IV", "Va", "Vb", "VIa", "VIb", "VIc", "VII")
    beam_m: float = number(minimum=1, maximum=100)
    length_m: float = number(minimum=1, maximum=500)
    locks: int = whole(maximum=200)
    lock_group: str = ident(required=False)
    barges_per_day_each_way: float | None = number(minimum=0.1, maximum=1_000, required=False)
    downstream_node_id: str = ident(references="node", required=False)
    current_kmh: float = number(maximum=8)

    def of_link(self) -> dict[str, Any]:
        """What the model is told of the link."""
        return {
            "beam_m": self.beam_m,
            "vessel_km": self.length_m / 1000.0,
            "passages": {EvidenceKey("lockage"): self.locks} if self.locks else {},
            "lock_group": self.lock_group,
            "paths_per_day_each_way": self.barges_per_day_each_way,
            "downstream": self.downstream_node_id or None,
            "current_kmh": self.current_kmh,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalRow(SourcedRow):
    """A place that loads, unloads, transfers or stages."""

    terminal_id: str = ident()
    node_id: str = ident(references="node")
    kind: str = word(*(kind.value for kind in TerminalKind))
    gauge_mm: int | None = gauge(required=False)
    far_gauge_mm: int | None = gauge(required=False)
    servers: int = whole(minimum=1, maximum=1_000)
    call_forward_limit: int = whole(minimum=1, maximum=1_000)
    service_factor: float = number(minimum=0.05, maximum=20)
    max_train_m: float | None = number(minimum=10, maximum=2_000, required=False)
    staging_pieces: float | None = number(minimum=1, maximum=100_000, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalYearRow(SourcedRow):
    """What stands at a terminal from a year on; an empty cell is as it was before."""

    terminal_id: str = ident(references="terminal")
    from_year: int = whole(minimum=1900, maximum=2200)
    servers: int | None = whole(minimum=1, maximum=1_000, required=False)
    call_forward_limit: int | None = whole(minimum=1, maximum=1_000, required=False)
    max_train_m: float | None = number(minimum=10, maximum=2_000, required=False)
    cranes: int | None = whole(maximum=1_000, required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AirfieldRow(SourcedRow):
    """The runway and the hours of an airfield terminal."""

    terminal_id: str = ident(references="terminal")
    icao: str = ident()
    name: str = text()
    longest_paved_runway_m: float = number(minimum=300, maximum=6_000)
    runway_width_m: float | None = number(minimum=5, maximum=200, required=False)
    surface: str = text(required=False)
    open_h: float = number(maximum=24)
    close_h: float = number(maximum=24)
    access_km: float = number(maximum=500)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorridorRow(SourcedRow):
    """One member of a named set of links and terminals."""

    corridor_id: str = ident()
    member_kind: str = word("link", "terminal")
    member_id: str = ident()


@dataclass(frozen=True, slots=True, kw_only=True)
class TractionRow(SourcedRow):
    """Lines on which only a few engines can haul trains."""

    district_id: str = ident()
    name: str = text()
    link_ids: tuple[str, ...] = idents(references="link")
    engines: int = whole(minimum=1, maximum=1_000)
    home_node_id: str = ident(references="node")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow(SourcedRow):
    """A country: its clock, its membership and whether troops may cross it."""

    country: str = ident()
    name: str = text()
    utc_offset_h: float = number(minimum=-12, maximum=14)
    member: bool = flag()
    transit_allowed: bool = flag()
    reason: str = text(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoFlyRow(SourcedRow):
    """Airspace; ``outline``: a polygon as well-known text, longitude before latitude."""

    area_id: str = ident()
    name: str = text()
    closed: bool = flag()
    outline: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksRow(SourcedRow):
    """Works that close or narrow links from one day to another, both included."""

    works_id: str = ident()
    name: str = text()
    link_ids: tuple[str, ...] = idents(references="link")
    from_date: str = text()
    to_date: str = text()
    open_share: float = number(maximum=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow(Row):
    """A document or data set that rows rest on."""

    source_id: str = ident()
    title: str = text()
    year: str = text(required=False)
    address: str = text(required=False)
    licence: str = text(required=False)
    note: str = text(required=False, may_be_absent=True)
    judges: str = text(required=False, may_be_absent=True)  # the published move that it times


@dataclass(frozen=True, slots=True, kw_only=True)
class Theatre:
    """The tables of a network folder, lengths in kilometres and speeds in kilometres an hour."""

    config: Table[ConfigRow]
    node: Table[NodeRow]
    link: Table[LinkRow]
    rail: Table[RailRow]
    road: Table[RoadRow]
    sea: Table[SeaRow]
    terminal: Table[TerminalRow]
    airfield: Table[AirfieldRow]
    corridor: Table[CorridorRow]
    country: Table[CountryRow]
    sources: Table[SourceRow]
    traction: Table[TractionRow] | None = None
    terminal_year: Table[TerminalYearRow] | None = None
    no_fly: Table[NoFlyRow] | None = None
    works: Table[WorksRow] | None = None
    barge: Table[WaterwayRow] | None = None

    @property
    def by_mode(self) -> Mapping[Mode, Table[Any]]:
        """The tables with the particulars of links: the name of each is its mode's."""
        named = {mode: getattr(self, mode) for mode, row in MODES.items() if row.has_links}
        return {mode: table for mode, table in named.items() if table is not None}


def read_theatre(root: Path, network: str) -> Theatre:
    """Read the tables of ``networks/<network>/``."""

    def read(name: str, row_type: type[R], *key: str, may_be_empty: bool = False) -> Table[R]:
        file = f"networks/{network}/{name}.csv"
        return read_named(root, file, row_type, *key, may_be_empty=may_be_empty)

    def read_if_there(name: str, row_type: type[R], *key: str) -> Table[R] | None:
        there = (root / f"networks/{network}/{name}.csv").exists()
        return read(name, row_type, *key, may_be_empty=True) if there else None

    def read_or_none_of_it(name: str, row_type: type[R], *key: str) -> Table[R]:
        """A table that a network without such things need not have: absent, it has no rows."""
        spec = Spec(row_type=row_type, key=key, may_be_empty=True)
        file = f"networks/{network}/{name}.csv"
        return read_if_there(name, row_type, *key) or absent_table(root / file, file, spec)

    config = read("config", ConfigRow, "dataset_name")
    return Theatre(
        config=config,
        node=read("node", NodeRow, "node_id"),
        link=_in_km(read("link", LinkRow, "link_id"), config),
        rail=read_or_none_of_it("rail", RailRow, "link_id"),
        road=read_or_none_of_it("road", RoadRow, "link_id"),
        sea=read_or_none_of_it("sea", SeaRow, "link_id"),
        terminal=read("terminal", TerminalRow, "terminal_id"),
        airfield=read_or_none_of_it("airfield", AirfieldRow, "terminal_id"),
        corridor=read_or_none_of_it("corridor", CorridorRow, "corridor_id", "member_id"),
        country=read("country", CountryRow, "country"),
        sources=read("sources", SourceRow, "source_id"),
        traction=read_if_there("traction", TractionRow, "district_id"),
        terminal_year=read_if_there("terminal_year", TerminalYearRow, "terminal_id", "from_year"),
        no_fly=read_if_there("no_fly", NoFlyRow, "area_id"),
        works=read_if_there("works", WorksRow, "works_id"),
        barge=read_if_there("waterway", WaterwayRow, "link_id"),
    )


def _in_km(links: Table[LinkRow], config: Table[ConfigRow]) -> Table[LinkRow]:
    """Links with lengths in kilometres and speeds in kilometres an hour."""
    if not config.rows:
        return links
    units = config.rows[0]
    length_km, speed_kmh = LENGTH_KM[units.long_length], SPEED_KMH[units.speed]
    rows = tuple(
        replace(link, length=link.length * length_km, free_speed=link.free_speed * speed_kmh)
        for link in links.rows
    )
    return replace(links, rows=rows)
