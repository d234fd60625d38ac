"""Port storage: room for what waits for ships, and room for what has come off them.

An asset is given to a lift that ends at a port only when the lift's pieces have room there, and the
room is taken at the same moment: nobody holds an asset and waits for room, or room and waits for an
asset. What stands on the land of a port waits only for room of a later kind (first that of waiting
for a ship, then that of having come off one), and the rest of a lot waits for none, so that no
circle of waits can arise: where one would close, the lot goes on and the area is overfull.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.storage import StorageArea, Stored
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId
from eastflank.model.modes import MODES
from eastflank.model.scenario import CargoClass
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Leg

FULL = 1.0 - NEGLIGIBLE


class StorageNeed:
    """The land where the lifts of one queue end, and what one more load of its lots needs there."""

    def __init__(self, world: World, leg: Leg, waiting: Sequence[Consignment]) -> None:
        self.area = area_at(world, leg)
        self.leg = leg
        self.granted: list[StorageGrant] = []  # to lifts of the queue that are not loaded yet
        self._waiting = waiting
        self._kinds = [world.scenario.asset_types[name] for name in leg.types]
        self._alone = world.catalogue.is_self_moving(self._kinds[0].id)
        self._most: dict[CargoClass, float] = {}

    def wanted(self) -> float:
        """Pieces of one more load that need room, at least one lot's; 0 if some lot needs none."""
        load, fill, rest, least = 0.0, 0.0, 0.0, math.inf
        for consignment in self._waiting:
            if not needs_room(consignment, self.leg, self.area):
                return 0.0
            left = consignment.left
            most = left if self._alone else self._roomiest(consignment.lot.cargo)
            rest, least = rest + left, min(least, left, most)
            if fill <= FULL:
                pieces = min(left, (1.0 - fill) * most)
                load, fill = load + pieces, fill + pieces / most
        if not self._waiting:
            return 0.0
        return max(min(load, rest - sum(grant.pieces for grant in self.granted)), least)

    def _roomiest(self, cargo: CargoClass) -> float:
        """Pieces of a cargo on the roomiest asset that may come for it."""
        if cargo not in self._most:
            self._most[cargo] = max(kind.capacity[cargo] for kind in self._kinds)
        return self._most[cargo]

    def fits(self) -> bool:
        """Whether a load may come now."""
        if self.area is None:
            return True
        wanted = self.wanted()
        return wanted == 0.0 or self.area.fits(wanted)


class StorageGrant:
    """What one lift in the making was granted of the land where it ends."""

    def __init__(self, need: StorageNeed) -> None:
        self.need = need
        self.area = need.area
        self.pieces = 0.0

    def take(self) -> None:
        """The load may come: the room is held for it."""
        if self.area is not None:
            self.hold(self.need.wanted())
            self.area.exchange(0.0, self.pieces)

    def hold(self, pieces: float) -> None:
        """So many pieces have been granted."""
        self.pieces = pieces
        self.need.granted.append(self)

    def give_back(self) -> None:
        """No load comes."""
        pieces = self._spend()
        if self.area is not None and pieces:
            self.area.exchange(pieces, 0.0)

    def _spend(self) -> float:
        pieces, self.pieces = self.pieces, 0.0
        if self in self.need.granted:
            self.need.granted.remove(self)
        return pieces

    def left(self) -> float:
        """Pieces that may be loaded for the room that there is."""
        return math.inf if self.area is None else self.pieces + self.area.free

    def load(self, lift: Lift) -> None:
        """The load is aboard: it holds what it needs, and no more."""
        if self.area is None:
            return
        pieces = _pieces_to_stand(lift, self.need.leg)
        self.area.exchange(self._spend(), pieces)
        lift.stored = Stored(self.area, pieces, lift.leg.last.end if lift.leg else lift.end)


def area_at(world: World, leg: Leg) -> StorageArea | None:
    """The land where a leg ends: off ships, or before them."""
    if MODES[leg.mode].uses_port_land:
        return world.off_ships.get(leg.unload)
    return world.before_ships.get(world.port_at.get(leg.last.end))


