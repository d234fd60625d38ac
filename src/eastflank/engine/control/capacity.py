"""Capacity: when committed work is done by servers that are there, or come one by one."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from eastflank.routing.book import Floats

Hours = Sequence[float]  # from when each server works, the first first; empty: from the start
Servers = tuple[float, Hours]  # how many, and from when


class _Line(NamedTuple):
    """An account whose servers come one by one: the bends of its line."""

    hours: list[float]
    work: list[float]  # that can be done by each
    sums: list[float]  # of the hours so far

    def risen(self, now: float) -> float:
        """The work that could have been done by now."""
        come = bisect_right(self.hours, now)
        return max(come * now - self.sums[come - 1], 0.0) if come else 0.0

    def done(self, due: float, now: float) -> tuple[float, int]:
        """Hours from now until it has risen to some work, and how many servers work then."""
        servers = bisect_right(self.work, due)
        return max((due + self.sums[servers - 1]) / servers - now, 0.0), servers


class Capacity:
    """The servers of every account.

    Servers that come at hours r1, r2, ... can do the sum of t - r hours of work by the hour t, over
    those that have come: a line that bends upwards at each arrival. Work is done when the line has
    risen by it from where it stands now. So one more server never makes the estimate later, and
    none counts before it comes.
    """

    def __init__(self) -> None:
        self._servers: Floats = np.zeros(0)
        self._told: dict[int, Servers] = {}
        self._lines: dict[int, _Line] = {}
        self._hour = math.inf  # that was last asked for
        self._ends: list[tuple[float, int]] = []  # when all servers have come, the first last
        self._late: set[int] = set()  # accounts of which that lies ahead
        self._risen: dict[int, float] = {}  # what lines have risen to by then

    def extend(self, found: Sequence[Servers]) -> None:
        """More accounts, and the servers of each."""
        known, more = len(self._servers), len(found)
        self._servers = np.concatenate([self._servers, np.ones(more)])
        self.change({known + place: servers for place, servers in enumerate(found)})

    def change(self, found: Mapping[int, Servers]) -> None:
        """These accounts have such servers from now; those that have them already stay."""
        self._hour = math.inf
        for account, servers in found.items():
            if self._told.get(account) != servers:
                self._told[account] = servers
                self._servers[account], hours = servers
                if hours:
                    self._lines[account] = _line(list(hours))

    def done(
        self, work: Floats, now: float, asked: AbstractSet[int] | None = None
    ) -> tuple[Floats, Floats]:
        """Hours from now until work on each account is done, and how many servers work then.

        Servers that have yet to come are reckoned with only on accounts that are asked for: on all
        if none is named.
        """
        hours, servers = work / self._servers, self._servers
        if self._hour != now:
            self._go_to(now)
        late = self._late if asked is None else self._late & asked
        if late:
            servers, risen, lines = servers.copy(), self._risen, self._lines
            for account in late:
                line = lines[account]
                if account not in risen:
                    risen[account] = line.risen(now)
                due = risen[account] + float(work[account])
                hours[account], servers[account] = line.done(due, now)
        return hours, servers

    def _go_to(self, now: float) -> None:
        """Another hour: more servers have come, and lines have risen."""
        if self._hour > now:  # or accounts have changed
            lines = self._lines.items()
            self._ends = sorted(((each.hours[-1], at) for at, each in lines), reverse=True)
            self._late = set(self._lines)
        while self._ends and self._ends[-1][0] <= now:
            self._late.discard(self._ends.pop()[1])
        self._hour = now
        self._risen.clear()


def _line(hours: list[float]) -> _Line:
    """The bends of servers that come at these hours: none can work before the first."""
    steps = (place * (after - before) for place, (before, after) in enumerate(pairwise(hours), 1))
    return _Line(hours, list(accumulate(steps, initial=0.0)), list(accumulate(hours)))
