"""What stored replications answer: one run, or what it costs against another."""

import functools
from collections.abc import Mapping

import pandas as pd

from eastflank.measures.uncertainty.sensitivity import answers_of, costs_of
from eastflank.runs.pairs import shorter_horizon_day
from eastflank.runs.stored import StoredRun


def answers_in(run: StoredRun, base: StoredRun | None = None) -> Mapping[str, pd.Series]:
    """Troops closed and closure days of a run, a value for each drawn replication.

    With a ``base`` that met the same luck what the run costs against it: troops short and days
    later, over the replications of both. Nothing where no replication is stored.
    """
    asked = [run] if base is None else [run, base]
    replications = sorted(set.intersection(*(set(each.drawn) for each in asked)))
    if not replications:
        return {}
    told = functools.partial(
        answers_of,
        target_day=run.manifest.target_day,
        horizon_day=shorter_horizon_day(*asked),
    )
    answers = told(run.closures(replications))
    return answers if base is None else costs_of(told(base.closures(replications)), answers)
