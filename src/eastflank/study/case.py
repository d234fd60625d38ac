"""A case: an experiment file, what was set beside it, and the scenario that it comes to."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eastflank.compile.choice import ForceAccount
from eastflank.compile.counts import counts
from eastflank.compile.kept_plans import unkept_plans
from eastflank.config import Experiment, in_one_spelling
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.scenario import Scenario
from eastflank.store.folder import replication_name
from eastflank.store.parquet import Level
from eastflank.study.reading import read_and_compile


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that a run needs to know before it begins."""

    file: Path
    root: Path
    sets: tuple[str, ...]
    experiment: Experiment
    scenario: Scenario
    force: ForceAccount
    warnings: tuple[PlannerError, ...]
    inputs: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of the experiment is that of its file."""
        return self.experiment.name

    @property
    def variation(self) -> tuple[str, ...]:
        """What was set beside the file and changes the answer's meaning, not only its precision."""
        precision = ("run.seed=", "run.replications=")
        return tuple(each for each in self.sets if not each.startswith(precision))

    @property
    def counts(self) -> dict[str, int]:
        """How large the scenario is, and the force beside its list."""
        return {**counts(self.scenario), **self.force.counts()}

    @property
    def replications(self) -> int:
        """How many replications a point may have: a stopping rule says it, where there is one."""
        stopping = self.experiment.stopping
        return stopping.most if stopping else self.experiment.run.replications

    def replay_command(
        self,
        point: int,
        replication: int,
        *,
        out: Path,
        usual: Path,
        records: Level,
        sweeps: bool = False,
    ) -> str:
        """The command that runs one replication alone, as a shell takes it; it keeps as much."""
        command = ["sweep", str(self.file), "--point", str(point)] if sweeps else None
        words = ["eastflank", *(command or ["run", str(self.file)])]
        words += ["--only", replication_name(replication)]
        words += [word for each in self.sets for word in ("--set", each)]
        words += [] if out == usual else ["--out", str(out)]
        usually = Level.SUMMARY if sweeps else Level.STAGES
        words += [] if records is usually else ["--records", records.value]
        return shlex.join(words)


def load_case(file: Path, sets: Sequence[str] = ()) -> Case:
    """The case of an experiment file; all that is wrong with it is said at once."""
    read = read_and_compile(file, sets)
    return Case(
        file=read.file,
        root=read.root,
        sets=tuple(map(in_one_spelling, sets)),
        experiment=read.experiment,
        scenario=read.compiled.scenario,
        force=read.compiled.force,
        warnings=read.compiled.warnings,
        inputs=read.compiled.inputs,
    )


def load_all(files: Sequence[Path], sets: Sequence[str] = ()) -> list[Case]:
    """The cases of several experiment files; the mistakes of all of them are told together."""
    cases: list[Case] = []
    mistakes: dict[str, PlannerError] = {}
    for file in files:
        try:
            cases.append(load_case(file, sets))
        except CollectedError as found:
            mistakes.update({str(error): error for error in found.errors})
        else:
            unkept = unkept_plans(cases[-1].scenario)
            mistakes.update({str(error): error for error in unkept})
    if mistakes:
        raise CollectedError(mistakes.values())
    return cases
