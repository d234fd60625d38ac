"""Stamps of charts of stored runs, and charts drawn again from the runs that a stamp names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eastflank.charts.save import save
from eastflank.charts.stamp import Stamp, StampedRun, read_stamp
from eastflank.gallery.choice import drawn_of, drawn_together
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.runs.stored import StoredRun


def stamp_of(chart: str, runs: Sequence[StoredRun]) -> Stamp:
    """The stamp of a chart that is drawn from these runs, in their order."""
    return Stamp(chart=chart, runs=tuple(_stamped(run) for run in runs))


def _stamped(run: StoredRun) -> StampedRun:
    manifest = run.manifest
    return StampedRun(
        experiment=manifest.experiment,
        run_id=manifest.run_id,
        seed=manifest.seed,
        replications=run.most_drawn,
        policy=manifest.policy,
        variation=tuple(manifest.variation),
        command=replace(manifest, replications=run.most_drawn).command,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A chart drawn again: its files, and in what the runs differ from those of the stamp."""

    paths: tuple[Path, ...]
    remarks: tuple[str, ...]


def redraw(file: Path, out: Path, results: Path) -> Redrawn:
    """Draw the chart of a file again from the runs that its stamp names, into ``out``."""
    stamp = read_stamp(file)
    folders = {run.run_id: _folder_of(run, results) for run in stamp.runs}
    missing = [run for run in stamp.runs if folders[run.run_id] is None]
    if missing:
        raise CollectedError(_absent(run, file, results) for run in missing)
    runs = [StoredRun(folder) for folder in folders.values() if folder]
    together = len(runs) > 1
    drawn = drawn_together(runs, stamp.chart) if together else drawn_of(runs[0], stamp.chart)
    now = stamp_of(stamp.chart, runs)
    paths = save(*drawn, out, file.stem, stamp=now)
    return Redrawn(paths=tuple(paths), remarks=tuple(_remarks(stamp, now)))


def _remarks(stamp: Stamp, now: Stamp) -> list[str]:
    """In what the runs are not those that were drawn."""
    remarks = [
        f"{then.experiment} {then.run_id}: {then.replications} replications were drawn then, "
        f"{run.replications} now."
        for then, run in zip(stamp.runs, now.runs, strict=True)
        if then.replications != run.replications
    ]
    if stamp.version != now.version:
        remarks.append(f"Drawn then with eastflank {stamp.version}, now with {now.version}.")
    return remarks


def _folder_of(run: StampedRun, results: Path) -> Path | None:
    """Where a run of a stamp lies below the results, at any depth; none if it does not."""
    found = sorted(results.glob(f"**/{run.run_id}/manifest.json"))
    return found[0].parent if found else None


def _absent(run: StampedRun, file: Path, results: Path) -> PlannerError:
    return PlannerError(
        where=str(file),
        found=f"run {run.run_id} of {run.experiment!r} is not in {results}.",
        right=f"Run it: {run.command}.",
    )
