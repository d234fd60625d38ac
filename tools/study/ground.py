"""The ground of a study: its folder of results, its runs, each run when first asked for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.api import Level, Settings, StoredRun
from tools.figures.register import Figure
from tools.study.plan import Plan

LABEL: Final = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one part of the study found: a table, a text for readers, and figures for pages."""

    name: str
    table: pd.DataFrame
    figures: Sequence[Figure] = ()
    text: str = ""


@dataclass(slots=True, kw_only=True)
class Ground:
    """Where a study takes place; ``say`` tells how far it is."""

    root: Path
    out: Path
    plan: Plan
    workers: int | None = None
    say: Callable[[str], None] = field(default=lambda _: None)
    runs: dict[str, StoredRun] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """How runs of closures alone are carried out."""
        return Settings(out=self.out, workers=self.workers)

    def file(self, name: str) -> Path:
        """The file of a question."""
        return self.root / "experiments" / f"{name}.toml"

    def run(self, name: str, replications: int, records: Level = Level.SUMMARY) -> StoredRun:
        """A question with so many replications; what is stored is not run again."""
        if name not in self.runs:
            self.say(f"{name}: {replications} replications")
            (case,) = api.load_all([self.file(name)], [f"run.replications={replications}"])
            settings = Settings(out=self.out, workers=self.workers, records=records)
            self.runs[name] = api.run_case(case, settings)
        return self.runs[name]

    @property
    def base(self) -> StoredRun:
        """The open run of the headline; it keeps the rows of links of its likely run."""
        return self.run(self.plan.base, self.plan.replications, Level.STAGES)

    @property
    def cut(self) -> StoredRun:
        """The cut run of the headline."""
        return self.run(self.plan.cut, self.plan.replications)

    def figure(self, name: str, value: str, of: str, **more: str) -> Figure:
        """A figure of a part, resting on the base run unless ``more`` says else."""
        run = self.base
        told = {
            "unit": "words",
            "experiment": run.manifest.experiment,
            "replications": str(len(run.drawn)),
            "run": run.manifest.run_id,
            **more,
        }
        return Figure(key=f"{LABEL}.{name}", value=value, of=of, **told)


def rows_table(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Rows with the same names as a table."""
    return pd.DataFrame([dict(row) for row in rows])
