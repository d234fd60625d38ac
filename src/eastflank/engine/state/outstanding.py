"""What is outstanding: units of the force to close, and their consignments to be staged."""

from collections.abc import Collection

from eastflank.engine.clock import Clock
from eastflank.model.ids import UnitId
from eastflank.model.scenario import Lot


class Outstanding:
    """Counts what the run still waits for; ``none_left`` fires when that is nothing."""

    __slots__ = ("_count", "_units", "none_left")

    def __init__(self, clock: Clock, lots: Collection[Lot]) -> None:
        self._units = {lot.unit for lot in lots}
        self._count = len(self._units) + len(lots)
        self.none_left = clock.signal()

    def includes(self, unit: UnitId) -> bool:
        """Whether the run waits for a unit: supplies belong to none of the force."""
        return unit in self._units

    def expect(self, unit: UnitId) -> None:
        """A consignment has parted: there is one more to be staged, if the run waits for it."""
        self._count += self.includes(unit)

    def tick_off(self) -> None:
        """A consignment is staged, or a unit has closed."""
        self._count -= 1
        if self._count == 0:
            self.none_left.fire()
