"""How numbers are said: days after C-day, spans of time, troops, shares, bands, intervals."""

import math
from collections.abc import Sequence
from typing import Final

from eastflank.model.units import HOURS_PER_DAY

DASH: Final = "–"  # what is not known, and between the ends of a band
NEVER: Final = "never"
THOUSAND: Final = 1000.0
LARGE_FORCE: Final = 20_000.0  # a smaller one is told in single troops
LONG_SPAN_H: Final = 2 * HOURS_PER_DAY  # from here on a span is told in days


def c_day(day: float) -> str:
    """A moment in days after C-day, as planners say it: C+9.5, C-1.5."""
    return _said(day, "C{:+.1f}")


def c_hour(hour: float) -> str:
    """A moment in hours since 00:00 UTC of C-day, as planners say it: C+9.5."""
    return c_day(hour / HOURS_PER_DAY)


def on_day(day: float) -> str:
    """A day that was asked for, with the decimals it was given: C+30, C+7.5."""
    return _said(day, "C{:+g}")


def days(value: float) -> str:
    """A number of days, for a column or a sentence that says they are days."""
    return _said(value, "{:.1f}")


def span(hours: float) -> str:
    """A span of time: in days from two days on."""
    return f"{hours / HOURS_PER_DAY:.1f} days" if hours >= LONG_SPAN_H else f"{hours:.1f} h"


def count(value: float) -> str:
    """A whole number."""
    return _said(value, "{:,.0f}")


def decimal(value: float) -> str:
    """A number with one decimal."""
    return _said(value, "{:,.1f}")


def share(value: float) -> str:
    """A share in per cent."""
    return _said(100 * value, "{:.0f} %")


def troops(value: float, force: float) -> str:
    """Troops in thousands where the force is large, else single ones."""
    return f"{value / THOUSAND:,.1f}" if force >= LARGE_FORCE else count(value)


def troops_unit(force: float) -> str:
    """What the numbers of ``troops`` are."""
    return "thousand troops" if force >= LARGE_FORCE else "troops"


def whole_troops(value: float, force: float = math.inf) -> str:
    """Troops as a sentence says them: of a large force to the nearest hundred from 1,000 on."""
    is_rounded = abs(value) >= THOUSAND and force >= LARGE_FORCE
    return signed(count(round(value, -2) if is_rounded else value))


def thousands(value: float) -> str:
    """Troops beside a mark of a chart: 184 k; small numbers whole."""
    return f"{value / THOUSAND:,.0f} k" if abs(value) >= THOUSAND else count(value)


def band(low: str, middle: str, high: str) -> str:
    """P50 with P10 and P90 in brackets, or one value where they are the same."""
    return middle if low == middle == high else f"{middle} ({low}{DASH}{high})"


def chance(probability: float, low: float, high: float) -> str:
    """A probability with its 95 % interval."""
    return _said(probability, f"{{:.2f}} ({low:.2f}{DASH}{high:.2f})")


def interval(mean: float, low: float, high: float, form: str) -> str:
    """A mean with its 95 % interval; without one from a single value."""
    if math.isnan(mean):
        return DASH
    told, least, most = (signed(format(value, form)) for value in (mean, low, high))
    return told if math.isnan(low) else f"{told} ({least} to {most})"


def signed(number: str) -> str:
    """A number with a minus sign in place of a hyphen, and none before nothing."""
    plain = number.lstrip("-")
    is_nothing = not plain.strip("0.,")
    return plain if is_nothing or plain == number else f"−{plain}"


def listing(words: Sequence[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _said(value: float, form: str) -> str:
    """A number in its form; what is not known is a dash, what is not reached is never."""
    if math.isnan(value):
        return DASH
    return NEVER if math.isinf(value) else form.format(value)
