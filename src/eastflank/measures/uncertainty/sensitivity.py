"""Which evidence rows the answer hangs on: rank correlation, then Sobol indices by a metamodel."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.uncertainty.surrogate import cross_validated, fit, sobol_indices

ENOUGH_DRAWS: Final = 64  # no metamodel from fewer
ENOUGH_R2: Final = 0.5  # no index from a metamodel that explains less of what it has not seen
DAY_SHARES: Final = (0.50, 0.80, 0.95)
WEAK_GRADES: Final = ("D", "E")
COLUMNS: Final = [
    "measure",
    "key",
    "title",
    "grade",
    "group",
    "rank_correlation",
    "low",
    "high",
    "partial",
    "partial_low",
    "partial_high",
    "sobol_first",
    "sobol_first_low",
    "sobol_first_high",
    "sobol_total",
    "sobol_total_low",
    "sobol_total_high",
    "r2",
    "replications",
    "note",
]

Numbers = NDArray[np.float64]


def answers_of(
    closures: pd.DataFrame, *, target_day: float, horizon_day: float
) -> Mapping[str, pd.Series]:
    """Troops closed by the target day and closure days, one value a replication.

    A share that never closed counts as the horizon: it is the last of all, and by how much is not
    known.
    """
    answers = {f"troops_closed_{target_day:g}": troops_closed(closures, by_day=target_day)}
    for share in DAY_SHARES:
        days = day_of_share(closures, share=share)
        answers[f"day_closed_{100 * share:.0f}"] = days.clip(upper=horizon_day)
    return answers


def costs_of(
    base: Mapping[str, pd.Series], cut: Mapping[str, pd.Series]
) -> Mapping[str, pd.Series]:
    """What one run costs against another under the same luck: troops short and days later."""
    costs = {}
    for measure, closed in base.items():
        name, _, level = measure.rpartition("_")
        if name == "troops_closed":
            costs[f"troops_short_{level}"] = closed - cut[measure]
        else:
            costs[f"days_later_{level}"] = cut[measure] - closed
    return costs


def sensitivity_table(
    answers: Mapping[str, pd.Series],
    uniforms: pd.DataFrame,
    factors: pd.DataFrame,
    *,
    with_indices: bool = True,
) -> pd.DataFrame:
    """One row a measure and group of evidence rows, the strongest of a measure first.

    ``uniforms`` has a row a replication and a column a group; replications that share a draw have
    equal rows. ``factors`` is indexed by group: key, title, grade.

    - rank_correlation: Spearman's between the draw and the measure (over draws, of mean ranks),
      with its 95 % interval low..high by Fisher's transform (Fieller and others 1957).
    - partial: the same of what the other groups leave of the ranks of both (partial rank
      correlation), with its interval; empty where there are hardly more draws than groups.
    - sobol_first, sobol_total: shares of the variance of the metamodel that the group brings alone,
      and with all its interactions; empty where the metamodel may not be trusted. Their intervals
      count the draws, their luck and the Saltelli samples, not what the metamodel cannot follow.
    - r2: the share of the variance of draws that the metamodel had not seen and yet explains.
    """
    parts = [
        _of_measure(measure, answer, uniforms.loc[answer.index], factors, with_indices)
        for measure, answer in answers.items()
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def weak_share(table: pd.DataFrame) -> pd.DataFrame:
    """The share of variance that rests on grade D and E, by measure.

    Alone (the sum of first-order indices) and at most (the sum of total ones, no more than 1).
    """
    weak = table.loc[table["grade"].isin(WEAK_GRADES)].groupby("measure", sort=False)
    alone = weak["sobol_first"].sum(min_count=1)
    most = weak["sobol_total"].sum(min_count=1).clip(upper=1.0)
    return pd.DataFrame({"alone": alone, "at_most": most}).reset_index()


def _of_measure(
    measure: str,
    answer: pd.Series,
    uniforms: pd.DataFrame,
    factors: pd.DataFrame,
    with_indices: bool,
) -> pd.DataFrame:
    draws, values, ranks = _by_draw(answer, uniforms)
    correlation = _spearman(draws, ranks)
    low, high = _fisher(correlation, len(draws))
    partial = _partial(draws, ranks)
    partial_low, partial_high = _fisher(partial, len(draws) - draws.shape[1] + 1)
    table = factors.loc[uniforms.columns].assign(
        measure=measure,
        rank_correlation=correlation,
        low=low,
        high=high,
        partial=partial,
        partial_low=partial_low,
        partial_high=partial_high,
        replications=len(answer),
        **(_indices(draws, values) if with_indices else _no_indices("no metamodel was asked for")),
    )
    table = table.rename_axis("group").reset_index()
    return table.sort_values("rank_correlation", key=abs, ascending=False, kind="stable")


def _by_draw(answer: pd.Series, uniforms: pd.DataFrame) -> tuple[Numbers, Numbers, Numbers]:
    """The draws, and over the replications that share each the mean of values and of ranks."""
    seen = pd.DataFrame({"value": answer.astype(float), "rank": answer.rank()})
    keys = [uniforms[name] for name in uniforms.columns]
    means = seen.groupby(keys, sort=False).mean()
    draws = np.asarray(means.index.to_frame(index=False), dtype=float)
    return draws, means["value"].to_numpy(), means["rank"].to_numpy()


def _spearman(draws: Numbers, ranks: Numbers) -> Numbers:
    if len(draws) <= 1 or np.ptp(ranks) == 0:
        return np.full(draws.shape[1], math.nan)
    ordered = pd.DataFrame(draws).rank().to_numpy()
    together = np.corrcoef(ordered, pd.Series(ranks).rank().to_numpy(), rowvar=False)
    return np.asarray(together[-1, :-1])


def _partial(draws: Numbers, ranks: Numbers) -> Numbers:
    """Correlation of each draw with the answer, in ranks, the other draws being held."""
    count, groups = draws.shape
    if count - (groups - 1) <= FISHER_NEEDS or np.ptp(ranks) == 0:
        return np.full(groups, math.nan)
    ordered = pd.DataFrame(np.column_stack([draws, ranks])).rank().to_numpy()
    together = np.corrcoef(ordered, rowvar=False)
    inverse = np.linalg.pinv(together, hermitian=True)
    found: Numbers = -inverse[:-1, -1] / np.sqrt(np.diag(inverse)[:-1] * inverse[-1, -1])
    return np.clip(found, -1.0, 1.0)


def _fisher(correlation: Numbers, count: int) -> tuple[Numbers, Numbers]:
    if count <= FISHER_NEEDS:
        return np.full_like(correlation, math.nan), np.full_like(correlation, math.nan)
    middle = np.arctanh(np.clip(correlation, -1 + 1e-12, 1 - 1e-12))
    half = float(ndtri(0.975)) * math.sqrt(FIELLER / (count - FISHER_NEEDS))
    return np.tanh(middle - half), np.tanh(middle + half)


FISHER_NEEDS: Final = 3
FIELLER: Final = 1.06  # variance of the transform of Spearman's coefficient, times n - 3 (1957)


def _indices(draws: Numbers, values: Numbers) -> dict[str, Any]:
    """Indices of the metamodel, or why there are none."""
    if len(draws) < max(ENOUGH_DRAWS, 2 * draws.shape[1]):
        return _no_indices("too few draws for a metamodel")
    if np.ptp(values) == 0:
        return _no_indices("the measure never varies")
    scaled = (values - values.mean()) / values.std()
    r2 = cross_validated(draws, scaled)
    if r2 < ENOUGH_R2:
        return _no_indices(f"the metamodel explains too little (under {ENOUGH_R2})", r2)
    found = sobol_indices(fit(draws, scaled), draws, scaled)
    return {
        **_with_ends("sobol_first", found.first, found.first_half),
        **_with_ends("sobol_total", found.total, found.total_half),
        "r2": r2,
        "note": "",
    }


def _no_indices(why: str, r2: float = math.nan) -> dict[str, Any]:
    none = {name: math.nan for name in COLUMNS if name.startswith("sobol_")}
    return {**none, "r2": r2, "note": why}


def _with_ends(name: str, share: Numbers, half: Numbers) -> dict[str, Numbers]:
    """A share of variance and its interval, which ends at 0 and 1."""
    low, high = np.clip(share - half, 0.0, 1.0), np.clip(share + half, 0.0, 1.0)
    return {name: share, f"{name}_low": low, f"{name}_high": high}
