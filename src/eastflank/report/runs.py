"""The runs of a report: what each says, and which of them are compared."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from eastflank.charts.sources import Source, called
from eastflank.measures.closure.verdict import ENOUGH, verdict
from eastflank.report.lines import Line, lines_of
from eastflank.runs.wording import verdicts
from eastflank.store.folder import LIKELY, paired_closures
from eastflank.study.luck import luck_differences


class Run:
    """One run folder as the report tells it."""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.name = name

    @property
    def label(self) -> str:
        """The experiment, and what was set beside its file."""
        return self.source.manifest.label

    @cached_property
    def verdict(self) -> pd.DataFrame:
        """The verdict table."""
        return verdict(self.source.closures, target_day=self.day)

    @cached_property
    def lines(self) -> dict[tuple[str, float], Line]:
        """The lines of the verdict by measure and level."""
        rows = lines_of(self.verdict)
        return {(str(row["measure"]), float(row["level"])): row for row in rows}

    def line(self, measure: str, level: float) -> Line | None:
        """The line of a measure at a level, if the verdict has it."""
        near = (key for key in self.lines if key[0] == measure and math.isclose(key[1], level))
        return next((self.lines[key] for key in near), None)

    @property
    def day(self) -> float:
        """The target day."""
        return self.source.manifest.target_day

    @property
    def force(self) -> float:
        """Troops of the moving force."""
        return self.source.target.force

    @property
    def is_deterministic(self) -> bool:
        """Whether no replication was drawn."""
        return self.source.replications == [LIKELY]

    @property
    def replications(self) -> int:
        """Replications that the verdict is made of."""
        return len(self.source.replications)

    @property
    def has_probability(self) -> bool:
        """Whether there are replications enough to speak of probability."""
        return not self.is_deterministic and self.replications >= ENOUGH

    @property
    def basis(self) -> str:
        """What the numbers rest on."""
        if self.source.is_sweep:
            return self.source.caption().basis
        manifest, drawn = self.source.manifest, 0 if self.is_deterministic else self.replications
        few = f"; no probability under {ENOUGH}" if 0 < drawn < ENOUGH else ""
        return f"{verdicts.basis(drawn, wanted=manifest.replications, seed=manifest.seed)}{few}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Runs that are told together: the first, and those that are set against it."""

    name: str
    runs: tuple[Run, ...]

    @property
    def base(self) -> Run:
        """The run that the others are set against."""
        return self.runs[0]

    @property
    def others(self) -> tuple[Run, ...]:
        """Those that are set against it and met the same luck."""
        return tuple(run for run in self.runs[1:] if _is_paired(self.base, run))

    @property
    def unpaired(self) -> tuple[Run, ...]:
        """Those that met other luck."""
        return tuple(run for run in self.runs[1:] if run not in self.others)


def _is_paired(base: Run, other: Run) -> bool:
    if luck_differences(base.source.folder, other.source.folder):
        return False
    try:
        first, second = paired_closures(base.source.folder, other.source.folder)
    except OSError:  # one drew replications, the other has the deterministic run alone
        return False
    return bool(len(first) and len(second))


def families_of(sources: Sequence[Source]) -> list[Family]:
    """Runs with their cuts by name (NAME, NAME-cut...), else all runs in one family."""
    found: dict[str, list[Source]] = {}
    for source in sources:
        found.setdefault(source.manifest.label.partition("-cut")[0], []).append(source)
    for family in found.values():
        family.sort(key=lambda source: "-cut" in source.manifest.label)
    if all(len(family) == 1 for family in found.values()):
        found = {sources[0].manifest.label: list(sources)}
    return [_family(name, members) for name, members in found.items()]


def _family(name: str, members: Sequence[Source]) -> Family:
    runs = tuple(Run(source, short) for short, source in called(members).items())
    return Family(name=name, runs=runs)
