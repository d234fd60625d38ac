"""The movers of one replication: an object for each mode, from the module of the mode's name."""

from collections.abc import Callable, Mapping
from importlib import import_module

from eastflank.engine.moves.mode import Mover
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.world import World
from eastflank.model.modes import MODES, Mode

Movers = Mapping[Mode, Mover]
Maker = Callable[[World, Rerouter, Onward], Mover]


def movers_of(world: World, rerouter: Rerouter, onward: Onward) -> Movers:
    """A mover for each mode, in the order of their table."""
    return {mode: _maker(mode)(world, rerouter, onward) for mode in MODES}


def _maker(mode: Mode) -> Maker:
    """What the module of a mode calls ``mover``."""
    make: Maker = import_module(f"{__package__}.{mode.value}").mover
    return make
