"""The ground of a map: countries, water, scale bar, and labels that stay off each other."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.patches import Rectangle
from matplotlib.path import Path

from eastflank.charts import style
from eastflank.charts.projection import FLANK, HEMISPHERE_KM, Points, Projection, thinned

OUTSIDE: Final = frozenset({"Russia", "Belarus"})
COUNTRY_NAMES: Final = {  # where a name has room, in degrees
    "GERMANY": (10.3, 50.9),
    "POLAND": (19.2, 52.75),
    "LITHUANIA": (23.9, 55.45),
    "LATVIA": (26.1, 56.75),
    "ESTONIA": (25.7, 58.75),
    "FINLAND": (26.0, 62.3),
    "SWEDEN": (15.3, 59.6),
    "NORWAY": (9.0, 61.0),
    "DENMARK": (9.2, 56.2),
    "UNITED KINGDOM": (-1.5, 53.0),
    "FRANCE": (2.4, 47.0),
    "BELGIUM": (4.6, 50.6),
    "NETHERLANDS": (5.8, 52.6),
    "CZECHIA": (15.3, 49.6),
    "SLOVAKIA": (19.5, 48.75),
    "AUSTRIA": (14.3, 47.5),
    "HUNGARY": (19.3, 47.0),
    "ROMANIA": (25.0, 46.3),
    "BULGARIA": (25.2, 42.7),
    "ITALY": (12.0, 43.4),
    "SPAIN": (-3.7, 40.0),
    "GREECE": (22.0, 39.6),
    "TÜRKIYE": (31.5, 39.3),
    "UKRAINE": (29.5, 49.6),
    "BELARUS": (27.6, 53.4),
    "RUSSIA": (32.8, 56.0),
}
SCALE_SHARE: Final = 0.22  # of the width of a map, at most, for its scale bar
TRIANGLE: Final = 4  # points of the smallest closed ring
LETTER: Final = 0.58  # mean width of a letter over its size
OFFSETS: Final = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What of the map is seen, in kilometres from its centre."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, points: Points) -> bool:
        """Whether the bounding box of these points touches the window."""
        (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
        return bool(
            west <= self.east and east >= self.west and south <= self.north and north >= self.south
        )


def draw_ground(
    axes: Axes,
    backdrop: Mapping[str, Any],
    window: Window,
    *,
    tolerance_km: float,
    projection: Projection = FLANK,
) -> None:
    """Countries as land on water; the axes carry no frame of numbers, only a map edge."""
    axes.set_xlim(window.west, window.east)
    axes.set_ylim(window.south, window.north)
    axes.set_aspect("equal")
    axes.set_facecolor(style.WATER)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(True)
    axes.spines[:].set_color(style.BORDER)
    for is_outside, colour in ((False, style.LAND), (True, style.LAND_OUTSIDE)):
        paths = [
            path
            for feature in backdrop.get("features", ())
            if (feature["properties"]["name"] in OUTSIDE) == is_outside
            for path in _land(feature["geometry"], window, tolerance_km, projection)
        ]
        axes.add_collection(
            PathCollection(
                paths, facecolors=colour, edgecolors=style.BORDER, linewidths=0.5, zorder=0
            ),
            autolim=False,
        )


def _land(
    geometry: Mapping[str, Any], window: Window, tolerance_km: float, projection: Projection
) -> Iterator[Path]:
    shapes = geometry["coordinates"]
    polygons = [shapes] if geometry["type"] == "Polygon" else shapes
    for polygon in polygons:
        rings = [projection(ring) for ring in polygon]
        if not window.holds(rings[0]) or np.hypot(*rings[0].T).max() > HEMISPHERE_KM:
            continue
        size = np.ptp(rings[0], axis=0).max()
        if size < 2 * tolerance_km:
            continue
        closed = [_closed(thinned(ring, tolerance_km)) for ring in rings]
        yield Path.make_compound_path(
            *[Path(ring, closed=True) for ring in closed if len(ring) >= TRIANGLE]
        )


def _closed(ring: Points) -> Points:
    return np.vstack([ring, ring[:1]])


def country_names(
    axes: Axes, window: Window, *, size: float = 7.0, projection: Projection = FLANK
) -> None:
    """Names of the countries whose middle is seen, faint enough to lie under everything."""
    for name, where in COUNTRY_NAMES.items():
        point = projection([where])
        x, y = float(point[0, 0]), float(point[0, 1])
        inner = 0.03 * (window.east - window.west)
        if not window.west + inner < x < window.east - inner or not window.holds(point):
            continue
        axes.text(
            x,
            y,
            " ".join(name),
            fontsize=size,
            color=style.GREY,
            ha="center",
            va="center",
            zorder=1,
            alpha=0.9,
        )


def scale_bar(axes: Axes, window: Window) -> None:
    """How long a round number of kilometres is, about a fifth of the window."""
    wide = window.east - window.west
    length_km = round_length(SCALE_SHARE * wide)
    x = window.west + 0.04 * wide
    y = window.south + 0.035 * (window.north - window.south)
    axes.plot([x, x + length_km], [y, y], color=style.INK, linewidth=2.0, zorder=9)
    axes.annotate(
        f"{length_km:g} km",
        xy=(x + length_km / 2, y),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=7.5,
        zorder=9,
        path_effects=list(style.HALO),
    )


def round_length(most: float) -> float:
    """The longest of 1, 2, 5, 10, 20 .. that is not more than so much."""
    power = 10.0 ** math.floor(math.log10(most))
    return power * max(step for step in (1.0, 2.0, 5.0) if step * power <= most * (1 + 1e-9))


def frame_of(axes: Axes, window: Window) -> None:
    """The edge of an inset, drawn on the map it is taken from."""
    axes.add_patch(
        Rectangle(
            (window.west, window.south),
            window.east - window.west,
            window.north - window.south,
            facecolor="none",
            edgecolor=style.INK,
            linewidth=1.0,
            zorder=8,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A text that belongs to a point of the map."""

    text: str
    at: tuple[float, float]
    size: float = 7.5
    colour: str = style.INK
    bold: bool = False
    must: bool = False


