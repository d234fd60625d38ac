"""The count of assets: where each could be counted on when movement control last looked.

It looks at the start, at news and at some reviews, so that an estimate does not depend on who asks
for it when. What has not changed between two looks is not counted again.
"""

import math
from collections.abc import Set as AbstractSet

from eastflank.engine.fleet.holdings import Holdings, Types
from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, NodeId


class AssetCount:
    """Who can come to which place."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        self._world = world
        self._holdings = holdings
        self._standing = holdings.standing()
        self._closures = world.closures  # that were known then
        self._served: dict[tuple[Types, NodeId, str], bool] = {}

    def renew(self) -> AbstractSet[AssetTypeId]:
        """Count anew: the types of which some assets are elsewhere, or can go elsewhere."""
        before, self._standing = self._standing, self._holdings.standing()
        if self._closures is not self._world.closures:
            self._closures = self._world.closures
            return self._standing.keys()
        return {kind for kind, spots in self._standing.items() if spots != before[kind]}

    def ready_h(self, place: str, *types: str) -> list[float]:
        """When each asset that can reach a place became or becomes available, the first first."""
        return sorted(
            from_h
            for kind in map(AssetTypeId, types)
            for spot, hours in self._standing[kind].items()
            if math.isfinite(self._holdings.empty_h(kind, spot.node, NodeId(place)))
            for from_h in hours
        )

    def serve(self, types: Types, place: NodeId, nation: str) -> bool:
        """Whether an asset that carries a nation's lots can come to a place."""
        key = (types, place, nation)
        if key not in self._served:
            self._served[key] = self._can_come(types, place, nation)
        return self._served[key]

    def serve_others(self, moved: AbstractSet[AssetTypeId]) -> bool:
        """Whether such an answer has changed with the assets of these types."""
        asked = [key for key in self._served if not moved.isdisjoint(key[0])]
        changed = {key: now for key in asked if (now := self._can_come(*key)) != self._served[key]}
        self._served.update(changed)
        return bool(changed)

    def _can_come(self, types: Types, place: NodeId, nation: str) -> bool:
        return any(
            (not spot.serves or nation in spot.serves)
            and math.isfinite(self._holdings.empty_h(kind, spot.node, place))
            for kind in types
            for spot in self._standing[kind]
        )
