"""Standing in line: a train or column before a section, or a train that wants an engine."""

from collections import deque
from typing import TYPE_CHECKING

from eastflank.engine.clock import Phase, Signal, Work, wait
from eastflank.engine.detours import redirect
from eastflank.engine.holding import leave_place, take_place
from eastflank.engine.servers import Section, Turn
from eastflank.engine.traction import Engines, uncouple
from eastflank.engine.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage
from eastflank.model.scenario import Caught
from eastflank.routing.network import Hop

if TYPE_CHECKING:
    from eastflank.engine.movement import Lift


def stand_before(
    world: World, lift: "Lift", route: deque[Hop], section: Section, turn: Turn
) -> Work[bool]:
    """Wait for a turn in a section, on holding tracks if it is a train; False if it must leave."""
    place = take_place(lift, section, turn)
    stands = yield from stand_in_line(world, lift, route, turn.come, section.cause)
    if place is not None:
        leave_place(lift, place)
    if not stands:
        section.withdraw(turn)
    return stands


def stand_in_line(
    world: World, lift: "Lift", route: deque[Hop], turn: Signal, cause: WaitCause
) -> Work[bool]:
    """Wait for a turn; False if the lift must leave the line before.

    News that leaves it its way leaves it its place. It goes where the news sends it, or back where
    a link has closed under its tail.
    """
    while (yield from wait(lift, turn, cause, Phase.QUEUING)) is not None:
        if tail_is_caught(world, lift) or not _keeps_its_way(world, lift, route):
            return False
    return True


def couple(world: World, lift: "Lift", pool: Engines, route: deque[Hop]) -> Work[bool]:
    """Wait for an engine of the district ahead; False if news or a closure ends the wait."""
    uncouple(lift)  # nobody waits for an engine while holding another: no two wait for each other
    since_h, towards = world.clock.now, route[0].to
    claim = pool.claim(lift.rank, lift.node)
    cause = WaitCause(CauseKind.LOCOMOTIVE, pool.id)
    if claim.engine is None:
        stands = yield from stand_in_line(world, lift, route, claim.granted, cause)
        if not stands:
            pool.withdraw(claim)
            claim.engine = None
    lift.engine = claim.engine
    hours = (since_h, world.clock.now, world.clock.now)
    waited_for = cause if world.clock.now > since_h else None
    world.tell(lift.row(Stage.TRACTION, pool.id, towards, hours, waited_for))
    return lift.engine is not None


def _keeps_its_way(world: World, lift: "Lift", route: deque[Hop]) -> bool:
    """Whether the lift goes on as it meant to after the news, if there is any."""
    if not lift.has_news:
        return True
    lift.has_news = False
    before, after = tuple(route), redirect(world, lift, tuple(route))
    route.clear()
    route.extend(after)
    return after == before


def tail_is_caught(world: World, lift: "Lift") -> bool:
    """Whether the link behind has closed under the tail, which must then go back."""
    if lift.behind is None or world.scenario.caught is Caught.CLEAR:
        return False
    section = lift.behind[3]
    return not section.is_open and lift in section.occupants
