"""The one door: run folders in, charts on disk out."""

import multiprocessing
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.figure import Figure

from eastflank.charts.families import families
from eastflank.charts.gallery import ALONE, TOGETHER, can_draw, charts_of, drawn_of, lacking
from eastflank.charts.save import save
from eastflank.charts.sources import Source
from eastflank.charts.stamp import StampedRun, read_stamp, stamp_of
from eastflank.charts.sweeps import SWEPT
from eastflank.model.errors import CollectedError, PlannerError, nearest

EVERY: Final = tuple(dict.fromkeys((*ALONE, *TOGETHER, *SWEPT)))
FEW: Final = 3  # groups that are drawn sooner than another process has started


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Charts of the same run folders, drawn together so that the folders are read once."""

    folders: tuple[Path, ...]
    together: bool
    charts: tuple[tuple[str, str], ...]  # the name of the file and of the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """What came of a group: the files, or the mistake that the reader can mend."""

    paths: tuple[Path, ...] = ()
    mistake: PlannerError | None = None


def draw(
    folders: Sequence[Path | str],
    out: Path | str,
    which: Sequence[str] | None = None,
    *,
    workers: int = 1,
) -> list[Path]:
    """Draw charts of run folders as SVG, PNG, PDF and CSV into ``out``; the paths written.

    One folder: closure, brigades, destinations, nations, map, stages, binds, throughput,
    utilisation, modes, queues, assets, gantt, late and, where there is a corridor, crossings and
    gantt-corridor; with replications enough, sensitivity. A sweep: heat, heat-baltic, heat-day,
    and with replications enough heat-chance and sensitivity. Several: each of these for each run,
    and for every family (NAME with its NAME-cut...) or, where names tell no family, for all
    together: open-cut, destinations and nations, the first as the open run. ``which`` picks charts
    by these names; several ``workers`` draw several runs at once.
    """
    if not folders:
        raise PlannerError(where="charts", found="no run folder was given.")
    wanted = _names(which)
    sources = [Source(Path(folder)) for folder in folders]
    groups = [*_alone(sources, wanted, asked=which is not None), *_together(sources, wanted)]
    if not groups:
        raise _none_of(sources, wanted)
    written: list[Path] = []
    for hung in _drawn(groups, Path(out), workers):
        if hung.mistake is not None:
            raise hung.mistake
        written += hung.paths
    return written


def figure(folders: Sequence[Path], name: str) -> Figure:
    """One chart of these run folders, by its name, in memory."""
    sources = [Source(folder) for folder in folders]
    if len(sources) > 1:
        (name,) = _names([name], known=list(TOGETHER))
        return TOGETHER[name](sources)[0]
    (name,) = _names([name], known=list(charts_of(sources[0])))
    return drawn_of(sources[0], name)[0]


def undrawn(folders: Sequence[Path | str], which: Sequence[str] | None = None) -> list[str]:
    """What :func:`draw` leaves out of these folders because they do not hold it, and why."""
    if which is not None:
        return []
    sources = [Source(Path(folder)) for folder in folders]
    found = [lacking(source, name) for source in sources for name in charts_of(source)]
    return list(dict.fromkeys(str(mistake) for mistake in found if mistake is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A chart drawn again: its files, and in what the runs differ from those of the stamp."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


def redraw(file: Path, out: Path, results: Path) -> Redrawn:
    """Draw the chart of a file again from the runs that its stamp names, into ``out``."""
    stamp = read_stamp(file)
    folders = {run.run_id: stamped_folder(run, results) for run in stamp.runs}
    missing = [run for run in stamp.runs if folders[run.run_id] is None]
    if missing:
        raise CollectedError(_absent(run, file, results) for run in missing)
    sources = [Source(folder) for folder in folders.values() if folder]
    now = stamp_of(stamp.chart, sources)
    drawn = (
        TOGETHER[stamp.chart](sources) if len(sources) > 1 else drawn_of(sources[0], stamp.chart)
    )
    paths = save(*drawn, out, file.stem, stamp=now)
    remarks = [
        f"{then.experiment} {then.run_id}: {then.replications} replications were drawn then, "
        f"{run.replications} now."
        for then, run in zip(stamp.runs, now.runs, strict=True)
        if then.replications != run.replications
    ]
    if stamp.version != now.version:
        remarks.append(f"Drawn then with eastflank {stamp.version}, now with {now.version}.")
    return Redrawn(paths=tuple(paths), remarks=tuple(remarks))


def stamped_folder(run: StampedRun, results: Path) -> Path | None:
    """Where a run of a stamp lies below the results, at any depth; none if it does not."""
    found = sorted(results.glob(f"**/{run.run_id}/manifest.json"))
    return found[0].parent if found else None


def _absent(run: StampedRun, file: Path, results: Path) -> PlannerError:
    return PlannerError(
        where=str(file),
        found=f"run {run.run_id} of {run.experiment!r} is not in {results}.",
        right=f"Run it: {run.command}.",
    )


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


def _alone(sources: Sequence[Source], wanted: Sequence[str], *, asked: bool) -> Iterator[Group]:
    """Charts of one run; those of several runs carry the run in their name."""
    several = len(sources) > 1
    for source in sources:
        names = [
            name for name in charts_of(source)
            if name in wanted
            and (asked or can_draw(source, name))
            and not (several and name in TOGETHER)
        ]  # fmt: skip
        suffix = f"-{_slug(source.manifest.label)}" if several else ""
        if names:
            charts = tuple((f"{name}{suffix}", name) for name in names)
            yield Group(folders=(source.folder.root,), together=False, charts=charts)


def _together(sources: Sequence[Source], wanted: Sequence[str]) -> Iterator[Group]:
    """Charts of several runs, one a family."""
    names = [name for name in TOGETHER if name in wanted]
    runs = [source for source in sources if not source.is_sweep]
    if len(runs) <= 1 or not names:
        return
    found = families(runs)
    for base, family in found.items():
        suffix = "" if len(found) == 1 else f"-{_slug(base)}"
        yield Group(
            folders=tuple(source.folder.root for source in family),
            together=True,
            charts=tuple((f"{name}{suffix}", name) for name in names),
        )


def _none_of(sources: Sequence[Source], wanted: Sequence[str]) -> PlannerError:
    """Why nothing of what is wanted can be drawn."""
    if not sources[0].is_sweep and set(wanted) <= set(TOGETHER):
        return PlannerError(
            where="charts",
            found="open-cut compares runs, and one was given.",
            right="Give the open run first, then its cuts.",
        )
    reasons = (lacking(source, name) for source in sources for name in wanted)
    return next(reason for reason in reasons if reason is not None)


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _drawn(groups: Sequence[Group], out: Path, workers: int) -> Iterator[Hung]:
    """What came of each group, in their order, from this process or from several."""
    if workers <= 1 or len(groups) <= FEW:
        yield from (_hang(group, out) for group in groups)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(groups)), mp_context=spawn) as pool:
        yield from pool.map(_hang, groups, [out] * len(groups))


def _hang(group: Group, out: Path) -> Hung:
    """Draw a group; a mistake is handed back, so that what is before it in the row comes first."""
    sources = [Source(folder) for folder in group.folders]
    paths: list[Path] = []
    try:
        for label, name in group.charts:
            drawn = TOGETHER[name](sources) if group.together else drawn_of(sources[0], name)
            paths += save(*drawn, out, label, stamp=stamp_of(name, sources))
    except PlannerError as error:
        return Hung(mistake=error)
    return Hung(paths=tuple(paths))
