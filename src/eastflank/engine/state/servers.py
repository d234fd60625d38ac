"""Servers: ramps, berths, parking spots, transfer tracks, cranes and slots, and their queues."""

import heapq
from itertools import count
from typing import Final

from eastflank.engine.clock import Clock, Signal
from eastflank.routing.flights import ALWAYS, Hours

Rank = tuple[float, ...]
EMPTY_RANK: Final[Rank] = (float("inf"),)  # empty lifts come last


class Servers:
    """Equal servers of a terminal, by its number, with one queue by rank."""

    __slots__ = (
        "_clock",
        "_count",
        "_queue",
        "_waking",
        "free",
        "is_always_manned",
        "number",
        "severity",
        "shift",
    )

    def __init__(self, clock: Clock, number: int, servers: int, shift: Hours = ALWAYS) -> None:
        self._clock = clock
        self.number = number
        self.free = servers
        self.severity = 0.0
        self.shift = shift  # the hours of the day in which work begins; what has begun goes on
        self.is_always_manned = shift.is_always
        self._waking = False
        self._queue: list[tuple[Rank, int, Signal]] = []
        self._count = count()

    @property
    def is_open(self) -> bool:
        """Whether new work may begin."""
        return self.severity < 1.0

    @property
    def is_manned(self) -> bool:
        """Whether crews begin work now."""
        return self.is_always_manned or self.shift.is_open(self._clock.now)

    def idles(self, since_h: float) -> bool:
        """Whether no work could begin in most of the hours until now."""
        span_h = self._clock.now - since_h
        return 2.0 * self.shift.open_h(since_h, self._clock.now) < span_h

    def request(self, rank: Rank) -> Signal | None:
        """None if a server is granted at once, else the signal of its grant."""
        if self.free > 0 and self.is_open and self.is_manned and not self._queue:
            self.free -= 1
            return None
        granted = self._clock.signal()
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
        if not self.is_manned:
            self._wake()
            return
        while self.free > 0 and self.is_open and self._queue:
            _, _, granted = heapq.heappop(self._queue)
            self.free -= 1
            granted.fire()

    def _wake(self) -> None:
        """Grant again when the crews begin."""
        if self._waking or not self._queue:
            return
        self._waking = True
        now = self._clock.now
        self._clock.call_in(self.shift.opening_h(now) - now, self._begin_shift)

    def _begin_shift(self) -> None:
        self._waking = False
        self._grant()


class TransferTracks(Servers):
    """The transfer tracks of a yard, and its cranes: who needs a crane waits for both together.

    The first in rank goes first; while it waits for a crane, who needs none may take a free track.
    """

    __slots__ = ("_lifted", "cranes")

    def __init__(self, clock: Clock, number: int, tracks: int, cranes: float) -> None:
        super().__init__(clock, number, tracks)
        self.cranes = cranes  # that are free; inf: never scarce
        self._lifted: set[Signal] = set()

    def request_with_crane(self, rank: Rank) -> Signal:
        """The signal that a track and a crane are granted, which may be at once."""
        granted = self._clock.signal()
        self._lifted.add(granted)
        heapq.heappush(self._queue, (rank, next(self._count), granted))
        self._grant()
        return granted

    def release_with_crane(self) -> None:
        """Give a track and a crane back."""
        self.cranes += 1
        self.release()

    def _grant(self) -> None:
        waiting, self._queue = sorted(self._queue), []  # a sorted list is a heap
        for entry in waiting:
            granted = entry[-1]
            lifted = granted in self._lifted
            if self.free <= 0 or not self.is_open or (lifted and self.cranes <= 0):
                self._queue.append(entry)
                continue
            self.free -= 1
            if lifted:
                self.cranes -= 1
                self._lifted.remove(granted)
            granted.fire()
