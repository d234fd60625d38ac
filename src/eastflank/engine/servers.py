"""Finite things: servers that are held, space that is filled, sections entered one by one."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import simpy

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import LinkId, NodeId
from eastflank.model.units import NEGLIGIBLE

Rank = tuple[float, ...]
_Turn = tuple[Rank, int, float, simpy.Event, float]  # rank, number, headway, event, since when


class Servers:
    """Equal servers (ramps, berths, parking spots, slots) with one queue by rank."""

    __slots__ = ("_count", "_queue", "env", "free", "place", "severity")

    def __init__(self, env: simpy.Environment, place: str, servers: int) -> None:
        self.env = env
        self.place = place
        self.free = servers
        self.severity = 0.0
        self._queue: list[tuple[Rank, int, simpy.Event]] = []
        self._count = count()

    @property
    def is_open(self) -> bool:
        """Whether new work may begin."""
        return self.severity < 1.0

    def request(self, rank: Rank) -> simpy.Event | None:
        """None if a server is granted at once, else the event of its grant."""
        if self.free > 0 and self.is_open and not self._queue:
            self.free -= 1
            return None
        event = self.env.event()
        heapq.heappush(self._queue, (rank, next(self._count), event))
        self._grant()
        return event

    def release(self) -> None:
        """Give a server back; the first in the queue takes it."""
        self.free += 1
        self._grant()

    def withdraw(self, event: simpy.Event) -> None:
        """Leave the queue, or give back what has just been granted."""
        if event.triggered:
            self.release()
            return
        self._queue = [entry for entry in self._queue if entry[2] is not event]
        heapq.heapify(self._queue)

    def set_severity(self, severity: float) -> None:
        """Close for new work (1), slow it (between) or open again (0)."""
        self.severity = severity
        self._grant()

    def _grant(self) -> None:
        while self.free > 0 and self.is_open and self._queue:
            _, _, event = heapq.heappop(self._queue)
            self.free -= 1
            event.succeed()


class Space:
    """Room that is taken in pieces (the land of a port), with one queue by rank.

    The first in the queue waits until its pieces fit; what is more than the whole room fits when
    nothing else is there. ``order`` says which kinds of room may be waited for from which.
    """

    __slots__ = ("_count", "_queue", "env", "freed", "most", "order", "place", "room", "taken")

    def __init__(self, env: simpy.Environment, place: str, room: float, order: int) -> None:
        self.env = env
        self.place = place
        self.room = room
        self.order = order
        self.taken = 0.0
        self.most = 0.0  # the most that was ever taken
        self.freed: Callable[[Space], None] | None = None  # told when room has become free
        self._queue: list[tuple[Rank, int, float, simpy.Event]] = []
        self._count = count()

    @property
    def free(self) -> float:
        """Pieces that could be taken at once without passing those who wait."""
        return 0.0 if self._queue else max(0.0, self.room - self.taken)

    def request(self, rank: Rank, pieces: float) -> simpy.Event | None:
        """None if the room is granted at once, else the event of its grant."""
        if not self._queue and self.fits(pieces):
            self._take(pieces)
            return None
        event = self.env.event()
        heapq.heappush(self._queue, (rank, next(self._count), pieces, event))
        self._grant()
        return event

    def exchange(self, given: float, taken: float) -> None:
        """Give room back and take other room without waiting; the space may be overfull then."""
        self.taken -= given
        if self.taken < NEGLIGIBLE:
            self.taken = 0.0
        self._take(taken)
        self._grant()
        if given > taken and self.freed is not None:
            self.freed(self)

    def withdraw(self, event: simpy.Event) -> None:
        """Leave the queue, or give back what has just been granted."""
        if event.triggered:
            self.exchange(event.value or 0.0, 0.0)
            return
        self._queue = [entry for entry in self._queue if entry[3] is not event]
        heapq.heapify(self._queue)
        self._grant()

    def fits(self, pieces: float) -> bool:
        """Whether so many pieces have room now."""
        return self.taken == 0.0 or self.taken + pieces <= self.room + NEGLIGIBLE

    def _take(self, pieces: float) -> None:
        self.taken += pieces
        self.most = max(self.most, self.taken)

    def _grant(self) -> None:
        while self._queue and self.fits(self._queue[0][2]):
            _, _, pieces, event = heapq.heappop(self._queue)
            self._take(pieces)
            event.succeed(pieces)


@dataclass(frozen=True, slots=True)
class Room:
    """Pieces of room that are held at a node."""

    space: Space
    pieces: float
    node: NodeId


class Section:
    """A stretch that lifts enter one after another, no closer than a headway.

    Where places at its far end are counted (holding tracks), who may have to stand there enters
    only while fewer than ``places`` do.
    """

    __slots__ = (
        "_armed",
        "_count",
        "_held_back",
        "_needs_no_place",
        "_queue",
        "cause",
        "env",
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
        env: simpy.Environment,
        link: LinkId,
        *,
        length_km: float,
        speed_kmh: float,
        spacing_h: float,
        is_border: bool = False,
        places: float = math.inf,
    ) -> None:
        self.env = env
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
        self.standing: dict[Any, tuple[Section, simpy.Event]] = {}
        self._queue: list[_Turn] = []
        self._needs_no_place: set[simpy.Event] = set()
        self._held_back: set[simpy.Event] = set()  # turns that would have come but for a place
        self._count = count()
        self._armed = False

    @property
    def line_h(self) -> float:
        """What a newcomer may expect: all headways before it, or as long as another has stood.

        Who outranks the line comes and goes before it: how long others have stood tells of that.
        """
        now = self.env.now
        headways_h = max(0.0, self.next_free - now) + sum(entry[2] for entry in self._queue)
        return max(headways_h, now - min((entry[4] for entry in self._queue), default=now))

    @property
    def is_open(self) -> bool:
        """Whether anything may enter."""
        return self.severity < 1.0

    @property
    def is_full(self) -> bool:
        """Whether as many stand at its far end as have a place there."""
        return len(self.standing) >= self.places

    def enter(
        self, rank: Rank, headway_h: float, *, needs_place: bool = False
    ) -> simpy.Event | None:
        """None if the section may be entered now, else the event of its turn.

        Its value says whether the turn came later for want of a place at the far end.
        """
        now, waits = self.env.now, needs_place and self.is_full
        if self.is_open and not self._queue and not waits and now >= self.next_free:
            self._take(headway_h)
            return None
        event = self.env.event()
        heapq.heappush(self._queue, (rank, next(self._count), headway_h, event, now))
        if not needs_place:
            self._needs_no_place.add(event)
        self._arm()
        return event

    def withdraw(self, event: simpy.Event) -> None:
        """Leave the queue. A turn that has just been granted is used up."""
        self._queue = [entry for entry in self._queue if entry[3] is not event]
        heapq.heapify(self._queue)
        self._forget(event)
        self._arm()

    def set_severity(self, severity: float) -> None:
        """Close (1), degrade (between) or open (0)."""
        self.severity = severity
        self._arm()

    # -- who stands at the far end ------------------------------------------------------------

    def hold(self, lift: Any, ahead: "Section", turn: simpy.Event) -> None:
        """A lift stands at the far end until its turn in the section ahead."""
        self.standing[lift] = (ahead, turn)

    def leave(self, lift: Any) -> None:
        """It goes on, or elsewhere."""
        if self.is_full and self.env.now > self.next_free:
            self._held_back |= {turn[3] for turn in self._queue} - self._needs_no_place
        self.standing.pop(lift, None)
        self._arm()

    def let_pass(self, turn: simpy.Event) -> None:
        """Whoever waits for this turn goes on even if no place is free."""
        self._needs_no_place.add(turn)
        self._arm()

    def may_pass(self, turn: simpy.Event) -> bool:
        """Whether a turn needs no place at the far end."""
        return turn in self._needs_no_place

    # -- turns --------------------------------------------------------------------------------

    def _take(self, headway_h: float) -> None:
        self.next_free = self.env.now + headway_h / (1.0 - self.severity)

    def _arm(self) -> None:
        if self._armed or not self.is_open or self._first() is None:
            return
        self._armed = True
        wait = self.env.timeout(max(0.0, self.next_free - self.env.now))
        wait.callbacks.append(self._turn)

    def _turn(self, _: simpy.Event) -> None:
        self._armed = False
        first = self._first()
        if self.is_open and first is not None and self.env.now >= self.next_free:
            self._pop(first)
            self._take(first[2])
            first[3].succeed(first[3] in self._held_back)
            self._forget(first[3])
        self._arm()

    def _first(self) -> _Turn | None:
        """Who enters next: the best in line, or if it lacks a place the best that needs none."""
        if not self._queue or not self.is_full:
            return self._queue[0] if self._queue else None
        return min((turn for turn in self._queue if turn[3] in self._needs_no_place), default=None)

    def _pop(self, first: _Turn) -> None:
        if first is self._queue[0]:
            heapq.heappop(self._queue)
        else:
            self._queue.remove(first)
            heapq.heapify(self._queue)

    def _forget(self, turn: simpy.Event) -> None:
        self._needs_no_place.discard(turn)
        self._held_back.discard(turn)
