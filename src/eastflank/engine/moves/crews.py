"""Crews of trains: who has run a shift is relieved before the train enters its next section."""

from eastflank.engine.clock import Phase, Work, wait
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_lift
from eastflank.engine.state.world import World
from eastflank.model.causes import CREW
from eastflank.model.records import Stage


def relieve(world: World, lift: Lift, shift_h: float, towards: str) -> Work[None]:
    """The train stands until its new crew is on it, unless a link closes under its tail.

    A section that takes longer than a shift has the reliefs on the way at its end.
    """
    crews, since_h = int(lift.crew_h // shift_h), world.clock.now
    hours = sum(_change_h(world, lift) for _ in range(crews))
    if (yield from wait(lift, world.clock.hours(hours), CREW, Phase.RELIEF)) is None:
        begin_shift(lift)
    spell = (since_h, since_h, world.clock.now)
    record_lift(world, lift, Stage.CREW, (lift.node, towards), spell, CREW)


def begin_shift(lift: Lift) -> None:
    """A new crew."""
    lift.crew_h = 0.0


def run_on(lift: Lift, hours: float) -> None:
    """The crew has run so long."""
    lift.crew_h += hours


def _change_h(world: World, lift: Lift) -> float:
    """Luck belongs to the lot that leads a loaded train, or to the wagons of an empty one."""
    if lift.loads:
        lead = lift.loads[0].consignment
        return world.luck.draw("crew_change", lead.lot.id, lead.visit("crew_change"))
    asset = lift.asset
    if asset is None:
        return 0.0
    asset.reliefs += 1
    return world.luck.draw("crew_change", world.names.assets[asset.number], asset.reliefs)
