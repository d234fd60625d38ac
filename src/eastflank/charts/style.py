"""How charts look: colours that colour-blind readers and grey printers keep apart, axes, captions.

Colours are those of Okabe and Ito (2008); every series also has its own line style or marker.
"""

import functools
import textwrap
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any, Final, ParamSpec

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from eastflank.model import modes
from eastflank.model.causes import CauseKind
from eastflank.runs.wording.numbers import LARGE_FORCE, THOUSAND, on_day

P = ParamSpec("P")

INK: Final = "#1b2430"
MUTED: Final = "#5d6875"
FAINT: Final = "#d5dae0"
BLUE: Final = "#0072b2"
VERMILION: Final = "#d55e00"
GREEN: Final = "#009e73"
ORANGE: Final = "#e69f00"
PURPLE: Final = "#a6568c"
SKY: Final = "#56b4e9"
GREY: Final = "#8b95a1"

LAND: Final = "#f3f1ec"
LAND_OUTSIDE: Final = "#dcdad4"
BORDER: Final = "#b9b5ab"
WATER: Final = "#e3ecf2"

WIDE: Final = (11.0, 6.2)  # inches: a slide or half a page
TITLE_SIZE: Final = 14.0
TEXT_SIZE: Final = 9.5
SMALL_SIZE: Final = 8.0
CAPTION_SIZE: Final = 6.6
CAPTION_LETTERS: Final = 19.2  # of a caption in an inch
NAME_MOST: Final = 240  # letters of a title or of an experiment in a caption
LIFT_MOST: Final = 0.7  # of the height of axes that captions may take
CAPTION_IN: Final = 0.125  # inches that a line of a caption takes
NAME_LETTERS: Final = 13.0  # of a name beside a chart in an inch
NAME_PIECE: Final = 0.06  # of the axes: the piece of line before a name at their right end
LEAST_TITLE: Final = 9.0
LONG_DAYS: Final = 90.0

HALO: Final = (withStroke(linewidth=2.2, foreground="white"),)

