"""The shelves: all run folders below a folder of results, what state each is in, and since when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY, MANIFEST
from eastflank.store.identity import model_digest
from eastflank.store.manifest import Manifest, Status
from eastflank.store.removal import remove_run

DAY: Final = timedelta(days=1)
BUILD: Final = 12  # letters of the digest of a build that a manifest keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A run folder as it lies there: a run that can be read, or why it cannot."""

    root: Path
    run: StoredRun | None
    why_not: str = ""

    @property
    def experiment(self) -> str:
        """The experiment that the folder is kept under."""
        return self.root.parent.name

    @property
    def status(self) -> str:
        """How far it came; ``unreadable`` where its manifest cannot tell."""
        return self.run.manifest.status.value if self.run else "unreadable"

    @property
    def when(self) -> datetime:
        """When it ended, else began; of one that cannot be read, when its manifest was written."""
        told = (self.run.manifest.ended or self.run.manifest.started) if self.run else ""
        if told:
            return datetime.fromisoformat(told)
        return datetime.fromtimestamp((self.root / MANIFEST).stat().st_mtime, UTC)

    @property
    def drawn(self) -> tuple[int, int]:
        """How many replications are there of how many asked for, over all points of a sweep."""
        return _drawn_at_all(self.run) if self.run else (0, 0)

    @property
    def is_of_this_build(self) -> bool:
        """Whether the model that made it is the one that reads it."""
        return self.run is not None and not other_build(self.run.manifest)


def shelved(results: Path, names: Sequence[str] = ()) -> list[Shelved]:
    """The run folders of all experiments, or of those that are named; the oldest first."""
    folders = results.glob(f"*/*/{MANIFEST}")
    found = [_shelved(path.parent) for path in sorted(folders)]
    kept = [each for each in found if not names or each.experiment in names]
    return sorted(kept, key=lambda each: (each.when, each.root))


def _shelved(root: Path) -> Shelved:
    try:
        return Shelved(root=root, run=StoredRun(root))
    except PlannerError as error:
        return Shelved(root=root, run=None, why_not=error.found)


def other_build(manifest: Manifest) -> str:
    """What made a run, where that was another build of the model than this one; else nothing."""
    made_by = manifest.model
    return made_by if made_by and made_by != model_digest()[:BUILD] else ""


def state_of(run: StoredRun) -> str:
    """What a run is, in words: how much of it is there, and why not all."""
    manifest = run.manifest
    if manifest.status is Status.FINISHED:
        return "finished"
    why = manifest.stopped_by or manifest.status.value
    return f"{why}: {_there_at_points(run) if run.is_sweep else _there(run)} are there"


def _there(run: StoredRun) -> str:
    wanted = run.manifest.replications
    likely = "the deterministic run" if run.is_stored(LIKELY) else "no deterministic run"
    drawn = f"{len(run.drawn)} of {wanted} replications" if wanted else "no replications asked for"
    return f"{likely} and {drawn}"


def _there_at_points(sweep: StoredRun) -> str:
    """What all points of a sweep have together; drawn replications, else deterministic runs."""
    points = sweep.manifest.points
    if not sweep.manifest.replications:
        stored = sum(sweep.at(point).is_stored(LIKELY) for point in range(points))
        return f"deterministic runs at {stored} of {points} points"
    drawn, wanted = _drawn_at_all(sweep)
    return f"{drawn} of {wanted} replications at {points} points"


def _drawn_at_all(run: StoredRun) -> tuple[int, int]:
    points = range(run.manifest.points)
    wanted = sum(run.manifest.drawn_at(point) for point in points)
    return sum(len(run.at(point).drawn) for point in points), wanted


# -- cleaning ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Which run folders go: those that meet all that is asked for; a running one never does."""

    unfinished: bool = False
    other_build: bool = False
    superseded: bool = False
    older_than_days: float | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for, so that every folder would go."""
        return self == Rule()


def to_remove(found: Sequence[Shelved], rule: Rule, now: datetime) -> list[Shelved]:
    """The folders that a rule names, of those that are there."""
    latest = _latest(found)
    return [each for each in found if _meets(each, rule, latest, now)]


def clean(
    rule: Rule, results: Path, names: Sequence[str] = (), *, remove: bool = False
) -> list[Shelved]:
    """The run folders that a rule names; they go for good where ``remove`` says so."""
    going = to_remove(shelved(results, names), rule, datetime.now(UTC))
    for each in going if remove else ():
        remove_run(each.root)
    return going


def _meets(each: Shelved, rule: Rule, latest: frozenset[Path], now: datetime) -> bool:
    if each.status == Status.RUNNING.value:
        return False
    asked = (
        not rule.unfinished or each.status != Status.FINISHED.value,
        not rule.other_build or not each.is_of_this_build,
        not rule.superseded or each.root not in latest,
        rule.older_than_days is None or (now - each.when) / DAY > rule.older_than_days,
    )
    return all(asked)


def _latest(found: Sequence[Shelved]) -> frozenset[Path]:
    """The latest finished folder of each question: of a label, run or swept."""
    last = {_question(each.run): each.root for each in _finished(found) if each.run}
    return frozenset(last.values())


def _finished(found: Sequence[Shelved]) -> Iterator[Shelved]:
    return (each for each in found if each.status == Status.FINISHED.value)


def _question(run: StoredRun) -> tuple[str, tuple[str, ...], bool, int]:
    """Files of the same name in two folders ask two questions."""
    told = run.manifest
    return told.label, told.files[:1], told.is_sweep, told.seed


def latest_of_each(results: Path) -> list[StoredRun]:
    """The latest finished run of each question, by what it is called and its file."""
    latest: dict[tuple[str, tuple[str, ...]], StoredRun] = {}
    for each in shelved(results):
        if each.run is not None and each.run.manifest.status is Status.FINISHED:
            latest[each.run.label, each.run.manifest.files[:1]] = each.run
    return [latest[name] for name in sorted(latest)]
