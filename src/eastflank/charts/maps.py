"""The map: what moved where and by which mode, with the corridor drawn large beside it."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from eastflank.charts import style
from eastflank.charts.backdrop import (
    Name,
    Window,
    country_names,
    draw_ground,
    frame_of,
    place_names,
    scale_bar,
)
from eastflank.charts.projection import Points
from eastflank.charts.scene import Corridor, Scene
from eastflank.charts.style import Caption
from eastflank.model.modes import MODES, Medium
from eastflank.runs.wording.names import LIFTS, plain

WIDTH_MOST: Final = 5.5  # points, of the busiest link of each mode
WIDTH_LEAST: Final = 0.5
WIDTHS: Final = 24  # steps of width: as many as an eye keeps apart
ABOVE: Final = {Medium.AIR: 2, Medium.LANE: 3, Medium.STREET: 4, Medium.TRACK: 5}
ORDER: Final = {mode.value: ABOVE[row.medium] for mode, row in MODES.items()}
MARKERS: Final = {mode.value: row.marker for mode, row in MODES.items()}
HOMES: Final = {mode.value: plain(row.home) for mode, row in MODES.items() if row.servers}
THEATRE: Final = Window(west=-1420.0, east=800.0, south=-1120.0, north=1000.0)
CLOSED: Final = "#b00020"
MARGIN_KM: Final = 90.0
INSET_MARGIN_KM: Final = 28.0
QUEUES: Final = 25  # places whose waiting is drawn
QUEUE_MOST: Final = 620.0  # square points, of the place of most waiting
NAMED: Final = 60
AIR_SHARE: Final = 0.9  # of the sorties; the rest would cover the map with hairs
AIR_WIDTH: Final = 0.45  # of the width of other modes
CORES: Final = {"road": 0.4}  # a pale core within the line: a road in grey print too
ROAD_LEAST: Final = 1.1  # points: a thinner line would hide its core


@style.styled
def map_chart(scene: Scene, *, caption: Caption, subtitle: str = "") -> Figure:
    """Loaded lifts by mode; width by their number on each mode's own scale; the corridor large."""
    drawn = style.figure(
        "How the force moves",
        subtitle or "Loaded lifts over the whole run, and where lots waited",
        [caption],
        size=(13.0, 8.3),
    )
    main = style.axes(drawn, (0.015, 0.045, 0.655, 0.865))
    most = draw_map(main, scene, ratio=0.655 * 13.0 / (0.865 * 8.3))
    key = style.axes(drawn, (0.69, 0.055, 0.295, 0.30 if scene.corridor else 0.5))
    _draw_key(key, scene, most)
    if scene.corridor:
        inset = style.axes(drawn, (0.69, 0.385, 0.295, 0.525))
        near = _corridor_window(scene, scene.corridor, ratio=0.295 * 13.0 / (0.525 * 8.3))
        draw_ground(inset, scene.backdrop, near, tolerance_km=0.3, projection=scene.projection)
        on_ground = scene.flows.loc[scene.flows["mode"] != "air"]
        _draw_flows(inset, scene, on_ground, most, thicker=1.3)
        _draw_corridor(inset, scene, scene.corridor, most)
        scale_bar(inset, near)
        frame_of(main, near)
    return drawn


def draw_map(
    axes: Axes, scene: Scene, *, ratio: float, scale: float = 1.0, names: int = NAMED
) -> dict[str, float]:
    """Ground, flows, waiting and places, in axes of this ratio; the most lifts of each mode.

    On a small map lines and marks have a ``scale`` below 1, and few places have ``names``.
    """
    window = _window(scene, ratio=ratio)
    draw_ground(axes, scene.backdrop, window, tolerance_km=1.6, projection=scene.projection)
    country_names(axes, window, projection=scene.projection)
    most = {str(mode): float(v) for mode, v in scene.flows.groupby("mode")["lifts"].max().items()}
    _draw_flows(axes, scene, _busiest_flights(scene.flows), most, thicker=scale)
    _draw_queues(axes, scene, scale**2)
    _draw_places(axes, scene, scale**2, names)
    scale_bar(axes, window)
    return most


