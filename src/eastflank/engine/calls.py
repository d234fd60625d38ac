"""Open calls for assets, and which of them a free asset answers."""

import bisect
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import simpy

from eastflank.engine.servers import Rank
from eastflank.ids import AssetTypeId, NodeId

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset


@dataclass(slots=True, eq=False)
class Call:
    """A lift's call for an asset of one of several types at a place."""

    rank: Rank
    node: NodeId
    types: tuple[AssetTypeId, ...]
    nation: str
    asked_h: float
    answered: simpy.Event
    asset: "Asset | None" = None
    withdrawn: bool = False


Place = tuple[NodeId, str]  # a node and the nation that calls there
Entry = tuple[float, Rank, int, Call]


class Calls:
    """Open calls by type and place, the most urgent of each place first.

    One step of priority outweighs an empty leg longer by ``step_h``; were priority absolute,
    transporters would cross the theatre between calls. At one place only age and priority count,
    so a free asset weighs one call of each place.
    """

    def __init__(self, types: Iterable[AssetTypeId], step_h: float) -> None:
        self._step_h = step_h
        self._open: dict[AssetTypeId, dict[Place, list[Entry]]] = {kind: {} for kind in types}
        self._entry: dict[Call, Entry] = {}
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
        for kind in call.types:
            here = self._open[kind][call.node, call.nation]
            del here[bisect.bisect_left(here, entry)]
            if not here:
                del self._open[kind][call.node, call.nation]

    def best(
        self, asset: "Asset", away_h: Sequence[float], index: Mapping[NodeId, int]
    ) -> Call | None:
        """The call with the least sum of the empty leg to it and its urgency."""
        serves = asset.fleet.serves
        best_h, chosen = math.inf, None
        best_rank: Rank = (math.inf,)
        for (node, nation), here in self._open[asset.type.id].items():
            urgency, rank, _, call = here[0]
            hours = away_h[index[node]] + urgency
            if hours > best_h or math.isinf(hours) or (serves and nation not in serves):
                continue
            if hours < best_h or rank < best_rank:
                best_h, best_rank, chosen = hours, rank, call
        return chosen
