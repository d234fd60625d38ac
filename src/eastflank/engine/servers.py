"""Finite things: servers that are held, space that is filled, sections entered one by one."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from eastflank.engine.clock import Clock, Signal
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import LinkId, NodeId
from eastflank.model.units import NEGLIGIBLE

Rank = tuple[float, ...]


class Servers:
    """Equal servers (ramps, berths, parking spots, slots) with one queue by rank."""

    __slots__ = ("_count", "_queue", "clock", "free", "place", "severity")

    def __init__(self, clock: Clock, place: str, servers: int) -> None:
        self.clock = clock
        self.place = place
        self.free = servers
        self.severity = 0.0
        self._queue: list[tuple[Rank, int, Signal]] = []
        self._count = count()

    @property
    def is_open(self) -> bool:
        """Whether new work may begin."""
        return self.severity < 1.0

    def request(self, rank: Rank) -> Signal | None:
        """None if a server is granted at once, else the signal of its grant."""
        if self.free > 0 and self.is_open and not self._queue:
            self.free -= 1
            return None
        granted = self.clock.signal()
        heapq.heappush(self._queue, (rank, next(self._count), granted))
        self._grant()
        return granted

    def release(self) -> None:
        """Give a server back; the first in the queue takes it."""
        self.free += 1
        self._grant()

    def withdraw(self, granted: Signal) -> None:
        """Leave the queue, or give back what has just been granted."""
        if granted.fired:
            self.release()
            return
        self._queue = [entry for entry in self._queue if entry[2] is not granted]
        heapq.heapify(self._queue)

    def set_severity(self, severity: float) -> None:
        """Close for new work (1), slow it (between) or open again (0)."""
        self.severity = severity
        self._grant()

    def _grant(self) -> None:
        while self.free > 0 and self.is_open and self._queue:
            _, _, granted = heapq.heappop(self._queue)
            self.free -= 1
            granted.fire()


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A request for room that could not be granted at once."""

    pieces: float
    granted: Signal


class Space:
    """Room that is taken in pieces (the land of a port), with one queue by rank.

    The first in the queue waits until its pieces fit; what is more than the whole room fits when
    nothing else is there. ``order`` says which kinds of room may be waited for from which.
    """

    __slots__ = ("_count", "_queue", "clock", "freed", "most", "order", "place", "room", "taken")

    def __init__(self, clock: Clock, place: str, room: float, order: int) -> None:
        self.clock = clock
        self.place = place
        self.room = room
        self.order = order
        self.taken = 0.0
        self.most = 0.0  # the most that was ever taken
        self.freed: Callable[[Space], None] | None = None  # told when room has become free
        self._queue: list[tuple[Rank, int, Claim]] = []
        self._count = count()

    @property
    def free(self) -> float:
        """Pieces that could be taken at once without passing those who wait."""
        return 0.0 if self._queue else max(0.0, self.room - self.taken)

    def request(self, rank: Rank, pieces: float) -> Claim | None:
        """None if the room is granted at once, else the claim to it."""
        if not self._queue and self.fits(pieces):
            self._take(pieces)
            return None
        claim = Claim(pieces, self.clock.signal())
        heapq.heappush(self._queue, (rank, next(self._count), claim))
        self._grant()
        return claim

    def exchange(self, given: float, taken: float) -> None:
        """Give room back and take other room without waiting; the space may be overfull then."""
        self.taken -= given
        if self.taken < NEGLIGIBLE:
            self.taken = 0.0
        self._take(taken)
        self._grant()
        if given > taken and self.freed is not None:
            self.freed(self)

    def withdraw(self, claim: Claim) -> None:
        """Leave the queue, or give back what has just been granted."""
        if claim.granted.fired:
            self.exchange(claim.pieces, 0.0)
            return
        self._queue = [entry for entry in self._queue if entry[2] is not claim]
        heapq.heapify(self._queue)
        self._grant()

    def fits(self, pieces: float) -> bool:
        """Whether so many pieces have room now."""
        return self.taken == 0.0 or self.taken + pieces <= self.room + NEGLIGIBLE

    def _take(self, pieces: float) -> None:
        self.taken += pieces
        self.most = max(self.most, self.taken)

    def _grant(self) -> None:
        while self._queue and self.fits(self._queue[0][2].pieces):
            _, _, claim = heapq.heappop(self._queue)
            self._take(claim.pieces)
            claim.granted.fire()


@dataclass(frozen=True, slots=True)
class Room:
    """Pieces of room that are held at a node."""

    space: Space
    pieces: float
    node: NodeId


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


class Section:
    """A stretch that lifts enter one after another, no closer than a headway.

    Where places at its far end are counted (holding tracks), who may have to stand there enters
    only while fewer than ``places`` do.
    """

    __slots__ = (
        "_armed",
        "_count",
        "_queue",
        "cause",
        "clock",
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
        link: LinkId,
        *,
        length_km: float,
        speed_kmh: float,
        spacing_h: float,
        is_border: bool = False,
        places: float = math.inf,
    ) -> None:
        self.clock = clock
        self.link = link
        self.cause = WaitCause(CauseKind.PATH, link)  # what its queue waits for
        self.speed_kmh = speed_kmh
        self.length_km = length_km
        self.run_h = length_km / speed_kmh
        self.spacing_h = spacing_h  # for one train, or for one vehicle of a column
        self.is_border = is_border
        self.next_free = -math.inf
        self.severity = 0.0
        # who is on it -> when the tail is out (inf while the head is still on it)
        self.occupants: dict[Any, float] = {}
        self.places = places
        # who stands at its far end -> the section that it waits for, and its turn there
        self.standing: dict[Any, tuple[Section, Turn]] = {}
        self._queue: list[Turn] = []
        self._count = count()
        self._armed = False

    @property
    def line_h(self) -> float:
        """What a newcomer may expect: all headways before it, or as long as another has stood.

        Who outranks the line comes and goes before it: how long others have stood tells of that.
        """
        now = self.clock.now
        headways_h = max(0.0, self.next_free - now) + sum(turn.headway_h for turn in self._queue)
        return max(headways_h, now - min((turn.since_h for turn in self._queue), default=now))

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
        now, waits = self.clock.now, needs_place and self.is_full
        if self.is_open and not self._queue and not waits and now >= self.next_free:
            self._take(headway_h)
            return None
        turn = Turn(rank, next(self._count), headway_h, now, self.clock.signal(), needs_place)
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

    # -- who stands at the far end ------------------------------------------------------------

    def hold(self, lift: Any, ahead: "Section", turn: Turn) -> None:
        """A lift stands at the far end until its turn in the section ahead."""
        self.standing[lift] = (ahead, turn)

    def leave(self, lift: Any) -> None:
        """It goes on, or elsewhere."""
        if self.is_full and self.clock.now > self.next_free:
            for turn in self._queue:
                turn.held_back = turn.held_back or turn.needs_place
        self.standing.pop(lift, None)
        self._arm()

    def let_pass(self, turn: Turn) -> None:
        """Whoever waits for this turn goes on even if no place is free."""
        turn.needs_place = False
        self._arm()

    # -- turns --------------------------------------------------------------------------------

    def _take(self, headway_h: float) -> None:
        self.next_free = self.clock.now + headway_h / (1.0 - self.severity)

    def _arm(self) -> None:
        if self._armed or not self.is_open or self._first() is None:
            return
        self._armed = True
        self.clock.call_in(max(0.0, self.next_free - self.clock.now), self._turn)

    def _turn(self) -> None:
        self._armed = False
        first = self._first()
        if self.is_open and first is not None and self.clock.now >= self.next_free:
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
