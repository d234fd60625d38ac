"""The modes of transport: a row each, with what tables, routing, charts and reports ask of it.

How lifts of a mode move is the engine's (``eastflank.engine.moves``, a module of the mode's name).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """How a lift moves."""

    RAIL = "rail"
    ROAD = "road"
    SEA = "sea"
    AIR = "air"
    BARGE = "barge"


class Medium(StrEnum):
    """What joins the places between which a mode moves."""

    TRACK = "track"  # links of one gauge, entered train by train
    STREET = "street"  # links, entered vehicle by vehicle
    LANE = "lane"  # links between two ports
    AIR = "air"  # no links: any two airfields


class TerminalKind(StrEnum):
    """What a terminal serves."""

    RAILHEAD = "railhead"
    TRANSFER_YARD = "transfer_yard"
    PORT = "port"
    AIRFIELD = "airfield"
    STAGING_AREA = "staging_area"
    INLAND_PORT = "inland_port"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """What is said of a mode; colours, lines and markers are those of matplotlib.

    ``seen``: what is seen of it on a map. ``dark``: its colour where it is small or stands on a
    tint; ``symbol``: the corners of its sign on a moving map, to the right and down from the middle
    (none: it is round). ``turn``: what is
    waited for before one of its links. ``servers``: the kinds of terminal that are its own, with
    what they serve with. ``main_leg``: of the legs of a lot one of the highest number is the main
    one. ``is_optional``: it is off unless a question switches it on.

    ``crossing``: the way that leads over it and over land. ``home``: what must stand at the home of
    its fleets. ``facilities``: what its links are called in the table of links; those of roads are
    road classes. ``asset_columns``: what its types of asset must tell. Rows of evidence:
    ``hold_key``, how long a part load waits for more; ``approach_key``, the hours at either end of
    a lane; ``speed_key``, a factor on the speed of its types, which a current and the limits of
    links then change; ``day_key``, the hours in 24 that it is under way; ``room_key``, the share of
    an asset that may be used; ``evidence``, all that only this mode reads, with the units.
    """

    word: str
    lifts: str
    assets: str
    seen: str
    letter: str
    colour: str
    dark: str
    symbol: tuple[tuple[float, float], ...] = ()
    line: str | tuple[int, tuple[float, ...]] = "-"
    hatch: str = ""
    marker: str
    medium: Medium
    crossing: str = ""
    home: str
    turn: str
    main_leg: int = 0
    servers: Mapping[TerminalKind, str] = field(default_factory=dict)
    facilities: tuple[str, ...] = ()
    asset_columns: tuple[str, ...] = ()
    hold_key: str = ""
    approach_key: str = ""
    speed_key: str = ""
    day_key: str = ""
    room_key: str = ""
    uses_port_land: bool = False  # its cargo stands on the land of ports before and after
    is_access: bool = False  # it leads to other modes and from them
    is_direct: bool = True  # a voyage is one lane; else lanes are joined where they meet
    is_optional: bool = False
    evidence: Mapping[str, str]

    @property
    def has_links(self) -> bool:
        """Whether it moves over links of the network."""
        return self.medium is not Medium.AIR

    @property
    def home_kind(self) -> TerminalKind:
        """The kind of terminal that its lanes join."""
        return TerminalKind(self.home)

    @property
    def is_ground(self) -> bool:
        """Whether it moves over land, link by link."""
        return self.medium in {Medium.TRACK, Medium.STREET}

    @property
    def is_inland(self) -> bool:
        """Whether it goes through every country on its way."""
        return self.is_ground or (self.medium is Medium.LANE and not self.is_direct)


def _hours(*keys: str) -> dict[str, str]:
    return dict.fromkeys(keys, "h")


MODES: Final[Mapping[Mode, ModeRow]] = {
    Mode.RAIL: ModeRow(
        word="rail",
        lifts="trains",
        assets="wagons",
        seen="trains",
        letter="R",
        colour="#0072b2",
        dark="#0072b2",
        symbol=((-1, -1), (1, -1), (1, 1), (-1, 1)),
        marker="s",
        medium=Medium.TRACK,
        home="railhead",
        turn="path",
        servers={TerminalKind.RAILHEAD: "ramp", TerminalKind.TRANSFER_YARD: "transfer track"},
        facilities=("rail",),
        asset_columns=("length_m", "tare_t"),
        hold_key="rail_hold_for_fill",
        evidence={
            **_hours(
                "border_stop",
                "crew_shift",
                "crew_change",
                "path_order",
                "out_of_gauge_order",
                "train_prepare",
                "train_place",
                "train_stand",
                "wagon_turn",
                "engine_turn",
                "train_load",
                "train_unload",
                "coach_load",
                "coach_unload",
                "gauge_transfer",
                "gauge_transfer_people",
                "rail_hold_for_fill",
            ),
            "rail_speed": "km/h",
            "military_path_share": "share",
            "out_of_gauge_meetings": "share",
            "locomotive_length": "km",
            "traction_factor": "factor",
            "transfer_tracks_factor": "factor",
        },
    ),
    Mode.ROAD: ModeRow(
        word="road",
        lifts="columns",
        assets="road transport",
        seen="columns",
        letter="M",
        colour="#d55e00",
        dark="#c25100",
        hatch="////",
        marker="D",
        medium=Medium.STREET,
        home="road",
        turn="turn",
        is_access=True,
        evidence={
            **_hours(
                "march_form",
                "march_disperse",
                "packet_gap",
                "serial_gap",
                "extra_time",
                "repair",
                "het_repair",
                "het_load",
                "het_unload",
                "bus_load",
                "bus_unload",
                "truck_load",
                "truck_unload",
                "road_empty_limit",
            ),
            "breakdown_per_1000_km": "share",
            "march_speed_motorway": "km/h",
            "march_speed_two_lane": "km/h",
            "march_speed_local": "km/h",
            "het_speed_factor": "factor",
            "halts_share": "share",
            "driving_hours_per_day": "h/d",
            "march_day_start": "clock_h",
            "march_day_end": "clock_h",
            "packet_flow_motorway": "veh/h",
            "packet_flow_two_lane": "veh/h",
            "packet_flow_local": "veh/h",
            "heavy_night_start": "clock_h",
            "heavy_night_end": "clock_h",
            "vehicle_density": "count",
            "packet_vehicles": "count",
            "serial_packets": "count",
            "march_limit": "km",
        },
    ),
    Mode.SEA: ModeRow(
        word="sea",
        lifts="voyages",
        assets="ships",
        seen="ships",
        letter="S",
        colour="#009e73",
        dark="#00785a",
        symbol=((-1.5, -0.75), (1.5, -0.75), (0.825, 0.9), (-0.825, 0.9)),
        line=(0, (5.0, 1.6)),
        hatch="....",
        marker="o",
        medium=Medium.LANE,
        crossing="sea and land",
        home="port",
        turn="lane",
        main_leg=2,
        servers={TerminalKind.PORT: "berth"},
        facilities=("sea_lane",),
        asset_columns=("speed_kmh",),
        hold_key="sea_hold_for_fill",
        approach_key="port_approach",
        uses_port_land=True,
        evidence={
            **_hours(
                "ship_load",
                "ship_unload",
                "canal_transit",
                "port_approach",
                "sea_hold_for_fill",
            ),
            "sea_speed_factor": "factor",
            "port_land_factor": "factor",
        },
    ),
    Mode.AIR: ModeRow(
        word="air",
        lifts="sorties",
        assets="aircraft",
        seen="aircraft",
        letter="A",
        colour="#a6568c",
        dark="#8a3f78",
        symbol=((0, -1.4), (1.26, 1.12), (0, 0.49), (-1.26, 1.12)),
        line=(0, (1.2, 1.4)),
        hatch="\\\\\\\\",
        marker="^",
        medium=Medium.AIR,
        crossing="air and road",
        home="airfield",
        turn="flight",
        main_leg=1,
        servers={TerminalKind.AIRFIELD: "parking spot"},
        asset_columns=("speed_kmh", "range_km", "runway_m"),
        hold_key="air_hold_for_fill",
        evidence={
            **_hours(
                "ground_military_load",
                "ground_military_unload",
                "ground_airliner_load",
                "ground_airliner_unload",
                "air_hold_for_fill",
                "air_block_extra",
            ),
            "air_route_factor": "factor",
            "airfield_crew_hours": "h/d",
        },
    ),
    Mode.BARGE: ModeRow(
        word="barge",
        lifts="barges",
        assets="barges",
        seen="barges",
        letter="B",
        colour="#b5651d",
        dark="#7a4a12",
        symbol=((-1.5, -0.5), (1.1, -0.5), (1.5, 0), (1.1, 0.5), (-1.5, 0.5)),
        line=(0, (7.0, 1.4, 1.4, 1.4)),
        hatch="----",
        marker="p",
        medium=Medium.LANE,
        crossing="barge and land",
        home="inland_port",
        turn="lock",
        main_leg=1,
        servers={TerminalKind.INLAND_PORT: "berth"},
        facilities=("waterway",),
        asset_columns=("speed_kmh", "beam_m", "length_m"),
        hold_key="barge_hold_for_fill",
        approach_key="inland_port_approach",
        speed_key="barge_speed_factor",
        day_key="barge_day",
        room_key="barge_low_water",
        is_direct=False,
        is_optional=True,
        evidence={
            **_hours(
                "lockage",
                "barge_load",
                "barge_unload",
                "inland_port_approach",
                "barge_hold_for_fill",
                "callup_start_barge",
                "callup_ramp_barge",
            ),
            "callup_factor_barge": "factor",
            "barge_speed_factor": "factor",
            "barge_low_water": "factor",
            "barge_day": "h/d",
            "lock_share": "share",
        },
    ),
}

ACCESS: Final = frozenset(mode for mode, row in MODES.items() if row.is_access)


def modes_over(medium: Medium) -> tuple[Mode, ...]:
    """The modes that move over one medium."""
    return tuple(mode for mode, row in MODES.items() if row.medium is medium)


def switched_on(optional: Collection[Mode]) -> frozenset[Mode]:
    """The modes of a question that switches these on."""
    return frozenset(mode for mode, row in MODES.items() if not row.is_optional or mode in optional)
