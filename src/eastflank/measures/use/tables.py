"""The tables of use: crossings, fleets, finite things and all waits of a run, side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from eastflank.measures.use.crossings import BY_COUNTRIES, border_crossings
from eastflank.measures.use.finite import finite_things
from eastflank.measures.use.fleets import fleet_usage, trains_per_day
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.waiting import halts_by_cause, readiness_by_cause, waits_by_cause


def usage_tables(
    records: pd.DataFrame,
    situation: Situation,
    still_waiting: Sequence[Mapping[str, Any]] = (),
    *,
    end_h: float = np.nan,
) -> dict[str, pd.DataFrame]:
    """All tables of use by name; each is defined where it is measured."""
    return {
        "crossings": border_crossings(records, situation, by=BY_COUNTRIES),
        "crossing-links": border_crossings(records, situation),
        "trains": trains_per_day(records, situation.modes),
        "fleets": fleet_usage(records, situation),
        "finite-things": finite_things(records, situation),
        "readiness": readiness_by_cause(records, still_waiting),
        "waits": waits_by_cause(records, still_waiting, end_h=end_h),
        "halts": halts_by_cause(records),
    }
