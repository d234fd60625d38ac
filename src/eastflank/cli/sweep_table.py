"""The verdict of a sweep: a row a point, few enough columns for a screen."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from eastflank.cli.screen import columns
from eastflank.store.manifest import Manifest

HEADLINE_SHARE: Final = 0.95
SAME: Final = 1e-9
TROOPS_DAY: Final = 30.0


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
    return f"{level:g}" if isinstance(level, float) else str(level)


def _band(row: Mapping[str, Any], say: Any) -> str:
    return f"{say(row['p50'])} ({say(row['p10'])}-{say(row['p90'])})"


def _day(day: float) -> str:
    return f"C+{day:.1f}" if math.isfinite(day) else "never"


def _chance(row: Mapping[str, Any]) -> str:
    if pd.isna(row["probability"]):
        return "-"
    return f"{row['probability']:.2f} ({row['low']:.2f}-{row['high']:.2f})"
