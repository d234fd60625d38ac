"""The verdict of a sweep: a row a point, few enough columns for a screen."""

import math
from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from eastflank.cli.screen import columns
from eastflank.cli.text.verdicts import STAR
from eastflank.measures.compare.pairing import BALTIC, DAY_SHARES, EVERYWHERE
from eastflank.store.manifest import Manifest

if TYPE_CHECKING:
    from eastflank.api import StoredRun

HEADLINE_SHARE: Final = 0.95
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
        "point", *factors, "runs", f"troops by C+{TROOPS_DAY:g} (P10-P90)",
        f"P(95 % by C+{manifest.target_day:g})", "95 % on (P10-P90)",
    ]  # fmt: skip
    rows = [_row(int(str(point)), part, factors) for point, part in frame.groupby("point")]
    given = "P is given the evidence rows, with its 95 % interval; never: not within the horizon"
    return f"{manifest.label}\n{columns(head, rows)}\n{given}"


def differences_table(table: pd.DataFrame, manifest: Manifest) -> str:
    """Each point against its base: troops fewer and days later, paired; less is negative."""
    factors = list(manifest.factors)
    head = [
        "point", *factors, "base", f"short by C+{manifest.target_day:g}", "of EE LV LT",
        *(f"{share:.0%} later" for share in DAY_SHARES),
    ]  # fmt: skip
    rows = [
        _difference_row(int(str(point)), part, factors, manifest.target_day)
        for point, part in table.groupby("point")
    ]
    title = "Against the base point, paired mean (95 % interval): troops fewer, days later"
    star = f"\n{STAR}" if any("*" in cell for row in rows for cell in row) else ""
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
        *(_level(first[factor]) for factor in factors),
        f"{first['base_point']:04d}",
        *(_mean(row, ",.0f") for row in short),
        *(_mean(row, ".1f") for row in late),
    ]


def _mean(row: Mapping[Hashable, Any] | None, form: str) -> str:
    """A mean and its interval; a star where a run that never got there counts as the horizon."""
    if row is None:
        return "–"
    mean, low, high = (format(row[name], form) for name in ("mean", "low", "high"))
    star = "*" if row["note"] else ""
    return f"{mean}{star}" if pd.isna(row["low"]) else f"{mean} ({low} to {high}){star}"


def _row(point: int, part: pd.DataFrame, factors: list[str]) -> list[str]:
    first = part.iloc[0]
    return [
        f"{point:04d}",
        *(_level(first[factor]) for factor in factors),
        f"{first['replications']:.0f}",
        _band(_find(part, "troops_closed", TROOPS_DAY), lambda troops: f"{troops:,.0f}"),
        _chance(_find(part, "probability", HEADLINE_SHARE)),
        _band(_find(part, "day_closed", HEADLINE_SHARE), _day),
    ]


def _find(part: pd.DataFrame, measure: str, level: float) -> Mapping[str, Any]:
    found = part.loc[(part["measure"] == measure) & ((part["level"] - level).abs() < SAME)]
    return {str(key): value for key, value in found.iloc[0].items()}


def _level(level: object) -> str:
    """A level; a dash where the point sets none and the file speaks."""
    if level is None or (isinstance(level, float) and math.isnan(level)):
        return "–"
    return f"{level:g}" if isinstance(level, float) else str(level)


def _band(row: Mapping[str, Any], say: Any) -> str:
    return f"{say(row['p50'])} ({say(row['p10'])}-{say(row['p90'])})"


def _day(day: float) -> str:
    return f"C+{day:.1f}" if math.isfinite(day) else "never"


def _chance(row: Mapping[str, Any]) -> str:
    if pd.isna(row["probability"]):
        return "-"
    return f"{row['probability']:.2f} ({row['low']:.2f}-{row['high']:.2f})"
