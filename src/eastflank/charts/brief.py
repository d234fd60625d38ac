"""The brief as a picture: one page, A4 or 16:9, drawn without a browser."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.bracket import draw_bracket
from eastflank.charts.maps import draw_map
from eastflank.charts.scene import Scene
from eastflank.charts.style import Target
from eastflank.runs.wording import numbers

A4: Final = (8.27, 11.69)
WIDE: Final = (13.333, 7.5)  # a slide of 16:9
LETTER_EM: Final = 0.555  # mean width of a letter of the font, in ems
LINE_EM: Final = 1.32
ASCENT_EM: Final = 0.95  # from the top of a line to its baseline
FOOT_PT: Final = 6.0
BULLET: Final = "•"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What stands on the page.

    - places: a row a place, its label and a cell a side; ``sides`` are the heads of the cells.
    - foot: what the numbers rest on and how to make them again.
    """

    title: str
    subtitle: str
    answer: Sequence[str]
    bracket: pd.DataFrame
    target: Target
    sides: Sequence[str]
    places: Sequence[tuple[str, Sequence[str]]]
    places_title: str
    levers: Sequence[str]
    unknown: Sequence[str]
    foot: Sequence[str]
    scene: Scene | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of the page in inches, from its upper left corner."""

    left: float
    top: float
    wide: float
    high: float

    def share(self, size: tuple[float, float]) -> tuple[float, float, float, float]:
        """Left, bottom, width and height as shares of the page."""
        wide, high = size
        bottom = high - self.top - self.high
        return self.left / wide, bottom / high, self.wide / wide, self.high / high


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where the parts of a page lie."""

    size: tuple[float, float]
    head: Box
    answer: Box
    bracket: Box
    map: Box
    places: Box
    levers: Box
    unknown: Box
    text_pt: float


UPRIGHT: Final = Layout(
    size=A4,
    head=Box(left=0.5, top=0.42, wide=7.27, high=0.8),
    answer=Box(left=0.5, top=1.38, wide=7.27, high=1.75),
    bracket=Box(left=1.95, top=3.35, wide=5.82, high=2.25),
    map=Box(left=0.5, top=6.15, wide=3.9, high=2.95),
    places=Box(left=4.6, top=6.15, wide=3.17, high=2.95),
    levers=Box(left=0.5, top=9.25, wide=3.2, high=1.5),
    unknown=Box(left=3.95, top=9.25, wide=3.82, high=1.5),
    text_pt=9.5,
)
SLIDE: Final = Layout(
    size=WIDE,
    head=Box(left=0.45, top=0.35, wide=12.4, high=0.6),
    answer=Box(left=0.45, top=1.05, wide=6.0, high=2.0),
    bracket=Box(left=8.15, top=1.05, wide=4.75, high=2.2),
    map=Box(left=6.75, top=3.85, wide=3.2, high=2.95),
    places=Box(left=10.1, top=3.85, wide=2.8, high=2.95),
    levers=Box(left=0.45, top=3.6, wide=5.9, high=1.1),
    unknown=Box(left=0.45, top=4.75, wide=5.9, high=2.0),
    text_pt=10.0,
)


@style.styled
def brief_chart(sheet: Sheet, layout: Layout) -> Figure:
    """The page: answer, bracket, map, places, levers, what is not known, foot."""
    drawn = Figure(figsize=layout.size, facecolor="white")
    _head(drawn, sheet, layout)
    size = layout.text_pt + 1.0
    _paragraphs(drawn, layout, layout.answer, sheet.answer, size=size, first_bold=True)
    axes = drawn.add_axes(layout.bracket.share(layout.size))
    draw_bracket(axes, sheet.bracket, sheet.target)
    _map(drawn, sheet, layout)
    _places(drawn, sheet, layout)
    _list(drawn, layout, layout.levers, "What would turn it", sheet.levers)
    _list(drawn, layout, layout.unknown, "What is not known", sheet.unknown)
    _foot(drawn, sheet, layout)
    return drawn


