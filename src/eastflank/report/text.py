"""How the report says numbers: thousands of troops, days after C-day, bands, never."""

import math
from collections.abc import Mapping
from typing import Any, Final

THOUSAND: Final = 1000.0
LARGE_FORCE: Final = 20_000.0  # a smaller one is told in single troops
DASH: Final = "–"
TINY: Final = 1e-9  # levels closer than this are one

Line = Mapping[str, Any]


def troops(value: float, force: float) -> str:
    """Troops in thousands where the force is large, else single ones."""
    if force >= LARGE_FORCE:
        return f"{value / THOUSAND:,.1f}"
    return f"{value:,.0f}"


def troops_unit(force: float) -> str:
    """What the numbers of ``troops`` are."""
    return "thousand troops" if force >= LARGE_FORCE else "troops"


def whole_troops(value: float) -> str:
    """Troops as a sentence says them: to the nearest hundred where there are thousands."""
    return signed(f"{round(value, -2):,.0f}" if abs(value) >= THOUSAND else f"{value:,.0f}")


def day(value: float) -> str:
    """A day after C-day; never where it is not reached within the run."""
    return "never" if math.isinf(value) else f"{value:.1f}"


def c_day(value: float) -> str:
    """A day as a sentence says it: C+36.5."""
    return "never" if math.isinf(value) else f"C+{value:.1f}"


def count(value: float) -> str:
    """A whole number."""
    return f"{value:,.0f}"


def band(low: str, middle: str, high: str) -> str:
    """P50 with P10 and P90 in brackets, or one value where they are the same."""
    return middle if low == middle == high else f"{middle} ({low}{DASH}{high})"


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


def share(value: float) -> str:
    """A share in per cent."""
    return f"{100 * value:.0f} %"


def listing(words: list[str]) -> str:
    """``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
