"""Red, amber, green: by a written rule on a probability, never by feeling."""

import math
from dataclasses import dataclass
from typing import Final

from eastflank.measures.closure.verdict import ENOUGH

GREEN_FROM: Final = 0.80  # from here on very likely, by runs/wording/chances
RED_BELOW: Final = 0.20  # below it very unlikely
RULE: Final = (
    f"G (green): the share of replications is {GREEN_FROM:.2f} or more. "
    f"A (amber): {RED_BELOW:.2f} or more and less than {GREEN_FROM:.2f}. "
    f"R (red): less than {RED_BELOW:.2f}. "
    f"No letter from fewer than {ENOUGH} replications, and none from a deterministic run."
)


@dataclass(frozen=True, slots=True)
class Rating:
    """A letter, and the word for its colour."""

    letter: str
    colour: str


GREEN: Final = Rating("G", "green")
AMBER: Final = Rating("A", "amber")
RED: Final = Rating("R", "red")


def rating(probability: float, replications: int) -> Rating | None:
    """The letter of a probability, or none where there is not enough to say."""
    if replications < ENOUGH or math.isnan(probability):
        return None
    if probability >= GREEN_FROM:
        return GREEN
    return AMBER if probability >= RED_BELOW else RED
