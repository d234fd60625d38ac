"""Sections: stretches of rail or road that lifts enter one after another."""

import heapq
import math
from bisect import bisect_left, insort
from dataclasses import dataclass
from itertools import count

from eastflank.engine.clock import Clock, Signal, Waiter
from eastflank.engine.state.servers import Rank
from eastflank.model.causes import WaitCause
from eastflank.model.scenario import HeavyRoad
from eastflank.model.units import NEGLIGIBLE


class Entrant(Waiter):
    """Whoever enters sections; of two of one rank the first by number goes first."""

    __slots__ = ("number", "rank")

    def __init__(self, number: int, rank: Rank) -> None:
        super().__init__()
        self.number = number
        self.rank = rank


@dataclass(slots=True, eq=False)
class Turn:
    """A place in the queue before a section."""

    rank: Rank
    number: int
    headway_h: float
    since_h: float
    come: Signal
    needs_place: bool  # at the far end; who needs none enters though all are taken
    held_back: bool = False  # it would have come before, but for a place

    def __lt__(self, other: "Turn") -> bool:
        return (self.rank, self.number) < (other.rank, other.number)


class Flow:
    """Places in the flow at the far end of a road, of those who march at the same hours.

    A lift passes nobody who drives without a rest, and needs a free place. Who rests stands beside
    the road, and so does who marches at other hours.
    """

    __slots__ = ("_due_h", "_out_h", "_taken")

    def __init__(self) -> None:
        self._taken: list[tuple[float, float]] = []  # from when until when
        self._due_h = -math.inf  # when the next may be out behind those that do not rest
        self._out_h = -math.inf  # and behind those that are out

    def out_h(self, own_h: float, needs_h: float) -> float:
        """When a lift may be out that would be at ``own_h`` by itself."""
        taken, out_h = self._taken, max(own_h, self._due_h)
        first = bisect_left(taken, (out_h,)) - 2  # who is out before the last two is out of the way
        for place in range(max(0, first), len(taken)):
            taken_h, free_h = taken[place]
            if taken_h >= out_h + needs_h - NEGLIGIBLE:
                break
            out_h = max(out_h, free_h)
        return out_h

    def be_due(self, out_h: float, needs_h: float, *, rests: bool) -> None:
        """A lift will be out at an hour; who rests before that lets others pass."""
        free_h = out_h + needs_h
        insort(self._taken, (out_h, free_h))
        if not rests:
            self._due_h = free_h

    def be_out(self, now: float, headway_h: float) -> None:
        """A lift is out."""
        taken = self._taken
        if taken and taken[0][0] <= now:
            del taken[: bisect_left(taken, (now, math.inf))]
        self._out_h = now + headway_h
        self._due_h = max(self._out_h, self._due_h)

    def turn_all_back(self) -> None:
        """None of those that are due will be out."""
        self._taken.clear()
        self._due_h = self._out_h


