"""Yards at both ends of a way: a train is put together before it leaves, and placed at its ramp.

The ramp is free meanwhile; the wagons, and the call-forward places, are not.
"""

from eastflank.engine.clock import Work
from eastflank.engine.moves.mode import Mover
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_lift, record_load
from eastflank.engine.state.world import World
from eastflank.model.records import Stage


def prepare(world: World, mover: Mover, lift: Lift) -> Work[None]:
    """From the end of loading until it can leave."""
    yield from _stay(world, lift, Stage.PREPARE, mover.prepare_h(lift))


def place(world: World, mover: Mover, lift: Lift) -> Work[None]:
    """From its arrival until it stands at the ramp."""
    yield from _stay(world, lift, Stage.PLACE, mover.place_h(lift))


def _stay(world: World, lift: Lift, stage: Stage, hours: float) -> Work[None]:
    if hours <= 0.0:
        return
    since_h = world.clock.now
    yield world.clock.hours(hours)
    spell, places = (since_h, since_h, world.clock.now), (lift.node, "")
    record_lift(world, lift, stage, places, spell)
    for load in lift.loads:
        record_load(world, lift, load, stage, places, spell)
