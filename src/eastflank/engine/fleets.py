"""Fleets: which asset goes to which call, the empty leg that this costs, and the way home."""

import bisect
import math
from collections.abc import Iterable
from dataclasses import dataclass

from eastflank.engine.breakdown import Soundness
from eastflank.engine.calls import Call, Calls
from eastflank.engine.clock import Work
from eastflank.engine.crossing import take_off, wait_to_leave_empty
from eastflank.engine.detours import quickest
from eastflank.engine.empties import EmptyHours
from eastflank.engine.march import MarchClock
from eastflank.engine.movement import Lift, drive
from eastflank.engine.servers import Rank, Space
from eastflank.engine.staging import Land, Shore
from eastflank.engine.world import World
from eastflank.model.causes import WaitCause
from eastflank.model.ids import AssetId, AssetTypeId, FleetId, NodeId
from eastflank.model.records import Stage, StageRecord, columns_of
from eastflank.model.scenario import AssetType, Fleet, Mode
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.network import Ways

EMPTY_RANK: Rank = (math.inf,)  # empties use paths at the lowest priority


@dataclass(slots=True, eq=False)
class Asset:
    """One wagon set, platoon, aircraft or ship."""

    id: AssetId
    type: AssetType
    fleet: Fleet
    node: NodeId
    left_base_h: float = 0.0
    flown_h: float = 0.0
    lift: Lift | None = None  # while it is under way, loaded or empty
    soundness: Soundness | None = None  # of heavy transporters, once they drive
    clock: MarchClock | None = None  # of road transport, once it drives
    reliefs: int = 0  # crews that have been relieved on its empty legs


def _serves(asset: Asset, call: Call) -> bool:
    """Whether an asset's fleet carries the nation that calls."""
    return not asset.fleet.serves or call.nation in asset.fleet.serves


