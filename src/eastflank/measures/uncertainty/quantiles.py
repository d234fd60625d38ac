"""P10, P50 and P90 of troops and days, each with the interval in which it lies."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.closure.verdict import DAY_SHARES, DAYS
from eastflank.measures.uncertainty.intervals import PLAIN, quantile_interval
from eastflank.model.sampling import Draws

QUANTILES: Final = (0.10, 0.50, 0.90)
COLUMNS: Final = ["measure", "level", "unit", "quantile", "estimate", "low", "high"]


def quantile_table(closures: pd.DataFrame, *, draws: Draws = PLAIN) -> pd.DataFrame:
    """One row a measure, level and quantile; the estimate is that of the verdict.

    ``low``..``high`` are order statistics between which the quantile lies with 95 % at least
    (Wilks 1948), given these evidence rows. An end is empty where the replications are too few to
    have one; days are inf where that end is not within the horizon.
    """
    return pd.DataFrame(_rows(closures, draws), columns=COLUMNS)


def _rows(closures: pd.DataFrame, draws: Draws) -> Iterator[dict[str, object]]:
    for measure, level, unit, values in _values(closures):
        for quantile in QUANTILES:
            found = quantile_interval(values, quantile, draws)
            yield {
                "measure": measure,
                "level": level,
                "unit": unit,
                "quantile": quantile,
                "estimate": found.estimate,
                "low": found.low,
                "high": found.high,
            }


def _values(closures: pd.DataFrame) -> Iterator[tuple[str, float, str, pd.Series]]:
    for day in DAYS:
        yield "troops_closed", day, "troops", troops_closed(closures, by_day=day)
    for share in DAY_SHARES:
        yield "day_closed", share, "day", day_of_share(closures, share=share)
