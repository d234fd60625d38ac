"""The congestion charge: what a lot's way costs the lots that need the same things (decision 13).

Work promised to a finite thing delays everyone who waits there by that work over the servers that
will have come by then. The charge of an itinerary is the sum of these delays, in lot hours. A lot
that weighs it beside its own arrival chooses for all lots and not for itself alone: system-optimal
in place of user-optimal.
"""

import numpy as np

from eastflank.engine.control.commitments import Commitments
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.world import World
from eastflank.routing.book import Floats, Ints, Options


class ChargedCommitments(Commitments):
    """Commitments that also count the lots on each account, and charge a newcomer for delays."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        super().__init__(world, holdings)
        self._lots = np.zeros(len(self._work))
        self._uses: dict[int, tuple[Ints, Floats]] = {}  # by id: the book keeps the options alive

    def commit(self, consignment: Consignment, options: Options, choice: int) -> None:
        """A lot means to go this way, and is counted wherever it will need work."""
        super().commit(consignment, options, choice)
        self._count()
        np.add.at(self._lots, self._needed_on(options, choice).accounts, 1.0)

    def release(self, consignment: Consignment) -> None:
        """Who has done with things, or gives them up, is delayed there by nobody."""
        for accounts, _ in consignment.plan.commitments:
            np.subtract.at(self._lots, accounts, 1.0)
        super().release(consignment)

    def charged(self, consignment: Consignment, options: Options, eta: Floats) -> Floats:
        """When a lot arrives, and the hours by which that delays others.

        All lots count the same, so an hour of another weighs as much as an hour of one's own: the
        charge is made in full, neither more nor less.
        """
        result: Floats = eta + self.charges(options) * consignment.pieces
        return result

    def charges(self, options: Options) -> Floats:
        """Lot hours by which one piece on each itinerary delays those who are on its accounts."""
        if id(options) not in self._uses:
            self._uses[id(options)] = _uses(options)
        accounts, work_per_piece = self._uses[id(options)]
        self._count()
        _, servers = self._done()
        delayed = self._lots / servers
        result: Floats = (delayed[accounts] * work_per_piece).sum(axis=1)
        return result

    def _count(self) -> None:
        """Nobody is yet on the accounts that the book has numbered since."""
        self._grow()
        fresh = len(self._work) - len(self._lots)
        if fresh:
            self._lots = np.concatenate([self._lots, np.zeros(fresh)])


def _uses(options: Options) -> tuple[Ints, Floats]:
    """The accounts that each itinerary needs, and the hours of work a piece; padded with none."""
    width = max(sum(len(leg.accounts) for leg in needs) for needs in options.needs)
    shape = (len(options.needs), width)
    accounts, work = np.zeros(shape, dtype=np.intp), np.zeros(shape)
    for row, needs in enumerate(options.needs):
        at = 0
        for leg in needs:
            end = at + len(leg.accounts)
            accounts[row, at:end] = leg.accounts
            work[row, at:end] = leg.work_per_piece
            at = end
    return accounts, work
