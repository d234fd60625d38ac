"""The penalty of a cut: two experiments compared replication by replication, then averaged."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.closure.curves import STEP_DAYS, day_of_share, troops_closed
from eastflank.measures.closure.verdict import BALTIC_STATES, ENOUGH, SHARES, share_closed
from eastflank.measures.frames import TINY, quantile
from eastflank.measures.uncertainty.intervals import PLAIN, mean_interval
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws
from eastflank.model.units import HOURS_PER_DAY

DAY_SHARES: Final = (0.50, 0.80, 0.95)
P_RANGE: Final = (0.05, 0.95)  # a difference of P says nothing where either is all or nothing
COLUMNS: Final = [
    "measure",
    "level",
    "where",
    "unit",
    "base",
    "cut",
    "mean",
    "low",
    "high",
    "p10",
    "p50",
    "p90",
    "saved_by_pairing",
    "unfinished_base",
    "unfinished_cut",
    "replications",
    "note",
]
EVERYWHERE: Final = "all"
BALTIC: Final = "EE+LV+LT"


def paired_troops(
    base: pd.DataFrame, cut: pd.DataFrame, *, by_day: float, where: str = EVERYWHERE
) -> pd.DataFrame:
    """Troops closed by the day with and without the cut; ``short`` is base less cut.

    One row a replication that both have: replication, base, cut, short.
    """
    base, cut = _same_luck(base, cut)
    pair = {
        "base": troops_closed(members(base, where), by_day=by_day),
        "cut": troops_closed(members(cut, where), by_day=by_day),
    }
    table = pd.DataFrame(pair).rename_axis("replication").reset_index()
    return table.assign(short=table["base"] - table["cut"])


def paired_days(
    base: pd.DataFrame,
    cut: pd.DataFrame,
    *,
    share: float,
    where: str = EVERYWHERE,
    horizon_day: float = 120.0,
) -> pd.DataFrame:
    """Day on which the share is closed with and without the cut; ``late`` is cut less base.

    What never closes counts as closed at the horizon (a restricted difference: a lower bound when
    only the cut run is unfinished) and stays inf in ``base`` and ``cut``. One row a replication.
    """
    base, cut = _same_luck(base, cut)
    pair = {
        "base": day_of_share(members(base, where), share=share),
        "cut": day_of_share(members(cut, where), share=share),
    }
    table = pd.DataFrame(pair).rename_axis("replication").reset_index()
    limited = table[["base", "cut"]].clip(upper=horizon_day)
    return table.assign(late=limited["cut"] - limited["base"])


def penalty(
    base: pd.DataFrame,
    cut: pd.DataFrame,
    *,
    target_day: float = 30.0,
    horizon_day: float = 120.0,
    draws: Draws = PLAIN,
    places: Sequence[str] | None = None,
) -> pd.DataFrame:
    """What a cut costs, paired replication by replication; one row a measure and destination.

    - troops_short: troops closed by the target day without the cut less those with it.
    - days_later: days by which ``level`` of the force (or of the part bound for ``where``) closes
      later; unfinished runs count as the horizon and are counted in unfinished_*.
    - probability_difference: P(at least ``level`` closed by the target day) with the cut less
      without, only where both lie within 0.05..0.95 and 20 replications or more are there.

    ``mean`` with ``low``..``high`` is the mean of the paired differences and its 95 % interval;
    P10, P50 and P90 are of the differences. ``base`` and ``cut`` are medians (for P: the P).
    ``saved_by_pairing`` says how many times more replications an unpaired comparison would need
    for the same interval. ``draws`` is the sampling of both runs: replications that share a draw
    count as one. ``places`` are those of :func:`destinations`, or some of them.
    """
    rows: list[dict[str, object]] = []
    for where in (each for each in destinations(base) if places is None or each in places):
        rows.append(_short_row(base, cut, target_day, where, draws))
        rows += [_late_row(base, cut, share, where, horizon_day, draws) for share in DAY_SHARES]
    rows += _probability_rows(base, cut, target_day, draws)
    return pd.DataFrame(rows, columns=COLUMNS)


def destinations(closures: pd.DataFrame) -> list[str]:
    """Everywhere, the Baltic states together, then each destination country."""
    countries = sorted(closures["destination_country"].astype(str).unique())
    baltic = [BALTIC] if set(countries) & set(BALTIC_STATES) else []
    return [EVERYWHERE, *baltic, *countries]


def difference_curve(
    base: pd.DataFrame, cut: pd.DataFrame, *, last_day: float = 60.0
) -> pd.DataFrame:
    """Troops short by the day (base less cut, paired): P10, P50, P90 and mean over replications."""
    base, cut = _same_luck(base, cut)
    grid = np.arange(0.0, last_day + STEP_DAYS / 2, STEP_DAYS)
    short = _closed_by(base, grid) - _closed_by(cut, grid)
    low, mid, high = np.quantile(short, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf")
    return pd.DataFrame(
        {
            "day": grid,
            "p10": low,
            "p50": mid,
            "p90": high,
            "mean": short.mean(axis=0),
            "replications": short.shape[0],
        }
    )


def _closed_by(closures: pd.DataFrame, grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """Troops closed by each day of the grid, one row a replication."""
    hours = grid * HOURS_PER_DAY + TINY
    rows = []
    for _, part in closures.groupby("replication", sort=True):
        ordered = part.sort_values("closed_095_h")
        total = np.concatenate([[0.0], ordered["troops"].cumsum().to_numpy(dtype=float)])
        rows.append(total[np.searchsorted(ordered["closed_095_h"], hours, side="right")])
    return np.array(rows)


def _same_luck(base: pd.DataFrame, cut: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The replications that both have; the same number met the same luck."""
    common = np.intersect1d(base["replication"].unique(), cut["replication"].unique())
    if len(common) == 0:
        raise PlannerError(
            where="comparison",
            found="the two runs have no replication in common.",
            right="Run both with the same seed and number of replications.",
        )
    return (
        base.loc[base["replication"].isin(common)],
        cut.loc[cut["replication"].isin(common)],
    )


