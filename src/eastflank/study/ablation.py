"""Ablation: an experiment with every constraint kept, and with each of them taken out in turn."""

import functools
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from eastflank.compile.relax import RELAXATIONS
from eastflank.config import read_experiment
from eastflank.measures.compare.ablation import ablation_table
from eastflank.runs.pairs import have_met, paired_closures, shorter_horizon_day
from eastflank.runs.stored import StoredRun
from eastflank.store.manifest import Manifest
from eastflank.store.tables import write_frame_csv
from eastflank.study.case import Case, load_all, load_case
from eastflank.study.conduct import Progress
from eastflank.study.plan import default_workers
from eastflank.study.pool import each
from eastflank.study.prepare import folder_of
from eastflank.study.settings import Settings
from eastflank.study.sweep import Swept, carry_out_sweep


@dataclass(frozen=True, slots=True, kw_only=True)
class Ablation:
    """One experiment: what closes with every constraint, and what each of them costs."""

    base: Manifest
    table: pd.DataFrame
    path: Path
    faults: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """An experiment without one constraint; with all of them where none is named."""

    file: Path
    sets: tuple[str, ...]
    constraint: str = ""

    def load(self) -> Case:
        """Its case, compiled."""
        return load_case(self.file, self.sets)

    def beside(self, base: Case) -> Case:
        """Its case as far as its folder depends on it: the question, not the scenario."""
        experiment = read_experiment(self.file, self.sets)
        return replace(base, sets=self.sets, experiment=experiment)


Study = Sequence[tuple[Variant, Case]]  # an experiment as it stands, then without each constraint


def constraints() -> dict[str, str]:
    """The constraints that can be taken out, by name, with what that means."""
    return {name: relaxation.title for name, relaxation in RELAXATIONS.items()}


def ablations(
    files: Sequence[Path], sets: Sequence[str] = (), names: Sequence[str] = ()
) -> list[Study]:
    """What is run to ablate each experiment: as it stands, then without each constraint.

    ``names`` are constraints of docs/relax.md, all of them where none is given.
    """
    chosen = list(names) or list(RELAXATIONS)
    return [
        [(variant, variant.beside(base)) for variant in variants_of(base, chosen)]
        for base in load_all(files, sets)
    ]


def ablate(
    studies: Sequence[Study],
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> list[Ablation]:
    """Run what is missing of the studies and tell what each constraint costs.

    Runs lie in ``<out>/ablation`` and keep their closures alone; the workers take a run each.
    """
    settings = settings or Settings()
    variants = [variant for study in studies for variant, _ in study]
    alone = replace(ablation_settings(settings), workers=1)
    work = functools.partial(_run_variant, settings=alone)
    workers = settings.workers or default_workers()
    for done, _ in enumerate(each(work, variants, workers), start=1):
        if progress:
            progress(done, len(variants))
    return [ablation_of(study, alone.out) for study in studies]


def ablation_settings(settings: Settings) -> Settings:
    """How the runs of an ablation are kept: lean, beside all other results."""
    return replace(settings, out=settings.out / "ablation", lean=True)


def _run_variant(variant: Variant, settings: Settings) -> None:
    carry_out_sweep(Swept(case=variant.load()), settings)


def variants_of(base: Case, names: Iterable[str]) -> list[Variant]:
    """The experiment as it stands, then without each constraint that it has not taken out yet."""
    gone = base.experiment.relax.constraints
    whole = Variant(file=base.file, sets=base.sets)
    return [whole, *(_without(base, gone, name) for name in names if name not in gone)]


def _without(base: Case, gone: Sequence[str], name: str) -> Variant:
    taken_out = f"relax.constraints={json.dumps([*gone, name])}"
    return Variant(file=base.file, sets=(*base.sets, taken_out), constraint=name)


def ablation_of(study: Study, out: Path) -> Ablation:
    """What the stored runs of a study tell; the table is written beside the run with everything."""
    runs = {variant.constraint: StoredRun(folder_of(case, out).root) for variant, case in study}
    base = runs.pop("")
    pairs = {name: paired_closures(base, run) for name, run in runs.items() if have_met(base, run)}
    table = ablation_table(
        pairs,
        target_day=base.manifest.target_day,
        horizon_day=shorter_horizon_day(base),
        draws=base.draws,
    )
    table.insert(1, "title", [RELAXATIONS[name].title for name in table["constraint"]])
    table.insert(0, "experiment", base.label)
    path = base.root / "ablation.csv"
    write_frame_csv(path, table)
    faults = [fault for each in (base, *runs.values()) for fault in _faults(each.manifest)]
    return Ablation(base=base.manifest, table=table, path=path, faults=faults)


def _faults(manifest: Manifest) -> Iterator[str]:
    """What makes a run no answer: replications that failed, lots that can never come."""
    for count in ("failed", "waiting_unexplained"):
        if manifest.counts.get(count):
            yield f"{manifest.label}: {count.replace('_', ' ')}: {manifest.counts[count]}"
