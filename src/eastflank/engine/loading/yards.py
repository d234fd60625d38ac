"""Yards at both ends of a way: a train is put together, waits for its path, is placed at its ramp.

The ramp is free meanwhile; the wagons, and the call-forward places, are not.
"""

from eastflank.engine.clock import Work, wait
from eastflank.engine.moves.departure import record_wait
from eastflank.engine.moves.mode import Mover
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_lift, record_load
from eastflank.engine.state.world import World
from eastflank.model.records import Stage


def prepare(world: World, mover: Mover, lift: Lift) -> Work[None]:
    """From the end of loading until it can leave."""
    yield from _stay(world, lift, Stage.PREPARE, mover.prepare_h(lift))


def await_order(world: World, mover: Mover, lift: Lift, requested_h: float) -> Work[None]:
    """Until what was ordered with the lift is given; that runs side by side with all before it.

    News finds a train that stands here when it leaves; sent another way it keeps its path.
    """
    order, since_h = mover.order(lift), world.clock.now
    if order is None or requested_h + order[0] <= since_h:
        return
    hours, cause = order
    yield from wait(lift, world.clock.hours(requested_h + hours - since_h), cause)
    record_wait(world, lift, since_h, cause)


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