def _window(scene: Scene, *, ratio: float) -> Window:
    """All that moved within the theatre, or wherever most moved, with a margin; of this shape."""
    courses = [scene.lines[link] for link in scene.flows["link_id"] if link in scene.lines]
    if not (courses or len(scene.towns)):
        return _shaped(THEATRE, ratio)
    ends = courses or [scene.towns[["lon", "lat"]].to_numpy().tolist()]
    shown = shown_of(np.vstack([scene.projection(each) for each in ends]))
    return _shaped(_around(shown, _margin(shown, MARGIN_KM)), ratio)


def shown_of(points: Points) -> Points:
    """The points that lie in the theatre, if most do; else all."""
    near = points[
        (points[:, 0] > THEATRE.west)
        & (points[:, 0] < THEATRE.east)
        & (points[:, 1] > THEATRE.south)
        & (points[:, 1] < THEATRE.north)
    ]
    return near if len(near) > len(points) / 2 else points


def _margin(points: Points, most: float) -> float:
    """So many kilometres, but no more than half of what is shown."""
    return float(min(most, max(0.5 * np.ptp(points, axis=0).max(), 1.0)))


def _around(points: Points, margin: float) -> Window:
    (west, south), (east, north) = points.min(axis=0) - margin, points.max(axis=0) + margin
    return Window(west=float(west), east=float(east), south=float(south), north=float(north))


def _shaped(window: Window, ratio: float) -> Window:
    """The window made wider or taller until it has the ratio of width to height."""
    wide, tall = window.east - window.west, window.north - window.south
    more_wide, more_tall = max(0.0, tall * ratio - wide) / 2, max(0.0, wide / ratio - tall) / 2
    return Window(
        west=window.west - more_wide,
        east=window.east + more_wide,
        south=window.south - more_tall,
        north=window.north + more_tall,
    )


def _width(lifts: float, most: float) -> float:
    return WIDTH_LEAST + (WIDTH_MOST - WIDTH_LEAST) * lifts / most if most > 0 else WIDTH_LEAST


def _draw_flows(
    axes: Axes,
    scene: Scene,
    flows: pd.DataFrame,
    most: Mapping[str, float],
    *,
    thicker: float = 1.0,
) -> None:
    """Lines of like width are one path; the least used first, so that the busy ones lie on top."""
    drawn = flows.loc[flows["link_id"].isin(list(scene.lines))].sort_values(["lifts", "link_id"])
    for mode, rows in drawn.groupby("mode"):
        name = str(mode)
        steps = np.ceil(WIDTHS * rows["lifts"] / most[name]) / WIDTHS
        thick = thicker * (AIR_WIDTH if name == "air" else 1.0)
        for step, alike in rows.groupby(steps):
            lines = [Path(scene.projection(scene.lines[str(link)])) for link in alike["link_id"]]
            course = Path.make_compound_path(*lines)
            for colour, width in _strokes(name, thick * _width(float(str(step)), 1.0)):
                axes.add_patch(
                    PathPatch(
                        course,
                        fill=False,
                        edgecolor=colour,
                        linewidth=width,
                        linestyle=style.MODES[name].line,
                        zorder=ORDER[name],
                        alpha=0.5 if name == "air" else 0.9,
                        capstyle="round",
                        joinstyle="round",
                    )
                )


def _strokes(mode: str, width: float) -> list[tuple[str, float]]:
    """What a line of a mode is drawn with, one on the other: colour and width."""
    colour = style.MODES[mode].colour
    if mode not in CORES:
        return [(colour, width)]
    outer = max(width, ROAD_LEAST)
    return [(colour, outer), ("white", CORES[mode] * outer)]


def _busiest_flights(flows: pd.DataFrame) -> pd.DataFrame:
    """All on the ground and at sea, and the busiest airfield pairs with most of the sorties."""
    air = flows.loc[flows["mode"] == "air"].sort_values(["lifts", "link_id"], ascending=False)
    before = air["lifts"].cumsum() - air["lifts"]
    busy = air.loc[before < AIR_SHARE * air["lifts"].sum()]
    return pd.concat([flows.loc[flows["mode"] != "air"], busy])


