"""Servers that a loaded lift waits for: to be unloaded, or transferred."""

from eastflank.engine.clock import Signal, Work, wait
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.servers import Servers
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause


def queue_for(
    world: World, lift: Lift, servers: Servers, cause: WaitCause
) -> Work[WaitCause | None]:
    """Wait for a server; what was waited for, if there was a wait."""
    return (yield from wait_turn(world, lift, servers.request(lift.rank), cause))


def wait_turn(
    world: World, lift: Lift, turn: Signal | None, cause: WaitCause
) -> Work[WaitCause | None]:
    """Wait for what has been asked for; what was waited for, if there was a wait."""
    since_h = world.clock.now
    if turn is not None:
        yield from wait(lift, turn, cause)
    return world.why(cause, since_h) if world.clock.now > since_h else None
