"""Landing: when all parts of a lot are off their lifts, it goes on; parted, each goes its way."""

from eastflank.engine.journey import go_on
from eastflank.engine.ledger import State
from eastflank.engine.world import Part, Traveller, World
from eastflank.ids import NodeId


def land(world: World, part: Part, node: NodeId) -> None:
    """A part of a lot is off its lift; when all of it is, the lot goes on from there."""
    traveller = part.traveller
    traveller.outside -= 1
    traveller.landed[node] = traveller.landed.get(node, 0.0) + part.pieces
    if not traveller.is_landed:
        return
    world.ledger.move(traveller.id, State.IN_TRANSFER, world.env.now)
    _, traveller.node = max((pieces, at) for at, pieces in traveller.landed.items())
    for at in sorted(set(traveller.landed) - {traveller.node}):
        _part_ways(world, traveller, at)
    traveller.landed = {}
    if traveller.arrived is not None:
        traveller.arrived.succeed()


def _part_ways(world: World, traveller: Traveller, at: NodeId) -> None:
    """What came off elsewhere (a closure turned its lift away) goes on from there by itself."""
    parted = Traveller(traveller.lot, traveller.unit, traveller.rank)
    parted.id = f"{traveller.id}~{at}"
    parted.pieces = traveller.landed[at]
    parted.node = at
    parted.visits = dict(traveller.visits)
    parted.been = set(traveller.been)
    world.travellers.append(parted)
    world.reception.expect_part(parted)
    traveller.pieces -= parted.pieces
    world.ledger.part(traveller.id, parted.id, parted.pieces)
    world.env.process(go_on(world, parted))