def _foot(drawn: Figure, sheet: Sheet, layout: Layout) -> None:
    """What the numbers rest on, from the lower edge up."""
    wide, high = layout.size
    lines = [line for text in sheet.foot for line in _wrapped(text, wide - 1, FOOT_PT)]
    at = layout.head.left / wide, 0.2 / high
    drawn.text(*at, "\n".join(lines), fontsize=FOOT_PT, color=style.MUTED)


@style.styled
def front_bracket(table: pd.DataFrame, target: Target) -> Figure:
    """The bracket alone, in letters that can be read on half a page."""
    sides = max(1, table["side"].nunique())
    high = 0.75 + 1.05 * sides
    drawn = Figure(figsize=(FRONT_WIDE, high), facecolor="white")
    drawn.text(0.005, 0.995, f"Troops in place by {numbers.on_day(target.day)}", **FRONT_TITLE)
    low = 0.5 / high
    draw_bracket(drawn.add_axes((0.285, low, 0.70, 1 - low - 0.27 / high)), table, target)
    return drawn


@style.styled
def front_map(scene: Scene) -> Figure:
    """The map alone, with the names of the few busiest places."""
    high = 3.7
    drawn = Figure(figsize=(FRONT_WIDE, high), facecolor="white")
    drawn.text(0.005, 0.995, "How the force moves, and where it waits", **FRONT_TITLE)
    share = 1 - 0.5 / high
    axes = drawn.add_axes((0.0, 0.24 / high, 1.0, share))
    most = draw_map(axes, scene, ratio=FRONT_WIDE / (share * high), scale=0.62, names=16)
    _key(drawn.add_axes((0.01, 0.0, 0.98, 0.2 / high)), list(style.told(most)))
    return drawn


FRONT_WIDE: Final = 5.2
FRONT_TITLE: Final[Any] = {"fontsize": 11.0, "fontweight": "bold", "va": "top"}


def _head(drawn: Figure, sheet: Sheet, layout: Layout) -> None:
    box = layout.head
    lines = _wrapped(sheet.title, box.wide, 15.0)
    _text(drawn, layout, (box.left, box.top), "\n".join(lines), size=15.0, bold=True)
    below = box.top + len(lines) * 15.0 * LINE_EM / 72
    _text(drawn, layout, (box.left, below), sheet.subtitle, size=9.0, colour=style.MUTED)


def _text(
    drawn: Figure,
    layout: Layout,
    at: tuple[float, float],
    text: str,
    *,
    size: float,
    bold: bool = False,
    colour: str = style.INK,
) -> None:
    """Line by line from its upper left corner, so that what stands below knows where it ends."""
    wide, high = layout.size
    for number, line in enumerate(text.split("\n")):
        base = at[1] + (ASCENT_EM + number * LINE_EM) * size / 72
        drawn.text(
            at[0] / wide,
            1 - base / high,
            line,
            fontsize=size,
            fontweight="bold" if bold else "normal",
            color=colour,
            va="baseline",
        )