def _draw_queues(axes: Axes, scene: Scene, scale: float) -> None:
    """Circles whose area is the waiting at a place; the rest would hide the map."""
    longest = scene.queues.head(QUEUES)
    if not len(longest):
        return
    points = scene.projection(longest[["lon", "lat"]].to_numpy())
    most = max(float(longest["lot_days"].max()), 1e-9)
    axes.scatter(
        points[:, 0],
        points[:, 1],
        s=scale * QUEUE_MOST * longest["lot_days"].to_numpy() / most,
        marker="o",
        facecolor=style.ORANGE,
        edgecolor=style.INK,
        linewidth=0.6,
        alpha=0.45,
        zorder=5.5,
    )


def _draw_places(axes: Axes, scene: Scene, scale: float, names: int) -> None:
    places = scene.places.sort_values("lifts", ascending=False)
    for mode, marker in MARKERS.items():
        used = places.loc[places["mode"] == mode]
        if mode == "road" or not len(used):
            continue
        points = scene.projection(used[["lon", "lat"]].to_numpy())
        size = 10.0 + 60.0 * used["lifts"].to_numpy() / max(float(used["lifts"].max()), 1.0)
        axes.scatter(
            points[:, 0],
            points[:, 1],
            s=scale * size,
            marker=marker,
            facecolor="white",
            edgecolor=style.MODES[mode].colour,
            linewidth=1.1 * scale**0.5,
            zorder=6,
        )
    goals = places.loc[places["is_destination"]].drop_duplicates("node_id")
    if len(goals):
        points = scene.projection(goals[["lon", "lat"]].to_numpy())
        axes.scatter(
            points[:, 0], points[:, 1], s=26 * scale, marker="*", color=style.INK, zorder=7
        )
    place_names(axes, _names(scene, places, names))


def _names(scene: Scene, places: pd.DataFrame, most: int) -> list[Name]:
    """Destinations and the busiest places of each mode have names."""
    ranked = places.assign(rank=places.groupby("mode")["lifts"].rank(ascending=False))
    ranked["first"] = ranked["rank"] - 4 * ranked["is_destination"] - 3 * (ranked["mode"] == "sea")
    chosen = ranked.sort_values(["first", "node_id"]).drop_duplicates("node_id").head(most)
    at = chosen[["lon", "lat"]].to_numpy()
    points = scene.projection(at) if len(chosen) else np.empty((0, 2))
    return [
        Name(
            text=str(row["name"]),
            at=(float(x), float(y)),
            size=6.8,
            bold=bool(row["is_destination"]),
        )
        for row, (x, y) in zip(chosen.to_dict("records"), points, strict=True)
    ]


def _corridor_window(scene: Scene, corridor: Corridor, *, ratio: float) -> Window:
    points = np.vstack([scene.projection(scene.lines[link]) for link in corridor.links])
    return _shaped(_around(points, _margin(points, INSET_MARGIN_KM)), ratio)


def _draw_corridor(axes: Axes, scene: Scene, corridor: Corridor, most: Mapping[str, float]) -> None:
    lifts = scene.flows.set_index("link_id")["lifts"].to_dict()
    mode_of = scene.flows.set_index("link_id")["mode"].to_dict()
    names = []
    for link, name in corridor.links.items():
        points = scene.projection(scene.lines[link])
        if link not in lifts:
            dashes = (0, (2, 2))
            axes.plot(*points.T, color=style.MUTED, linewidth=1.0, zorder=3, linestyle=dashes)
        if link in corridor.closed:
            _draw_closed(axes, points.mean(axis=0))
        count, mode = float(lifts.get(link, 0.0)), str(mode_of.get(link, "road"))
        names.append(_corridor_name(name, points.mean(axis=0), count, mode))
    place_names(axes, [*sorted(names, key=lambda n: not n.bold), *_towns(scene, axes)], gap=9.0)
    axes.text(
        0.02,
        0.98,
        f"{corridor.name}, loaded lifts",
        transform=axes.transAxes,
        va="top",
        fontweight="bold",
        path_effects=list(style.HALO),
        zorder=11,
    )


def _draw_closed(axes: Axes, middle: Points) -> None:
    for size, colour in ((13.0, "white"), (10.0, CLOSED)):
        width = size / 3.4
        axes.plot(
            *middle, marker="x", markersize=size, markeredgewidth=width, color=colour, zorder=8
        )


