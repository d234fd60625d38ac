"""The wait log of a rehearsal: how long each load waited for an asset, and from when."""

from typing import NamedTuple

from eastflank.model.rehearsed import Pool


class AssetWait(NamedTuple):
    """A load came to need an asset of a pool, and had it so many hours later."""

    pool: Pool
    from_h: float
    waited_h: float


class WaitLog:
    """The waits of one replication, in the order in which they ended."""

    def __init__(self) -> None:
        self.waits: list[AssetWait] = []

    def note(self, pool: Pool, from_h: float, until_h: float) -> None:
        """A load has an asset."""
        self.waits.append(AssetWait(pool, from_h, until_h - from_h))