def members(closures: pd.DataFrame, where: str) -> pd.DataFrame:
    """The closures of the units bound for a place of :func:`destinations`."""
    if where == EVERYWHERE:
        return closures
    countries = BALTIC_STATES if where == BALTIC else (where,)
    return closures.loc[closures["destination_country"].isin(countries)]


def _short_row(
    base: pd.DataFrame, cut: pd.DataFrame, target_day: float, where: str, draws: Draws
) -> dict[str, object]:
    pair = paired_troops(base, cut, by_day=target_day, where=where)
    return {
        "measure": "troops_short",
        "level": target_day,
        "where": where,
        "unit": "troops",
        **_summary(pair, "short", draws),
    }


def _late_row(
    base: pd.DataFrame,
    cut: pd.DataFrame,
    share: float,
    where: str,
    horizon_day: float,
    draws: Draws,
) -> dict[str, object]:
    pair = paired_days(base, cut, share=share, where=where, horizon_day=horizon_day)
    unfinished = {f"unfinished_{side}": int(np.isinf(pair[side]).sum()) for side in ("base", "cut")}
    note = f"unfinished counted as C+{horizon_day:g}" if any(unfinished.values()) else ""
    return {
        "measure": "days_later",
        "level": share,
        "where": where,
        "unit": "day",
        **_summary(pair, "late", draws),
        **unfinished,
        "note": note,
    }


def _summary(pair: pd.DataFrame, column: str, draws: Draws) -> dict[str, object]:
    mean, low, high = mean_interval(pair[column], draws)
    return {
        "base": quantile(pair["base"], 0.5),
        "cut": quantile(pair["cut"], 0.5),
        "mean": mean,
        "low": low,
        "high": high,
        "p10": quantile(pair[column], 0.1),
        "p50": quantile(pair[column], 0.5),
        "p90": quantile(pair[column], 0.9),
        "saved_by_pairing": _saved(pair, column),
        "replications": len(pair),
        "note": "",
    }


def _saved(pair: pd.DataFrame, column: str) -> float:
    """Variance of an unpaired difference over that of the paired one; nan where unknown."""
    sides = pair[["base", "cut"]].replace(np.inf, np.nan)
    if len(pair) == 1 or sides.isna().to_numpy().any():
        return float("nan")
    paired = float(pair[column].var(ddof=1))
    unpaired = float(sides.var(ddof=1).sum())
    if paired > 0:
        return unpaired / paired
    return float("inf") if unpaired > 0 else float("nan")


def _probability_rows(
    base: pd.DataFrame, cut: pd.DataFrame, target_day: float, draws: Draws
) -> Iterable[dict[str, object]]:
    base, cut = _same_luck(base, cut)
    for share in SHARES:
        hits = pd.DataFrame(
            {
                "base": share_closed(base, share=share, by_day=target_day),
                "cut": share_closed(cut, share=share, by_day=target_day),
            }
        ).astype(float)
        yield {
            "measure": "probability_difference",
            "level": share,
            "where": EVERYWHERE,
            "unit": "probability",
            "replications": len(hits),
            **_probability_cells(hits, draws),
        }


def _probability_cells(hits: pd.DataFrame, draws: Draws) -> dict[str, object]:
    if len(hits) < ENOUGH:
        return {"note": f"under {ENOUGH} replications"}
    said: dict[str, object] = {"base": float(hits["base"].mean()), "cut": float(hits["cut"].mean())}
    if not hits.mean().between(*P_RANGE).all():
        return {**said, "note": f"no difference of P: not both within {P_RANGE[0]}..{P_RANGE[1]}"}
    mean, low, high = mean_interval(hits["cut"] - hits["base"], draws)
    return {**said, "mean": mean, "low": low, "high": high, "note": ""}
