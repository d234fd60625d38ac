"""Reception: how many units the integration slots of a place can take in before a deadline.

Of the units that cannot begin before some hour, all must be integrated between that hour and the
deadline: their hours must fit, and on each slot no more units than fit one after another.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from eastflank.model.ids import NodeId
from eastflank.model.units import NEGLIGIBLE
from eastflank.plan.demand import Need
from eastflank.plan.regions import Floats

NOWHERE: Final = -1  # of units whose destination has no slots
SHORTEST_H: Final = 1e-3  # an integration that takes no time lets any number pass
MOST_WINDOWS: Final = 12  # beginnings that are looked at for one place


class Window(NamedTuple):
    """The time from an hour to the deadline; ``shortest_h`` 0: work is counted in hours."""

    slots: float
    from_h: float
    shortest_h: float


class Reception:
    """The windows of all places, and what each unit uses of them."""

    def __init__(
        self, needs: Sequence[Need], begins_h: Floats, slots: Mapping[NodeId, float]
    ) -> None:
        self._windows: list[Window] = []
        self.places: list[NodeId] = []  # of the windows
        use: list[Floats] = []
        work_h = np.array([need.integration_h for need in needs])
        for place in sorted(slots):
            here = np.array([need.destination == place for need in needs], dtype=bool)
            for from_h in _beginnings(begins_h[here & np.isfinite(begins_h)]):
                later = here & (begins_h >= from_h)
                self._windows.append(Window(slots[place], from_h, 0.0))
                self.places.append(place)
                use.append(np.where(later, work_h, 0.0))
                shortest_h = float(work_h[later].min())
                if shortest_h > 0.0:
                    self._windows.append(Window(slots[place], from_h, shortest_h))
                    self.places.append(place)
                    use.append(np.where(later, 1.0, 0.0))
        self.use: Floats = np.array(use).reshape(len(use), len(needs))  # by window and unit

    def capacity(self, deadline_h: float) -> Floats:
        """Hours or units that each window has room for."""
        return np.array([_room(window, deadline_h) for window in self._windows])


class Turns:
    """Turns on the slots, counted from the deadline backwards.

    Who could not have closed by an earlier hour closes between that hour and the deadline: on each
    slot one, and as many more as fit into the time between.
    """

    def __init__(self, needs: Sequence[Need], slots: Mapping[NodeId, float]) -> None:
        self.places = sorted({need.destination for need in needs} & set(slots))
        number = {place: row for row, place in enumerate(self.places)}
        self._slots = np.array([slots[place] for place in self.places])
        self._shortest_h = np.full(len(self.places), np.inf)
        self.place = np.full(len(needs), NOWHERE, dtype=np.intp)  # of each unit, by number
        for unit, need in enumerate(needs):
            row = self.place[unit] = number.get(need.destination, NOWHERE)
            if row != NOWHERE:
                self._shortest_h[row] = min(self._shortest_h[row], need.integration_h)
        self.count = len(self.places)

    def capacity(self, before_h: float) -> Floats:
        """Units at each place that may close so late that an hour so long before is too early."""
        shortest_h = np.maximum(self._shortest_h, SHORTEST_H)
        room: Floats = self._slots * np.ceil(before_h / shortest_h + NEGLIGIBLE)
        return room


def _beginnings(begins_h: Floats) -> Iterator[float]:
    """The hours from which windows are looked at: the first, the last, and some between."""
    hours = np.unique(begins_h)
    if len(hours):
        chosen = np.linspace(0, len(hours) - 1, min(len(hours), MOST_WINDOWS)).round()
        yield from (float(hour) for hour in hours[chosen.astype(np.intp)])


def _room(window: Window, deadline_h: float) -> float:
    open_h = max(0.0, deadline_h - window.from_h)
    if window.shortest_h <= 0.0:
        return window.slots * open_h
    return window.slots * float(np.floor(open_h / window.shortest_h + NEGLIGIBLE))
