"""How chances are said: a word of one published scale, and the digit that it belongs to."""

import math
from typing import Final

OF_TEN: Final = 10
TINY: Final = 1e-9  # 0.45 of ten is 4.5, whatever binary numbers say
# Intelligence Community Directive 203 (Analytic Standards, 2 January 2015), D.6.e.(2)(a): degrees
# of likelihood, each from its least probability on.
SCALE: Final = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
    (0.45, "a roughly even chance"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
    (0.0, "almost no chance"),
)


def word(probability: float) -> str:
    """A chance in a word: that of the number as it is told, in whole cases of ten."""
    told = _cases(probability) / OF_TEN
    return next(said for least, said in SCALE if told >= least)


def _cases(probability: float) -> int:
    """The nearest number of cases in ten; a half goes up."""
    return math.floor(OF_TEN * probability + 0.5 + TINY)


def one_digit(probability: float, low: float = math.nan, high: float = math.nan) -> str:
    """A chance as a number of cases in ten, with its interval to the same digit."""
    cases = _cases(probability)
    if cases == 0:
        told = f"under 1 in {OF_TEN}"
    elif cases == OF_TEN:
        told = f"over {OF_TEN - 1} in {OF_TEN}"
    else:
        told = f"about {cases} in {OF_TEN}"
    ends = [] if math.isnan(low) else [_cases(low), _cases(high)]
    is_wide = len(ends) > 0 and ends[1] - ends[0] > 1
    return f"{told}, {ends[0]} to {ends[1]}" if is_wide else told


def said(probability: float, low: float = math.nan, high: float = math.nan) -> str:
    """A chance in a word and one digit: unlikely (about 2 in 10, 1 to 3)."""
    return f"{word(probability)} ({one_digit(probability, low, high)})"
