"""Crews of trains: who has run a shift is relieved before the train enters its next section."""

from typing import TYPE_CHECKING

from eastflank.engine.clock import Phase, Work, wait
from eastflank.engine.world import World
from eastflank.model.causes import CREW
from eastflank.model.records import Stage

if TYPE_CHECKING:
    from eastflank.engine.movement import Lift


def relieve(world: World, lift: "Lift", towards: str) -> Work[None]:
    """The train stands until its new crew is on it, unless a link closes under its tail.

    A section that takes longer than a shift has the reliefs on the way at its end.
    """
    crews, since_h = int(lift.crew_h // world.crew_shift_h), world.clock.now
    hours = sum(_change_h(world, lift) for _ in range(crews))
    if (yield from wait(lift, world.clock.hours(hours), CREW, Phase.RELIEF)) is None:
        lift.crew_h = 0.0
    world.tell(lift.row(Stage.CREW, lift.node, towards, (since_h, since_h, world.clock.now), CREW))


def _change_h(world: World, lift: "Lift") -> float:
    """Luck belongs to the lot that leads a loaded train, or to the wagons of an empty one."""
    if lift.parts:
        lead = lift.parts[0].traveller
        return world.luck.draw("crew_change", lead.lot.id, lead.visit("crew_change"))
    asset = lift.asset
    if asset is None:
        return 0.0
    asset.reliefs += 1
    return world.luck.draw("crew_change", asset.id, asset.reliefs)