NOT_OURS: Final = ("backend", "interactive", "toolbar")  # of windows: nothing of ours opens one
RC: Final[Any] = {  # matplotlib types the keys one by one
    **{  # its own defaults, so that no matplotlibrc of the reader changes a byte
        key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(NOT_OURS)
    },
    "font.family": "DejaVu Sans",
    "font.size": TEXT_SIZE,
    "text.color": INK,
    "text.parse_math": False,  # a name with two dollars is a name
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "svg.hashsalt": "eastflank",
    "svg.fonttype": "path",
    "path.simplify": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """How one series is drawn and called."""

    label: str
    colour: str
    line: str | tuple[int, tuple[float, ...]] = "-"
    width: float = 1.8
    hatch: str = ""
    marker: str = "o"


READINGS: Final[dict[str, Stroke]] = {
    "ready": Stroke(label="ready to move", colour=GREY, line=(0, (1.0, 1.4)), width=2.0),
    "departed": Stroke(label="departed", colour=ORANGE, line=(0, (5.0, 1.5, 1.0, 1.5))),
    "in_country": Stroke(label="in country", colour=SKY, line=(0, (5.0, 2.0)), width=2.0),
    "closed_080": Stroke(label="closed at 80 %", colour=GREEN, line=(0, (2.5, 1.5)), width=1.2),
    "closed_095": Stroke(label="closed at 95 %", colour=BLUE, width=2.8),
    "closed_100": Stroke(label="closed at 100 %", colour=PURPLE, line=(0, (8.0, 2.0)), width=1.2),
}
MODES: Final[dict[str, Stroke]] = {
    mode.value: Stroke(label=row.word, colour=row.colour, line=row.line)
    for mode, row in modes.MODES.items()
}
CAUSE_FAMILIES: Final[dict[str, tuple[str, tuple[CauseKind, ...]]]] = {
    "not ready": (
        FAINT,
        (
            CauseKind.C_DAY,
            CauseKind.NOTICE,
            CauseKind.PERMISSION,
            CauseKind.STORED_KIT,
            CauseKind.PLAN_DATE,
        ),
    ),
    "plan and control": (MUTED, (CauseKind.PLAN_ORDER, CauseKind.CONTROL)),
    "call-forward": (VERMILION, (CauseKind.CALL_FORWARD,)),
    "lift": (BLUE, (CauseKind.ASSET,)),
    "fill, crew, locomotive, repair": (
        SKY,
        (
            CauseKind.FILL,
            CauseKind.CREW,
            CauseKind.LOCOMOTIVE,
            CauseKind.BREAKDOWN,
        ),
    ),
    "ramp, berth, track, crane": (
        ORANGE,
        (
            CauseKind.LOADING,
            CauseKind.UNLOADING,
            CauseKind.TRANSFER,
            CauseKind.CRANE,
        ),
    ),
    "port land, hours of airfields and crews": (
        PURPLE,
        (
            CauseKind.PORT_LAND,
            CauseKind.FIELD_HOURS,
            CauseKind.GROUND_CREW,
        ),
    ),
    "reception": (GREEN, (CauseKind.INTEGRATION, CauseKind.REST_OF_UNIT)),
    "path, standing aside": (
        GREY,
        (
            CauseKind.PATH,
            CauseKind.HOLDING_TRACK,
            CauseKind.STANDING,
            CauseKind.PATH_ORDER,
            CauseKind.OUT_OF_GAUGE,
        ),
    ),
    "closed, no way": (
        INK,
        (
            CauseKind.CLOSED_LINK,
            CauseKind.CLOSED_TERMINAL,
            CauseKind.NO_WAY,
        ),
    ),
    "under way": (WATER, (CauseKind.UNDER_WAY,)),
}
CAUSES: Final = {kind: colour for colour, kinds in CAUSE_FAMILIES.values() for kind in kinds}
MODE_HATCHES: Final = {mode.value: row.hatch for mode, row in modes.MODES.items()}
RUNS: Final[tuple[Stroke, ...]] = (
    Stroke(label="", colour=BLUE, width=2.8, marker="o"),
    Stroke(label="", colour=VERMILION, line=(0, (6.0, 1.8)), width=2.4, hatch="////", marker="s"),
    Stroke(label="", colour=INK, line=(0, (1.4, 1.4)), width=2.4, hatch="xx", marker="^"),
    Stroke(label="", colour=GREEN, line=(0, (8.0, 2.0, 1.5, 2.0)), hatch="\\\\\\\\", marker="D"),
    Stroke(label="", colour=PURPLE, line=(0, (4.0, 1.2)), hatch="..", marker="v"),
)


def told(used: Container[str]) -> dict[str, Stroke]:
    """The modes that a chart tells of: an optional one only if something went by it."""
    optional = {mode.value for mode, row in modes.MODES.items() if row.is_optional}
    return {mode: stroke for mode, stroke in MODES.items() if mode in used or mode not in optional}


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What stands under a chart: what was run, under which policy, how often, with what."""

    title: str
    policy: str
    basis: str
    run_id: str
    version: str
    experiment: str = ""

    @property
    def line(self) -> str:
        """The caption as one line; a long title ends early, so that the chart keeps its room."""
        named = f"{_begin(self.experiment)}: " if self.experiment else ""
        return (
            f"{named}{_begin(self.title)} · policy: {self.policy} · {self.basis} · "
            f"run {self.run_id} · eastflank {self.version} · open data, notional units"
        )


def _begin(name: str) -> str:
    return name if len(name) <= NAME_MOST else f"{name[: NAME_MOST - 1]}…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is asked: a share of the moving force closed by a day."""

    force: float
    day: float = 30.0
    share: float = 0.95

    @property
    def troops(self) -> float:
        """Troops of the headline."""
        return self.force * self.share


def styled(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """A chart drawn with our fonts and colours, whatever the caller's matplotlib is set to."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with mpl.rc_context(RC):
            return draw(*args, **kwargs)

    return drawn


def figure(title: str, subtitle: str, captions: Sequence[Caption], size: Any = WIDE) -> Figure:
    """An empty figure with its heading and captions; axes are placed by the chart."""
    drawn = Figure(figsize=size, facecolor="white")
    top = 1.0 - 0.22 / size[1]
    heading = drawn.text(0.03, top, title, fontsize=TITLE_SIZE, fontweight="bold", va="top")
    _fit(heading, drawn)
    drawn.text(0.03, top - 0.31 / size[1], subtitle, color=MUTED, va="top")
    lines = "\n".join(caption_lines(captions, size[0]))
    drawn.text(0.03, 0.07 / size[1], lines, fontsize=CAPTION_SIZE, color=MUTED, va="bottom")
    return drawn


def _fit(heading: Text, drawn: Figure) -> None:
    """Make a heading smaller where it would run out of the figure."""
    took, room = heading.get_window_extent().width, 0.93 * drawn.bbox.width
    if took > room:
        heading.set_fontsize(max(LEAST_TITLE, TITLE_SIZE * room / took))


def beside_names(left: float, names: Sequence[str], wide_in: float, *, most: float) -> float:
    """The width of axes (a share, ``most`` at most) that leaves room for names at their right end.

    ``left`` is where the axes begin.
    """
    letters = max(len(line) for name in names for line in name.splitlines())
    room = 0.99 - left - letters / NAME_LETTERS / wide_in
    return min(most, room / (1 + NAME_PIECE))


def caption_lines(captions: Sequence[Caption], wide_in: float) -> list[str]:
    """The captions as the lines that they take at the foot of a figure, so many inches wide."""
    letters = int(CAPTION_LETTERS * wide_in)
    return [line for each in captions for line in textwrap.wrap(each.line, letters)]


def nothing(title: str, message: str, captions: Sequence[Caption]) -> Figure:
    """A figure that says in words why there is nothing to draw."""
    drawn = figure(title, "", captions, size=(WIDE[0], 2.2))
    drawn.text(0.03, 0.45, message, fontsize=TEXT_SIZE + 1.5, va="center", color=INK)
    return drawn


def axes(
    drawn: Figure, box: tuple[float, float, float, float], captions: Sequence[Caption] = ()
) -> Axes:
    """Axes in a box (left, bottom, width, height as shares), raised above the captions.

    The box has room for a caption of one line.
    """
    wide, high = drawn.get_size_inches()
    lift = CAPTION_IN * max(0, len(caption_lines(captions, wide)) - 1) / high
    left, bottom, width, height = box
    lift = min(lift, LIFT_MOST * height)
    placed = drawn.add_axes((left, bottom + lift, width, height - lift))
    placed.spines[["top", "right"]].set_visible(False)
    return placed


def day_axis(axes: Axes, last_day: float, *, label: str = "day after C-day (00:00 UTC)") -> None:
    """Days C+0 .. on the time axis."""
    axes.set_xlim(0, last_day)
    axes.xaxis.set_major_locator(MultipleLocator(10 if last_day <= LONG_DAYS else 20))
    axes.xaxis.set_minor_locator(MultipleLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda day, _: on_day(day)))
    axes.set_xlabel(label)


def troops_axis(axes: Axes, top: float, *, label: str = "troops", force: float = 0.0) -> None:
    """Troops on the vertical axis, in the unit of the force, with faint lines to read them by."""
    axes.set_ylim(0, top)
    count_axis(axes.yaxis, max(top, force), label)
    axes.grid(visible=True, axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def in_unit(count: float, top: float) -> str:
    """A number in the unit of an axis of so many at most."""
    return f"{count / (THOUSAND if top >= LARGE_FORCE else 1.0):,.0f}"


def count_axis(axis: Axis, top: float, label: str, unit: str = "") -> None:
    """An axis of so many at most: in thousands where they are many, else one by one."""
    told = " ".join(filter(None, ["thousand" if top >= LARGE_FORCE else "", unit]))
    axis.set_major_locator(MaxNLocator(6, integer=True))
    axis.set_major_formatter(FuncFormatter(lambda count, _: in_unit(count, top)))
    axis.set_label_text(f"{label} ({told})" if told else label)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLabel:
    """A name at the right end of a line; ``order`` says which stands above where lines meet."""

    height: float
    order: float
    text: str
    stroke: Stroke


def end_labels(axes: Axes, labels: Sequence[EndLabel], *, gap: float) -> None:
    """Names at the right end of their lines, each with a piece of its line, none on another.

    ``gap`` is the least distance between two names in data units.
    """
    bottom, top = axes.get_ylim()
    left, right = axes.get_xlim()
    step = (right - left) / 100
    ordered = sorted(labels, key=lambda label: (label.height, label.order))
    heights = spread([label.height for label in ordered], gap=gap, low=bottom, high=top)
    for height, label in zip(heights, ordered, strict=True):
        axes.plot(
            [right + step, right + 5 * step],
            [height, height],
            color=label.stroke.colour,
            linestyle=label.stroke.line,
            linewidth=label.stroke.width,
            clip_on=False,
        )
        axes.text(
            right + 6 * step,
            height,
            label.text,
            color=label.stroke.colour,
            va="center",
            linespacing=1.15,
        )
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)


def spread(wanted: Sequence[float], *, gap: float, low: float, high: float) -> list[float]:
    """Heights at least ``gap`` apart between low and high, near those wanted (in rising order)."""
    heights: list[float] = []
    for place, height in enumerate(wanted):
        ceiling = high - gap * (len(wanted) - 1 - place)
        floor = heights[-1] + gap if heights else low
        heights.append(max(min(height, ceiling), floor))
    return heights
