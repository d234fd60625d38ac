"""Open requests for transport, and which of them a free asset answers."""

import bisect
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from eastflank.engine.clock import Signal
from eastflank.engine.moves.port_storage import StorageGrant, StorageNeed
from eastflank.engine.state.lift import Asset
from eastflank.engine.state.servers import Rank
from eastflank.engine.state.storage import StorageArea
from eastflank.model.ids import AssetTypeId, NodeId


@dataclass(slots=True, eq=False)
class TransportRequest:
    """A lift's request for an asset of one of several types at a place."""

    rank: Rank
    node: NodeId
    place: int  # the number of the node in the network
    types: tuple[AssetTypeId, ...]
    nation: str
    asked_h: float
    answered: Signal
    grant: StorageGrant | None = None  # of the land of the port where the lift ends
    asset: Asset | None = None
    withdrawn: bool = False
    refused_h: float = math.inf  # since when an asset could come, were there room on that land


Place = tuple[int, str]  # a node, by number, and the nation that asks there
Entry = tuple[float, Rank, int, TransportRequest]


class TransportRequests:
    """Open requests by type and place, the most urgent of each place first.

    One step of priority outweighs an empty leg longer by ``step_h``; were priority absolute,
    transporters would cross the theatre between requests. An hour of an empty leg weighs as much as
    ``empty_weight`` hours that a request has waited. At one place only age and priority count,
    so a free asset weighs one request of each place: the first whose load has room on the land
    where its lift ends.
    """

    def __init__(
        self, types: Iterable[AssetTypeId], step_h: float, empty_weight: float = 1.0
    ) -> None:
        self._step_h = step_h
        self._empty_weight = empty_weight
        self._open: dict[AssetTypeId, dict[Place, list[Entry]]] = {kind: {} for kind in types}
        self._entry: dict[TransportRequest, Entry] = {}
        self._refused: dict[TransportRequest, None] = {}  # that lack room where their lift ends
        self._count = count()

    def __contains__(self, request: TransportRequest) -> bool:
        return request in self._entry

    def add(self, request: TransportRequest) -> None:
        """A request that no asset answers yet."""
        urgency = request.asked_h + self._step_h * request.rank[0]
        entry = self._entry[request] = (urgency, request.rank, next(self._count), request)
        for kind in request.types:
            here = self._open[kind].setdefault((request.place, request.nation), [])
            bisect.insort(here, entry)

    def remove(self, request: TransportRequest) -> None:
        """A request that is answered or withdrawn."""
        entry = self._entry.pop(request)
        self._refused.pop(request, None)
        for kind in request.types:
            here = self._open[kind][request.place, request.nation]
            del here[bisect.bisect_left(here, entry)]
            if not here:
                del self._open[kind][request.place, request.nation]

    def has_room(self, request: TransportRequest, now_h: float, full: set[StorageNeed]) -> bool:
        """Whether a load may come to the land where the lift ends; if not, that is noted.

        ``full``: land on which a load of its queue was seen not to fit, while nothing changed.
        """
        if request.grant is None:
            return True
        need = request.grant.need
        if need not in full and need.fits():
            return True
        full.add(need)
        request.refused_h = min(request.refused_h, now_h)
        self._refused[request] = None
        return False

    def refused(
        self, area: StorageArea | None, requests: Sequence[TransportRequest]
    ) -> list[TransportRequest]:
        """Those that lacked room when an asset could come, by rank: of some, or for an area."""
        if not self._refused:
            return []
        found = [
            each
            for each in self._refused
            if each in requests or (each.grant and each.grant.area is area)
        ]
        return sorted(found, key=lambda request: request.rank)

    def best(self, asset: Asset, away_h: Sequence[float], now_h: float) -> TransportRequest | None:
        """The request with room and the least sum of the empty leg to it and its urgency."""
        serves, weight, never = asset.fleet.serves, self._empty_weight, math.inf
        best_h, chosen = math.inf, None
        best_rank: Rank = (math.inf,)
        full: set[StorageNeed] = set()
        for (place, nation), here in self._open[asset.type.id].items():
            hours = weight * away_h[place]
            if hours == never or (serves and nation not in serves):
                continue
            for urgency, rank, _, request in here:
                at_h = hours + urgency
                if at_h > best_h or (at_h == best_h and rank >= best_rank):
                    break  # nor is any behind it better
                if self.has_room(request, now_h, full):
                    best_h, best_rank, chosen = at_h, rank, request
                    break
        return chosen