class Fleets:
    """Matches idle assets and open calls; moves assets empty where they are needed."""

    def __init__(self, world: World) -> None:
        self.world = world
        # idle assets by type and place, by id at each place
        self._idle: dict[AssetTypeId, dict[NodeId, list[Asset]]] = {
            t: {} for t in world.scenario.asset_types
        }
        self._away = EmptyHours(world)
        self._calls = Calls(world.scenario.asset_types, world.luck.value("priority_step"))
        for space in (*world.outbound.values(), *world.inbound.values()):
            space.freed = self.look_again
        self._serving: dict[tuple[str, tuple[AssetTypeId, ...]], tuple[FleetId, ...]] = {}
        # who could come at the last look: asked first at the next one
        self._came: dict[tuple[tuple[AssetTypeId, ...], NodeId, str], Asset] = {}
        self._assets: dict[AssetTypeId, list[tuple[float, Asset]]] = {
            t: [] for t in world.scenario.asset_types
        }
        self.out: frozenset[AssetId] = frozenset()  # lost, or out for a time
        self._benched: dict[Asset, None] = {}  # of these, who stands somewhere
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
            self._assets[kind.id].append((max(0.0, hour), asset))
            self._appear(asset, max(0.0, hour))

    def _appear(self, asset: Asset, at_h: float) -> None:
        """The asset is there from an hour on."""
        self.world.clock.call_in(at_h, lambda: self._settle(asset))

    def standing(self) -> dict[AssetTypeId, list[tuple[float, NodeId, tuple[str, ...]]]]:
        """From which hour each asset is there, where it is or will be next, whom it serves."""
        return {
            kind: [(hour, self._whereabouts(a), a.fleet.serves) for hour, a in self._fit(assets)]
            for kind, assets in self._assets.items()
        }

    def _fit(self, assets: list[tuple[float, Asset]]) -> list[tuple[float, Asset]]:
        return [each for each in assets if each[1].id not in self.out] if self.out else assets

    def can_reach(self, types: tuple[AssetTypeId, ...], place: NodeId, nation: str) -> bool:
        """Whether some asset that carries this nation's lots could come to a place."""
        key = (types, place, nation)
        found = self._came.get(key)
        if found is not None and self._could_come(found, place, nation):
            return True
        found = next(
            (
                asset
                for kind in types
                for _, asset in self._assets[kind]
                if self._could_come(asset, place, nation)
            ),
            None,
        )
        if found is not None:
            self._came[key] = found
        return found is not None

    def _could_come(self, asset: Asset, place: NodeId, nation: str) -> bool:
        if asset.id in self.out or (asset.fleet.serves and nation not in asset.fleet.serves):
            return False
        return math.isfinite(self.empty_h(asset.type.id, self._whereabouts(asset), place))

    def _whereabouts(self, asset: Asset) -> NodeId:
        """Where it can be counted on: at home if it goes home and can, else where it ends up."""
        lift, home = asset.lift, asset.fleet.home
        last = lift.node if lift else asset.node
        if asset.type.returns_home and self._is_joined(asset.type, last, home):
            return home
        if lift and self._is_joined(asset.type, last, lift.end):
            return lift.end
        return last

    def _is_joined(self, kind: AssetType, start: NodeId, end: NodeId) -> bool:
        """Whether there is an open way at all, however long."""
        if kind.mode is not Mode.ROAD:
            return math.isfinite(self.empty_h(kind.id, start, end))
        index, road = self.world.network.index, self._open_road()
        return math.isfinite(road.hours[index[start], index[end]])

    def _open_road(self) -> Ways:
        return self.world.network.reach(self.world.closures.links).road

    def empty_h(self, kind: AssetTypeId, start: NodeId, end: NodeId) -> float:
        """Free-flow hours of an empty leg over what is open, inf if there is no way."""
        return self._away.row(kind, start)[self.world.network.index[end]]

    # -- calls --------------------------------------------------------------------------------

    def call(
        self,
        rank: Rank,
        node: NodeId,
        types: tuple[AssetTypeId, ...],
        nation: str,
        land: Land | None = None,
    ) -> Call:
        """Call for an asset; ``answered`` fires with it when it stands at the place."""
        clock = self.world.clock
        call = Call(rank, node, types, nation, clock.now, clock.signal(), land=land)
        self._retry(call)
        return call

    def look_again(self, space: Space | None, calls: Iterable[Call] = ()) -> None:
        """There may be room now for calls that were refused: these, or all for a space."""
        full: set[Shore] = set()
        for call in self._calls.refused(space, calls):
            if call not in self._calls or (call.land is not None and call.land.shore in full):
                continue
            best = self._nearest_idle(call, full)
            if best is not None:
                self._calls.remove(call)
                self._assign(best, call)
                full.clear()

    def serving(self, nation: str, types: tuple[AssetTypeId, ...]) -> tuple[FleetId, ...]:
        """The fleets of these types that carry this nation's lots."""
        key = (nation, types)
        if key not in self._serving:
            self._serving[key] = tuple(
                fleet.id
                for fleet in sorted(self.world.scenario.fleets.values(), key=lambda f: f.id)
                if fleet.asset_type in types and (not fleet.serves or nation in fleet.serves)
            )
        return self._serving[key]

    def withdraw(self, call: Call) -> None:
        """Nobody waits for this call any more."""
        call.withdrawn = True
        if call.land is not None:
            call.land.give_back()
        if call in self._calls:
            self._calls.remove(call)
        elif call.asset is not None and call.answered.fired:
            self.release(call.asset)

    def _nearest_idle(self, call: Call, full: set[Shore]) -> Asset | None:
        """The idle asset with the shortest empty leg to a call; among equals the first by id."""
        if not self.world.control.gate.is_open:
            return None
        best: tuple[float, AssetId] | None = None
        found: Asset | None = None
        index = self.world.network.index
        for kind in call.types:
            hours = self._away.row(kind, call.node)
            for node, assets in self._idle[kind].items():
                away_h = hours[index[node]]
                if math.isinf(away_h) or (best is not None and away_h > best[0]):
                    continue
                asset = next((a for a in assets if _serves(a, call)), None)
                if asset is not None and (best is None or (away_h, asset.id) < best):
                    best, found = (away_h, asset.id), asset
        now = self.world.clock.now
        return found if found is not None and self._calls.has_room(call, now, full) else None

    def _assign(self, asset: Asset, call: Call) -> None:
        self._leave_idle(asset)
        if call.land is not None:
            call.land.take()
        if asset.node == call.node:
            call.asset = asset
            call.answered.fire()
        else:
            self.world.clock.start(self._come(asset, call))

    def _leave_idle(self, asset: Asset) -> None:
        here = self._idle[asset.type.id].get(asset.node, [])
        if asset in here:
            here.remove(asset)
        if not here:
            self._idle[asset.type.id].pop(asset.node, None)

    def _come(self, asset: Asset, call: Call) -> Work[None]:
        """The empty leg to a call, and the answer; or back to the queue if the way is barred."""
        yield from self._go_empty(asset, call.node)
        if call.withdrawn:
            self._settle(asset)
        elif asset.node != call.node:
            if call.land is not None:
                call.land.give_back()
            self._settle(asset)
            self._retry(call)
        else:
            call.asset = asset
            call.answered.fire()

    def _retry(self, call: Call) -> None:
        best = self._nearest_idle(call, set())
        if best is None:
            self._calls.add(call)
        else:
            self._assign(best, call)

    # -- release ------------------------------------------------------------------------------

    def release(self, asset: Asset) -> None:
        """An asset is free where it stands: it answers a call, or goes home, or waits here."""
        asset.lift = None
        if asset.type.mode is Mode.AIR:
            self.world.clock.start(self._rest(asset))
        elif not self._answer(asset):
            if asset.type.returns_home and asset.node != asset.fleet.home:
                self.world.clock.start(self._go_home(asset))
            else:
                self._stand(asset)

    def _rest(self, asset: Asset) -> Work[None]:
        """Aircraft fly home, and rest so that flying keeps within the utilisation rate."""
        if asset.node != asset.fleet.home:
            yield from self._go_empty(asset, asset.fleet.home)
        cycle_h = asset.flown_h * 24.0 / asset.type.utilisation_h_per_day
        rest_h = asset.left_base_h + cycle_h - self.world.clock.now
        asset.flown_h = 0.0
        if rest_h > 0:
            yield self.world.clock.hours(rest_h)
        if asset.node != asset.fleet.home:  # its base is closed: it flies from here
            asset.left_base_h = self.world.clock.now
        self._settle(asset)

    def _go_home(self, asset: Asset) -> Work[None]:
        yield from self._go_empty(asset, asset.fleet.home)
        self._settle(asset)

    def _settle(self, asset: Asset) -> None:
        """Free, here and now: answer the best call or stand idle."""
        if not self._answer(asset):
            self._stand(asset)

    def _stand(self, asset: Asset) -> None:
        if asset.id in self.out:
            self._benched[asset] = None
            return
        here = self._idle[asset.type.id].setdefault(asset.node, [])
        bisect.insort(here, asset, key=lambda a: a.id)

    def _answer(self, asset: Asset) -> bool:
        """Take the best call: the shorter empty leg, less the time waited, by priority."""
        if asset.id in self.out or not self.world.control.gate.is_open:
            return False
        away_h = self._away.row(asset.type.id, asset.node)
        chosen = self._calls.best(asset, away_h, self.world.network.index, self.world.clock.now)
        if chosen is None:
            return False
        self._calls.remove(chosen)
        self._assign(asset, chosen)
        return True

    def reconsider(self) -> None:
        """After news: idle assets may reach calls that they could not reach before."""
        idle = [a for places in self._idle.values() for here in places.values() for a in here]
        for asset in sorted(idle, key=lambda a: a.id):
            self._leave_idle(asset)
            self._settle(asset)

    def everyone(self) -> list[Asset]:
        """All assets that there are or will be, by id."""
        found = (asset for assets in self._assets.values() for _, asset in assets)
        return sorted(found, key=lambda a: a.id)

    def set_out(self, out: frozenset[AssetId]) -> None:
        """These assets are out from now; who is under way finishes that lift. Others are back."""
        self.out, benched = out, self._benched
        self._benched = {}
        self.reconsider()
        for asset in sorted(benched, key=lambda a: a.id):
            self._settle(asset)

    # -- empty legs ---------------------------------------------------------------------------

    def _go_empty(self, asset: Asset, to: NodeId) -> Work[None]:
        clock = self.world.clock
        start_h = leave_h = clock.now
        cause: WaitCause | None = None
        start = asset.node
        if self.world.scenario.free_empties:
            self._put(asset, to)
            return
        if asset.type.mode in {Mode.RAIL, Mode.ROAD}:
            yield from self._drive_empty(asset, to)
        else:
            free = yield from wait_to_leave_empty(self.world, asset, to)
            hours = self.empty_h(asset.type.id, start, to)
            if not free or math.isinf(hours):
                return  # it stays where it is
            start_h = leave_h = clock.now
            if asset.type.mode is Mode.AIR:
                leave_h, cause = take_off(self.world, start, to, hours)
                if start == asset.fleet.home:
                    asset.left_base_h = leave_h
                asset.flown_h += hours
            yield clock.hours(leave_h + hours - start_h)
            asset.node = to
        kind, thing, closed_by = columns_of(cause if leave_h > start_h else None)
        self.world.tell(
            StageRecord(
                stage=Stage.EMPTY,
                place=start,
                towards=asset.node,
                asset=asset.id,
                asset_type=asset.type.id,
                from_h=start_h,
                work_h=leave_h,
                to_h=clock.now,
                cause=kind,
                cause_thing=thing,
                closed_by=closed_by,
            )
        )

    def _put(self, asset: Asset, to: NodeId) -> None:
        """Where empty legs are free an asset is at once where it is called, if there is a way."""
        if asset.type.mode is Mode.AIR and asset.node == asset.fleet.home:
            asset.left_base_h = self.world.clock.now
        if self._is_joined(asset.type, asset.node, to):
            asset.node = to

    def _drive_empty(self, asset: Asset, to: NodeId) -> Work[None]:
        world = self.world
        reach = world.network.reach(world.closures.links)
        if asset.type.mode is Mode.RAIL:
            way = quickest(
                world, reach.rail[GAUGE_FAMILY[asset.type.gauge_mm or 1435]], asset.node, to
            )
        else:
            way = quickest(world, [reach.road], asset.node, to)
        if way is None:
            return  # it stays where it is
        lift = Lift(world, asset.type.mode, asset.node, EMPTY_RANK, asset=asset, end=to)
        world.moving[lift] = None
        yield from drive(world, lift, way)
        del world.moving[lift]
        asset.node, asset.lift = lift.node, None
