"""The movers of one replication: an object for each mode, found by the name of its module."""

from collections.abc import Mapping

from eastflank.engine.moves.air import Air
from eastflank.engine.moves.mode import Mover
from eastflank.engine.moves.rail import Rail
from eastflank.engine.moves.road import Road
from eastflank.engine.moves.sea import Sea
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.world import World
from eastflank.model.modes import Mode

Movers = Mapping[Mode, Mover]


def movers_of(world: World, rerouter: Rerouter, onward: Onward) -> Movers:
    """A mover for each mode."""
    movers: list[Mover] = [
        Rail(world, rerouter),
        Road(world, rerouter, onward),
        Sea(world),
        Air(world),
    ]
    return {mover.mode: mover for mover in movers}
