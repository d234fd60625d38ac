"""The verdict: a table, never one number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pandas as pd

from eastflank.measures.closure.closures import READINGS, brigade_closures
from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.frames import TINY, quantile
from eastflank.measures.uncertainty.intervals import PLAIN, share_interval
from eastflank.model.formulas import harmless
from eastflank.model.sampling import Draws, Sampling
from eastflank.model.units import HOURS_PER_DAY

DAYS: Final = (10, 20, 30, 45, 60)
SHARES: Final = (0.50, 0.60, 0.70, 0.80, 0.90, 0.95, 1.00)
DAY_SHARES: Final = (0.50, 0.80, 0.95, 1.00)
BALTIC_STATES: Final = ("EE", "LV", "LT")
ENOUGH: Final = 20  # no probability from fewer replications
HEADLINE_SHARE: Final = 0.95
COLUMNS: Final = [
    "measure",
    "level",
    "unit",
    "of",
    "p10",
    "p50",
    "p90",
    "probability",
    "low",
    "high",
    "replications",
]


def verdict(
    closures: pd.DataFrame, *, target_day: float = 30.0, draws: Draws = PLAIN
) -> pd.DataFrame:
    """The verdict table of one point, one row a line; days are after C-day, inf is never.

    - troops_closed: troops in units closed by day ``level`` (P10, P50, P90 of replications).
    - baltic_troops_closed: the same for destinations in Estonia, Latvia and Lithuania.
    - probability: share of replications in which at least ``level`` of the moving force is closed
      by the target day, given these evidence rows, with a 95 % interval that is right
      for the sampling (docs/sampling.md); empty under 20 replications.
    - day_closed: day on which ``level`` of the moving force is closed.
    - brigades_closed: brigades with all their moving units closed by the target day.
    - reading_*: troops that are ready, departed, in country, closed at 0.80, 0.95 and 1.00 of
      their pieces by the target day.

    ``of`` is what could be reached: troops of the moving force, of the Baltic part, brigades.
    """
    rows = [
        *_troops_rows(closures),
        *_baltic_rows(closures, target_day),
        *_probability_rows(closures, target_day, draws),
        *_day_rows(closures),
        _brigade_row(closures, target_day),
        *_reading_rows(closures, target_day),
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    return table.assign(replications=closures["replication"].nunique())


def share_closed(closures: pd.DataFrame, *, share: float, by_day: float) -> pd.Series:
    """Whether at least ``share`` of the moving force is closed by the day, by replication."""
    closed = troops_closed(closures, by_day=by_day)
    return closed >= share * force_size(closures) * (1 - TINY)


def force_size(closures: pd.DataFrame) -> float:
    """Troops of the moving force; the same in every replication."""
    return float(closures["troops"].sum()) / max(1, closures["replication"].nunique())


def verdict_csv(verdicts: Mapping[str, pd.DataFrame]) -> str:
    """The verdict tables of several experiments as one CSV text with a column ``experiment``."""
    parts = [table.assign(experiment=name) for name, table in verdicts.items()]
    joined = pd.concat(parts, ignore_index=True)[["experiment", *COLUMNS]]
    return joined.map(harmless).to_csv(index=False, float_format="%.6g", lineterminator="\n")


def _band(values: pd.Series) -> dict[str, float]:
    numbers = values.to_numpy(dtype=float)
    return {name: quantile(numbers, share) for name, share in _BAND.items()}


_BAND: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}


def _troops_rows(closures: pd.DataFrame) -> Iterable[dict[str, object]]:
    for day in DAYS:
        yield {
            "measure": "troops_closed",
            "level": day,
            "unit": "troops",
            "of": force_size(closures),
            **_band(troops_closed(closures, by_day=day)),
        }


def _baltic_rows(closures: pd.DataFrame, target_day: float) -> Iterable[dict[str, object]]:
    there = closures["destination_country"].isin(BALTIC_STATES)
    # The rest of the force stays in with no troops, so that no replication is lost.
    baltic = closures.assign(troops=closures["troops"].where(there, 0))
    for day in _days_with(target_day):
        yield {
            "measure": "baltic_troops_closed",
            "level": day,
            "unit": "troops",
            "of": force_size(baltic),
            **_band(troops_closed(baltic, by_day=day)),
        }


def _days_with(target_day: float) -> Sequence[float]:
    return sorted({target_day, 60.0})


def _probability_rows(
    closures: pd.DataFrame, target_day: float, draws: Draws
) -> Iterable[dict[str, object]]:
    for share in SHARES:
        closed = share_closed(closures, share=share, by_day=target_day)
        row: dict[str, object] = {"measure": "probability", "level": share, "unit": "probability"}
        if len(closed) >= ENOUGH:
            found = share_interval(*_in_order(closed, draws))
            row |= {"probability": found.estimate, "low": found.low, "high": found.high}
        yield row


def _in_order(closed: pd.Series, draws: Draws) -> tuple[pd.Series, Draws]:
    """Replications in order; with gaps there are no whole blocks to rely on."""
    ordered = closed.sort_index()
    if list(ordered.index) == list(range(len(ordered))):
        return ordered, draws
    return ordered, Draws(sampling=Sampling.PLAIN, luck_per_draw=draws.luck_per_draw)


def _day_rows(closures: pd.DataFrame) -> Iterable[dict[str, object]]:
    for share in DAY_SHARES:
        yield {
            "measure": "day_closed",
            "level": share,
            "unit": "day",
            **_band(day_of_share(closures, share=share)),
        }


def _brigade_row(closures: pd.DataFrame, target_day: float) -> dict[str, object]:
    brigades = brigade_closures(closures)
    everyone = closures["replication"].unique()
    in_time = brigades.loc[brigades["closed_h"] <= target_day * HOURS_PER_DAY]
    count = in_time.groupby("replication").size().reindex(everyone, fill_value=0)
    return {
        "measure": "brigades_closed",
        "level": target_day,
        "unit": "brigades",
        "of": len(brigades) / max(1, len(everyone)),
        **_band(count),
    }


def _reading_rows(closures: pd.DataFrame, target_day: float) -> Iterable[dict[str, object]]:
    for reading in READINGS:
        yield {
            "measure": f"reading_{reading}",
            "level": target_day,
            "unit": "troops",
            "of": force_size(closures),
            **_band(troops_closed(closures, by_day=target_day, reading=reading)),
        }
