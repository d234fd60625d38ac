"""The land of ports: room for what waits for ships, and room for what has come off them.

An asset is given to a lift that ends at a port only when the lift's pieces have room there, and the
room is taken at the same moment: nobody holds an asset and waits for room, or room and waits for an
asset. What stands on the land of a port waits only for room of a later kind (first that of waiting
for a ship, then that of having come off one), and the rest of a lot waits for none, so that no
circle of waits can arise: where one would close, the lot goes on and the area is overfull.
"""

import math
from collections.abc import Sequence

from eastflank.engine.movement import Lift
from eastflank.engine.servers import Room, Space
from eastflank.engine.world import Part, Traveller, World
from eastflank.model.scenario import CargoClass, Mode
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Leg


class Shore:
    """The land where the lifts of one board end, and what one more load of its lots needs there."""

    def __init__(self, world: World, leg: Leg, waiting: Sequence[Traveller]) -> None:
        self.space = space_at(world, leg)
        self.leg = leg
        self.granted: list[Land] = []  # to lifts of the board that are not loaded yet
        self._waiting = waiting
        self._kinds = [world.scenario.asset_types[name] for name in leg.types]
        self._alone = world.means.is_self_moving(self._kinds[0].id)
        self._most: dict[CargoClass, float] = {}

    def wanted(self) -> float:
        """Pieces of one more load that need room, at least one lot's; 0 if some lot needs none."""
        load, fill, rest, least = 0.0, 0.0, 0.0, math.inf
        for traveller in self._waiting:
            if not needs_room(traveller, self.leg, self.space):
                return 0.0
            left = traveller.left
            most = left if self._alone else self._roomiest(traveller.lot.cargo)
            rest, least = rest + left, min(least, left, most)
            if fill <= 1.0 - NEGLIGIBLE:
                pieces = min(left, (1.0 - fill) * most)
                load, fill = load + pieces, fill + pieces / most
        if not self._waiting:
            return 0.0
        return max(min(load, rest - sum(land.pieces for land in self.granted)), least)

    def _roomiest(self, cargo: CargoClass) -> float:
        """Pieces of a cargo on the roomiest asset that may come for it."""
        if cargo not in self._most:
            self._most[cargo] = max(kind.capacity[cargo] for kind in self._kinds)
        return self._most[cargo]

    def fits(self) -> bool:
        """Whether a load may come now."""
        if self.space is None:
            return True
        wanted = self.wanted()
        return wanted == 0.0 or self.space.fits(wanted)


class Land:
    """What one lift in the making was granted of the land where it ends."""

    def __init__(self, shore: Shore) -> None:
        self.shore = shore
        self.space = shore.space
        self.pieces = 0.0

    def take(self) -> None:
        """The load may come: the room is held for it."""
        if self.space is not None:
            self.hold(self.shore.wanted())
            self.space.exchange(0.0, self.pieces)

    def hold(self, pieces: float) -> None:
        """So many pieces have been granted."""
        self.pieces = pieces
        self.shore.granted.append(self)

    def give_back(self) -> None:
        """No load comes."""
        pieces = self._spend()
        if self.space is not None and pieces:
            self.space.exchange(pieces, 0.0)

    def _spend(self) -> float:
        pieces, self.pieces = self.pieces, 0.0
        if self in self.shore.granted:
            self.shore.granted.remove(self)
        return pieces

    def left(self) -> float:
        """Pieces that may be loaded for the room that there is."""
        return math.inf if self.space is None else self.pieces + self.space.free

    def load(self, lift: Lift) -> None:
        """The load is aboard: it holds what it needs, and no more."""
        if self.space is None:
            return
        for part in lift.parts:
            stands = _comes_to_stand(part.traveller, self.shore.leg)
            part.on_land = part.pieces if stands else 0.0
        pieces = sum(part.on_land for part in lift.parts)
        self.space.exchange(self._spend(), pieces)
        lift.room = Room(self.space, pieces, lift.leg.last.end if lift.leg else lift.end)


def space_at(world: World, leg: Leg) -> Space | None:
    """The room on the land where a leg ends: off ships, or before them."""
    if leg.mode is Mode.SEA:
        return world.inbound.get(leg.unload)
    return world.outbound.get(world.port_at.get(leg.last.end))


def needs_room(traveller: Traveller, leg: Leg, space: Space | None) -> bool:
    """Whether a lot may board only when there is room where the leg ends."""
    if space is None or traveller.stowed > 0.0 or not _comes_to_stand(traveller, leg):
        return False
    held = traveller.standing.get(leg.start)
    return held is None or held.space.order < space.order


def _comes_to_stand(traveller: Traveller, leg: Leg) -> bool:
    """Off a ship all but people stand on the land (they have halls); else what boards a ship."""
    if traveller.lot.cargo is CargoClass.PEOPLE:
        return False
    if leg.mode is Mode.SEA or traveller.options is None:
        return leg.mode is Mode.SEA
    legs = traveller.options.itineraries[traveller.plan].legs
    return len(legs) > 1 and legs[1].mode is Mode.SEA


def leave(lift: Lift) -> None:
    """Loaded on a lift: the room where its load stood is free."""
    for part in lift.parts:
        room = part.traveller.standing.pop(lift.node, None)
        if room is None:
            continue
        rest = room.pieces - part.pieces
        if rest > NEGLIGIBLE:
            part.traveller.standing[lift.node] = Room(room.space, rest, room.node)
        room.space.exchange(room.pieces - max(0.0, rest), 0.0)


def turn_away(lift: Lift) -> None:
    """A loaded lift will end elsewhere: the room where it was to end is free."""
    room, lift.room = lift.room, None
    if room is not None:
        room.space.exchange(room.pieces, 0.0)


def stand(world: World, lift: Lift) -> None:
    """Off the lift: what goes on from a port stands there, in its room or, unexpected, without."""
    room = lift.room
    if room is None or room.node != lift.node:
        turn_away(lift)
        room = _unexpected(world, lift)
    if room is None:
        return
    kept = sum(_put_down(part, room) for part in lift.parts)
    lift.room = None
    room.space.exchange(room.pieces - kept, 0.0)


def _unexpected(world: World, lift: Lift) -> Room | None:
    """A ship at another port than planned takes room there, whether there is room or not."""
    space = space_at(world, lift.leg) if lift.leg and lift.mode is Mode.SEA else None
    if space is None or lift.leg is None:
        return None
    for part in lift.parts:
        part.on_land = part.pieces if _comes_to_stand(part.traveller, lift.leg) else 0.0
    pieces = sum(part.on_land for part in lift.parts)
    space.exchange(0.0, pieces)
    return Room(space, pieces, lift.node)


def _put_down(part: Part, room: Room) -> float:
    """Pieces of a part that stand on the land from now; at its goal none.

    What has broken down on the way follows by itself and asks for room of its own.
    """
    traveller, put = part.traveller, min(part.on_land, part.pieces)
    if put <= 0.0 or traveller.lot.destination == room.node:
        return 0.0
    before = traveller.standing.get(room.node)
    pieces = put + (before.pieces if before else 0.0)
    traveller.standing[room.node] = Room(room.space, pieces, room.node)
    return put
