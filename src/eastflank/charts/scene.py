"""What a map is drawn from: flows, courses, places, queues, and the corridor beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from eastflank.charts.projection import FLANK, Projection


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor:
    """The crossings that the inset shows: link ids with names, and those that a cut closes."""

    name: str
    links: Mapping[str, str]
    closed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a map is drawn from. Positions are (lon, lat) in degrees.

    flows: link_id, mode, lifts (loaded, both ways); lines: the course of each link or air pair;
    places: node_id, name, lon, lat, mode, lifts, is_destination (one row a node and mode);
    queues: lon, lat, lot_days (days that whole lots waited there, the longest first);
    towns: name, lon, lat of whatever may help a reader find the way in the inset.
    """

    flows: pd.DataFrame
    lines: Mapping[str, Sequence[Sequence[float]]]
    places: pd.DataFrame
    queues: pd.DataFrame
    backdrop: Mapping[str, Any]
    towns: pd.DataFrame
    corridor: Corridor | None = None
    projection: Projection = FLANK
