"""Fleets: which asset goes to which request, the empty leg that this costs, and the way home."""

import bisect
import math
from collections.abc import Sequence

from eastflank.engine.clock import Work
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.fleet.requests import TransportRequest, TransportRequests
from eastflank.engine.moves.lifts import put, set_free
from eastflank.engine.moves.port_storage import StorageGrant, StorageNeed
from eastflank.engine.moves.registry import Movers
from eastflank.engine.state.lift import Asset
from eastflank.engine.state.rows import record_empty, record_turn
from eastflank.engine.state.servers import Rank
from eastflank.engine.state.storage import StorageArea
from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, NodeId


class Fleets:
    """Matches idle assets and open requests; moves assets empty where they are needed."""

    def __init__(self, world: World, movers: Movers) -> None:
        self._world = world
        self._movers = movers
        self.holdings = Holdings(world, movers)
        # idle assets by type and place (the number of its node), by number at each place
        self._idle: dict[AssetTypeId, dict[int, list[Asset]]] = {
            kind: {} for kind in world.scenario.asset_types
        }
        self._out_of_use: dict[Asset, None] = {}  # who stands somewhere and is out
        step_h = world.luck.value("priority_step")
        weight = world.scenario.empty_hour_weight
        self._requests = TransportRequests(world.scenario.asset_types, step_h, weight)
        for area in (*world.before_ships.values(), *world.off_ships.values()):
            area.listeners.append(self.look_again)
        for hour, asset in self.holdings.assets:
            self._appear(asset, hour)

    def _appear(self, asset: Asset, at_h: float) -> None:
        """The asset is there from an hour on."""
        clock = self._world.clock
        clock.call_in(at_h - clock.now, lambda: self._assign(asset))

    # -- requests -----------------------------------------------------------------------------

    def request(
        self,
        rank: Rank,
        node: NodeId,
        types: tuple[AssetTypeId, ...],
        nation: str,
        grant: StorageGrant | None = None,
    ) -> TransportRequest:
        """Ask for an asset; ``answered`` fires when it stands at the place."""
        clock, place = self._world.clock, self._world.network.index[node]
        answered = clock.signal()
        request = TransportRequest(rank, node, place, types, nation, clock.now, answered, grant)
        self._open(request)
        return request

    def grants(self, request: TransportRequest, grant: StorageGrant | None) -> bool:
        """Whether what was laid on may go to a load: if that needs room on land, with the room."""
        if grant is None:
            return True
        if request not in self._requests:  # an asset is there, or on its way
            if not grant.need.fits():
                return False
            grant.take()
        request.grant = grant
        return True

    def withdraw(self, request: TransportRequest) -> None:
        """Nobody waits for this request any more."""
        request.withdrawn = True
        if request.grant is not None:
            request.grant.give_back()
        if request in self._requests:
            self._requests.remove(request)
        elif request.asset is not None and request.answered.fired:
            self.release(request.asset)

    def look_again(
        self, area: StorageArea | None, requests: Sequence[TransportRequest] = ()
    ) -> None:
        """There may be room now for requests that were refused: these, or all for an area."""
        full: set[StorageNeed] = set()
        for request in self._requests.refused(area, requests):
            gone = request not in self._requests
            if gone or (request.grant is not None and request.grant.need in full):
                continue
            best = self._nearest_idle(request, full)
            if best is not None:
                self._requests.remove(request)
                self._answer(best, request)
                full.clear()

    def _open(self, request: TransportRequest) -> None:
        """The nearest idle asset answers, or the request waits."""
        best = self._nearest_idle(request, set())
        if best is None:
            self._requests.add(request)
        else:
            self._answer(best, request)

    def _nearest_idle(self, request: TransportRequest, full: set[StorageNeed]) -> Asset | None:
        """The idle asset with the shortest empty leg to it; among equals the first by number."""
        if not self._world.control.is_open:
            return None
        best: tuple[float, int] | None = None
        found: Asset | None = None
        for kind in request.types:
            hours = self.holdings.empty_row(kind, request.node)
            for place, assets in self._idle[kind].items():
                away_h = hours[place]
                if away_h == math.inf or (best is not None and away_h > best[0]):
                    continue
                asset = next((a for a in assets if a.serves(request.nation)), None)
                if asset is not None and (best is None or (away_h, asset.number) < best):
                    best, found = (away_h, asset.number), asset
        now = self._world.clock.now
        has_room = found is not None and self._requests.has_room(request, now, full)
        return found if has_room else None

    def _answer(self, asset: Asset, request: TransportRequest) -> None:
        self._leave_idle(asset)
        if request.grant is not None:
            request.grant.take()
        if asset.node == request.node:
            request.asset = asset
            request.answered.fire()
        else:
            self._world.clock.start(self._come(asset, request))

    def _come(self, asset: Asset, request: TransportRequest) -> Work[None]:
        """The empty leg to a request, and the answer; or it waits again if the way is barred."""
        yield from self._go_empty(asset, request.node)
        if request.withdrawn:
            self._assign(asset)
        elif asset.node != request.node:
            if request.grant is not None:
                request.grant.give_back()
            self._assign(asset)
            self._open(request)
        else:
            request.asset = asset
            request.answered.fire()

    # -- free assets --------------------------------------------------------------------------

    def turn_round(self, asset: Asset) -> None:
        """Its lift is over: when it has turned round it is free where it stands."""
        turn_h = self._movers[asset.type.mode].turn_h(asset)
        if turn_h > 0.0:
            set_free(asset)
            self._world.clock.start(self._turn(asset, turn_h))
        else:
            self.release(asset)

    def _turn(self, asset: Asset, hours: float) -> Work[None]:
        since_h = self._world.clock.now
        yield self._world.clock.hours(hours)
        record_turn(self._world, asset, since_h)
        self.release(asset)

    def release(self, asset: Asset) -> None:
        """An asset is free where it stands: it answers a request, or goes home, or waits here."""
        set_free(asset)
        if self._movers[asset.type.mode].rests:
            self._world.clock.start(self._rest(asset))
        elif not self._answers_best(asset):
            if asset.type.returns_home and asset.node != asset.fleet.home:
                self._world.clock.start(self._go_home(asset))
            else:
                self._park(asset)

    def _rest(self, asset: Asset) -> Work[None]:
        """Home, and rest there; or where it is, if home is closed."""
        mover = self._movers[asset.type.mode]
        if asset.node != asset.fleet.home:
            yield from self._go_empty(asset, asset.fleet.home)
        rest_h = mover.rest_h(asset)
        if rest_h > 0:
            yield self._world.clock.hours(rest_h)
        mover.end_rest(asset)
        self._assign(asset)

    def _go_home(self, asset: Asset) -> Work[None]:
        yield from self._go_empty(asset, asset.fleet.home)
        self._assign(asset)

    def _assign(self, asset: Asset) -> None:
        """Free, here and now: answer the best request or stand idle."""
        if not self._answers_best(asset):
            self._park(asset)

    def _answers_best(self, asset: Asset) -> bool:
        """Whether it answers one: that with the shorter empty leg, less its age, by priority."""
        if asset.number in self.holdings.out or not self._world.control.is_open:
            return False
        away_h = self.holdings.empty_row(asset.type.id, asset.node)
        chosen = self._requests.best(asset, away_h, self._world.clock.now)
        if chosen is None:
            return False
        self._requests.remove(chosen)
        self._answer(asset, chosen)
        return True

    def _park(self, asset: Asset) -> None:
        if asset.number in self.holdings.out:
            self._out_of_use[asset] = None
            return
        here = self._idle[asset.type.id].setdefault(self._world.network.index[asset.node], [])
        bisect.insort(here, asset, key=lambda each: each.number)

    def _leave_idle(self, asset: Asset) -> None:
        idle, place = self._idle[asset.type.id], self._world.network.index[asset.node]
        here = idle.get(place, [])
        if asset in here:
            here.remove(asset)
        if not here:
            idle.pop(place, None)

    def reconsider(self) -> None:
        """After news: idle assets may reach requests that they could not reach before."""
        idle = [a for places in self._idle.values() for here in places.values() for a in here]
        for asset in sorted(idle, key=lambda each: each.number):
            self._leave_idle(asset)
            self._assign(asset)

    def set_out(self, out: frozenset[int]) -> None:
        """These assets are out from now; who is under way finishes that lift. Others are back."""
        self.holdings.set_out(out)
        before, self._out_of_use = self._out_of_use, {}
        self.reconsider()
        for asset in sorted(before, key=lambda each: each.number):
            self._assign(asset)

    # -- empty legs ---------------------------------------------------------------------------

    def _go_empty(self, asset: Asset, to: NodeId) -> Work[None]:
        """The empty leg to a place, or as far as the asset gets."""
        mover, start = self._movers[asset.type.mode], asset.node
        if self._world.scenario.free_empties:
            mover.set_out_empty(asset, self._world.clock.now, 0.0)
            if self.holdings.is_joined(asset, start, to):
                put(asset, to)
            return
        leg = yield from mover.go_empty(asset, to)
        if leg is not None:
            record_empty(self._world, asset, start, (leg.sent_h, leg.left_h), leg.cause)