def needs_room(consignment: Consignment, leg: Leg, area: StorageArea | None) -> bool:
    """Whether a lot may board only when there is room where the leg ends."""
    if area is None or consignment.aboard.stowed > 0.0 or not _comes_to_stand(consignment, leg):
        return False
    held = consignment.stored.get(leg.start)
    return held is None or held.area.order < area.order


def _comes_to_stand(consignment: Consignment, leg: Leg) -> bool:
    """Off a ship all but people stand on the land (they have halls); else what boards a ship."""
    plan = consignment.plan
    if consignment.lot.cargo is CargoClass.PEOPLE:
        return False
    if MODES[leg.mode].uses_port_land or plan.options is None:
        return MODES[leg.mode].uses_port_land
    legs = plan.legs
    return len(legs) > 1 and MODES[legs[1].mode].uses_port_land


def _pieces_to_stand(lift: Lift, leg: Leg) -> float:
    """Pieces of a lift that will stand on the land where it ends; each load notes its own."""
    for load in lift.loads:
        load.stored = load.pieces if _comes_to_stand(load.consignment, leg) else 0.0
    return sum(load.stored for load in lift.loads)


def clear_land(lift: Lift) -> None:
    """Loaded on a lift: the room where its load stood is free."""
    for load in lift.loads:
        held = load.consignment.stored.pop(lift.node, None)
        if held is None:
            continue
        rest = held.pieces - load.pieces
        if rest > NEGLIGIBLE:
            load.consignment.stored[lift.node] = replace(held, pieces=rest)
        held.area.exchange(held.pieces - max(0.0, rest), 0.0)


def turn_away(lift: Lift) -> None:
    """A loaded lift will end elsewhere: the room where it was to end is free."""
    held, lift.stored = lift.stored, None
    if held is not None:
        held.area.exchange(held.pieces, 0.0)


def put_down(world: World, lift: Lift) -> None:
    """Off the lift: what goes on from a port stands there, in its room or, unexpected, without."""
    held = lift.stored
    if held is None or held.node != lift.node:
        turn_away(lift)
        held = _unexpected(world, lift)
    if held is None:
        return
    kept = sum(_put_down_load(load, held) for load in lift.loads)
    lift.stored = None
    held.area.exchange(held.pieces - kept, 0.0)


def _unexpected(world: World, lift: Lift) -> Stored | None:
    """A ship at another port than planned takes room there, whether there is room or not."""
    by_ship = MODES[lift.mode].uses_port_land
    area = area_at(world, lift.leg) if lift.leg and by_ship else None
    if area is None or lift.leg is None:
        return None
    pieces = _pieces_to_stand(lift, lift.leg)
    area.exchange(0.0, pieces)
    return Stored(area, pieces, lift.node)


def _put_down_load(load: Load, held: Stored) -> float:
    """Pieces of a load that stand on the land from now; at its goal none.

    What has broken down on the way follows by itself and asks for room of its own.
    """
    consignment, pieces = load.consignment, min(load.stored, load.pieces)
    if pieces <= 0.0 or consignment.lot.destination == held.node:
        return 0.0
    before = consignment.stored.get(held.node)
    in_all = pieces + (before.pieces if before else 0.0)
    consignment.stored[held.node] = Stored(held.area, in_all, held.node)
    return pieces


def share_land(consignment: Consignment, parted: Consignment, at: NodeId) -> None:
    """Of the room where a lot stands, what parts takes its own; the rest may be loading still."""
    held = consignment.stored.pop(at, None)
    if held is None:
        return
    taken = min(held.pieces, parted.pieces)
    parted.stored[at] = replace(held, pieces=taken)
    if held.pieces - taken > NEGLIGIBLE:
        consignment.stored[at] = replace(held, pieces=held.pieces - taken)
    else:
        parted.stored[at] = held
