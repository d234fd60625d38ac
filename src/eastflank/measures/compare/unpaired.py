"""Two runs that met different luck: differences of their means, with wider intervals."""

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.closure.verdict import ENOUGH, SHARES, share_closed
from eastflank.measures.compare.pairing import (
    COLUMNS,
    DAY_SHARES,
    EVERYWHERE,
    P_RANGE,
    destinations,
    members,
)
from eastflank.measures.frames import quantile
from eastflank.measures.uncertainty.intervals import PLAIN, parts_of, student_t
from eastflank.model.sampling import Draws

Both = tuple[Draws, Draws]


def welch_interval(
    ours: ArrayLike, theirs: ArrayLike, draws: Both = (PLAIN, PLAIN)
) -> tuple[float, float, float]:
    """Mean of ``ours`` less mean of ``theirs`` and its 95 % interval (Welch 1947).

    Each side is counted as :func:`mean_interval` counts it: block means from eight blocks on, else
    draws. No interval (nan) where a side has a single draw.
    """
    sides = [np.asarray(side, dtype=float) for side in (ours, theirs)]
    mean = float(sides[0].mean() - sides[1].mean())
    parts = [parts_of(side, drawn) for side, drawn in zip(sides, draws, strict=True)]
    if min(part.size for part in parts) <= 1:
        return mean, math.nan, math.nan
    spreads = [float(part.var(ddof=1)) / part.size for part in parts]
    if sum(spreads) == 0:
        return mean, mean, mean
    share = sum(s**2 / (p.size - 1) for s, p in zip(spreads, parts, strict=True))
    degrees = sum(spreads) ** 2 / share
    half = student_t(degrees) * math.sqrt(sum(spreads))
    return mean, mean - half, mean + half


def unpaired_penalty(
    base: pd.DataFrame,
    cut: pd.DataFrame,
    *,
    target_day: float = 30.0,
    horizon_day: float = 120.0,
    draws: Both = (PLAIN, PLAIN),
) -> pd.DataFrame:
    """What a cut costs where the two runs met different luck; the rows of ``penalty``.

    ``mean`` with ``low``..``high`` is the difference of the means of both runs and its interval by
    Welch. No single difference exists, so P10, P50, P90 and ``saved_by_pairing`` are empty.
    ``replications`` is the lesser number of the two.
    """
    rows: list[dict[str, object]] = []
    for where in destinations(base):
        sides = members(base, where), members(cut, where)
        closed = [troops_closed(side, by_day=target_day) for side in sides]
        named = {"where": where, "measure": "troops_short", "level": target_day, "unit": "troops"}
        rows.append({**named, **_difference(closed[0], closed[1], draws)})
        rows += [_late(sides, share, where, horizon_day, draws) for share in DAY_SHARES]
    rows += [_chance((base, cut), share, target_day, draws) for share in SHARES]
    return pd.DataFrame(rows, columns=COLUMNS)


def _late(
    sides: tuple[pd.DataFrame, pd.DataFrame],
    share: float,
    where: str,
    horizon_day: float,
    draws: Both,
) -> dict[str, object]:
    base, cut = (day_of_share(side, share=share) for side in sides)
    limited = [days.clip(upper=horizon_day) for days in (base, cut)]
    unfinished = {"base": int(np.isinf(base).sum()), "cut": int(np.isinf(cut).sum())}
    row = _difference(limited[1], limited[0], (draws[1], draws[0]))
    return {
        **row,
        "where": where,
        "measure": "days_later",
        "level": share,
        "unit": "day",
        "base": quantile(base, 0.5),
        "cut": quantile(cut, 0.5),
        **{f"unfinished_{side}": count for side, count in unfinished.items()},
        "note": f"unfinished counted as C+{horizon_day:g}" if any(unfinished.values()) else "",
    }


def _difference(ours: pd.Series, theirs: pd.Series, draws: Both) -> dict[str, object]:
    mean, low, high = welch_interval(ours, theirs, draws)
    return {
        "base": quantile(ours, 0.5),
        "cut": quantile(theirs, 0.5),
        "mean": mean,
        "low": low,
        "high": high,
        "replications": min(len(ours), len(theirs)),
        "note": "",
    }


def _chance(
    sides: tuple[pd.DataFrame, pd.DataFrame], share: float, target_day: float, draws: Both
) -> dict[str, object]:
    base, cut = (share_closed(side, share=share, by_day=target_day).astype(float) for side in sides)
    row: dict[str, object] = {
        "measure": "probability_difference",
        "level": share,
        "where": EVERYWHERE,
        "unit": "probability",
        "replications": min(len(base), len(cut)),
    }
    if min(len(base), len(cut)) < ENOUGH:
        return {**row, "note": f"under {ENOUGH} replications"}
    row |= {"base": float(base.mean()), "cut": float(cut.mean())}
    if not pd.Series([base.mean(), cut.mean()]).between(*P_RANGE).all():
        return {**row, "note": f"no difference of P: not both within {P_RANGE[0]}..{P_RANGE[1]}"}
    mean, low, high = welch_interval(cut, base, (draws[1], draws[0]))
    return {**row, "mean": mean, "low": low, "high": high, "note": ""}
