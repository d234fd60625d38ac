"""Landing: when all parts of a lot are off their lifts, it goes on; parted, each goes its way."""

from dataclasses import replace

from eastflank.engine.journey import book, go_on
from eastflank.engine.ledger import State
from eastflank.engine.world import Part, Traveller, World
from eastflank.model.causes import WaitCause
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage
from eastflank.model.units import NEGLIGIBLE


def land(world: World, part: Part, node: NodeId) -> None:
    """A part of a lot is off its lift; when all of it is, the lot goes on from there."""
    traveller = part.traveller
    traveller.outside -= 1
    traveller.landed[node] = traveller.landed.get(node, 0.0) + part.pieces
    if not traveller.is_landed:
        return
    _go_on_from_landing(world, traveller)


def leave_behind(world: World, traveller: Traveller, cause: WaitCause) -> None:
    """What still waits of a lot goes its own way from there; the rest of it is on lifts or off."""
    name = f"{traveller.id}~{traveller.node}"
    rest = part_off(world, traveller, traveller.left, traveller.node, name)
    world.clock.start(go_on(world, rest))
    world.tell_stay(rest, Stage.WAIT, traveller.boarded_h, world.clock.now, cause)
    book(world, rest, rest.node)
    if traveller.is_landed:
        _go_on_from_landing(world, traveller)


def _go_on_from_landing(world: World, traveller: Traveller) -> None:
    """Where most of it came off; what came off elsewhere goes on from there by itself."""
    world.ledger.move(traveller.id, State.IN_TRANSFER, world.clock.now)
    _, traveller.node = max((pieces, at) for at, pieces in traveller.landed.items())
    for at in sorted(set(traveller.landed) - {traveller.node}):
        parted = part_off(world, traveller, traveller.landed[at], at, f"{traveller.id}~{at}")
        world.clock.start(go_on(world, parted))
    traveller.landed = {}
    if traveller.arrived is not None:
        traveller.arrived.fire()


def part_off(world: World, lot: Traveller, pieces: float, at: NodeId, name: str) -> Traveller:
    """Some pieces of a lot go their own way from a place: a closure or a breakdown parts them."""
    while name in world.ledger.state:  # it has parted there before
        name += "~"
    parted = Traveller(lot.lot, lot.unit, lot.rank)
    parted.id = name
    parted.pieces = pieces
    parted.node = at
    parted.visits = dict(lot.visits)
    parted.been = set(lot.been)
    parted.marched_km = lot.marched_km
    parted.fixed = lot.fixed
    _share_land(lot, parted, at)
    world.travellers.append(parted)
    world.reception.expect_part(parted)
    lot.pieces -= pieces
    world.ledger.part(lot.id, parted.id, pieces)
    return parted


def _share_land(lot: Traveller, parted: Traveller, at: NodeId) -> None:
    """Of the room where a lot stands, what parts takes its own; the rest may be loading still."""
    held = lot.standing.pop(at, None)
    if held is None:
        return
    taken = min(held.pieces, parted.pieces)
    parted.standing[at] = replace(held, pieces=taken)
    if held.pieces - taken > NEGLIGIBLE:
        lot.standing[at] = replace(held, pieces=held.pieces - taken)
    else:
        parted.standing[at] = held
