"""The count of assets: where each could be counted on when movement control last looked.

It looks at the start, at news and at some reviews, so that an estimate does not depend on who asks
for it when. What has not changed between two looks is not counted again.
"""

import math
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from eastflank.engine.fleet.holdings import Holdings, Standing, Types
from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.modes import MODES, Medium


class Group(NamedTuple):
    """Assets of one type that stand or will be at one place and serve the same nations."""

    node: NodeId
    serves: tuple[str, ...]
    ready_h: list[float]
    empty_h: list[float]  # to each place, by number


Reach = set[tuple[tuple[str, ...], bytes]]  # who is served, and in which places


class AssetCount:
    """Who can come to which place."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        self._world = world
        self._holdings = holdings
        self._number = world.network.index
        self._closures = world.closures  # that were known then
        self._standing = holdings.standing()
        self._groups = {kind: self._grouped(kind) for kind in self._standing}
        self._served: dict[tuple[Types, NodeId, str], bool] = {}
        self._reach: dict[AssetTypeId, Reach] = {}  # of each type, when the same was last told
        self._places: dict[int, bytes] = {}  # that rows of hours lead to, by id: they stay

    def _grouped(self, kind: AssetTypeId) -> list[Group]:
        standing: Standing = self._standing[kind]
        return [
            Group(spot.node, spot.serves, hours, self._holdings.empty_row(kind, spot.node))
            for spot, hours in standing.items()
        ]

    def renew(self) -> AbstractSet[AssetTypeId]:
        """Count anew: the types of which some assets are elsewhere, or can go elsewhere."""
        before, self._standing = self._standing, self._holdings.standing()
        moved = {kind for kind, spots in self._standing.items() if spots != before[kind]}
        if self._closures is not self._world.closures:
            self._closures, moved = self._world.closures, set(self._standing)
        self._groups.update((kind, self._grouped(kind)) for kind in moved)
        return moved

    def ready_h(self, place: str, *types: str) -> list[float]:
        """When each asset that a place counts on became or becomes available, the first first.

        A place counts on all that can reach it. Road transport is local and has a pool at each
        home: were all in reach counted there, each would be counted in many pools, and no pool
        would know what the others ask of it. So a home counts on what stands there; on all in reach
        only while nothing does.
        """
        at, kinds = self._number[NodeId(place)], [AssetTypeId(kind) for kind in types]
        groups = (group for kind in kinds for group in self._groups[kind])
        found = [group for group in groups if group.empty_h[at] != math.inf]
        if all(self._is_local(kind) for kind in kinds):
            found = [group for group in found if self._is_nearest(place, kinds, group)] or found
        return sorted(hour for group in found for hour in group.ready_h)

    def _is_nearest(self, place: str, kinds: list[AssetTypeId], group: Group) -> bool:
        """Whether a place is the home nearest to where some road transport stands."""
        homes = self._world.catalogue.homes_near(tuple(kinds), group.node, self._closures)
        return place in homes[:1]

    def _is_local(self, kind: AssetTypeId) -> bool:
        return MODES[self._world.scenario.asset_types[kind].mode].medium is Medium.STREET

    def serve(self, types: Types, place: NodeId, nation: str) -> bool:
        """Whether an asset that carries a nation's lots can come to a place."""
        key = (types, place, nation)
        if key not in self._served:
            self._served[key] = self._can_come(types, place, nation)
        return self._served[key]

    def serve_others(self, moved: AbstractSet[AssetTypeId]) -> bool:
        """Whether such an answer has changed with the assets of these types."""
        elsewhere, other = {kind for kind in moved if self._reaches_others(kind)}, False
        for (types, place, nation), before in self._served.items() if elsewhere else ():
            if not elsewhere.isdisjoint(types):
                served = self._can_come(types, place, nation)
                self._served[types, place, nation] = served
                other = other or served != before
        return other

    def _reaches_others(self, kind: AssetTypeId) -> bool:
        """Whether assets of a type can come to other places than before, or serve others there."""
        before = self._reach.get(kind)
        self._reach[kind] = {
            (each.serves, self._led_to(each.empty_h)) for each in self._groups[kind]
        }
        return self._reach[kind] != before

    def _led_to(self, empty_h: list[float]) -> bytes:
        """A one for each place that hours lead to."""
        if id(empty_h) not in self._places:
            self._places[id(empty_h)] = bytes(hour != math.inf for hour in empty_h)
        return self._places[id(empty_h)]

    def _can_come(self, types: Types, place: NodeId, nation: str) -> bool:
        at = self._number[place]
        for kind in types:
            for _, serves, _, empty_h in self._groups[kind]:
                if empty_h[at] != math.inf and (not serves or nation in serves):
                    return True
        return False
