"""What each constraint costs: runs without it against the run with all of them, paired."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from eastflank.measures.compare.pairing import paired_days, paired_troops
from eastflank.measures.frames import quantile
from eastflank.measures.uncertainty.intervals import PLAIN, mean_interval
from eastflank.model.sampling import Draws

SHARE: Final = 0.80
COLUMNS: Final = [
    "constraint",
    "troops_with",
    "troops_without",
    "more_troops",
    "low",
    "high",
    "day_80_with",
    "day_80_without",
    "days_sooner",
    "days_low",
    "days_high",
    "replications",
]

Pair = tuple[pd.DataFrame, pd.DataFrame]


def ablation_table(
    pairs: Mapping[str, Pair],
    *,
    target_day: float = 30.0,
    horizon_day: float = 120.0,
    draws: Draws = PLAIN,
) -> pd.DataFrame:
    """One row a constraint, what is worth most when taken out first.

    ``pairs`` maps a constraint to the closures with all constraints and to those without it.

    - troops_with, troops_without: troops closed by the target day (the median of replications).
    - more_troops with low..high: the mean of the paired differences and its 95 % interval; no
      interval from a single run.
    - day_80_with, day_80_without: day on which 80 % of the moving force is closed (the median; inf
      is never); days_sooner with days_low..days_high: as above, where what never closes counts as
      the horizon.

    ``draws`` is the sampling of the runs: replications that share a draw count as one.
    """
    rows = [_row(name, *pair, target_day, horizon_day, draws) for name, pair in pairs.items()]
    table = pd.DataFrame(rows, columns=COLUMNS)
    order = ["more_troops", "days_sooner", "constraint"]
    return table.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _row(
    name: str,
    base: pd.DataFrame,
    without: pd.DataFrame,
    target_day: float,
    horizon_day: float,
    draws: Draws,
) -> dict[str, object]:
    troops = paired_troops(base, without, by_day=target_day)
    days = paired_days(base, without, share=SHARE, horizon_day=horizon_day)
    more, low, high = mean_interval(-troops["short"], draws)
    sooner, days_low, days_high = mean_interval(-days["late"], draws)
    return {
        "constraint": name,
        "troops_with": quantile(troops["base"], 0.5),
        "troops_without": quantile(troops["cut"], 0.5),
        "more_troops": more,
        "low": low,
        "high": high,
        "day_80_with": quantile(days["base"], 0.5),
        "day_80_without": quantile(days["cut"], 0.5),
        "days_sooner": sooner,
        "days_low": days_low,
        "days_high": days_high,
        "replications": len(troops),
    }
