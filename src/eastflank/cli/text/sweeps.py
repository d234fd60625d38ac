"""The verdict of a sweep: a row a point, few enough columns for a screen."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from eastflank.cli.layout import columns
from eastflank.measures.closure.verdict import HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, DAY_SHARES, EVERYWHERE
from eastflank.runs.wording.names import level as said_level
from eastflank.runs.wording.numbers import band, c_day, chance, count, on_day
from eastflank.runs.wording.verdicts import LOWER_BOUND, NEVER_MEANS, cost
from eastflank.store.manifest import Manifest

if TYPE_CHECKING:
    from eastflank.api import StoredRun

SAME: Final = 1e-9
TROOPS_DAY: Final = 30.0


def sweep_text(sweep: "StoredRun") -> str:
    """The verdict of each point, and what each costs against its base where there is one."""
    if not sweep.has_summary:
        return f"{sweep.name}: no replication stored"
    told = sweep_table(sweep.summary, sweep.manifest)
    if sweep.differences is None:
        return told
    return f"{told}\n\n{differences_table(sweep.differences, sweep.manifest)}"


def sweep_table(frame: pd.DataFrame, manifest: Manifest) -> str:
    """Levels, replications, troops closed by C+30, the chance and the day of 95 %."""
    factors = list(manifest.factors)
    head = [
        "point",
        *factors,
        "runs",
        f"troops by {on_day(TROOPS_DAY)} (P10–P90)",
        f"P(95 % by {on_day(manifest.target_day)})",
        "95 % on (P10–P90)",
    ]
    rows = [_row(int(str(point)), part, factors) for point, part in frame.groupby("point")]
    given = f"P is given the evidence rows, with its 95 % interval; {NEVER_MEANS} the run"
    return f"{manifest.label}\n{columns(head, rows)}\n{given}"


def differences_table(table: pd.DataFrame, manifest: Manifest) -> str:
    """Each point against its base: troops fewer and days later, paired; less is negative."""
    factors = list(manifest.factors)
    head = [
        "point",
        *factors,
        "base",
        f"short by {on_day(manifest.target_day)}",
        "of EE LV LT",
        *(f"{share:.0%} later" for share in DAY_SHARES),
    ]
    rows = [
        _difference_row(int(str(point)), part, factors, manifest.target_day)
        for point, part in table.groupby("point")
    ]
    title = "Against the base point, paired mean (95 % interval): troops fewer, days later"
    star = f"\n{LOWER_BOUND}" if any("*" in cell for row in rows for cell in row) else ""
    return f"{title}\n{columns(head, rows)}{star}"


def _difference_row(
    point: int, part: pd.DataFrame, factors: list[str], target_day: float
) -> list[str]:
    first = part.iloc[0]
    of = {(row["measure"], row["where"], row["level"]): row for row in part.to_dict("records")}
    short = [of.get(("troops_short", where, target_day)) for where in (EVERYWHERE, BALTIC)]
    late = [of.get(("days_later", EVERYWHERE, share)) for share in DAY_SHARES]
    return [
        f"{point:04d}",
        *(said_level(first[factor]) for factor in factors),
        f"{first['base_point']:04d}",
        *(cost(row, ",.0f") for row in short),
        *(cost(row, ".1f") for row in late),
    ]


def _row(point: int, part: pd.DataFrame, factors: list[str]) -> list[str]:
    first = part.iloc[0]
    return [
        f"{point:04d}",
        *(said_level(first[factor]) for factor in factors),
        f"{first['replications']:.0f}",
        _band(_find(part, "troops_closed", TROOPS_DAY), count),
        _chance(_find(part, "probability", HEADLINE_SHARE)),
        _band(_find(part, "day_closed", HEADLINE_SHARE), c_day),
    ]


def _find(part: pd.DataFrame, measure: str, level: float) -> Mapping[str, Any]:
    found = part.loc[(part["measure"] == measure) & ((part["level"] - level).abs() < SAME)]
    return {str(key): value for key, value in found.iloc[0].items()}


def _band(row: Mapping[str, Any], say: Callable[[float], str]) -> str:
    return band(*(say(float(row[name])) for name in ("p10", "p50", "p90")))


def _chance(row: Mapping[str, Any]) -> str:
    return chance(row["probability"], row["low"], row["high"])
