"""Timing: what a published duration was measured between, and where it lies among draws."""

from dataclasses import dataclass
from enum import StrEnum

from eastflank.model.records import Stage


class Each(StrEnum):
    """Of what a duration is taken: of each lift, lot or unit, or of the move as a whole."""

    LIFT = "lift"
    LOT = "lot"
    UNIT = "unit"
    MOVE = "move"


class Take(StrEnum):
    """Which of the durations counts: their mean, the first or last to end, or how many began."""

    MEAN = "mean"
    FIRST = "first"
    LAST = "last"
    COUNT = "count"


class Clock(StrEnum):
    """Moments that no row of the records has."""

    ORDER = "order"
    C_DAY = "c_day"


class At(StrEnum):
    """When in a stage: asked for, begun (the wait is over) or ended."""

    ASKED = "asked"
    BEGUN = "begun"
    ENDED = "ended"


class Found(StrEnum):
    """Where a published figure lies against P5 to P95 of the draws."""

    INSIDE = "inside"
    QUICK = "too quick"  # the model: the figure lies above P95
    SLOW = "too slow"  # the figure lies below P5


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment of a stage; without a mode or places it may be any."""

    stage: Stage
    at: At
    mode: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """What is timed. ``lots`` are patterns of lot ids (``H1-ART/heavy*``); none: all lots.

    A lot, a unit or a move has ended when this share of its pieces has; 1: when the last has.
    """

    each: Each
    take: Take
    start: Moment | Clock
    end: Moment
    lots: tuple[str, ...] = ()
    share: float = 1.0
