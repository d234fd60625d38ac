"""Fleets: which asset goes to which call, the empty leg that this costs, and the way home."""

import math
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import Any

import simpy

from eastflank.engine.movement import Lift, drive
from eastflank.engine.servers import Rank
from eastflank.engine.world import World
from eastflank.ids import AssetId, AssetTypeId, NodeId
from eastflank.records import Stage, StageRecord
from eastflank.routing import GAUGE_FAMILY
from eastflank.scenario import AssetType, Fleet, Mode

EMPTY_RANK: Rank = (math.inf,)  # empties use paths at the lowest priority


@dataclass(slots=True, eq=False)
class Asset:
    """One wagon set, platoon, aircraft or ship."""

    id: AssetId
    type: AssetType
    fleet: Fleet
    node: NodeId
    idle_since_h: float = 0.0
    left_base_h: float = 0.0
    flown_h: float = 0.0


@dataclass(slots=True, eq=False)
class Call:
    """A lift's call for an asset of one of several types at a place."""

    rank: Rank
    node: NodeId
    types: tuple[AssetTypeId, ...]
    nation: str
    asked_h: float
    answered: simpy.Event
    asset: Asset | None = None
    withdrawn: bool = False


class Fleets:
    """Matches idle assets and open calls; moves assets empty where they are needed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._idle: dict[AssetTypeId, list[Asset]] = {t: [] for t in world.scenario.asset_types}
        self._calls: list[Call] = []
        self._ready_h: dict[AssetTypeId, list[float]] = {t: [] for t in world.scenario.asset_types}
        for fleet in sorted(world.scenario.fleets.values(), key=lambda f: f.id):
            self._call_up(fleet)

    # -- building up --------------------------------------------------------------------------

    def _call_up(self, fleet: Fleet) -> None:
        """Plan when each asset of a fleet becomes available."""
        luck, order_h = self.world.luck, self.world.scenario.frame.order_h
        held_h = order_h + luck.value(fleet.held_ready_key)
        start_h = order_h + luck.value(fleet.callup_start_key)
        ramp_h = luck.value(fleet.callup_ramp_key)
        called = math.floor(fleet.callup * luck.value(fleet.callup_factor_key) + 0.5)
        hours = [held_h] * fleet.held
        hours += [start_h + ramp_h * (i + 1) / called for i in range(called)]
        kind = self.world.scenario.asset_types[fleet.asset_type]
        for i, hour in enumerate(hours):
            asset = Asset(AssetId(f"{fleet.id}/{i:03d}"), kind, fleet, fleet.home)
            self._ready_h[kind.id].append(max(0.0, hour))
            self.world.env.process(self._appear(asset, max(0.0, hour)))

    def _appear(self, asset: Asset, at_h: float) -> Generator[simpy.Event, Any, None]:
        yield self.world.env.timeout(at_h)
        self._settle(asset)

    def ready(self, types: Iterable[str]) -> list[float]:
        """When each asset of these types becomes available, the first first."""
        return sorted(hour for kind in types for hour in self._ready_h[AssetTypeId(kind)])

    # -- calls --------------------------------------------------------------------------------

    def call(self, rank: Rank, node: NodeId, types: tuple[AssetTypeId, ...], nation: str) -> Call:
        """Call for an asset; ``answered`` fires with it when it stands at the place."""
        env = self.world.env
        call = Call(rank, node, types, nation, env.now, env.event())
        best = self._nearest_idle(call)
        if best is None:
            self._calls.append(call)
        else:
            self._assign(best, call)
        return call

    def withdraw(self, call: Call) -> None:
        """Nobody waits for this call any more."""
        call.withdrawn = True
        if call in self._calls:
            self._calls.remove(call)
        elif call.asset is not None and call.answered.triggered:
            self.release(call.asset)

    def _nearest_idle(self, call: Call) -> Asset | None:
        best: tuple[float, AssetId] | None = None
        found: Asset | None = None
        for kind in call.types:
            for asset in self._idle[kind]:
                hours = self._empty_h(asset, call)
                if math.isfinite(hours) and (best is None or (hours, asset.id) < best):
                    best, found = (hours, asset.id), asset
        return found

    def _empty_h(self, asset: Asset, call: Call) -> float:
        """Hours of the empty leg to a call, inf if the asset may not or cannot go there."""
        if asset.fleet.serves and call.nation not in asset.fleet.serves:
            return math.inf
        return self.empty_hours(asset, call.node)

    def empty_hours(self, asset: Asset, to: NodeId) -> float:
        """Free-flow hours of an empty leg over what is known to be open."""
        index, reach = self.world.network.index, self.world.network.reach(self.world.closures.links)
        i, j = index[asset.node], index[to]
        if i == j:
            return 0.0
        mode = asset.type.mode
        if mode is Mode.RAIL:
            ways = reach.rail.get(GAUGE_FAMILY[asset.type.gauge_mm or 1435])
            return float(ways[0].hours[i, j]) if ways else math.inf
        if mode is Mode.ROAD:
            return float(reach.road.hours[i, j])
        if mode is Mode.SEA:
            return float(reach.sea_hours[i, j])
        km = self.world.means.air_km(asset.node, to)
        return km / (asset.type.speed_kmh or 1.0)

    def _assign(self, asset: Asset, call: Call) -> None:
        idle = self._idle[asset.type.id]
        if asset in idle:
            idle.remove(asset)
        self.world.env.process(self._come(asset, call))

    def _come(self, asset: Asset, call: Call) -> Generator[simpy.Event, Any, None]:
        """The empty leg to a call, and the answer; or back to the queue if the way is barred."""
        if asset.node != call.node:
            yield from self._go_empty(asset, call.node)
        if call.withdrawn:
            self._settle(asset)
        elif asset.node != call.node:
            self._settle(asset)
            self._retry(call)
        else:
            call.asset = asset
            call.answered.succeed(asset)

    def _retry(self, call: Call) -> None:
        best = self._nearest_idle(call)
        if best is None:
            self._calls.append(call)
        else:
            self._assign(best, call)

    # -- release ------------------------------------------------------------------------------

    def release(self, asset: Asset) -> None:
        """An asset is free where it stands: it answers a call, or goes home, or waits here."""
        if asset.type.mode is Mode.AIR:
            self.world.env.process(self._rest(asset))
        elif not self._answer(asset):
            if asset.type.returns_home and asset.node != asset.fleet.home:
                self.world.env.process(self._go_home(asset))
            else:
                self._stand(asset)

    def _rest(self, asset: Asset) -> Generator[simpy.Event, Any, None]:
        """Aircraft fly home, and rest so that flying keeps within the utilisation rate."""
        if asset.node != asset.fleet.home:
            yield from self._go_empty(asset, asset.fleet.home)
        cycle_h = asset.flown_h * 24.0 / asset.type.utilisation_h_per_day
        rest_h = asset.left_base_h + cycle_h - self.world.env.now
        asset.flown_h = 0.0
        if rest_h > 0:
            yield self.world.env.timeout(rest_h)
        self._settle(asset)

    def _go_home(self, asset: Asset) -> Generator[simpy.Event, Any, None]:
        if math.isfinite(self.empty_hours(asset, asset.fleet.home)):
            yield from self._go_empty(asset, asset.fleet.home)
        self._settle(asset)

    def _settle(self, asset: Asset) -> None:
        """Free, here and now: answer the best call or stand idle."""
        if not self._answer(asset):
            self._stand(asset)

    def _stand(self, asset: Asset) -> None:
        asset.idle_since_h = self.world.env.now
        self._idle[asset.type.id].append(asset)

    def _answer(self, asset: Asset) -> bool:
        """Take the best call: by priority, then the shorter empty leg less the time waited."""
        now = self.world.env.now
        best: tuple[float, float, Rank] | None = None
        chosen: Call | None = None
        for call in self._calls:
            if asset.type.id not in call.types:
                continue
            hours = self._empty_h(asset, call)
            if not math.isfinite(hours):
                continue
            score = (call.rank[0], hours - (now - call.asked_h), call.rank)
            if best is None or score < best:
                best, chosen = score, call
        if chosen is None:
            return False
        self._calls.remove(chosen)
        self._assign(asset, chosen)
        return True

    def reconsider(self) -> None:
        """After news: idle assets may reach calls that they could not reach before."""
        for kind in sorted(self._idle):
            for asset in sorted(self._idle[kind], key=lambda a: a.id):
                self._idle[kind].remove(asset)
                self._settle(asset)

    # -- empty legs ---------------------------------------------------------------------------

    def _go_empty(self, asset: Asset, to: NodeId) -> Generator[simpy.Event, Any, None]:
        env = self.world.env
        start_h, start = env.now, asset.node
        if asset.type.mode in {Mode.RAIL, Mode.ROAD}:
            yield from self._drive_empty(asset, to)
        else:
            hours = self.empty_hours(asset, to)
            if asset.type.mode is Mode.AIR:
                if start == asset.fleet.home:
                    asset.left_base_h = env.now
                asset.flown_h += hours
            yield env.timeout(hours)
            asset.node = to
        self.world.tell(
            StageRecord(
                stage=Stage.EMPTY,
                place=start,
                towards=asset.node,
                asset=asset.id,
                asset_type=asset.type.id,
                from_h=start_h,
                work_h=start_h,
                to_h=env.now,
            )
        )

    def _drive_empty(self, asset: Asset, to: NodeId) -> Generator[simpy.Event, Any, None]:
        world = self.world
        reach = world.network.reach(world.closures.links)
        i, j = world.network.index[asset.node], world.network.index[to]
        if asset.type.mode is Mode.RAIL:
            ways = reach.rail[GAUGE_FAMILY[asset.type.gauge_mm or 1435]][0]
        else:
            ways = reach.road
        lift = Lift(world, asset.type.mode, asset.node, EMPTY_RANK, asset=asset, end=to)
        yield from drive(world, lift, ways.way(i, j))
        asset.node = lift.node
