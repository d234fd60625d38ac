"""Flights: how long they take, when they may leave, and why a type of aircraft does not go."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from eastflank.model.causes import Refusal, RefusalKind
from eastflank.model.ids import EvidenceKey, NodeId, TerminalId
from eastflank.model.modes import TerminalKind
from eastflank.model.scenario import (
    AssetType,
    Scenario,
    Terminal,
)
from eastflank.model.units import HOURS_PER_DAY, NEGLIGIBLE

FloatArray = npt.NDArray[np.float64]


def block_h(kind: AssetType, km: float, extra_h: float) -> float:
    """Hours from block to block: cruise over the way flown, and the fixed part of every flight.

    ``extra_h`` is what taxi, climb and approach cost beyond cruising over the same way, so that a
    short flight is slower than a long one. No flight (0 km) takes no time.
    """
    return float(blocks_h(kind, np.array([km]), extra_h)[0])


def blocks_h(kind: AssetType, km: FloatArray, extra_h: float) -> FloatArray:
    """``block_h`` of many flights."""
    hours: FloatArray = np.where(km > 0, km / (kind.speed_kmh or 1.0) + extra_h, 0.0)
    return hours


@dataclass(frozen=True, slots=True)
class Hours:
    """When a field is open each day: from this hour of the UTC day on, for so many hours."""

    from_h: float = 0.0
    for_h: float = HOURS_PER_DAY

    @property
    def is_always(self) -> bool:
        """Open day and night."""
        return self.for_h >= HOURS_PER_DAY

    def is_open(self, at_h: float) -> bool:
        """Whether aircraft may take off and land; the hours of opening and closing belong to it."""
        since_h = (at_h - self.from_h) % HOURS_PER_DAY
        just_before = since_h >= HOURS_PER_DAY - NEGLIGIBLE  # rounding
        return self.is_always or since_h <= self.for_h + NEGLIGIBLE or just_before

    def open_h(self, from_h: float, to_h: float) -> float:
        """Hours between two in which it is open."""
        first = math.floor((from_h - self.from_h) / HOURS_PER_DAY)
        last = math.floor((to_h - self.from_h) / HOURS_PER_DAY)
        opens = (self.from_h + HOURS_PER_DAY * day for day in range(first, last + 1))
        return sum(max(0.0, min(to_h, h + self.for_h) - max(from_h, h)) for h in opens)

    def opening_h(self, at_h: float) -> float:
        """The next hour of opening at or after ``at_h``."""
        return at_h + (self.from_h - at_h) % HOURS_PER_DAY


ALWAYS: Final = Hours()


def hours_of(terminal: Terminal, utc_offset_h: float) -> Hours:
    """The hours of a field, from its local clock; they may go over midnight (20 to 4)."""
    for_h = (terminal.close_h - terminal.open_h) % HOURS_PER_DAY or HOURS_PER_DAY
    return Hours((terminal.open_h - utc_offset_h) % HOURS_PER_DAY, for_h)


def crew_hours_of(field: Hours, crew_h: float) -> Hours:
    """The hours in which crews begin to load and unload: from its opening on, while it is open.

    Crews that work day and night do so at a closed field too.
    """
    if crew_h >= HOURS_PER_DAY:
        return ALWAYS
    return replace(field, for_h=min(field.for_h, crew_h))


def departure_h(now: float, flight_h: float, leave: Hours, enter: Hours) -> float:
    """The first hour from now on that suits both fields; inf if no hour of the day does.

    One must be open at take-off and the other ``flight_h`` later. The hours that suit both are the
    intersection of two daily sets of spans: the first of them is now, or the beginning of a span of
    one of the two. Each beginning comes again every 24 h, so the next ones tell all.
    """
    begins = (now, leave.opening_h(now), enter.opening_h(now + flight_h) - flight_h)
    suits = (at for at in begins if leave.is_open(at) and enter.is_open(at + flight_h))
    return max(now, min(suits, default=math.inf))


class Flights:
    """What the tables say of airfields and aircraft, looked up once."""

    def __init__(self, scenario: Scenario) -> None:
        fields = (t for t in scenario.terminals.values() if t.kind is TerminalKind.AIRFIELD)
        self.fields = tuple(sorted(fields, key=lambda t: t.id))
        self._at: dict[NodeId, tuple[Hours, TerminalId]] = {}
        for field in self.fields:
            hours = hours_of(field, scenario.nodes[field.node].utc_offset_h)
            if hours.for_h > self.hours_at(field.node).for_h or field.node not in self._at:
                self._at[field.node] = hours, field.id
        always = sorted(node for node, (hours, _) in self._at.items() if hours.is_always)
        self.hub = always[0] if always else None  # a field that is open whenever one comes
        self._extra = scenario.evidence[EvidenceKey("air_block_extra")]

    def hours_at(self, node: NodeId) -> Hours:
        """The hours of the field at a node; of several, of the one that is open longest."""
        return self._at[node][0] if node in self._at else ALWAYS

    def field_at(self, node: NodeId) -> TerminalId:
        """The field at a node whose hours these are."""
        return self._at[node][1]

    def ever_meet(self, kind: AssetType, km: float, leave: Hours, enter: Hours) -> bool:
        """Whether some hour of the day suits both fields, however long the fixed part turns out.

        A take-off that suits the shortest flight and still lands in time when the flight takes
        longer by the whole spread suits every flight between: the landing field counts as open for
        the spread less. Two fields that are open for 12 h and the spread always meet.
        """
        if leave.is_always or enter.is_always:
            return True
        spread_h = self._extra.high - self._extra.low
        shortest_h = block_h(kind, km, self._extra.low)
        enter = replace(enter, for_h=enter.for_h - spread_h)
        return enter.for_h >= 0.0 and math.isfinite(departure_h(0.0, shortest_h, leave, enter))

    def no_type_flies(
        self, kinds: Iterable[AssetType], start: Terminal, end: Terminal, km: float
    ) -> Refusal | None:
        """Why none of these types flies between two fields; None if one does or there is none.

        The reason is that of the type which needs the shortest runway: no other is asked for less.
        """
        reasons = [
            self.refusal(kind, start, end, km) for kind in sorted(kinds, key=lambda k: k.runway_m)
        ]
        return reasons[0] if all(reasons) and reasons else None

    def refusal(self, kind: AssetType, start: Terminal, end: Terminal, km: float) -> Refusal | None:
        """Why a type of aircraft does not fly between two fields; None if it does."""
        if kind.range_km < km:
            far = (start.id, end.id, f"{km:.0f}", kind.id, f"{kind.range_km:.0f}")
            return Refusal(RefusalKind.OUT_OF_RANGE, far)
        for field in (start, end):
            if field.runway_m is not None and field.runway_m < kind.runway_m:
                short = (field.id, f"{field.runway_m:.0f}", kind.id, f"{kind.runway_m:.0f}")
                return Refusal(RefusalKind.SHORT_RUNWAY, short)
        if not self.ever_meet(kind, km, self.hours_at(start.node), self.hours_at(end.node)):
            return Refusal(RefusalKind.NEVER_BOTH_OPEN, (start.id, end.id, kind.id))
        return None


def told(refusal: Refusal) -> str:
    """Why aircraft do not fly, in words."""
    return _TOLD[refusal.kind].format(*refusal.things)


_TOLD: Final[dict[RefusalKind, str]] = {
    RefusalKind.OUT_OF_RANGE: "{1} is {2} km from {0}, {3} flies {4}",
    RefusalKind.SHORT_RUNWAY: "the runway of {0} ({1} m) is too short for {2} ({3} m)",
    RefusalKind.NEVER_BOTH_OPEN: "{0} and {1} are never both open for a flight of {2}",
}