class Section:
    """A stretch that lifts enter one after another, no closer than a headway.

    Where places at its far end are counted (holding tracks), who may have to stand there enters
    only while fewer than ``places`` do.
    """

    __slots__ = (
        "_armed",
        "_clock",
        "_count",
        "_flows",
        "_queue",
        "cause",
        "is_border",
        "length_km",
        "link",
        "next_free",
        "occupants",
        "places",
        "run_h",
        "severity",
        "spacing_h",
        "speed_kmh",
        "standing",
    )

    def __init__(
        self,
        clock: Clock,
        link: int,
        cause: WaitCause,
        *,
        length_km: float,
        speed_kmh: float,
        spacing_h: float,
        is_border: bool = False,
        places: float = math.inf,
        severity: float = 0.0,
    ) -> None:
        self._clock = clock
        self.link = link  # by number
        self.cause = cause  # what its queue waits for
        self.speed_kmh = speed_kmh
        self.length_km = length_km
        self.run_h = length_km / speed_kmh
        self.spacing_h = spacing_h  # for one train, or for one vehicle of a column
        self.is_border = is_border
        self.next_free = -math.inf
        self.severity = severity
        # who is on it -> when the tail is out (inf while the head is still on it)
        self.occupants: dict[Entrant, float] = {}
        self.places = places
        # who stands at its far end -> the section that it waits for, and its turn there
        self.standing: dict[Entrant, tuple[Section, Turn]] = {}
        self._queue: list[Turn] = []
        self._count = count()
        self._armed = False
        self._flows: dict[HeavyRoad, Flow] = {}  # at the far end, by hours of march

    @property
    def queue_h(self) -> float:
        """What a newcomer may expect: all headways before it, or as long as another has stood.

        Who outranks the queue comes and goes before it: how long others have stood tells of that.
        """
        now = self._clock.now
        if not self._queue:
            return max(0.0, self.next_free - now)
        headways_h = max(0.0, self.next_free - now) + sum(turn.headway_h for turn in self._queue)
        return max(headways_h, now - min(turn.since_h for turn in self._queue))

    @property
    def is_open(self) -> bool:
        """Whether anything may enter."""
        return self.severity < 1.0

    @property
    def is_full(self) -> bool:
        """Whether as many stand at its far end as have a place there."""
        return len(self.standing) >= self.places

    def enter(self, rank: Rank, headway_h: float, *, needs_place: bool = False) -> Turn | None:
        """None if the section may be entered now, else the turn to wait for."""
        now, waits = self._clock.now, needs_place and len(self.standing) >= self.places
        if self.severity < 1.0 and not self._queue and not waits and now >= self.next_free:
            self.next_free = now + headway_h / (1.0 - self.severity)
            return None
        turn = Turn(rank, next(self._count), headway_h, now, self._clock.signal(), needs_place)
        heapq.heappush(self._queue, turn)
        self._arm()
        return turn

    def withdraw(self, turn: Turn) -> None:
        """Leave the queue. A turn that has just been granted is used up."""
        self._queue = [each for each in self._queue if each is not turn]
        heapq.heapify(self._queue)
        self._arm()

    def set_severity(self, severity: float) -> None:
        """Close (1), degrade (between) or open (0)."""
        self.severity = severity
        self._arm()

    def keep_clear(self, headway_h: float) -> None:
        """Nobody enters for so much longer: a train that may not meet them comes against them."""
        if self.is_open:
            free_h = max(self.next_free, self._clock.now)
            self.next_free = free_h + self.takes_h(headway_h)

    # -- the far end --------------------------------------------------------------------------

    def flow(self, hours: HeavyRoad) -> Flow:
        """The flow of those who march at some hours."""
        flow = self._flows.get(hours)
        if flow is None:
            flow = self._flows[hours] = Flow()
        return flow

    def takes_h(self, headway_h: float) -> float:
        """Hours of the flow that a headway takes now."""
        return headway_h / (1.0 - self.severity)

    def turn_all_back(self) -> None:
        """All that are on it turn back: none of them will be out."""
        for flow in self._flows.values():
            flow.turn_all_back()

    # -- who is on it, and who stands at its far end --------------------------------------------

    def admit(self, entrant: Entrant) -> None:
        """The head of a lift is on it."""
        self.occupants[entrant] = math.inf

    def follow(self, entrant: Entrant, clear_h: float) -> None:
        """The head is out, and the tail will be at an hour."""
        self.occupants[entrant] = clear_h

    def clear(self, entrant: Entrant) -> None:
        """Nothing of the lift is on it any more."""
        self.occupants.pop(entrant, None)

    def hold(self, entrant: Entrant, ahead: "Section", turn: Turn) -> None:
        """A lift stands at the far end until its turn in the section ahead."""
        self.standing[entrant] = (ahead, turn)

    def leave(self, entrant: Entrant) -> None:
        """It goes on, or elsewhere."""
        if self.is_full and self._clock.now > self.next_free:
            for turn in self._queue:
                turn.held_back = turn.held_back or turn.needs_place
        self.standing.pop(entrant, None)
        self._arm()

    def let_pass(self, turn: Turn) -> None:
        """Whoever waits for this turn goes on even if no place is free."""
        turn.needs_place = False
        self._arm()

    # -- turns --------------------------------------------------------------------------------

    def _take(self, headway_h: float) -> None:
        self.next_free = self._clock.now + self.takes_h(headway_h)

    def _arm(self) -> None:
        if self._armed or not self.is_open or self._first() is None:
            return
        self._armed = True
        self._clock.call_in(max(0.0, self.next_free - self._clock.now), self._turn)

    def _turn(self) -> None:
        self._armed = False
        first = self._first()
        if self.is_open and first is not None and self._clock.now >= self.next_free:
            self._pop(first)
            self._take(first.headway_h)
            first.come.fire()
        self._arm()

    def _first(self) -> Turn | None:
        """Who enters next: the first in the queue, or the first that needs no place there."""
        if not self._queue or not self.is_full:
            return self._queue[0] if self._queue else None
        return min((turn for turn in self._queue if not turn.needs_place), default=None)

    def _pop(self, first: Turn) -> None:
        if first is self._queue[0]:
            heapq.heappop(self._queue)
        else:
            self._queue.remove(first)
            heapq.heapify(self._queue)
