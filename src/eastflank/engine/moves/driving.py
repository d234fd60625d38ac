"""Driving: how a train or a column moves section by section, and turns back where a link closes."""

from abc import abstractmethod
from collections import deque

from eastflank.engine.clock import Phase, Signal, Work, wait
from eastflank.engine.moves.holding import leave_place, take_place
from eastflank.engine.moves.lifts import (
    arrive,
    has_news,
    leave,
    new_lift,
    note_news,
    put,
    reach,
    record_transit,
    set_free,
    set_out,
)
from eastflank.engine.moves.mode import EmptyLeg, Mover
from eastflank.engine.moves.overland import OverLand
from eastflank.engine.ports import Rerouter
from eastflank.engine.state.lift import Asset, Behind, Lift
from eastflank.engine.state.rows import record_link
from eastflank.engine.state.section import Section, Turn
from eastflank.engine.state.servers import EMPTY_RANK
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId
from eastflank.model.scenario import Caught
from eastflank.routing.network import Hop, Way

Route = deque[Hop]  # what is still ahead of a lift


class Driving(OverLand, Mover):
    """Trains or columns under way."""

    def __init__(self, world: World, rerouter: Rerouter) -> None:
        super().__init__(world)
        self._rerouter = rerouter

    def run(self, lift: Lift) -> Work[None]:
        """Take a loaded lift over its leg."""
        leave(lift, self.world.clock.now)
        yield from self._drive(lift, lift.leg.way if lift.leg else ())
        record_transit(self.world, lift)

    def go_empty(self, asset: Asset, to: NodeId) -> Work[EmptyLeg | None]:
        """Drive an empty asset to a place, or as far as the way is open."""
        world, sent_h = self.world, self.world.clock.now
        way = self._quickest(self.open_ways(asset, None), asset.node, to)
        if way is not None:
            lift = new_lift(world, self, EMPTY_RANK, asset.node, end=to, asset=asset)
            set_out(world, lift)
            yield from self._drive(lift, way)
            arrive(world, lift)
            put(asset, lift.node)
            set_free(asset)
        return EmptyLeg(sent_h, sent_h)

    def _drive(self, lift: Lift, way: Way) -> Work[None]:
        """Drive a way to its end (or to where news or a closure ends it)."""
        route = deque(way)
        while route or has_news(self.world, lift):
            if has_news(self.world, lift):
                self._act_on_news(lift, route)
            elif self._must_prepare(lift, route[0]):
                yield from self._prepare(lift, route)
            else:
                yield from self._cross(lift, route)
        yield from self._draw_in_tail(lift)
        self._arrived(lift)

    def _cross(self, lift: Lift, route: Route) -> Work[None]:
        """Wait for the next section, enter it, and leave it at its far end."""
        clock, hop = self.world.clock, route[0]
        section, asked_h = self.section(hop), clock.now
        headway_h, cause = section.spacing_h * lift.size.headways, None
        turn = section.enter(lift.rank, headway_h, needs_place=len(route) > 1)
        if turn is not None:
            if not (yield from self._stand_before(lift, route, section, turn)):
                yield from self._back_out_if_caught(lift, route)
                return
            cause = self._waited_for(section, asked_h, turn)
        entered_h = clock.now
        section.admit(lift)
        run_h = self._end_of_link(lift, hop, section) - entered_h
        if (yield from wait(lift, clock.hours(run_h), None, Phase.RUNNING)) is not None:
            yield from self._turn_back(lift, route, section, (asked_h, entered_h), cause)
            return
        record_link(self.world, lift, hop, (asked_h, entered_h, clock.now), cause)
        halts = self._passed(lift, hop, section)
        self._leave_section(lift, route.popleft(), section)
        if halts:
            yield from self._halt(lift)

    def _leave_section(self, lift: Lift, hop: Hop, section: Section) -> None:
        """The head is at the far end; the tail follows. Nobody looks for it farther back."""
        section.follow(lift, self.world.clock.now + self._tail_h(lift, section))
        if lift.behind is not None and lift.behind.section is not section:
            lift.behind.section.clear(lift)
        lift.behind = Behind(hop, lift.node, section)
        reach(lift, hop.to)

    def _tail_h(self, lift: Lift, section: Section) -> float:
        """The pass time: how long after the head the tail is out."""
        return lift.size.tail_km / (section.speed_kmh * lift.fittings.pace) + lift.size.gaps_h

    def _draw_in_tail(self, lift: Lift) -> Work[None]:
        """At the end of the way the head waits until the tail is in (the pass time).

        The tail draws in whatever closes: its head stands in the terminal.
        """
        if lift.behind is None:
            return
        yield self.world.clock.hours(self._tail_h(lift, lift.behind.section))
        self._close_up(lift)

    def _close_up(self, lift: Lift) -> None:
        """The tail is in: nothing of it is on the link behind any more."""
        if lift.behind is not None:
            lift.behind.section.clear(lift)
            lift.behind = None

    # -- what differs between trains and columns --------------------------------------------------

    @abstractmethod
    def _end_of_link(self, lift: Lift, hop: Hop, section: Section) -> float:
        """The head is on a section: when it will be out of it."""

    @abstractmethod
    def _passed(self, lift: Lift, hop: Hop, section: Section) -> bool:
        """The head is out of a section; whether something has broken on it."""

    def _must_prepare(self, lift: Lift, hop: Hop) -> bool:
        """Whether the lift needs something else before it can enter its next link."""
        return False

    def _prepare(self, lift: Lift, route: Route) -> Work[None]:
        """Get that; then the lift looks ahead again."""
        yield from ()

    def _count_return(self, lift: Lift, hours: float) -> None:
        """The head has run back so long."""

    def _halt(self, lift: Lift) -> Work[None]:
        """See at the node to what has broken."""
        yield from ()

    def _arrived(self, lift: Lift) -> None:
        """The lift is at the end of its way, tail and all."""

    # -- queues -----------------------------------------------------------------------------------

    def _stand_before(self, lift: Lift, route: Route, section: Section, turn: Turn) -> Work[bool]:
        """Wait for a turn, on holding tracks if it is a train; False if the lift must leave."""
        place = take_place(lift, section, turn)
        stands = yield from self._queue(lift, route, turn.come, section.cause)
        if place is not None:
            leave_place(lift, place)
        if not stands:
            section.withdraw(turn)
        return stands

    def _queue(self, lift: Lift, route: Route, turn: Signal, cause: WaitCause) -> Work[bool]:
        """Wait for a turn; False if the lift must leave the queue before.

        News that leaves it its way leaves it its place. It goes where the news sends it, or back
        where a link has closed under its tail.
        """
        while (yield from wait(lift, turn, cause, Phase.QUEUING)) is not None:
            if self._is_caught(lift) or not self._keeps_its_way(lift, route):
                return False
        return True

    def _waited_for(self, section: Section, asked_h: float, turn: Turn) -> WaitCause | None:
        """What a lift waited for before a section: its turn, a place at the end, or a closure."""
        if self.world.clock.now == asked_h:
            return None
        cause = section.cause
        if turn.held_back:
            cause = WaitCause(CauseKind.HOLDING_TRACK, self.world.names.links[section.link])
        return self.world.why(cause, asked_h)

    # -- news -------------------------------------------------------------------------------------

    def _act_on_news(self, lift: Lift, route: Route) -> None:
        """Go on by the same way if it is open, else as movement control says."""
        note_news(self.world, lift, acted_on=True)
        after = self._redirected(lift, tuple(route))
        route.clear()
        route.extend(after)

    def _keeps_its_way(self, lift: Lift, route: Route) -> bool:
        """Whether the lift goes on as it meant to after the news, if there is any."""
        if not has_news(self.world, lift):
            return True
        before = tuple(route)
        self._act_on_news(lift, route)
        return tuple(route) == before

    def _redirected(self, lift: Lift, ahead: Way) -> Way:
        """The way to go on after news: the same if it is open, else another in the same mode."""
        closures = self.world.closures
        shut_end = lift.leg is not None and lift.leg.unload in closures.terminals
        if not shut_end and not any(hop.link in closures.links for hop in ahead):
            return ahead
        detour = None if shut_end else self.way(lift, lift.end)
        if not lift.loads:
            return detour or ()
        return self._rerouter.divert(lift, ahead, detour)

    # -- closures under a lift --------------------------------------------------------------------

    def _is_caught(self, lift: Lift) -> bool:
        """Whether the link behind has closed under the tail, which must then go back."""
        if lift.behind is None or self.world.scenario.caught is Caught.CLEAR:
            return False
        section = lift.behind.section
        return not section.is_open and lift in section.occupants

    def _turn_back(
        self,
        lift: Lift,
        route: Route,
        section: Section,
        entry: tuple[float, float],
        cause: WaitCause | None,
    ) -> Work[None]:
        """A link closed under the lift: it goes back to where it entered, as long as it was on."""
        clock, (asked_h, entered_h) = self.world.clock, entry
        section.turn_all_back()
        yield clock.hours(clock.now - entered_h)
        section.clear(lift)
        self._count_return(lift, clock.now - entered_h)
        places, hours = (route[0].link, lift.node), (asked_h, entered_h, clock.now)
        record_link(self.world, lift, places, hours, cause)
        yield from self._back_out_if_caught(lift, route)

    def _back_out_if_caught(self, lift: Lift, route: Route) -> Work[None]:
        """The tail is still on a link that closed: the head goes back over it as well."""
        behind, clock = lift.behind, self.world.clock
        if behind is None or not self._is_caught(lift):
            return
        started_h = clock.now
        yield clock.hours(behind.section.run_h / lift.fittings.pace)
        self._count_return(lift, behind.section.run_h)
        behind.section.clear(lift)
        places, hours = (behind.hop.link, behind.before), (started_h, started_h, clock.now)
        record_link(self.world, lift, places, hours, None)
        lift.behind = None
        reach(lift, behind.before)
        route.appendleft(behind.hop)
