"""Builds: whether a run of another build of the model still says what this build would say.

The name of a run digests every source file that a result could depend on, so it changes with words
and messages too. Whether numbers moved is told by running again: at likely values, and the first
replication where one was drawn.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd

from eastflank.api import LIKELY, Case, Level, StoredRun
from eastflank.config.project import ENDING
from eastflank.store.folder import RunFolder
from eastflank.store.identity import WORDS_AND_PLANS
from eastflank.store.parquet import read_frame
from eastflank.store.situation import units_table
from eastflank.study.replication import Job, Resident, Task, carry_out

RUN_AGAIN: Final = (LIKELY, 0)
OTHER_ROWS: Final = "with other rows"
HOW_OFTEN: Final = "replications"  # of [run]: each replication is the same whatever their number is


def difference(case: Case, stored: StoredRun) -> str:
    """In what a stored run is not of this question, or not what this build makes; empty if it is.

    Empty says that the replications that were run again have equal rows, not that all have.
    """
    if _tables(stored.manifest.inputs) != _tables(case.inputs):
        return "of other tables"
    if _asked(stored.resolved["experiment"]) != _asked(case.experiment.resolved()):
        return "of another question"
    again = [each for each in RUN_AGAIN if stored.is_stored(each)]
    if not again:
        return "without a replication to compare"
    with TemporaryDirectory() as place:
        return "" if _is_same_again(case, stored, again, RunFolder(Path(place))) else OTHER_ROWS


def _is_same_again(
    case: Case, stored: StoredRun, replications: Sequence[int], folder: RunFolder
) -> bool:
    """Whether this build closes each unit at the hour at which it was closed, in each of these."""
    units, seed = units_table(case.scenario), case.experiment.run.seed
    job = Job(scenario=case.scenario, units=units, seed=seed, folder=folder)
    engine = Resident(case.scenario)
    for each in replications:
        done = carry_out(job, engine, Task(replication=each, level=Level.SUMMARY))
        if done.error or not _closures(folder, each).equals(_closures(stored.folder, each)):
            return False
    return True


def _closures(folder: RunFolder, replication: int) -> pd.DataFrame:
    return read_frame(folder.closures_path(replication))


def _tables(inputs: Mapping[str, str]) -> dict[str, str]:
    """What was read beside the experiment files: what those say is in the question."""
    return {name: found for name, found in inputs.items() if not name.endswith(ENDING)}


def _asked(resolved: Mapping[str, Any]) -> dict[str, Any]:
    """The question without its words, and without how often it is run."""
    asked = {key: part for key, part in resolved.items() if key not in WORDS_AND_PLANS}
    return asked | {"run": {**resolved["run"], HOW_OFTEN: None}}
