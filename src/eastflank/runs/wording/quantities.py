"""How quantities of the evidence table are said: a number in the unit of its row."""

from typing import Final

from eastflank.runs.wording.numbers import DASH, share, span

SHARE: Final = "share"
FACTOR: Final = "factor"
HOURS: Final = "h"
MINUTES_PER_HOUR: Final = 60
WHOLE: Final = 100.0  # from here on decimals say nothing


def quantity(value: float, unit: str) -> str:
    """A number with its unit: 1,990 km, 4.5 days, 3.5 min, 35 %, × 1.2."""
    if unit == SHARE:
        return share(value)
    if unit == HOURS:
        return span(value) if abs(value) >= 1 else f"{MINUTES_PER_HOUR * value:.3g} min"
    told = f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.3g}"
    return f"× {told}" if unit == FACTOR else f"{told} {unit}".removesuffix(" count")


def range_of(low: float, high: float, unit: str) -> str:
    """The range of a row."""
    return f"{quantity(low, unit)}{DASH}{quantity(high, unit)}"
