"""Closings: when each disruption begins and ends in one replication, and what is said of it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from eastflank.model.luck import Luck
from eastflank.model.scenario import AnnouncedEnd, CutPolicy, Disruption, Recurrence, Scenario
from eastflank.model.units import HOURS_PER_DAY


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Closing:
    """One time that a disruption holds.

    ``told_h`` is when movement control learns that it begins, ``over_h`` when it learns that it
    has ended, ``believed_end_h`` the end that it plans with until then (inf: none).
    """

    disruption: Disruption
    start_h: float
    end_h: float
    told_h: float
    over_h: float
    believed_end_h: float

    @property
    def id(self) -> str:
        """The id of the disruption."""
        return self.disruption.id

    @property
    def shuts(self) -> bool:
        """Whether something closes: what only degrades is planned with as if it were open."""
        hit = self.disruption
        return hit.severity >= 1.0 and bool(hit.links or hit.terminals)

    def steps(self) -> Iterator[tuple[float, float]]:
        """(hour, severity from then on), from the beginning until all is as before.

        A ramp of n days begins at the end with a severity of n / (n + 1) and falls daily.
        """
        severity, repair_h = self.disruption.severity, self.disruption.repair_h
        yield self.start_h, severity
        days = math.ceil(repair_h / HOURS_PER_DAY)
        for day in range(days):
            yield self.end_h + day * HOURS_PER_DAY, severity * (days - day) / (days + 1)
        yield self.end_h + repair_h, 0.0


def closings_of(scenario: Scenario, luck: Luck) -> list[Closing]:
    """All closings of a replication within its horizon, in the order of the disruptions."""
    foresight = scenario.policy is CutPolicy.FORESIGHT
    return [
        _closing(disruption, hours, luck, foresight=foresight)
        for disruption in scenario.disruptions
        if disruption.severity > 0 and luck.happens(disruption.id, disruption.chance)
        for hours in _times(disruption, luck, scenario.horizon_h)
    ]


def _times(disruption: Disruption, luck: Luck, horizon_h: float) -> Iterator[tuple[float, float]]:
    """(start, end) of each time that it holds; what is over before hour 0 is left out."""
    if disruption.recurs is not None:
        yield from _recurring(disruption, disruption.recurs, luck, horizon_h)
        return
    start_h = max(0.0, disruption.start_h)
    if disruption.end_h > start_h:
        yield start_h, disruption.end_h


def _recurring(
    disruption: Disruption, recurs: Recurrence, luck: Luck, horizon_h: float
) -> Iterator[tuple[float, float]]:
    ordinal = 0
    while (due_h := disruption.start_h + ordinal * recurs.every_h) < min(recurs.until_h, horizon_h):
        share = luck.share("disruption-jitter", disruption.id, ordinal) if recurs.jitter else 0.0
        start_h = due_h + share * recurs.jitter * recurs.every_h
        if start_h < recurs.until_h and start_h + recurs.lasts_h > 0.0:
            yield max(0.0, start_h), start_h + recurs.lasts_h
        ordinal += 1


def _closing(
    disruption: Disruption, hours: tuple[float, float], luck: Luck, *, foresight: bool
) -> Closing:
    start_h, end_h = hours
    believed_h = end_h
    if not foresight and disruption.announced_end is not AnnouncedEnd.KNOWN:
        believed_h = disruption.estimate_h  # inf unless there is an estimate
    delay_h = luck.value("news_delay")
    told_h = start_h + delay_h
    if disruption.known or foresight:
        told_h = 0.0
    elif disruption.warning_h > 0:
        told_h = max(0.0, start_h - disruption.warning_h)
    at_once = disruption.known or foresight or believed_h == end_h
    return Closing(
        disruption=disruption,
        start_h=start_h,
        end_h=end_h,
        told_h=told_h,
        over_h=end_h if at_once else end_h + delay_h,
        believed_end_h=believed_h,
    )
