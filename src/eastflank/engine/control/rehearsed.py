"""Rehearsed commitments: a staff that has rehearsed expects the queues that it has met.

The estimate of a queue is what lots have promised by now over what works it off. It cannot know who
will come later, which pools share their assets, or how far these go empty. A rehearsal knows: a lot
that comes to need a pool on a day waits at least as long as lots did that needed it on that day.
"""

import numpy as np

from eastflank.engine.control.congestion import ChargedCommitments
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.state.world import World
from eastflank.model.rehearsed import PERIOD_H
from eastflank.routing.book import Account, Floats, Options


class RehearsedCommitments(ChargedCommitments):
    """Commitments with the waits of rehearsals, if there were any."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        rehearsed = world.scenario.rehearsed
        self._known = rehearsed.waits_h if rehearsed is not None else {}
        self._periods = max((len(waits) for waits in self._known.values()), default=0) + 1
        self._waits = np.zeros((0, self._periods))  # a row an account, the last period without end
        super().__init__(world, holdings)

    def _turn_h(self, free: Floats, options: Options) -> Floats:
        """Not before the wait that rehearsals have shown, from when a lot could be there."""
        turn = super()._turn_h(free, options)
        if not self._known:
            return turn
        self._learn()
        there_h = options.static_h[:, None] - options.rest_h
        period = ((self._world.clock.now + there_h) / PERIOD_H).astype(np.intp)
        waits = self._waits[options.meets, np.minimum(period, self._periods - 1)]
        result: Floats = np.where(waits > 0.0, np.maximum(turn, there_h + waits), turn)
        return result

    def _learn(self) -> None:
        """Take in the accounts that the book has numbered since."""
        fresh = self._world.book.accounts[len(self._waits) :]
        if fresh:
            self._waits = np.vstack([self._waits, *(self._row(account) for account in fresh)])

    def _row(self, account: Account) -> Floats:
        waits = self._known.get(account, ())
        return np.array([*waits, *[0.0] * (self._periods - len(waits))])
