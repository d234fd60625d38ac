"""Cargo: what lifts take of a consignment and put down, and what parts from it on the way."""

from eastflank.engine.moves.port_storage import share_land
from eastflank.engine.ports import Onward
from eastflank.engine.state.consignment import Consignment, Load, Plan, Spell
from eastflank.engine.state.ledger import State
from eastflank.engine.state.rows import record_stay
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage


def enter(world: World, consignment: Consignment, name: str) -> None:
    """A consignment comes into the world."""
    world.consignments.append(consignment)
    world.names.add_consignment(name)


def book_wait(world: World, consignment: Consignment, before: NodeId) -> None:
    """Where it waits now: at its origin, or between two legs."""
    origins = {consignment.unit.origin, consignment.unit.kit_origin}
    at_origin = consignment.node == before and before in origins
    state = State.AT_ORIGIN if at_origin else State.IN_TRANSFER
    world.ledger.move(consignment.number, state, world.clock.now)


def wait_whole(consignment: Consignment) -> None:
    """It waits for lift, and no lift has taken anything yet."""
    consignment.aboard.stowed = 0.0


def stow(world: World, load: Load) -> None:
    """A lift takes a load."""
    consignment = load.consignment
    consignment.aboard.stowed += load.pieces
    consignment.aboard.lifts += 1
    world.ledger.move(consignment.number, State.LOADING, world.clock.now)


def land(world: World, onward: Onward, load: Load, node: NodeId) -> None:
    """A load is off its lift; when all of its consignment is, that goes on from there."""
    aboard = load.consignment.aboard
    aboard.lifts -= 1
    aboard.landed[node] = aboard.landed.get(node, 0.0) + load.pieces
    if load.consignment.is_landed:
        _go_on_from_landing(world, onward, load.consignment)


def leave_behind(world: World, onward: Onward, consignment: Consignment, spell: Spell) -> None:
    """What still waits of it goes its own way from there; the rest of it is on lifts or off."""
    at = consignment.node
    rest = part_off(world, consignment, consignment.left, at, at)
    world.clock.start(onward.go_on(rest))
    cause, since_h, _ = spell
    record_stay(world, rest, Stage.WAIT, since_h, world.clock.now, cause)
    book_wait(world, rest, rest.node)
    if consignment.is_landed:
        _go_on_from_landing(world, onward, consignment)


def _go_on_from_landing(world: World, onward: Onward, consignment: Consignment) -> None:
    """Where most of it came off; what came off elsewhere goes on from there by itself."""
    world.ledger.move(consignment.number, State.IN_TRANSFER, world.clock.now)
    landed = consignment.aboard.landed
    _, consignment.node = max((pieces, at) for at, pieces in landed.items())
    for at in sorted(set(landed) - {consignment.node}):
        parted = part_off(world, consignment, landed[at], at, at)
        world.clock.start(onward.go_on(parted))
    landed.clear()
    if consignment.stay.over is not None:
        consignment.stay.over.fire()


def fall_out(world: World, load: Load, node: NodeId, ordinal: int) -> Consignment:
    """One vehicle of a column stays behind at a place."""
    broken = part_off(world, load.consignment, 1.0, node, str(ordinal))
    world.ledger.move(broken.number, State.IN_TRANSFER, world.clock.now)
    load.pieces -= broken.pieces
    load.consignment.aboard.stowed -= broken.pieces
    return broken


def part_off(
    world: World, consignment: Consignment, pieces: float, at: NodeId, mark: str
) -> Consignment:
    """Some pieces go their own way from a place: a closure or a breakdown parts them."""
    name = f"{world.names.consignments[consignment.number]}~{mark}"
    while world.names.is_consignment(name):  # it has parted there before
        name += "~"
    before = consignment.plan
    parted = Consignment(
        len(world.consignments),
        consignment.lot,
        consignment.unit,
        consignment.rank,
        node=at,
        pieces=pieces,
        plan=Plan(fixed=before.fixed, been=set(before.been), marched_km=before.marched_km),
        visits=dict(consignment.visits),
    )
    share_land(consignment, parted, at)
    enter(world, parted, name)
    world.outstanding.expect(parted.unit.id)
    consignment.pieces -= pieces
    world.ledger.part(consignment.number, pieces)
    return parted
