"""The modes of transport: a row each, with what tables, routing, charts and reports ask of it.

How lifts of a mode move is the engine's (``eastflank.engine.moves``, a module of the mode's name).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Mode(StrEnum):
    """How a lift moves."""

    RAIL = "rail"
    ROAD = "road"
    SEA = "sea"
    AIR = "air"


class Medium(StrEnum):
    """What joins the places between which a mode moves."""

    TRACK = "track"  # links of one gauge, entered train by train
    STREET = "street"  # links, entered vehicle by vehicle
    LANE = "lane"  # links between two ports
    AIR = "air"  # no links: any two airfields


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """What is said of a mode; colours, lines and markers are those of matplotlib.

    ``crossing``: the way that leads over it and over land. ``home``: what must stand at the home of
    its fleets. ``terminals``: the kinds that are its own. ``facilities``: what its links are called
    in the table of links; those of roads are road classes. ``asset_columns``: what its types of
    asset must tell. ``hold_key`` and ``approach_key``: the rows of evidence for how long a part
    load waits for more, and for the hours at either end of a lane. ``evidence``: all that only this
    mode reads, with the units.
    """

    word: str
    lifts: str
    assets: str
    letter: str
    colour: str
    line: str | tuple[int, tuple[float, ...]] = "-"
    hatch: str = ""
    marker: str
    medium: Medium
    crossing: str = ""
    home: str
    terminals: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    asset_columns: tuple[str, ...] = ()
    hold_key: str = ""
    approach_key: str = ""
    uses_port_land: bool = False  # its cargo stands on the land of ports before and after
    is_access: bool = False  # it leads to other modes and from them
    is_direct: bool = True  # a voyage is one lane; else lanes are joined where they meet
    evidence: Mapping[str, str]

    @property
    def has_links(self) -> bool:
        """Whether it moves over links of the network."""
        return self.medium is not Medium.AIR

    @property
    def is_ground(self) -> bool:
        """Whether it moves over land, link by link, through every country on its way."""
        return self.medium in {Medium.TRACK, Medium.STREET}


def _hours(*keys: str) -> dict[str, str]:
    return dict.fromkeys(keys, "h")


MODES: Final[Mapping[Mode, ModeRow]] = {
    Mode.RAIL: ModeRow(
        word="rail",
        lifts="trains",
        assets="wagons",
        letter="R",
        colour="#0072b2",
        marker="s",
        medium=Medium.TRACK,
        home="railhead",
        terminals=("railhead", "transfer_yard"),
        facilities=("rail",),
        asset_columns=("length_m", "tare_t"),
        hold_key="rail_hold_for_fill",
        evidence={
            **_hours(
                "border_stop",
                "crew_shift",
                "crew_change",
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
            "locomotive_length": "km",
            "traction_factor": "factor",
            "transfer_tracks_factor": "factor",
        },
    ),
    Mode.ROAD: ModeRow(
        word="road",
        lifts="columns",
        assets="road transport",
        letter="M",
        colour="#d55e00",
        hatch="////",
        marker="D",
        medium=Medium.STREET,
        home="road",
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
        letter="S",
        colour="#009e73",
        line=(0, (5.0, 1.6)),
        hatch="....",
        marker="o",
        medium=Medium.LANE,
        crossing="sea and land",
        home="port",
        terminals=("port",),
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
        letter="A",
        colour="#a6568c",
        line=(0, (1.2, 1.4)),
        hatch="\\\\\\\\",
        marker="^",
        medium=Medium.AIR,
        crossing="air and road",
        home="airfield",
        terminals=("airfield",),
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
        },
    ),
}

ACCESS: Final = frozenset(mode for mode, row in MODES.items() if row.is_access)


def modes_over(medium: Medium) -> tuple[Mode, ...]:
    """The modes that move over one medium."""
    return tuple(mode for mode, row in MODES.items() if row.medium is medium)
