"""The ground of a study: its folder of results, its runs, each run when first asked for."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.api import Case, Level, Settings, StoredRun
from eastflank.store.manifest import Status
from eastflank.study.conduct import Progress
from tools.figures.register import Figure
from tools.study.plan import Frame, Plan

LABEL: Final = "study"
LINE_EVERY_S: Final = 30.0
MINUTE_S: Final = 60.0
NOBODY: Final = "policy.dispatch=user-optimal"


class OutOfTimeError(Exception):
    """The time that the study was given is used; what was run is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one step of the study found: tables, a text for readers, and figures for pages.

    ``more``: tables beside the first, by the word that their file name ends with.
    """

    table: pd.DataFrame
    more: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    figures: Sequence[Figure] = ()
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Ground:
    """Where a study takes place.

    - say: tells how far it is.
    - until_s: when it has to end, on the monotonic clock.
    """

    root: Path
    out: Path
    plan: Plan
    workers: int | None = None
    until_s: float | None = None
    say: Callable[[str], None] = field(default=lambda _: None)
    runs: dict[tuple[str, ...], StoredRun] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """How runs of closures alone are carried out."""
        return Settings(out=self.out, workers=self.workers)

    @property
    def left_s(self) -> float | None:
        """Seconds that are left; None where there is no end."""
        return None if self.until_s is None else self.until_s - time.monotonic()

    def refuse_late(self) -> None:
        """Begin nothing when the time is used."""
        if self.left_s is not None and self.left_s <= 0:
            raise OutOfTimeError

    def file(self, name: str) -> Path:
        """The file of a question."""
        return self.root / "experiments" / f"{name}.toml"

    def case(self, name: str, replications: int, sets: Sequence[str] = ()) -> Case:
        """A question, compiled."""
        laid = (*self.plan.sets, *sets, f"run.replications={replications}")
        (case,) = api.load_all([self.file(name)], laid)
        return case

    def run(
        self,
        name: str,
        replications: int,
        sets: Sequence[str] = (),
        records: Level = Level.SUMMARY,
    ) -> StoredRun:
        """A question with at least so many replications; what is stored is not run again."""
        asked = (name, *sets)
        if asked not in self.runs:
            self.runs[asked] = self._run(name, replications, sets, records)
        return self.runs[asked]

    def _run(self, name: str, replications: int, sets: Sequence[str], records: Level) -> StoredRun:
        case = self.case(name, replications, sets)
        settings = Settings(
            out=self.out, workers=self.workers, records=records, budget_s=self.left_s
        )
        folder = api.foresee(case, settings).folder
        if folder.manifest_path.is_file() and _has(there := StoredRun(folder.root), replications):
            return there
        self.refuse_late()
        run = api.run_case(case, settings, progress=self.progress(case.name, "replications"))
        if run.manifest.stopped_by:
            raise OutOfTimeError
        return run

    def progress(self, name: str, of: str) -> Progress:
        """A callback that says now and then how far it is, and ends what lasts too long."""
        began_s = told_s = time.monotonic()

        def tell(done: int, total: int) -> None:
            nonlocal told_s
            now_s = time.monotonic()
            if now_s - told_s >= LINE_EVERY_S and 0 < done < total:
                told_s = now_s
                left_s = (now_s - began_s) / done * (total - done)
                self.say(f"  {name}: {done} of {total} {of}, about {minutes(left_s)} left")
            if done < total:
                self.refuse_late()

        return tell

    def open(self, frame: Frame) -> StoredRun:
        """The open run of a frame; it keeps the rows of links of its likely run."""
        return self.run(frame.name, self.plan.part(frame.share))

    def cut(self, frame: Frame) -> StoredRun:
        """The cut run of a frame."""
        return self.run(frame.cut, self.plan.part(frame.share))

    def nobody(self, frame: Frame) -> tuple[StoredRun, StoredRun]:
        """The open and the cut run of a frame where nobody coordinates."""
        names, sets = (frame.nobody, ()) if frame.nobody else ((frame.name, frame.cut), (NOBODY,))
        many = self.plan.part(frame.nobody_share)
        first, second = (self.run(name, many, sets) for name in names)
        return first, second

    def figure(self, run: StoredRun, name: str, value: str, of: str, /, **more: str) -> Figure:
        """A figure that rests on a run, unless ``more`` says else."""
        told = {
            "unit": "words",
            "experiment": run.manifest.experiment,
            "replications": str(len(run.drawn)),
            "run": run.manifest.run_id,
            **more,
        }
        return Figure(key=f"{LABEL}.{name}", value=value, of=of, **told)


def _has(run: StoredRun, replications: int) -> bool:
    """Whether a run is whole and has so many replications, or more."""
    return run.manifest.status is Status.FINISHED and len(run.drawn) >= replications


def minutes(seconds: float) -> str:
    """A time as it is said: in minutes from two of them on."""
    if seconds >= 2 * MINUTE_S:
        return f"{seconds / MINUTE_S:.0f} min"
    return f"{seconds:.0f} s"


def rows_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows with the same names as a table."""
    return pd.DataFrame([dict(row) for row in rows])
