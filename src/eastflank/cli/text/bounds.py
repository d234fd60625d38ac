"""The text of a bound: the most troops by the day, and the first days of shares."""

import math
from typing import TYPE_CHECKING, Final

from eastflank.cli.layout import columns
from eastflank.runs.wording.bounds import OPTIMISTIC, SHARES
from eastflank.runs.wording.numbers import c_day, count, on_day

if TYPE_CHECKING:
    from eastflank.plan.bound import Curve

DAYS: Final = (5.0, 7.5, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0)


def bound_text(name: str, curve: "Curve", target_day: float, replication: int | None) -> str:
    """The bound of one case."""
    drawn = "every row at likely" if replication is None else f"replication {replication}"
    days = sorted({*DAYS, target_day})
    table = columns(
        ["by day", *(on_day(day) for day in days)],
        [["troops closed at most", *(count(curve.at(day)) for day in days)]],
    )
    return "\n".join([f"{name}: no plan can close more ({drawn})", table, _days(curve)])


def _days(curve: "Curve") -> str:
    said = (
        f"{100 * share:g} % not before {c_day(curve.day_of(share))}"
        if math.isfinite(curve.day_of(share))
        else f"{100 * share:g} % never"
        for share in SHARES
    )
    return f"of {count(curve.force)} troops: {', '.join(said)}\n"


def optimistic_text() -> str:
    """What makes the bound higher than any plan."""
    return "\n".join(["What is optimistic in it:", *(f"- {line}" for line in OPTIMISTIC)])
