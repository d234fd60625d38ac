"""Departure: what keeps a loaded lift where it is before it sets out."""

from eastflank.engine.clock import Wake, Work, wait
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_load
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage


def stay_inside(world: World, lift: Lift) -> Work[None]:
    """Loaded in a terminal that has closed meanwhile: it leaves when that opens."""
    terminal, since_h = lift.leg.load if lift.leg else None, world.clock.now
    if terminal is None or not world.is_shut(terminal):
        return
    cause = WaitCause(CauseKind.CLOSED_TERMINAL, terminal, world.ground.shut.by(terminal))
    while world.is_shut(terminal):
        yield from wait(lift, world.ground.changed, cause)
    record_wait(world, lift, since_h, cause)


def record_wait(world: World, lift: Lift, since_h: float, cause: WaitCause) -> None:
    """What a loaded lift has waited for before it left, a row for each lot."""
    end: NodeId = lift.leg.end if lift.leg else lift.end
    hours = (since_h, world.clock.now, world.clock.now)
    for load in lift.loads:
        record_load(world, lift, load, Stage.WAIT, (lift.node, end), hours, cause)


def closed(world: World, kind: CauseKind, place: str) -> WaitCause:
    """A closure that is waited for, with what has closed the place or is known to."""
    known_by = world.knowledge.known.closed_by_place.get(place, ())
    return WaitCause(kind, place, world.ground.shut.by(place) or known_by)


def change(world: World, at_h: float) -> Wake:
    """An hour, news, or that something closes or opens, whichever is first."""
    rest_h = at_h - world.clock.now
    hour = (world.clock.hours(rest_h),) if rest_h > 0 else ()
    return world.clock.first(world.ground.changed, world.knowledge.changed, *hour)
