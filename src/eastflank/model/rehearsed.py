"""What rehearsals have taught: how long lots wait for assets, pool by pool and day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

PERIOD_H: Final = 24.0

Pool = tuple[str, ...]  # the account of a pool: where it stands, and the types of its assets


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """For each pool the mean wait in hours of the lots that come to need it in each period.

    0 where nobody came to need it, or nobody waited.
    """

    waits_h: Mapping[Pool, tuple[float, ...]]

    def wait_h(self, pool: Pool, hour: float) -> float:
        """The mean wait of who came to need a pool at an hour."""
        waits = self.waits_h.get(pool, ())
        period = int(max(hour, 0.0) // PERIOD_H)
        return waits[period] if period < len(waits) else 0.0
