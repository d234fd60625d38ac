"""Waterways: what the raster cannot know, read from ``waterway.geojson`` of a network.

- ``fairway``: water that is too narrow for the raster, or a river: ships follow its line;
- ``canal``: a fairway of a told length that saves a way round;
- ``ocean``: a line beyond the raster; ``gates``: its end sees the western edge between latitudes;
- ``closed``: water that ships of this size do not pass.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.sea.geodesy import Floats, Point
from tools.sea.water import Rings, rings_of

Latitudes = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that ships follow. ``length_km``: as published, where that is known."""

    points: tuple[Point, ...]
    length_km: float | None = None
    gates: Latitudes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterways:
    """The lines by kind, and the closed waters."""

    fairways: tuple[Line, ...]
    canals: tuple[Line, ...]
    ocean: tuple[Line, ...]
    closed: tuple[Rings, ...]


def read_waterways(path: Path) -> Waterways:
    """Read the file."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    kinds: dict[str, list[dict[str, Any]]] = {}
    for feature in features:
        kinds.setdefault(feature["properties"]["kind"], []).append(feature)
    return Waterways(
        fairways=tuple(map(_line, kinds.get("fairway", []))),
        canals=tuple(map(_line, kinds.get("canal", []))),
        ocean=tuple(map(_line, kinds.get("ocean", []))),
        closed=tuple(list(rings_of(each["geometry"])) for each in kinds.get("closed", [])),
    )


def _line(feature: dict[str, Any]) -> Line:
    told, gates = feature["properties"], feature["properties"].get("gates")
    return Line(
        points=tuple((float(x), float(y)) for x, y in feature["geometry"]["coordinates"]),
        length_km=told.get("length_km"),
        gates=(float(gates[0]), float(gates[1])) if gates else None,
    )


def as_points(points: tuple[Point, ...]) -> Floats:
    """Points as rows."""
    return np.array(points, dtype=np.float64).reshape(-1, 2)
