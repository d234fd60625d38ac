"""A consolidation queue: the lots that wait for one kind of lift between two places.

Lots of several units share trains and ships: a full load leaves at once, a part load when its first
lot has waited for the hold limit.
"""

import bisect
import math
from collections.abc import Callable, Iterator
from typing import Final

from eastflank.engine.clock import Phase, Word, tell
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.fleet.requests import TransportRequest
from eastflank.engine.loading.request import LiftRequest
from eastflank.engine.moves.cargo import stow, wait_whole
from eastflank.engine.moves.mode import Mover
from eastflank.engine.moves.port_storage import StorageNeed, needs_room
from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Asset
from eastflank.engine.state.servers import Rank, Servers
from eastflank.engine.state.world import World
from eastflank.model.causes import FILL, WaitCause
from eastflank.model.modes import MODES
from eastflank.model.scenario import AssetType
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Leg, chain_of

FULL: Final = 1.0 - NEGLIGIBLE
HALF: Final = 0.5 + NEGLIGIBLE


class ConsolidationQueue:
    """Lots by rank, and the lifts that are being made for them."""

    def __init__(
        self,
        world: World,
        mover: Mover,
        fleets: Fleets,
        leg: Leg,
        number: int,
        begin: Callable[["ConsolidationQueue", LiftRequest], None],
        busy: dict[int, "ConsolidationQueue"],
    ) -> None:
        self._world = world
        self._fleets = fleets
        self._begin = begin
        self._busy = busy  # queues with waiting lots, by number
        self.mover = mover
        self.leg = leg
        self.number = number
        self.waiting: list[Consignment] = []  # by rank
        self._since: dict[Consignment, float] = {}  # the same lots by the hour they joined
        self._fill = 0.0  # assets that the waiting lots would fill
        self._expected: dict[Consignment, None] = {}  # lots that will wait here when they are ready
        self._laid_on: list[TransportRequest] = []  # for assets that no lift has asked for yet
        self.requests: list[LiftRequest] = []
        self.need = StorageNeed(world, leg, self.waiting)
        hold_key = MODES[leg.mode].hold_key
        self._hold_h = world.luck.value(hold_key) if hold_key else 0.0
        self.kind: AssetType = world.scenario.asset_types[leg.types[0]]
        self.is_self_moving = world.catalogue.is_self_moving(self.kind.id)
        room_key = MODES[leg.mode].room_key
        share = world.luck.value(room_key) if room_key else 1.0
        self._rooms = {kind: share * leg.room(kind) for kind in leg.types}
        # where no full set may run, company sets no longer fit: a train takes part of a lot
        self._parts_lots = mover.parts_lots and min(self._rooms.values()) < FULL

    # -- lots ---------------------------------------------------------------------------------

    def join(self, consignment: Consignment) -> None:
        """A lot waits here from now."""
        now = self._world.clock.now
        wait_whole(consignment)
        self._expected.pop(consignment, None)
        bisect.insort(self.waiting, consignment, key=lambda each: each.rank)
        self._since[consignment] = now
        self._busy[self.number] = self
        self._fill += self._share(consignment, self.kind)
        self.staff()
        if self._hold_h > 0:
            self._world.clock.call_in(self._hold_h, self.staff)

    def leave(self, consignment: Consignment) -> None:
        """A lot waits here no more."""
        self._fill -= self._share(consignment, self.kind)
        self._strike(consignment)
        self.staff()

    def expect(self, consignment: Consignment) -> None:
        """A lot will wait here when it is ready."""
        self._expected[consignment] = None
        self.staff()

    def forget(self, consignment: Consignment) -> None:
        """A lot that was expected is there, or will not come."""
        self._expected.pop(consignment, None)
        self.staff()

    def _strike(self, consignment: Consignment) -> None:
        """Off the list; an empty list weighs nothing, whatever rounding has left."""
        place = bisect.bisect_left(self.waiting, consignment.rank, key=lambda each: each.rank)
        while self.waiting[place] is not consignment:
            place += 1
        del self.waiting[place], self._since[consignment]
        if not self.waiting:
            self._fill = 0.0
            del self._busy[self.number]

    def lacks(self) -> WaitCause:
        """What the first lift in the making waits for now, or the fill of a lift."""
        return (self.requests[0].cause if self.requests else None) or FILL

    def from_last(self) -> list[Consignment]:
        """The waiting lots, the last in the queue first."""
        return self.waiting[::-1]

    @property
    def rank(self) -> Rank:
        """The rank of the first lot."""
        return self.waiting[0].rank if self.waiting else (math.inf,)

    def _share(self, consignment: Consignment, kind: AssetType) -> float:
        """What part of the room that an asset has on this leg the rest of a lot fills."""
        return consignment.left / self._room(consignment, kind)

    def _room(self, consignment: Consignment, kind: AssetType) -> float:
        """Pieces like those of a lot that an asset may carry on this leg."""
        return kind.capacity[consignment.lot.cargo] * self._rooms[kind.id]

    def call_forward(self) -> Iterator[Servers]:
        """The terminals that must have room before a lift sets out, the farthest first."""
        ends = [leg.unload for leg in chain_of((self.leg,)) if leg.unload is not None]
        return (self._world.call_forward[end] for end in reversed(ends))

    # -- lifts in the making ------------------------------------------------------------------

    def _wanted(self) -> int:
        """How many lifts the waiting lots justify now."""
        if self.is_self_moving:
            return len(self.waiting)
        if self.mover.fills_lot_by_lot:
            rooms = {each.lot.cargo: self._room(each, self.kind) for each in self.waiting}
            left = [(x.pieces - x.aboard.stowed) / rooms[x.lot.cargo] for x in self.waiting]
            return sum(math.ceil(share - NEGLIGIBLE) for share in left)
        oldest_h = next(iter(self._since.values()), math.inf)
        if self._world.clock.now >= oldest_h + self._hold_h - NEGLIGIBLE:
            return math.ceil(self._fill - NEGLIGIBLE)
        return math.floor(self._fill + NEGLIGIBLE)

    def staff(self) -> None:
        """Begin lifts that are wanted, call off those that are not."""
        wanted = self._wanted()
        while len(self.requests) < wanted:
            request = LiftRequest(self._world.clock.now, self._take_laid_on())
            self.requests.append(request)
            self._begin(self, request)
        if self.need.area is not None:  # other lots may need less room
            open_now = [each.transport for each in self.requests if each.transport is not None]
            self._fleets.look_again(None, open_now)
        for request in reversed(self.requests[wanted:]):
            if request.phase is Phase.GATHERING:
                self.requests.remove(request)
                tell(request, Word.NOT_WANTED)
        if self._expected or self._laid_on:
            self._lay_on()

    def finish(self, request: LiftRequest) -> None:
        """A lift has all that it needs: it is no longer in the making."""
        if request in self.requests:
            self.requests.remove(request)

    # -- assets that are laid on ------------------------------------------------------------------

    def _lay_on(self) -> None:
        """Send for assets that will be wanted, call off those that will not."""
        wanted = self._to_lay_on()
        first = min(self._expected, key=lambda each: each.rank, default=None)
        while first is not None and len(self._laid_on) < wanted:
            asked = self._fleets.request(
                first.rank, self.leg.start, self.leg.types, first.lot.nation
            )
            self._laid_on.append(asked)
        while len(self._laid_on) > max(0, wanted):
            self._fleets.withdraw(self._laid_on.pop())

    def _to_lay_on(self) -> int:
        """Assets that lots will want, beside those for which lifts are being made.

        Where lots fill assets together, with those that wait, one that is half full is sent for.
        """
        shares = [each.pieces / self._room(each, self.kind) for each in self._expected]
        if self.mover.fills_lot_by_lot:
            return sum(math.ceil(share - NEGLIGIBLE) for share in shares)
        return math.floor(self._fill + sum(shares) + HALF) - len(self.requests)

    def _take_laid_on(self) -> TransportRequest | None:
        """For a lift: an asset that is there already, else one that is on its way or asked for."""
        if not self._laid_on:
            return None
        there = next((each for each in self._laid_on if each.answered.fired), self._laid_on[0])
        self._laid_on.remove(there)
        return there

    # -- loads --------------------------------------------------------------------------------

    def take(self, request: LiftRequest, asset: Asset | None) -> list[Load]:
        """The best lots that fit; a lot larger than the asset is taken in parts.

        Of lots that need room on the land where the lift ends, what there is room for.
        """
        kind = asset.type if asset else self.kind
        loads: list[Load] = []
        room, on_land = 1.0, request.grant.left() if request.grant else math.inf
        for consignment in self.waiting:
            pieces = consignment.left
            if not self.is_self_moving:
                pieces = self._fitting(consignment, kind, room)
            if needs_room(consignment, self.leg, self.need.area):
                if pieces > on_land + NEGLIGIBLE:
                    continue
                on_land -= pieces
            if pieces > 0:
                loads.append(Load(consignment, pieces))
                room -= pieces / self._room(consignment, kind)
            if self.is_self_moving and loads:
                break
            if room < NEGLIGIBLE or 0 < pieces < consignment.left - NEGLIGIBLE:
                break
        return loads

    def _fitting(self, consignment: Consignment, kind: AssetType, room: float) -> float:
        """The pieces of a lot that go into what room is left; 0 if it must wait whole."""
        most = room * self._room(consignment, kind)
        if consignment.left <= most + NEGLIGIBLE:
            return consignment.left
        if self._parts_lots and most >= FULL:
            return float(math.floor(most + NEGLIGIBLE))
        return most if room > FULL else 0.0

    def stow(self, load: Load) -> bool:
        """A lift takes a load; whether nothing of its lot waits any more."""
        consignment = load.consignment
        before = self._share(consignment, self.kind)
        stow(self._world, load)
        self._fill -= before - self._share(consignment, self.kind)
        is_all = consignment.left <= NEGLIGIBLE
        if is_all:
            self._strike(consignment)
        return is_all
