"""The congestion charge: what a lot's way costs the lots that need the same things (decision 13).

Work promised to a finite thing delays everyone who waits there by that work over the servers that
will have come by then. The charge of an itinerary is the sum of these delays, in lot hours. A lot
that weighs it beside its own arrival chooses for all lots and not for itself alone: system-optimal
in place of user-optimal.
"""

from collections.abc import Sequence

import numpy as np

from eastflank.engine.control.commitments import Commitments
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.world import World
from eastflank.routing.book import Account, Floats, Options


class ChargedCommitments(Commitments):
    """Commitments that also count the lots on each account, and charge a newcomer for delays."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        self._lots = np.zeros(0)
        super().__init__(world, holdings)

    def commit(self, consignment: Consignment, options: Options, choice: int) -> None:
        """A lot means to go this way, and is counted wherever it will need work."""
        super().commit(consignment, options, choice)
        accounts, _ = consignment.plan.commitments[-1]
        np.add.at(self._lots, accounts, 1.0)

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
        _, servers = self._done()
        delayed = self._lots / servers
        result: Floats = np.add.reduce(delayed[options.uses] * options.use_h, axis=1)
        return result

    def _take_in(self, fresh: Sequence[Account]) -> None:
        """Nobody is yet on the accounts that the book has numbered since."""
        super()._take_in(fresh)
        self._lots = np.concatenate([self._lots, np.zeros(len(fresh))])
