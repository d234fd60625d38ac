"""How chances are said: a word that means the same to every reader, and one digit."""

import math
from typing import Final

# The yardstick of probability of British defence intelligence (Professional Head of Intelligence
# Assessment, 2018). It leaves gaps between its words; each begins in the middle of the gap here.
YARDSTICK: Final = (
    (0.925, "almost certain"),
    (0.775, "highly likely"),
    (0.525, "likely"),
    (0.375, "a realistic possibility"),
    (0.225, "unlikely"),
    (0.075, "highly unlikely"),
    (0.0, "a remote chance"),
)
OF_TEN: Final = 10


def word(probability: float) -> str:
    """A chance in a word."""
    return next(said for least, said in YARDSTICK if probability >= least)


def one_digit(probability: float, low: float = math.nan, high: float = math.nan) -> str:
    """A chance as a number of cases in ten, with its interval to the same digit."""
    cases = round(OF_TEN * probability)
    if cases == 0:
        told = f"under 1 in {OF_TEN}"
    elif cases == OF_TEN:
        told = f"over {OF_TEN - 1} in {OF_TEN}"
    else:
        told = f"about {cases} in {OF_TEN}"
    ends = [] if math.isnan(low) else [round(OF_TEN * low), round(OF_TEN * high)]
    is_wide = len(ends) > 0 and ends[1] - ends[0] > 1
    return f"{told}, {ends[0]} to {ends[1]}" if is_wide else told


def said(probability: float, low: float = math.nan, high: float = math.nan) -> str:
    """A chance in a word and one digit: highly unlikely (about 2 in 10, 1 to 3)."""
    return f"{word(probability)} ({one_digit(probability, low, high)})"
