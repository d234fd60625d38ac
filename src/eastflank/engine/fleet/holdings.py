"""Holdings: the assets of all fleets, from when each is there, and where it can be counted on."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from eastflank.engine.moves.registry import Movers
from eastflank.engine.state.lift import Asset
from eastflank.engine.state.world import World
from eastflank.model.ids import AssetId, AssetTypeId, FleetId, NodeId
from eastflank.plan.callup import asset_hours

Types = tuple[AssetTypeId, ...]


class Spot(NamedTuple):
    """Where assets are or will be next that serve the same nations."""

    node: NodeId
    serves: tuple[str, ...]


Standing = dict[Spot, list[float]]  # with the hour from which each asset is there


class Holdings:
    """The assets, in the order of their fleets."""

    def __init__(self, world: World, movers: Movers) -> None:
        self._world = world
        self._movers = movers
        self.assets: list[tuple[float, Asset]] = list(_called_up(world))
        self._of_type: dict[AssetTypeId, list[tuple[float, Asset]]] = {
            kind: [] for kind in world.scenario.asset_types
        }
        for hour, asset in self.assets:
            self._of_type[asset.type.id].append((hour, asset))
        self.out: frozenset[int] = frozenset()  # lost, or out for a time, by number
        self._serving: dict[tuple[str, Types], tuple[FleetId, ...]] = {}
        # who could come at the last look: asked first at the next one
        self._came: dict[tuple[Types, NodeId, str], Asset] = {}

    def by_number(self) -> list[Asset]:
        """All assets that there are or will be."""
        return sorted((asset for _, asset in self.assets), key=lambda asset: asset.number)

    def set_out(self, out: frozenset[int]) -> None:
        """These assets are out from now."""
        self.out = out

    def serving(self, nation: str, types: Types) -> tuple[FleetId, ...]:
        """The fleets of these types that carry this nation's lots."""
        key = (nation, types)
        if key not in self._serving:
            self._serving[key] = tuple(
                fleet.id
                for fleet in sorted(self._world.scenario.fleets.values(), key=lambda f: f.id)
                if fleet.asset_type in types and (not fleet.serves or nation in fleet.serves)
            )
        return self._serving[key]

    # -- where they are ---------------------------------------------------------------------------

    def standing(self) -> dict[AssetTypeId, Standing]:
        """Where each asset can be counted on, by type; those that are out nowhere."""
        found: dict[AssetTypeId, Standing] = {kind: {} for kind in self._of_type}
        known: dict[tuple[object, ...], NodeId] = {}  # assets of one type, home and course
        for kind, assets in self._of_type.items():
            for hour, asset in assets:
                if asset.number in self.out:
                    continue
                lift = asset.lift
                course = (lift.node, lift.end) if lift else (asset.node,)
                alike = (kind, asset.fleet.home, *course)
                if alike not in known:
                    known[alike] = self._whereabouts(asset)
                spot = Spot(known[alike], asset.fleet.serves)
                found[kind].setdefault(spot, []).append(hour)
        return found

    def can_reach(self, types: Types, place: NodeId, nation: str) -> bool:
        """Whether some asset that carries this nation's lots could come to a place."""
        key = (types, place, nation)
        found = self._came.get(key)
        if found is not None and self._could_come(found, place, nation):
            return True
        assets = (asset for kind in types for _, asset in self._of_type[kind])
        found = next((a for a in assets if self._could_come(a, place, nation)), None)
        if found is not None:
            self._came[key] = found
        return found is not None

    def _could_come(self, asset: Asset, place: NodeId, nation: str) -> bool:
        if asset.number in self.out or not asset.serves(nation):
            return False
        return math.isfinite(self.empty_h(asset.type.id, self._whereabouts(asset), place))

    def _whereabouts(self, asset: Asset) -> NodeId:
        """Where it can be counted on: at home if it goes home and can, else where it ends up."""
        lift, home = asset.lift, asset.fleet.home
        last = lift.node if lift else asset.node
        if asset.type.returns_home and self.is_joined(asset, last, home):
            return home
        if lift and self.is_joined(asset, last, lift.end):
            return lift.end
        return last

    def is_joined(self, asset: Asset, start: NodeId, end: NodeId) -> bool:
        """Whether an empty asset has an open way at all, however long."""
        empty_h = self.empty_h(asset.type.id, start, end)
        return self._movers[asset.type.mode].is_joined(start, end, empty_h)

    def empty_h(self, kind: AssetTypeId, start: NodeId, end: NodeId) -> float:
        """Free-flow hours of an empty leg over what is open, inf if there is no way."""
        asset_type = self._world.scenario.asset_types[kind]
        return self._movers[asset_type.mode].empties.between(asset_type, start, end)

    def empty_row(self, kind: AssetTypeId, node: NodeId) -> list[float]:
        """The same between a place and all others."""
        asset_type = self._world.scenario.asset_types[kind]
        return self._movers[asset_type.mode].empties.row(asset_type, node)


def _called_up(world: World) -> Iterator[tuple[float, Asset]]:
    """When each asset becomes available; numbers follow the order of ids."""
    fleets = sorted(world.scenario.fleets.values(), key=lambda fleet: fleet.id)
    there = [
        (max(world.clock.now, hour), AssetId(f"{fleet.id}/{place:03d}"), fleet)
        for fleet in fleets
        for place, hour in enumerate(asset_hours(fleet, world.luck, world.scenario.frame.order_h))
    ]
    number = world.names.name_assets(name for _, name, _ in there)
    for hour, name, fleet in there:
        kind = world.scenario.asset_types[fleet.asset_type]
        yield hour, Asset(number[name], kind, fleet, fleet.home)
