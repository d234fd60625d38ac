"""Port storage: the land of a port, for what waits for ships and for what has come off them."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from eastflank.engine.clock import Clock, Signal
from eastflank.engine.state.servers import Rank
from eastflank.model.ids import NodeId
from eastflank.model.units import NEGLIGIBLE


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A request for room that could not be granted at once."""

    pieces: float
    granted: Signal


class StorageArea:
    """Room on the land of a port, by its number, taken in pieces with one queue by rank.

    The first in the queue waits until its pieces fit; what is more than the whole area fits when
    nothing else is there. ``order`` says which areas may be waited for from which.
    """

    __slots__ = (
        "_clock",
        "_count",
        "_queue",
        "listeners",
        "most",
        "number",
        "order",
        "room",
        "taken",
    )

    def __init__(self, clock: Clock, number: int, room: float, order: int) -> None:
        self._clock = clock
        self.number = number
        self.room = room
        self.order = order
        self.taken = 0.0
        self.most = 0.0  # the most that was ever taken
        self.listeners: list[Callable[[StorageArea], None]] = []  # told when room has become free
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
        claim = Claim(pieces, self._clock.signal())
        heapq.heappush(self._queue, (rank, next(self._count), claim))
        self._grant()
        return claim

    def exchange(self, given: float, taken: float) -> None:
        """Give room back and take other room without waiting; the area may be overfull then."""
        self.taken -= given
        if self.taken < NEGLIGIBLE:
            self.taken = 0.0
        self._take(taken)
        self._grant()
        if given > taken:
            for listener in self.listeners:
                listener(self)

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
class Stored:
    """Room that is held in a storage area, and the node where it lies."""

    area: StorageArea
    pieces: float
    node: NodeId
