"""The section of the page on loaded trains: published speeds, and ours in both regimes."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from eastflank.measures.frames import quantile
from eastflank.model.units import HOURS_PER_DAY
from eastflank.validation.checks import IN_DAYS
from eastflank.validation.results import Result
from eastflank.validation.speeds import LONG_KM, Speeds
from eastflank.validation.telling import markdown

SHARES: Final = (0.1, 0.5, 0.9)
ABOUT: Final = (
    f"Kilometres a day of trains that run over {LONG_KM:.0f} km, from the end of loading until the "
    "train asks for the far ramp: yards, standing, borders and crews are in it. The same moves "
    "ran with the rows of peace and with those of a crisis. P10 – P50 – P90 over the trains of all "
    "draws. Published ways are rounded."
)


def speed_section(results: Sequence[Result], trains: Sequence[Speeds]) -> str:
    """What it is about, and a row a move with the published speed and ours in each regime."""
    head = ("move", "published", *(f"ours, {each.regime.value}" for each in trains))
    rows = [_row(result, trains) for result in results if _has_trains(result, trains)]
    total = ("**all**", "", *(_speeds(each.all_trains) for each in trains))
    return f"{ABOUT}\n\n{markdown(head, [*rows, total])}"


def _has_trains(result: Result, trains: Sequence[Speeds]) -> bool:
    check = result.check
    return bool(check.row.km) and all(check.measure.experiment in each.by_move for each in trains)


def _row(result: Result, trains: Sequence[Speeds]) -> tuple[str, ...]:
    row, move = result.check.row, result.check.measure.experiment
    days = row.published if row.unit == IN_DAYS else row.published / HOURS_PER_DAY
    a_day = (row.km or 0.0) / days
    said = f"{a_day:.0f} ({row.km:.0f} km in {row.published:g} {row.unit})"
    return (row.check, said, *(_speeds(each.by_move[move]) for each in trains))


def _speeds(a_day: pd.Series) -> str:
    if not len(a_day):
        return "–"
    return " – ".join(f"{quantile(a_day.to_numpy(), share):.0f}" for share in SHARES)
