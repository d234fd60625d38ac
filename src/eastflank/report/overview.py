"""The page over a folder of runs: their questions with filters, curves, and where flows differ."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from eastflank.charts.maps import shown_of
from eastflank.charts.projection import HEMISPHERE_KM, Points, thinned
from eastflank.charts.scene import Scene
from eastflank.gallery.scene import scene_of
from eastflank.measures.closure.curves import troops_curves
from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES
from eastflank.report.door import rendered
from eastflank.runs.basis import basis_of
from eastflank.runs.families import cuts_of, labelled
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers
from eastflank.store.atomic import write_text

LAST_DAY: Final = 60.0
WIDE: Final = 720.0  # of a drawing, in its own units
TALL: Final = 300.0
MAP_WIDE: Final = 720.0
THINNED_KM: Final = 4.0
MOST_WIDTH: Final = 6.0
LINKED: Final = frozenset(mode.value for mode, row in MODES.items() if row.has_links)
NOTABLE: Final = 0.5  # lifts: a smaller difference is not drawn
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73", "#a6568c", "#1b2430", "#e69f00", "#56b4e9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One run: what is asked, what came of it, and its curve as the corners of a line."""

    number: int
    name: str
    title: str
    kind: str
    policy: str
    basis: str
    force: str
    closed: str
    baltic: str
    day_95: str
    colour: str
    curve: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One link that carried more or less: its course on the map, and by how much."""

    course: str
    width: float
    is_more: bool
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A map of what a run carried more and less than another, link by link."""

    heading: str
    ground: Sequence[str]
    stretches: Sequence[Stretch]
    tall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All that the page shows."""

    day: str
    entries: Sequence[Entry]
    kinds: Sequence[str]
    policies: Sequence[str]
    differences: Sequence[Difference]
    ticks: Sequence[tuple[float, str]]
    heights: Sequence[tuple[float, str]]
    wide: float = WIDE
    tall: float = TALL
    map_wide: float = MAP_WIDE


def write_overview(runs: Sequence[StoredRun], to: Path) -> Path:
    """Write the page of these runs; sweeps, and runs without a replication, are left out."""
    told = [run for run in runs if not run.is_sweep and run.verdict is not None]
    if not told:
        raise PlannerError(
            where=str(to.parent),
            found="no run is stored of which a page could tell.",
            right="Run experiments first: eastflank run EXPERIMENT...",
        )
    write_text(to, rendered("overview.html.jinja", overview_of(told)))
    return to


def overview_of(runs: Sequence[StoredRun]) -> Overview:
    """What the page says of the runs, in the order in which they are given."""
    named = labelled(runs)
    most = max(run.force for run in named)
    days = {numbers.on_day(run.day) for run in named}
    entries = [
        _entry(number, run, most, says_day=len(days) > 1) for number, run in enumerate(named)
    ]
    return Overview(
        day=", ".join(days) if len(days) == 1 else "the day of its target",
        entries=entries,
        kinds=sorted({entry.kind for entry in entries}),
        policies=sorted({entry.policy for entry in entries}),
        differences=[each for each in map(_difference, cuts_of(named)) if each],
        ticks=[(WIDE * day / LAST_DAY, numbers.on_day(day)) for day in range(0, 61, 10)],
        heights=[(TALL * (1 - share), numbers.count(share * most)) for share in (0.0, 0.5, 1.0)],
    )


def _entry(number: int, run: StoredRun, most: float, *, says_day: bool) -> Entry:
    """A row; it says by which day where the runs are not read by one."""
    day, force = run.day, run.force
    by = f" by {numbers.on_day(day)}" if says_day else ""
    return Entry(
        number=number,
        name=run.name,
        title=run.manifest.title,
        kind="cut" if run.manifest.is_cut else "open",
        policy=run.manifest.policy,
        basis=basis_of(run),
        force=numbers.count(force),
        closed=f"{_band(run, 'reading_closed_095', day)}{by}",
        baltic=_band(run, "baltic_troops_closed", day),
        day_95=_band(run, "day_closed", 0.95, of_days=True),
        colour=COLOURS[number % len(COLOURS)],
        curve=_curve(run, most),
    )


def _band(run: StoredRun, measure: str, level: float, *, of_days: bool = False) -> str:
    line = run.line(measure, level)
    if line is None:
        return numbers.DASH
    say = numbers.c_day if of_days else numbers.count
    return numbers.band(*(say(float(line[name])) for name in ("p10", "p50", "p90")))


def _curve(run: StoredRun, most: float) -> str:
    table = troops_curves(run.closures(), readings=("closed_095",), last_day=LAST_DAY)
    points = zip(table["day"], table["p50"], strict=True)
    return " ".join(
        f"{WIDE * day / LAST_DAY:.1f},{TALL * (1 - troops / most):.1f}" for day, troops in points
    )


# -- where flows differ ---------------------------------------------------------------------------


def _difference(pair: tuple[StoredRun, StoredRun]) -> Difference | None:
    """The map of a pair; none where a run kept no rows of links, or nothing differs."""
    base, cut = (scene_of(run) for run in pair)
    lifts = _lifts(base.flows).sub(_lifts(cut.flows), fill_value=0.0).mul(-1.0)
    lines = {**base.lines, **cut.lines}
    notable = lifts.loc[lifts.abs() >= NOTABLE]
    if not len(notable):
        return None
    drawn = {str(link): base.projection(lines[str(link)]) for link in notable.index}
    frame = _frame(drawn.values())
    largest = float(notable.abs().max())
    return Difference(
        heading=f"{pair[1].name} against {pair[0].name}",
        ground=[*_ground(base, frame)],
        stretches=[*_stretches(notable, drawn, frame, largest)],
        tall=frame.tall,
    )


def _lifts(flows: pd.DataFrame) -> pd.Series:
    """Loaded lifts by link; flights have no links, and would cover the map with hairs."""
    return flows.loc[flows["mode"].isin(LINKED)].groupby("link_id")["lifts"].sum()


@dataclass(frozen=True, slots=True)
class _Frame:
    """From kilometres to the drawing."""

    west: float
    south: float
    east: float
    north: float

    @property
    def scale(self) -> float:
        return MAP_WIDE / max(self.east - self.west, self.north - self.south, 1.0)

    @property
    def tall(self) -> float:
        return max(60.0, self.scale * (self.north - self.south))

    def course(self, points: Points) -> str:
        """A line as the corners of a drawing."""
        return " ".join(
            f"{self.scale * (x - self.west):.1f},{self.scale * (self.north - y):.1f}"
            for x, y in thinned(points, THINNED_KM)
        )


def _frame(courses: Iterable[Points]) -> _Frame:
    """What is drawn: all courses, as far as they lie in the theatre if most of them do."""
    shown = shown_of(np.vstack([*courses]))
    (west, south), (east, north) = shown.min(axis=0), shown.max(axis=0)
    return _Frame(float(west), float(south), float(east), float(north))


def _ground(scene: Scene, frame: _Frame) -> Iterator[str]:
    """The outlines of countries."""
    for feature in scene.backdrop["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        for part in parts:
            ring = scene.projection(part[0])
            if np.hypot(*ring.T).max() <= HEMISPHERE_KM:
                yield frame.course(ring)


def _stretches(
    notable: pd.Series, drawn: Mapping[str, Points], frame: _Frame, largest: float
) -> Iterator[Stretch]:
    for link, lifts in sorted(notable.items(), key=lambda each: abs(each[1])):
        yield Stretch(
            course=frame.course(drawn[str(link)]),
            width=max(1.0, MOST_WIDTH * math.sqrt(abs(lifts) / largest)),
            is_more=lifts > 0,
            told=f"{link}: {abs(lifts):,.0f} lifts {'more' if lifts > 0 else 'fewer'}",
        )
