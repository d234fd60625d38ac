"""Open calls for assets, and which of them a free asset answers."""

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from eastflank.engine.clock import Signal
from eastflank.engine.servers import Rank
from eastflank.model.ids import AssetTypeId, NodeId

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset
    from eastflank.engine.servers import Space
    from eastflank.engine.staging import Land, Shore


@dataclass(slots=True, eq=False)
class Call:
    """A lift's call for an asset of one of several types at a place."""

    rank: Rank
    node: NodeId
    types: tuple[AssetTypeId, ...]
    nation: str
    asked_h: float
    answered: Signal
    asset: "Asset | None" = None
    withdrawn: bool = False
    land: "Land | None" = None  # what the lift asks of the land where it ends
    refused_h: float = math.inf  # since when an asset could come, were there room on that land


Place = tuple[NodeId, str]  # a node and the nation that calls there
Entry = tuple[float, Rank, int, Call]


class Calls:
    """Open calls by type and place, the most urgent of each place first.

    One step of priority outweighs an empty leg longer by ``step_h``; were priority absolute,
    transporters would cross the theatre between calls. At one place only age and priority count,
    so a free asset weighs one call of each place: the first whose load has room on the land where
    its lift ends.
    """

    def __init__(self, types: Iterable[AssetTypeId], step_h: float) -> None:
        self._step_h = step_h
        self._open: dict[AssetTypeId, dict[Place, list[Entry]]] = {kind: {} for kind in types}
        self._entry: dict[Call, Entry] = {}
        self._refused: dict[Call, None] = {}  # calls that lack room where their lift ends
        self._count = count()

    def __contains__(self, call: Call) -> bool:
        return call in self._entry

    def add(self, call: Call) -> None:
        """A call that no asset answers yet."""
        urgency = call.asked_h + self._step_h * call.rank[0]
        entry = self._entry[call] = (urgency, call.rank, next(self._count), call)
        for kind in call.types:
            here = self._open[kind].setdefault((call.node, call.nation), [])
            bisect.insort(here, entry)

    def remove(self, call: Call) -> None:
        """A call that is answered or withdrawn."""
        entry = self._entry.pop(call)
        self._refused.pop(call, None)
        for kind in call.types:
            here = self._open[kind][call.node, call.nation]
            del here[bisect.bisect_left(here, entry)]
            if not here:
                del self._open[kind][call.node, call.nation]

    def has_room(self, call: Call, now_h: float, full: "set[Shore]") -> bool:
        """Whether a load may come to the land where the lift ends; if not, that is noted.

        ``full``: land on which a load of its board was seen not to fit, while nothing changed.
        """
        if call.land is None:
            return True
        shore = call.land.shore
        if shore not in full and shore.fits():
            return True
        full.add(shore)
        call.refused_h = min(call.refused_h, now_h)
        self._refused[call] = None
        return False

    def refused(self, space: "Space | None", calls: Iterable[Call]) -> list[Call]:
        """Calls that lacked room when an asset could come, by rank: of these, or for a space."""
        if not self._refused:
            return []
        found = [c for c in self._refused if c in calls or (c.land and c.land.space is space)]
        return sorted(found, key=lambda call: call.rank)

    def best(
        self, asset: "Asset", away_h: Sequence[float], index: Mapping[NodeId, int], now_h: float
    ) -> Call | None:
        """The call with room and the least sum of the empty leg to it and its urgency."""
        serves = asset.fleet.serves
        best_h, chosen = math.inf, None
        best_rank: Rank = (math.inf,)
        full: set[Shore] = set()
        for (node, nation), here in self._open[asset.type.id].items():
            hours = away_h[index[node]]
            if math.isinf(hours) or (serves and nation not in serves):
                continue
            for urgency, rank, _, call in here:
                if (hours + urgency, rank) >= (best_h, best_rank):
                    break  # nor is any behind it better
                if self.has_room(call, now_h, full):
                    best_h, best_rank, chosen = hours + urgency, rank, call
                    break
        return chosen
