"""The shipped network read as plain files, and what is land on its backdrop."""

import csv
import functools
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from eastflank.model.units import great_circle_km

NETWORK: Final = Path(__file__).parents[3] / "networks" / "eastern-flank"

Points = NDArray[np.float64]
Flags = NDArray[np.bool_]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with (NETWORK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drawing(name: str) -> dict[str, Any]:
    """A file of geometry."""
    content: dict[str, Any] = json.loads((NETWORK / name).read_text(encoding="utf-8"))
    return content


@functools.cache
def links() -> dict[str, dict[str, str]]:
    """The links by id."""
    return {row["link_id"]: row for row in rows("link.csv")}


@functools.cache
def places() -> dict[str, tuple[float, float]]:
    """The positions of the nodes."""
    return {
        row["node_id"]: (float(row["x_coord"]), float(row["y_coord"])) for row in rows("node.csv")
    }


def length_km(line: Points) -> float:
    """Length of a line of great circles."""
    return sum(great_circle_km(*start, *end) for start, end in pairwise(line.tolist()))


def sampled(line: Points) -> Points:
    """A point on each kilometre of a line."""
    parts = []
    for start, end in pairwise(line):
        count = max(1, round(great_circle_km(*start, *end)))
        share = (np.arange(count) + 0.5)[:, None] / count
        parts.append(start + share * (end - start))
    return np.vstack(parts)


def on_land(points: Points) -> Flags:
    """Whether points lie in a country, by the outlines themselves and not by the tool's raster."""
    inside = np.zeros(len(points), dtype=bool)
    for feature in drawing("backdrop.geojson")["features"]:
        shape = feature["geometry"]
        for part in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
            outline, *holes = (np.array(ring) for ring in part)
            near = np.all((points >= outline.min(axis=0)) & (points <= outline.max(axis=0)), axis=1)
            found = Outline(outline).contains_points(points[near])
            for hole in holes:
                found &= ~Outline(hole).contains_points(points[near])
            inside[near] |= found
    return inside


def longest_run(flags: Flags) -> int:
    """The most flags in a row."""
    bounds = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return int(np.diff(bounds)[::2].max(initial=0))
