"""The door of the gallery: stored runs in, charts on disk or in memory out."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.charts.drawn import Figure
from eastflank.charts.save import save
from eastflank.charts.style import RUNS
from eastflank.gallery.choice import (
    EVERY,
    can_draw,
    charts_of,
    drawn_of,
    drawn_together,
    lacking,
    lacking_together,
)
from eastflank.gallery.stamps import stamp_of
from eastflank.gallery.together import TOGETHER
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.runs.families import Family, families_of, labels_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.targets import unlike_targets
from eastflank.study.pool import in_order

OPEN: Final = len(RUNS)  # runs that a process keeps read: as many as one chart shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart to draw: of which run folders, by which name, into which files."""

    folders: tuple[Path, ...]
    together: bool
    name: str
    label: str
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """What came of a sheet: the files, or the mistake that the reader can mend."""

    paths: tuple[Path, ...] = ()
    mistake: PlannerError | None = None


def draw(
    runs: Sequence[StoredRun], out: Path, which: Sequence[str] | None = None, *, workers: int = 1
) -> list[Path]:
    """Draw charts of stored runs as SVG, PNG, PDF and CSV into ``out``; the paths written.

    One run: closure, brigades, destinations, nations, map, stages, binds, throughput, utilisation,
    modes, queues, assets, gantt, late and, where there is a corridor, crossings and gantt-corridor;
    with replications enough, sensitivity. A sweep: heat, heat-baltic, heat-day, and with
    replications enough heat-chance and sensitivity. Several: each of these for each run, and
    open-cut, destinations and nations of every open run with its cuts, or of all together where
    none is the cut of another. ``which`` picks charts by these names; several ``workers`` draw
    several charts at once.
    """
    if not runs:
        raise PlannerError(where="charts", found="no run was given.")
    wanted, asked = _names(which), which is not None
    sheets = [
        *_alone(runs, out, wanted, asked=asked),
        *_together(runs, out, wanted, asked=asked),
    ]
    if not sheets:
        raise _none_of(runs, wanted)
    try:
        return list(_drawn(sheets, workers))
    finally:
        _opened.cache_clear()


def figure(runs: Sequence[StoredRun], name: str) -> Figure:
    """One chart of these runs, by its name, in memory."""
    if len(runs) > 1:
        (name,) = _names([name], known=list(TOGETHER))
        return drawn_together(runs, name)[0]
    (name,) = _names([name], known=list(charts_of(runs[0])))
    return drawn_of(runs[0], name)[0]


def undrawn(runs: Sequence[StoredRun], which: Sequence[str] | None = None) -> list[str]:
    """What :func:`draw` leaves out of these runs because they do not hold it, and why."""
    if which is not None:
        return []
    alone = [lacking(run, name) for run in runs for name in charts_of(run)]
    common = [lacking_together(family, name) for _, family in _families(runs) for name in TOGETHER]
    return list(dict.fromkeys(str(mistake) for mistake in (*alone, *common) if mistake))


def _names(which: Sequence[str] | None, known: Sequence[str] = EVERY) -> list[str]:
    for name in which or ():
        if name not in known:
            raise PlannerError(
                where="charts",
                found=f"there is no chart {name!r}.",
                right=f"Charts are {', '.join(sorted(set(known)))}.",
                near=nearest(name, known),
            )
    return list(which) if which is not None else list(known)


def _alone(
    runs: Sequence[StoredRun], out: Path, wanted: Sequence[str], *, asked: bool
) -> Iterator[Sheet]:
    """Charts of one run; those of several runs carry the run in their name."""
    several = len(runs) > 1
    for run, label in zip(runs, labels_of(runs), strict=True):
        names = [
            name
            for name in charts_of(run)
            if name in wanted
            and (asked or can_draw(run, name))
            and not (several and name in TOGETHER)
        ]
        suffix = f"-{_slug(label)}" if several else ""
        for name in names:
            yield Sheet(
                folders=(run.root,), together=False, name=name, label=f"{name}{suffix}", out=out
            )


def _together(
    runs: Sequence[StoredRun], out: Path, wanted: Sequence[str], *, asked: bool
) -> Iterator[Sheet]:
    """Charts of several runs, one a family."""
    found = _families(runs)
    for base, family in found:
        suffix = "" if len(found) == 1 else f"-{_slug(base)}"
        names = [
            name
            for name in TOGETHER
            if name in wanted and (asked or not lacking_together(family, name))
        ]
        folders = tuple(run.root for run in family)
        for name in names:
            yield Sheet(folders=folders, together=True, name=name, label=f"{name}{suffix}", out=out)


def _families(runs: Sequence[StoredRun]) -> list[tuple[str, list[StoredRun]]]:
    """Runs that are drawn together; a family too large for a chart goes on in another one.

    Each chart has the open run of the family first.
    """
    alone = [run for run in runs if not run.is_sweep]
    families = [family for family in families_of(alone) if len(family.runs) > 1]
    return [part for family in families for part in _parts(family)]


def _parts(family: Family) -> Iterator[tuple[str, list[StoredRun]]]:
    first, *others = family.runs
    room = len(RUNS) - 1
    for number, start in enumerate(range(0, len(others), room), start=1):
        name = f"{family.name} {number}" if number > 1 else family.name
        yield name, [first, *others[start : start + room]]


def _none_of(runs: Sequence[StoredRun], wanted: Sequence[str]) -> PlannerError:
    """Why nothing of what is wanted can be drawn."""
    if not runs[0].is_sweep and set(wanted) <= set(TOGETHER):
        return unlike_targets([run for run in runs if not run.is_sweep]) or PlannerError(
            where="charts",
            found="open-cut compares runs, and one was given.",
            right="Give the open run first, then its cuts.",
        )
    reasons = (lacking(run, name) for run in runs for name in wanted)
    return next(reason for reason in reasons if reason is not None)


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _drawn(sheets: Sequence[Sheet], workers: int) -> Iterator[Path]:
    for hung in in_order(_hang, sheets, workers):
        if hung.mistake is not None:
            raise hung.mistake
        yield from hung.paths


def _hang(sheet: Sheet) -> Hung:
    """Draw a sheet; a mistake is handed back, so that what is before it in the row comes first."""
    runs = [_opened(folder) for folder in sheet.folders]
    try:
        if sheet.together:
            drawn = drawn_together(runs, sheet.name)
        else:
            drawn = drawn_of(runs[0], sheet.name)
        paths = save(*drawn, sheet.out, sheet.label, stamp=stamp_of(sheet.name, runs))
    except PlannerError as error:
        return Hung(mistake=error)
    return Hung(paths=tuple(paths))


@functools.lru_cache(maxsize=OPEN)
def _opened(folder: Path) -> StoredRun:
    """A run, read once for all its charts that this process draws."""
    return StoredRun(folder)
