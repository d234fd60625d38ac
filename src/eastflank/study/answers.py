"""What stored replications answer: one run, or what it costs against another."""

import functools
from collections.abc import Mapping

import pandas as pd

from eastflank.measures.uncertainty.sensitivity import answers_of, costs_of
from eastflank.model.units import HOURS_PER_DAY
from eastflank.store.folder import RunFolder


def answers_in(folder: RunFolder, base: RunFolder | None = None) -> Mapping[str, pd.Series]:
    """Troops closed and closure days of a run, a value for each drawn replication.

    With a ``base`` that met the same luck what the run costs against it: troops short and days
    later, over the replications of both. Nothing where no replication is stored.
    """
    asked = [folder] if base is None else [folder, base]
    replications = sorted(set.intersection(*(set(each.drawn()) for each in asked)))
    if not replications:
        return {}
    told = functools.partial(
        answers_of,
        target_day=folder.manifest.target_day,
        horizon_day=min(each.manifest.horizon_h for each in asked) / HOURS_PER_DAY,
    )
    answers = told(folder.closures(replications))
    return answers if base is None else costs_of(told(base.closures(replications)), answers)