def place_names(axes: Axes, names: Sequence[Name], *, gap: float = 5.0) -> None:
    """Write names beside their points, the first first; one that finds no room is left out.

    A name that ``must`` stand is written at its first place even where it covers another.
    """
    pixels = axes.figure.dpi / 72.0
    taken = [_box(axes, name.at, (0.0, 0.0), (6.0, 6.0), pixels) for name in names]
    edge = axes.get_window_extent()
    for name in names:
        size = (
            LETTER * name.size * max(map(len, name.text.split("\n"))),
            1.2 * name.size * (1 + name.text.count("\n")),
        )
        choices = [_shift(way, size, gap) for way in OFFSETS]
        boxes = [_box(axes, name.at, shift, size, pixels) for shift in choices]
        free = [
            place
            for place, box in enumerate(boxes)
            if _inside(box, edge) and not any(_meet(box, other) for other in taken)
        ]
        if not free and not name.must:
            continue
        chosen = free[0] if free else 0
        taken.append(boxes[chosen])
        axes.annotate(
            name.text,
            xy=name.at,
            xytext=choices[chosen],
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=name.size,
            color=name.colour,
            zorder=10,
            fontweight="bold" if name.bold else "normal",
            linespacing=1.1,
            path_effects=list(style.HALO),
        )


Box = tuple[float, float, float, float]


def _shift(way: tuple[int, int], size: tuple[float, float], gap: float) -> tuple[float, float]:
    return way[0] * (size[0] / 2 + gap), way[1] * (size[1] / 2 + gap * 0.8)


def _box(
    axes: Axes,
    at: tuple[float, float],
    shift: tuple[float, float],
    size: tuple[float, float],
    pixels: float,
) -> Box:
    x, y = axes.transData.transform(at)
    x, y = x + shift[0] * pixels, y + shift[1] * pixels
    half = (size[0] * pixels / 2, size[1] * pixels / 2)
    return (x - half[0], y - half[1], x + half[0], y + half[1])


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _inside(box: Box, edge: Any) -> bool:
    return bool(box[0] > edge.x0 and box[2] < edge.x1 and box[1] > edge.y0 and box[3] < edge.y1)
