"""By when the order must be given: days that a share of the force needs, and their quantiles."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.curves import day_of_share
from eastflank.measures.frames import TINY
from eastflank.measures.uncertainty.intervals import quantile_interval
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws
from eastflank.model.spelling import nearest

CONFIDENCES: Final = (0.5, 0.8, 0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDay:
    """The latest order with a confidence: so many days before the date, and their 95 % interval.

    ``inf``: not within what was tried; nan: too few replications to have an end.
    """

    confidence: float
    days_before: float
    low: float
    high: float


def bound_for(closures: pd.DataFrame, countries: Sequence[str]) -> pd.DataFrame:
    """The closures of units bound for these countries; of all units where none is named."""
    if not countries:
        return closures
    there = sorted(map(str, closures["destination_country"].unique()))
    for country in countries:
        if country not in there:
            raise PlannerError(
                where="--country",
                found=f"no unit of this force is bound for {country!r}.",
                right=f"There are {', '.join(there)}.",
                near=nearest(country, there),
            )
    return closures.loc[closures["destination_country"].isin(list(countries))]


def days_needed(
    closures: pd.DataFrame, *, share: float, countries: Sequence[str], warning_days: float
) -> pd.Series:
    """Days from the order until the share is closed in these countries, one a replication.

    C-day comes ``warning_days`` after the order, however early that is given.
    """
    return warning_days + day_of_share(bound_for(closures, countries), share=share)


def warning_needed(
    closures: Mapping[float, pd.DataFrame],
    *,
    share: float,
    countries: Sequence[str],
    by_day: float,
) -> pd.Series:
    """The least warning with which the share is closed by the day, one value a replication.

    ``closures`` of the same replications under each warning. It must do with every longer warning
    as well; ``inf`` where not even the longest does.
    """
    done = pd.DataFrame(
        {
            warning: day_of_share(bound_for(table, countries), share=share) <= by_day + TINY
            for warning, table in closures.items()
        }
    )
    longest_first = done[sorted(done.columns, reverse=True)].astype(int)
    lasting = longest_first.cumprod(axis=1)
    enough = lasting.sum(axis=1)
    least = [math.inf, *longest_first.columns]
    return pd.Series([least[int(count)] for count in enough], index=done.index)


def order_days(
    needed: pd.Series, draws: Draws, confidences: Sequence[float] = CONFIDENCES
) -> list[OrderDay]:
    """The latest order with each confidence: the quantile of the days that replications need."""
    values = np.asarray(needed, dtype=float)
    told = []
    for confidence in confidences:
        interval = quantile_interval(values, confidence, draws)
        told.append(
            OrderDay(
                confidence=confidence,
                days_before=float(interval.estimate),
                low=float(interval.low),
                high=float(interval.high),
            )
        )
    return told
