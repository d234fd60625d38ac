"""The two clocks of a run: days after C-day, and days after the order."""

import math

from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import NEVER, on_day


def warning_days(run: StoredRun) -> float | None:
    """Days from the order to C-day; None where the folder does not tell."""
    found = run.resolved.get("experiment", {}).get("frame", {}).get("warning_days")
    return None if found is None else float(found)


def after_order(run: StoredRun, day: float, form: str = "{:.1f}") -> str:
    """A day after C-day on the clock of the order, as a number of days; empty where unknown."""
    warning = warning_days(run)
    if warning is None:
        return ""
    return NEVER if math.isinf(day) else form.format(day + warning)


def on_both_clocks(run: StoredRun, day: float) -> str:
    """A day that was asked for: C+30, day 40 after the order."""
    told = after_order(run, day, "{:g}")
    return f"{on_day(day)}, day {told} after the order" if told else on_day(day)
