"""Tolls: what a lot's way costs the lots that mean to use the same things (decision 13).

Work promised to a finite thing delays everyone who waits there by that work over its servers. The
toll of an itinerary is the sum of these delays, in lot hours. A lot that weighs it beside its own
arrival chooses for all lots and not for itself alone.
"""

import numpy as np

from eastflank.engine.estimate import Accounts
from eastflank.engine.world import Traveller, World
from eastflank.model.scenario import Dispatch
from eastflank.routing.book import Floats, Ints, Options


class TolledAccounts(Accounts):
    """Accounts that also count the lots on each, and charge a newcomer for their delay."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._lots = np.zeros(len(self._work))
        self._uses: dict[int, tuple[Ints, Floats]] = {}  # by id: the book keeps the options alive

    def adopt(self, traveller: Traveller, options: Options, choice: int) -> None:
        """A lot means to go this way, and is counted wherever it will need work."""
        super().adopt(traveller, options, choice)
        self._count()
        for promise in options.promises[choice]:
            self._lots[promise.accounts] += 1.0

    def redeem(self, traveller: Traveller) -> None:
        """Who has done with things, or gives them up, is delayed there by nobody."""
        for accounts, _ in traveller.promised:
            self._lots[accounts] -= 1.0
        super().redeem(traveller)

    def charged(self, traveller: Traveller, options: Options, eta: Floats) -> Floats:
        """When a lot arrives, and the hours by which that delays others.

        All lots count the same, so an hour of another weighs as much as an hour of one's own: the
        toll is charged in full, neither more nor less.
        """
        result: Floats = eta + self.tolls(options) * traveller.pieces
        return result

    def tolls(self, options: Options) -> Floats:
        """Lot hours by which one piece on each itinerary delays those who are on its accounts."""
        if id(options) not in self._uses:
            self._uses[id(options)] = _uses(options)
        accounts, work_per_piece = self._uses[id(options)]
        self._count()
        delayed = self._lots / self._servers
        result: Floats = (delayed[accounts] * work_per_piece).sum(axis=1)
        return result

    def _count(self) -> None:
        """Nobody is yet on the accounts that the book has numbered since."""
        self._grow()
        fresh = len(self._work) - len(self._lots)
        if fresh:
            self._lots = np.concatenate([self._lots, np.zeros(fresh)])


def accounts_for(world: World) -> Accounts:
    """The accounts by which the scenario's dispatch policy chooses."""
    tolled = world.scenario.dispatch is Dispatch.CONSIDERATE
    return TolledAccounts(world) if tolled else Accounts(world)


def _uses(options: Options) -> tuple[Ints, Floats]:
    """The accounts that each itinerary needs, and the hours of work a piece; padded with none."""
    width = max(sum(len(p.accounts) for p in promises) for promises in options.promises)
    shape = (len(options.promises), width)
    accounts, work = np.zeros(shape, dtype=np.intp), np.zeros(shape)
    for row, promises in enumerate(options.promises):
        at = 0
        for promise in promises:
            end = at + len(promise.accounts)
            accounts[row, at:end] = promise.accounts
            work[row, at:end] = promise.work_per_piece
            at = end
    return accounts, work
