"""Ablation: an experiment with every constraint kept, and with each of them taken out in turn."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from eastflank.compile.relax import RELAXATIONS
from eastflank.config import read_experiment
from eastflank.measures.compare.ablation import ablation_table
from eastflank.model.units import HOURS_PER_DAY
from eastflank.store.atomic import write_text
from eastflank.store.folder import have_met, paired_closures
from eastflank.store.manifest import Manifest
from eastflank.study.case import Case, load_case
from eastflank.study.draws import draws_of
from eastflank.study.prepare import folder_of


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


def variants_of(base: Case, names: Iterable[str]) -> list[Variant]:
    """The experiment as it stands, then without each constraint that it has not taken out yet."""
    gone = base.experiment.relax.constraints
    whole = Variant(file=base.file, sets=base.sets)
    return [whole, *(_without(base, gone, name) for name in names if name not in gone)]


def _without(base: Case, gone: Sequence[str], name: str) -> Variant:
    taken_out = f"relax.constraints={json.dumps([*gone, name])}"
    return Variant(file=base.file, sets=(*base.sets, taken_out), constraint=name)


def ablation_of(study: Sequence[tuple[Variant, Case]], out: Path) -> Ablation:
    """What the stored runs of a study tell; the table is written beside the run with everything."""
    folders = {variant.constraint: folder_of(case, out) for variant, case in study}
    base = folders.pop("")
    pairs = {
        name: paired_closures(base, folder)
        for name, folder in folders.items()
        if have_met(base, folder)
    }
    manifest = base.manifest
    table = ablation_table(
        pairs,
        target_day=manifest.target_day,
        horizon_day=manifest.horizon_h / HOURS_PER_DAY,
        draws=draws_of(base.resolved()),
    )
    table.insert(1, "title", [RELAXATIONS[name].title for name in table["constraint"]])
    table.insert(0, "experiment", manifest.label)
    path = base.root / "ablation.csv"
    write_text(path, table.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
    faults = [fault for each in (base, *folders.values()) for fault in _faults(each.manifest)]
    return Ablation(base=manifest, table=table, path=path, faults=faults)


def _faults(manifest: Manifest) -> Iterator[str]:
    """What makes a run no answer: replications that failed, lots that can never come."""
    for count in ("failed", "waiting_unexplained"):
        if manifest.counts.get(count):
            yield f"{manifest.label}: {count.replace('_', ' ')}: {manifest.counts[count]}"