def _corridor_name(name: str, middle: Points, lifts: float, mode: str) -> Name:
    """The name of a link of the corridor, with what went over it."""
    return Name(
        text=f"{name}\n{lifts:,.0f} {LIFTS[mode]}" if lifts else "not used",
        at=(float(middle[0]), float(middle[1])),
        size=7.2,
        colour=style.MODES[mode].colour if lifts else style.MUTED,
        bold=lifts > 0,
        must=lifts > 0,
    )


def _towns(scene: Scene, axes: Axes) -> list[Name]:
    """Towns within the inset, each with a dot."""
    if not len(scene.towns):
        return []
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    points = scene.projection(scene.towns[["lon", "lat"]].to_numpy())
    seen = (
        (points[:, 0] > west)
        & (points[:, 0] < east)
        & (points[:, 1] > south)
        & (points[:, 1] < north)
    )
    axes.plot(points[seen, 0], points[seen, 1], "o", color=style.INK, markersize=2.6, zorder=6)
    return [
        Name(text=str(name), at=(float(x), float(y)), size=7.0, colour=style.MUTED)
        for name, (x, y) in zip(scene.towns["name"][seen], points[seen], strict=True)
    ]


def _sample(axes: Axes, at: tuple[float, float], mode: str, width: float) -> None:
    """A piece of line of a mode, for the key."""
    (x, y), thick = at, width * (AIR_WIDTH if mode == "air" else 1.0)
    for colour, wide in _strokes(mode, thick):
        axes.plot(
            [x, x + 0.10],
            [y, y],
            color=colour,
            linestyle=style.MODES[mode].line,
            linewidth=wide,
            solid_capstyle="butt",
        )


def _draw_key(axes: Axes, scene: Scene, most: Mapping[str, float]) -> None:
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.text(0.0, 0.97, "Width: loaded lifts, each mode on its own scale", fontweight="bold")
    if "air" in most:
        note = f"air: only the busiest pairs, with {100 * AIR_SHARE:.0f} % of the sorties"
        axes.text(0.0, 0.91, note, fontsize=style.SMALL_SIZE, color=style.MUTED)
    y = 0.81
    for mode, stroke in style.MODES.items():
        if mode not in most:
            continue
        for x, share in ((0.02, 1.0), (0.15, 0.25)):
            _sample(axes, (x, y), mode, _width(share * most[mode], most[mode]))
        told = f"{stroke.label}: {most[mode]:,.0f} / {most[mode] / 4:,.0f} {LIFTS[mode]}"
        axes.text(0.29, y, told, va="center")
        y -= 0.115
    _draw_homes(axes, [mode for mode in style.told(most) if mode in HOMES], y - 0.02)
    axes.plot([0.03], [y - 0.14], marker="*", color=style.INK, linestyle="", markersize=7)
    axes.text(0.07, y - 0.14, "destination", va="center")
    if len(scene.queues):
        _draw_waiting(axes, float(scene.queues["lot_days"].max()), y - 0.27)
    if scene.corridor and scene.corridor.closed:
        axes.plot([0.33], [y - 0.14], marker="x", color=CLOSED, markeredgewidth=2.6, ls="")
        axes.text(0.37, y - 0.14, "closed by the cut (lifts before it)", va="center")


def _draw_homes(axes: Axes, modes: Sequence[str], y: float) -> None:
    """The markers of railheads, ports and airfields, side by side."""
    for place, mode in enumerate(modes):
        x = 0.03 + 0.90 * place / len(modes)
        axes.plot(
            [x],
            [y],
            marker=MARKERS[mode],
            color=style.MODES[mode].colour,
            linestyle="",
            markerfacecolor="white",
        )
        axes.text(x + 0.04, y, HOMES[mode], va="center")


def _draw_waiting(axes: Axes, most_days: float, y: float) -> None:
    """The disc of a queue and how much the largest stands for."""
    axes.scatter(
        [0.035],
        [y],
        s=150,
        marker="o",
        facecolor=style.ORANGE,
        alpha=0.45,
        edgecolor=style.INK,
        linewidth=0.6,
    )
    axes.text(0.09, y, f"waiting, by area; the most: {most_days:,.0f} lot-days", va="center")
