"""Servers that a loaded lift waits for: to be unloaded, or transferred."""

from eastflank.engine.clock import Work, wait
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.servers import Servers
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause


def queue_for(
    world: World, lift: Lift, servers: Servers, cause: WaitCause
) -> Work[WaitCause | None]:
    """Wait for a server; what was waited for, if there was a wait."""
    since_h = world.clock.now
    turn = servers.request(lift.rank)
    if turn is not None:
        yield from wait(lift, turn, cause)
    return world.why(cause, since_h) if world.clock.now > since_h else None