def _wrapped(text: str, wide: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines of a text that fit a width in inches."""
    letter = LETTER_EM * (1.12 if bold else 1.0) * size / 72
    return textwrap.wrap(text, max(10, int(wide / letter)), break_on_hyphens=False)


def _paragraphs(
    drawn: Figure,
    layout: Layout,
    box: Box,
    texts: Sequence[str],
    *,
    size: float,
    first_bold: bool = False,
) -> None:
    """Texts below each other from the top of a box."""
    top = box.top
    for at, text in enumerate(texts):
        bold = first_bold and at == 0
        lines = _wrapped(text, box.wide, size, bold=bold)
        _text(drawn, layout, (box.left, top), "\n".join(lines), size=size, bold=bold)
        top += (len(lines) + 0.45) * size * LINE_EM / 72


def _list(drawn: Figure, layout: Layout, box: Box, title: str, texts: Sequence[str]) -> None:
    """A heading with a line under it, and points."""
    size = layout.text_pt - 1.6
    _title(drawn, layout, box, title)
    top = box.top + 0.27
    for lines in points_in(texts, box.wide - 0.14, box.high - 0.27, size):
        _text(drawn, layout, (box.left, top), BULLET, size=size)
        _text(drawn, layout, (box.left + 0.14, top), "\n".join(lines), size=size)
        top += (len(lines) + 0.2) * size * LINE_EM / 72


def points_in(texts: Sequence[str], wide: float, high: float, size: float) -> list[list[str]]:
    """The lines of each point: the first, others while there is room, and how many are left out.

    The last point has no space below it.
    """
    points = [_wrapped(text, wide, size) for text in texts]
    feet = [(foot - 0.2) * size * LINE_EM / 72 for foot in accumulate(len(p) + 0.2 for p in points)]
    fit = max(1, sum(foot <= high for foot in feet))
    left = len(points) - fit
    return [*points[:fit], *([[f"{left} more: eastflank report"]] if left > 0 else [])]


def _title(drawn: Figure, layout: Layout, box: Box, title: str) -> None:
    _text(drawn, layout, (box.left, box.top), title, size=layout.text_pt, bold=True)
    rule = Box(left=box.left, top=box.top + 0.2, wide=box.wide, high=0.001)
    line = drawn.add_axes(rule.share(layout.size))
    line.set_axis_off()
    line.axhline(0.5, color=style.INK, linewidth=0.9)


def _map(drawn: Figure, sheet: Sheet, layout: Layout) -> None:
    box = layout.map
    _title(drawn, layout, box, "How the force moves")
    inner = Box(left=box.left, top=box.top + 0.28, wide=box.wide, high=box.high - 0.45)
    axes = drawn.add_axes(inner.share(layout.size))
    if sheet.scene is None:
        axes.set_axis_off()
        axes.text(0.0, 0.95, "No records of links are stored.", va="top", color=style.MUTED)
        return
    most = draw_map(axes, sheet.scene, ratio=inner.wide / inner.high, scale=0.55, names=12)
    key = drawn.add_axes(
        Box(left=box.left, top=box.top + box.high - 0.15, wide=box.wide, high=0.15).share(
            layout.size
        )
    )
    _key(key, list(style.told(most)))


def _key(axes: Axes, modes: Sequence[str]) -> None:
    """The modes side by side, and the discs of waiting."""
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    step = 1.0 / (len(modes) + 1)
    for at, mode in enumerate(modes):
        stroke = style.MODES[mode]
        axes.plot(
            [at * step, at * step + 0.3 * step],
            [0.5, 0.5],
            color=stroke.colour,
            linestyle=stroke.line,
            linewidth=1.8,
        )
        axes.text(at * step + 0.36 * step, 0.5, stroke.label, va="center", fontsize=6.5)
    axes.plot([1 - 0.85 * step], [0.5], "o", color=style.ORANGE, alpha=0.6, markersize=6)
    axes.text(1 - 0.72 * step, 0.5, "waiting", va="center", fontsize=6.5)


def _places(drawn: Figure, sheet: Sheet, layout: Layout) -> None:
    """What is in place by country: a row a place, a column a side."""
    box, size = layout.places, layout.text_pt - 2.0
    _title(drawn, layout, box, sheet.places_title)
    first = 0.45 * box.wide
    width = (box.wide - first) / max(1, len(sheet.sides))
    step = 2.3 * size * LINE_EM / 72
    for at, line in enumerate([("", list(sheet.sides)), *sheet.places]):
        label, cells = line
        top = box.top + 0.28 + (0 if at == 0 else 0.24 + (at - 1) * step)
        lines = _wrapped(label, first - 0.05, size)
        _text(drawn, layout, (box.left, top), "\n".join(lines), size=size)
        for column, cell in enumerate(cells):
            value, _, band = cell.partition(" (")
            left = box.left + first + column * width
            _text(drawn, layout, (left, top), value, size=size, bold=True)
            if band:
                below = (left, top + size * LINE_EM / 72)
                told = band.rstrip(")")
                _text(drawn, layout, below, told, size=size - 1.2, colour=style.MUTED)


def layouts() -> Iterator[tuple[str, Layout]]:
    """The two pages by the names of their files."""
    yield "brief-a4", UPRIGHT
    yield "brief-16x9", SLIDE
