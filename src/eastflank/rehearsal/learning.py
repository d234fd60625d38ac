"""Learning: the mean waits of some runs, of which the last ones weigh most."""

from collections.abc import Iterable
from typing import Final

from eastflank.engine.state.wait_log import AssetWait
from eastflank.model.rehearsed import PERIOD_H, Pool, Rehearsed

KEPT: Final = 0.6  # what a run counts once another one has been run after it

Sums = dict[int, tuple[float, float]]  # by period: hours waited, and loads


class Learning:
    """Hours waited and loads by pool and period, over all runs so far."""

    def __init__(self) -> None:
        self._sums: dict[Pool, Sums] = {}

    def learn(self, waits: Iterable[AssetWait]) -> None:
        """A run is over: what the runs before have shown counts less, and so the means settle."""
        for sums in self._sums.values():
            for period, (hours, loads) in sums.items():
                sums[period] = (KEPT * hours, KEPT * loads)
        for wait in waits:
            sums = self._sums.setdefault(wait.pool, {})
            period = int(wait.from_h // PERIOD_H)
            hours, loads = sums.get(period, (0.0, 0.0))
            sums[period] = (hours + wait.waited_h, loads + 1.0)

    def rehearsed(self) -> Rehearsed:
        """The mean waits."""
        return Rehearsed(waits_h={pool: _means(self._sums[pool]) for pool in sorted(self._sums)})


def _means(sums: Sums) -> tuple[float, ...]:
    found = {period: hours / loads for period, (hours, loads) in sums.items()}
    return tuple(found.get(period, 0.0) for period in range(max(found) + 1))
