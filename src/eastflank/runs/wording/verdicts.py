"""How verdicts are said: what they rest on, and the blocks of lines that every page shows alike."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from eastflank.runs.wording.numbers import DASH, interval, on_day, share

DETERMINISTIC: Final = "deterministic run: all rows at likely, not a forecast"
ONE_DRAW: Final = "1 replication, not a forecast"
FIRM: Final = 64  # draws: a block of knowledge, each part of every row once
ROUGH: Final = f"fewer than {FIRM}: the true spread is wider"
NOT_APART: Final = (
    "ignorance apart from luck: not known, each draw met one luck (run.luck_per_draw = 4 tells it)"
)
GIVEN: Final = "every chance: given these evidence rows, and without what the model leaves out"
BOUND_BASIS: Final = "no plan can beat: every evidence row at its likely value"
UNRANKED: Final = f"fewer than {FIRM} do not rank the rows"
ONE_PAIR: Final = "one pair"  # in place of a cost: a single pair of runs measures none
NO_INTERVAL: Final = "no interval"  # in place of one: too few draws, or all of them equal
NO_SPREAD: Final = "too few draws, or equal ones, tell not how surely"
ONE_RUN: Final = "one run, not a forecast"
NEVER_MEANS: Final = "never: not within the horizon of"
LOWER_BOUND: Final = "* a run that did not get there counts as its horizon: a lower bound"
BALTIC: Final = "Estonia, Latvia and Lithuania"
READINGS: Final = {
    "reading_ready": "ready to move",
    "reading_departed": "departed (first lift has left)",
    "reading_in_country": "in the country of destination",
    "reading_closed_080": "closed, counted at 80 % present",
    "reading_closed_095": "closed, counted at 95 % present (headline)",
    "reading_closed_100": "closed, counted at 100 % present",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines of the verdict that tell one measure at its levels."""

    measure: str
    heading: str
    total: str = ""  # what is said of the number that they are out of

    def label(self, level: float) -> str:
        """What a line at this level is called."""
        if self.measure in OF_SHARES:
            return f"x = {share(level)}"
        return f"by {on_day(level)}" if self.measure == BRIGADES else on_day(level)


OF_SHARES: Final = frozenset({"probability", "day_closed"})
BRIGADES: Final = "brigades_closed"


def blocks(target_day: float) -> tuple[Block, ...]:
    """The verdict in the order in which it is read; the six readings come after it."""
    by = on_day(target_day)
    return (
        Block(
            measure="troops_closed",
            heading="Troops closed by day",
            total="of a moving force of",
        ),
        Block(
            measure="baltic_troops_closed",
            heading=f"Troops closed in {BALTIC} by day",
            total="of those bound for them",
        ),
        Block(
            measure="probability",
            heading=f"Chance that at least x of the force is closed by {by} (95 % interval)",
        ),
        Block(
            measure="day_closed",
            heading="Day after C-day on which x of the force is closed",
        ),
        Block(
            measure=BRIGADES,
            heading="Brigades with all their units closed by day",
            total="of brigades that move",
        ),
    )


def readings_heading(target_day: float) -> str:
    """What the six readings are told under."""
    return f"“300,000 in 30 days” in six readings: troops by {on_day(target_day)}"


def cost(row: Mapping[Any, Any] | None, form: str, *, unit: float = 1.0) -> str:
    """A mean cost with its interval; a star where a run that never got there counts as horizon.

    A single pair of runs measures no cost: small changes of a rule move single runs as much.
    """
    if row is None:
        return DASH
    if row["replications"] <= 1:
        return ONE_PAIR
    told = mean_of(row, form, unit=unit)
    return f"{told}*" if row["note"] else told


def mean_of(row: Mapping[Any, Any], form: str, *, unit: float = 1.0) -> str:
    """A mean over replications with its interval, or the word that it has none."""
    mean, low, high = (float(row[name]) / unit for name in ("mean", "low", "high"))
    told = interval(mean, low, high, form)
    return told if math.isnan(mean) or not math.isnan(low) else f"{told} ({NO_INTERVAL})"


def basis(drawn: int, *, wanted: int, seed: int) -> str:
    """What the numbers of a run rest on: how many replications, how many are missing, the seed."""
    if not drawn:
        return DETERMINISTIC
    missing = f", {wanted - drawn} missing" if wanted > drawn else ""
    many = f"{drawn} replications" if drawn > 1 else ONE_DRAW
    rough = f"; {ROUGH}" if 1 < drawn < FIRM else ""
    return f"{many}{missing}, seed {seed}{rough}"
