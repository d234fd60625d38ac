"""Ablation: an experiment with every constraint kept, and with each of them taken out in turn."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eastflank.config import read_experiment
from eastflank.study.case import Case, load_case


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
