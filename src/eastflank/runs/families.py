"""Families: an open run with its cuts, as their manifests tell; and what runs are called."""

from collections.abc import Sequence
from dataclasses import dataclass

from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.pairs import unpairable
from eastflank.runs.stored import StoredRun
from eastflank.runs.targets import by_target, read_against
from eastflank.runs.wording.numbers import on_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Runs that are told together, each by its name: the first, and those set against it."""

    name: str
    runs: tuple[StoredRun, ...]

    @property
    def base(self) -> StoredRun:
        """The run that the others are set against."""
        return self.runs[0]

    @property
    def others(self) -> tuple[StoredRun, ...]:
        """Those that are set against it and met the same luck."""
        return tuple(run for run in self.runs[1:] if not unpairable(self.base, run))

    @property
    def unpaired(self) -> tuple[StoredRun, ...]:
        """Those that met other luck, or have no replication in common with it."""
        return tuple(run for run in self.runs[1:] if unpairable(self.base, run))


def families_of(runs: Sequence[StoredRun]) -> list[Family]:
    """Each open run with its cuts; where none is the cut of another, all runs as one family.

    No family has two targets: each of its lines would be read by two days.
    """
    kin = by_question(runs)
    if all(len(each) == 1 for each in kin):
        kin = by_target(runs)
    names = labels_of([each[0] for each in kin])
    return [_family(name, each) for name, each in zip(names, kin, strict=True)]


def cuts_of(runs: Sequence[StoredRun]) -> list[tuple[StoredRun, StoredRun]]:
    """Each cut beside the open run of its question, where both have met the same luck."""
    return [
        (base, cut)
        for base, *others in by_question(runs)
        for cut in others
        if not base.manifest.is_cut and cut.manifest.is_cut and not unpairable(base, cut)
    ]


def by_question(runs: Sequence[StoredRun]) -> list[list[StoredRun]]:
    """Runs that ask one question, whatever they are called and whatever they cut; the open first.

    Their manifests say so: of an open run and its cuts they have the same digest. It leaves out
    the target, which moves nothing; but to be in place by C+20 is another question than by C+30.
    """
    asked: dict[object, list[StoredRun]] = {}
    for run in runs:
        asked.setdefault((run.manifest.question or run.root, read_against(run)), []).append(run)
    return [sorted(each, key=lambda run: run.manifest.is_cut) for each in asked.values()]


def _family(name: str, runs: Sequence[StoredRun]) -> Family:
    return Family(name=name, runs=tuple(named(runs)))


def named(runs: Sequence[StoredRun]) -> list[StoredRun]:
    """The runs by names that tell them apart."""
    return [run.called(name) for run, name in zip(runs, names_of(runs), strict=True)]


def names_of(runs: Sequence[StoredRun]) -> list[str]:
    """Short names (open, cut at C+8) where they tell the runs apart, else their labels."""
    alone = [run.is_deterministic for run in runs]
    mixed = any(alone) and not all(alone)  # one run beside medians must be told apart
    short = [
        f"{_short(run)} (one run)" if mixed and one else _short(run)
        for run, one in zip(runs, alone, strict=True)
    ]
    return short if _tell_apart(short, runs) else labels_of(runs)


def labelled(runs: Sequence[StoredRun]) -> list[StoredRun]:
    """The runs by their labels, with more where labels do not tell them apart."""
    return [run.called(label) for run, label in zip(runs, labels_of(runs), strict=True)]


def labels_of(runs: Sequence[StoredRun]) -> list[str]:
    """The label of each run, with its file, or else its id, where labels do not tell them apart."""
    labels = [run.label for run in runs]
    for more in (_file, _id):
        if _tell_apart(labels, runs):
            break
        labels = [
            f"{run.label} ({more(run)})" if labels.count(label) > 1 else label
            for run, label in zip(runs, labels, strict=True)
        ]
    return labels


def _file(run: StoredRun) -> str:
    return run.manifest.file


def _id(run: StoredRun) -> str:
    return run.manifest.run_id


def _tell_apart(names: Sequence[str], runs: Sequence[StoredRun]) -> bool:
    return len(set(names)) == len({run.root for run in runs})


def _short(run: StoredRun) -> str:
    """Open, or when what is cut."""
    cuts = [each for each in run.disruptions if not each.get("works")]
    if not cuts:
        return "open"
    first = min(cuts, key=lambda each: float(each["start_h"]))
    known = ", known" if first.get("known") else ""
    day = float(first["start_h"]) / HOURS_PER_DAY
    return f"cut {f'at {on_day(day)}' if day > 0 else 'from C-day'}{known}"
