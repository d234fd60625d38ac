"""Capacity: when committed work is done by servers that are there, or come one by one."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from eastflank.routing.book import Floats, Ints

Hours = Sequence[float]  # from when each server works, the first first; empty: from the start
Servers = tuple[float, Hours]  # how many, and from when


class _Now(NamedTuple):
    """The accounts whose servers have not all come at an hour."""

    hour: float
    late: Ints
    before: Ints  # the place in the row of bends before the first of each
    risen: Floats  # the work that could have been done by now
    place: dict[int, int]  # of an account in these arrays


class _Line(NamedTuple):
    """An account whose servers come one by one: the bends of its line."""

    hours: Floats
    work: Floats  # that can be done by each
    sums: Floats  # of the hours so far


class Capacity:
    """The servers of every account.

    Servers that come at hours r1, r2, ... can do the sum of t - r hours of work by the hour t, over
    those that have come: a line that bends upwards at each arrival. Work is done when the line has
    risen by it from where it stands now. So one more server never makes the estimate later, and
    none counts before it comes.
    """

    def __init__(self) -> None:
        self._servers: Floats = np.zeros(0)
        self._last_h: Floats = np.zeros(0)  # when all servers of an account have come
        self._told: dict[int, Servers] = {}
        self._lines: dict[int, _Line] = {}  # in the order of accounts
        self._bends: dict[int, tuple[list[float], list[float]]] = {}  # work and sums of the same
        self._now: _Now | None = None
        self._tabulate()

    def extend(self, found: Sequence[Servers]) -> None:
        """More accounts, and the servers of each."""
        known, more = len(self._servers), len(found)
        self._servers = np.concatenate([self._servers, np.ones(more)])
        self._last_h = np.concatenate([self._last_h, np.full(more, -np.inf)])
        self.change({known + place: servers for place, servers in enumerate(found)})

    def change(self, found: Mapping[int, Servers]) -> None:
        """These accounts have such servers from now; those that have them already stay."""
        self._now = None
        found = {name: each for name, each in found.items() if self._told.get(name) != each}
        self._told.update(found)
        come = {account: np.array(hours) for account, (_, hours) in found.items() if hours}
        for account, (count, _) in found.items():
            self._servers[account] = count
        for account, hours in come.items():
            line = self._lines[account] = _Line(hours, _risen_at(hours), np.cumsum(hours))
            self._bends[account] = line.work.tolist(), line.sums.tolist()
            self._last_h[account] = hours[-1]
        if come:
            self._tabulate()

    def _tabulate(self) -> None:
        """The bends of all lines in one row."""
        lines, none = self._lines.values(), np.zeros(0)
        counts = [len(line.hours) for line in lines]
        named = np.array(list(self._lines), dtype=np.intp)
        self._first = np.zeros(len(self._servers), dtype=np.intp)
        self._first[named] = np.cumsum([0, *counts])[:-1]
        account = np.repeat(named, counts)
        self._sums = np.concatenate([none, *(line.sums for line in lines)])
        self._by_hour = _keys(account, np.concatenate([none, *(line.hours for line in lines)]))
        self._by_work = _keys(account, np.concatenate([none, *(line.work for line in lines)]))

    def done(self, work: Floats, now: float) -> tuple[Floats, Floats]:
        """Hours from now until work on each account is done, and how many servers work then."""
        hours, servers = work / self._servers, self._servers
        if self._now is None or self._now.hour != now:
            self._now = self._at(now)
        late = self._now.late
        if len(late):
            servers = servers.copy()
            hours[late], servers[late] = self._done_by_arrivals(work[late], self._now)
        return hours, servers

    def _at(self, now: float) -> _Now:
        late = np.flatnonzero(self._last_h > now)
        keys, first = _keys(late, np.full(len(late), now)), self._first[late]
        there = np.searchsorted(self._by_hour, keys, side="right") - first
        risen = np.where(there > 0, there * now - self._sums[first + there - 1], 0.0)
        place = {account: at for at, account in enumerate(late.tolist())}
        return _Now(now, late, first - 1, np.maximum(risen, 0.0), place)

    def redo(self, done: tuple[Floats, Floats], accounts: Ints, work: Floats) -> None:
        """Correct what ``done`` has told, at the same hour: these accounts have such work now."""
        hours, servers = done
        hours[accounts] = work / self._servers[accounts]
        if self._now is None or not self._now.place:
            return
        place, risen = self._now.place, self._now.risen
        for at, account in enumerate(accounts.tolist()):
            if account in place:
                due = float(risen[place[account]]) + float(work[at])
                hours[account], servers[account] = self._done_by(account, due, self._now.hour)

    def _done_by(self, account: int, due: float, now: float) -> tuple[float, int]:
        """The same as for many: hours until an account has risen to some work, and its servers."""
        done, sums = self._bends[account]
        servers = bisect_right(done, due)
        return max((due + sums[servers - 1]) / servers - now, 0.0), servers

    def _done_by_arrivals(self, work: Floats, at: _Now) -> tuple[Floats, Ints]:
        due = at.risen + work
        last = np.searchsorted(self._by_work, _keys(at.late, due), side="right") - 1
        servers = last - at.before
        end_h = (due + self._sums[last]) / servers
        return np.maximum(end_h - at.hour, 0.0), servers


def _risen_at(hours: Floats) -> Floats:
    """Work that can be done by the hour at which each server comes: none by the first."""
    steps = np.arange(1, len(hours)) * np.diff(hours)
    return np.concatenate([np.zeros(1), np.cumsum(steps)])


def _keys(account: Ints, value: Floats) -> npt.NDArray[np.complex128]:
    """Pairs as complex numbers, which are in order by the first, then by the second."""
    pairs = np.empty((len(account), 2))
    pairs[:, 0], pairs[:, 1] = account, value
    return pairs.view(np.complex128)[:, 0]
