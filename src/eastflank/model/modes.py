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


class Network(StrEnum):
    """What joins the places between which a mode moves."""

    TRACK = "track"  # links of one gauge, entered train by train
    STREET = "street"  # links, entered vehicle by vehicle
    LANE = "lane"  # links between two ports
    AIR = "air"  # no links: any two airfields


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeRow:
    """What is said of a mode; colours, lines and markers are those of matplotlib.

    ``home``: what must stand at the home of its fleets. ``terminals``: the kinds that are its own.
    ``asset_columns``: what its types of asset must tell. ``facilities``: what its links are called
    in the table of links; those of roads are road classes.
    """

    word: str
    lifts: str
    letter: str
    colour: str
    line: str | tuple[int, tuple[float, ...]] = "-"
    hatch: str = ""
    marker: str
    network: Network
    home: str
    terminals: tuple[str, ...] = ()
    facilities: tuple[str, ...] = ()
    asset_columns: tuple[str, ...] = ()
    uses_port_land: bool = False  # its cargo stands on the land of ports before and after

    @property
    def has_links(self) -> bool:
        """Whether it moves over links of the network."""
        return self.network is not Network.AIR

    @property
    def is_ground(self) -> bool:
        """Whether it moves over land, link by link, through every country on its way."""
        return self.network in {Network.TRACK, Network.STREET}


MODES: Final[Mapping[Mode, ModeRow]] = {
    Mode.RAIL: ModeRow(
        word="rail",
        lifts="trains",
        letter="R",
        colour="#0072b2",
        marker="s",
        network=Network.TRACK,
        home="railhead",
        terminals=("railhead", "transfer_yard"),
        facilities=("rail",),
        asset_columns=("length_m", "tare_t"),
    ),
    Mode.ROAD: ModeRow(
        word="road",
        lifts="columns",
        letter="M",
        colour="#d55e00",
        hatch="////",
        marker="D",
        network=Network.STREET,
        home="road",
    ),
    Mode.SEA: ModeRow(
        word="sea",
        lifts="voyages",
        letter="S",
        colour="#009e73",
        line=(0, (5.0, 1.6)),
        hatch="....",
        marker="o",
        network=Network.LANE,
        home="port",
        terminals=("port",),
        facilities=("sea_lane",),
        asset_columns=("speed_kmh",),
        uses_port_land=True,
    ),
    Mode.AIR: ModeRow(
        word="air",
        lifts="sorties",
        letter="A",
        colour="#a6568c",
        line=(0, (1.2, 1.4)),
        hatch="\\\\\\\\",
        marker="^",
        network=Network.AIR,
        home="airfield",
        terminals=("airfield",),
        asset_columns=("speed_kmh", "range_km", "runway_m"),
    ),
}
