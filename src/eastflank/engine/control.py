"""Movement control: chooses mode and route for each lot, reviews the choice, answers news."""

import itertools
import math
from collections.abc import Generator
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import simpy

from eastflank.engine.detours import open_roads, way_in_mode
from eastflank.engine.estimate import Accounts
from eastflank.engine.movement import Lift
from eastflank.engine.staging import turn_away
from eastflank.engine.world import Traveller, World
from eastflank.ids import NodeId, TerminalId
from eastflank.itineraries import Floats, Options, Question
from eastflank.legs import Closures, Leg, chain_of
from eastflank.records import Stage
from eastflank.routing import Way
from eastflank.scenario import CutPolicy, Mode, Terminal, TerminalKind
from eastflank.units import GAUGE_FAMILY

Bools = npt.NDArray[np.bool_]

RECOUNT_EVERY: Final = 4  # reviews, while something is closed
ENDS_WEIGHED: Final = 12  # places weighed for a lift that must end elsewhere


class Control:
    """The dispatcher. It never draws luck: equal states give equal decisions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.accounts = Accounts(world)
        self._served: dict[tuple[int, str], Bools] = {}  # by id: the book keeps the options alive

    # -- choosing -----------------------------------------------------------------------------

    def options(self, traveller: Traveller) -> Options:
        """The itineraries that this lot may use from where it is."""
        return self.world.book.options(self._question(traveller), traveller.fixed)

    def _question(self, traveller: Traveller) -> Question:
        lot = traveller.lot
        return traveller.node, lot.destination, lot.cargo, lot.may_fly, self.world.closures

    def plan(self, traveller: Traveller) -> Leg | None:
        """Choose a way within the movement plan; if there is none, the plan is void for the lot."""
        leg, fixed = self._choose(traveller), traveller.fixed
        if leg is not None or fixed is None or self.world.scenario.policy is CutPolicy.NONE:
            return leg
        traveller.fixed = None
        leg = self._choose(traveller)
        if leg is None:
            traveller.fixed = fixed
            return None
        now = self.world.env.now
        self.world.tell_stay(traveller, Stage.PLAN_VOID, now, now, f"no way{self._while_closed()}")
        return leg

    def _choose(self, traveller: Traveller) -> Leg | None:
        """Choose the earliest estimated arrival and promise its work; None if there is no way."""
        options = self.options(traveller)
        if not options.itineraries:
            return None
        eta = self._arrivals(traveller, options)
        best = int(np.argmin(eta))
        if not math.isfinite(eta[best]):
            return None
        ahead = self._planned_before(traveller, options)
        margin_h = self.world.luck.value("switch_margin")
        if ahead is not None and eta[ahead] - eta[best] <= margin_h:
            best = ahead
        self._adopt(traveller, options, best)
        return traveller.leg

    def soonest_h(self, traveller: Traveller) -> float:
        """Estimated hours until a lot could be at its destination, inf if there is no way."""
        options = self.options(traveller)
        if not options.itineraries:
            return math.inf
        return float(self._arrivals(traveller, options).min())

    def _planned_before(self, traveller: Traveller, options: Options) -> int | None:
        """Which option is what the lot meant to do from here when it set out."""
        ahead = traveller.ahead
        if not ahead:
            return None
        for place, plan in enumerate(options.itineraries):
            same = len(plan.legs) == len(ahead)
            if same and all(ours is theirs for ours, theirs in zip(plan.legs, ahead, strict=True)):
                return place
        return None

    def land(self, traveller: Traveller) -> None:
        """A leg is done: its promises are redeemed, the rest of the plan is remembered."""
        options, plan = traveller.options, traveller.plan
        legs = options.itineraries[plan].legs if options is not None and plan >= 0 else ()
        self.drop(traveller)
        traveller.ahead = legs[1:]
        traveller.marched_km += self.world.book.march_km(legs[0]) if legs else 0.0
        if traveller.fixed is not None and legs and traveller.node == legs[0].last.end:
            traveller.fixed = traveller.fixed.after(legs[0])

    def _arrivals(self, traveller: Traveller, options: Options) -> Floats:
        """Estimated arrivals; what is best left alone counts only if all else fails.

        That is to go back to where the lot has been (queues change while it is under way: without
        this it may shuttle between two ports), and to march farther in all than the limit (a hop
        by sea would else begin the count anew).
        """
        eta = self.accounts.arrivals(options)
        eta[self._unserved(options, traveller.lot.nation)] = math.inf
        if traveller.been:
            back = [not traveller.been.isdisjoint(ends) for ends in options.ends]
            eta = _unless_all(np.array(back), eta)
        limit_km = self.world.luck.value("march_limit")
        return _unless_all(traveller.marched_km + options.march_km > limit_km, eta)

    def _adopt(self, traveller: Traveller, options: Options, choice: int) -> None:
        traveller.options, traveller.plan = options, choice
        traveller.leg = options.itineraries[choice].legs[0]
        for promise in options.promises[choice]:
            self.accounts.promise(traveller, promise)

    def drop(self, traveller: Traveller) -> None:
        """Give up the plan and all that it promised."""
        self.accounts.redeem(traveller)
        traveller.plan, traveller.leg, traveller.ahead = -1, None, ()

    def _unserved(self, options: Options, nation: str) -> Bools:
        """Itineraries with a leg that no fleet runs for this nation."""
        key = (id(options), nation)
        if key not in self._served:
            served = self.accounts.is_served
            self._served[key] = np.array(
                [
                    not all(served(leg, nation) for leg in chain_of(plan.legs))
                    for plan in options.itineraries
                ],
                dtype=bool,
            )
        return self._served[key]

    # -- reviewing ----------------------------------------------------------------------------

    def review(self) -> Generator[simpy.Event, Any, None]:
        """At intervals, lots that still wait for lift may change to a faster itinerary."""
        every_h = self.world.luck.value("review_interval")
        for times in itertools.count(1):
            yield self.world.env.timeout(every_h)
            if self.world.closed_by and times % RECOUNT_EVERY == 0:
                self._recount()  # assets do not come back over a cut
                self.world.stir()
            for board in self.world.boards.busy():
                self._review_board(board.by_rank_from_last())

    def _review_board(self, waiting: list[Traveller]) -> None:
        """From the last in the queue forward, until one would not gain by changing."""
        for traveller in waiting:
            if traveller.stowed or traveller.outside or not self._changes(traveller):
                return

    def _changes(self, traveller: Traveller) -> bool:
        options, plan = traveller.options, traveller.plan
        if options is None:
            return False
        fresh = self.options(traveller)
        if fresh is not options or not self._can_be_fetched(traveller):
            return self._replan(traveller)
        self.accounts.redeem(traveller)
        eta = self._arrivals(traveller, options)
        best = int(np.argmin(eta))
        gain = eta[plan] - eta[best]
        if gain <= self.world.luck.value("switch_margin"):
            self._adopt(traveller, options, plan)
            return False
        return self._replan(traveller)

    def _replan(self, traveller: Traveller) -> bool:
        """Choose again at once, so that the next lot sees the choice; strand if there is no way."""
        self.drop(traveller)
        if self.plan(traveller) is None:
            self.world.boards.leave(traveller)
        else:
            self.world.boards.change(traveller)
        return True

    # -- news ---------------------------------------------------------------------------------

    def hear(self, closures: Closures, closed_by: tuple[str, ...]) -> None:
        """News of closures or reopenings: lots, lifts and fleets act on it."""
        if self.world.scenario.policy is CutPolicy.NONE:
            return
        before = self.world.closures
        opens = bool(before.links - closures.links or before.terminals - closures.terminals)
        self.world.spread_news(closures, closed_by)
        self._recount()
        for traveller in self.world.travellers:
            traveller.been.clear()  # what was left behind may be the way now
        for traveller in self.world.boards.waiting():
            if traveller.stowed:
                if traveller.leg and any(map(self.is_barred, chain_of((traveller.leg,)))):
                    self.world.boards.part(traveller)
                continue
            if opens or self._is_barred(traveller) or not self._can_be_fetched(traveller):
                self._replan(traveller)
        for lift in list(self.world.moving):
            lift.has_news = True
            if (lift.waits or lift.yard) and not lift.turning and lift.process is not None:
                lift.process.interrupt()
        self.world.fleets.reconsider()

    def _recount(self) -> None:
        self.accounts.recount()
        self._served.clear()

    def _is_barred(self, traveller: Traveller) -> bool:
        options = traveller.options
        if options is None:
            return False
        return any(
            self.is_barred(leg) for leg in chain_of(options.itineraries[traveller.plan].legs)
        )

    def is_barred(self, leg: Leg) -> bool:
        """Whether a leg uses something that is known to be closed."""
        closed = self.world.closures
        return (
            leg.load in closed.terminals
            or leg.unload in closed.terminals
            or any(hop.link in closed.links for hop in leg.way)
        )

    def why_stranded(self, traveller: Traveller) -> str:
        """The constraint that leaves a lot no way."""
        shut = self._while_closed()
        if not self.options(traveller).itineraries:
            refused = self.world.book.no_flight(self._question(traveller))
            no_flight = f", {refused}" if refused else ""
            return f"no way to {traveller.lot.destination}{shut}{no_flight}"
        return f"no asset on this side that carries {traveller.lot.cargo.value}{shut}"

    def _while_closed(self) -> str:
        """What is known to be closed, as the end of a sentence."""
        return f" while closed: {', '.join(self.world.closed_by)}" if self.world.closed_by else ""

    def can_come(self, traveller: Traveller) -> bool:
        """Whether what a waiting lot waits for can ever come, or a disruption keeps it away."""
        if self.world.closed_by:
            return self._has_way_when_open(traveller)
        return self._can_be_fetched(traveller)

    def _can_be_fetched(self, traveller: Traveller) -> bool:
        """Whether some asset can reach the place where the lot waits for its leg."""
        leg = traveller.leg
        if leg is None:
            return False
        if self._marches(leg):
            return True
        return self.world.fleets.can_reach(leg.types, leg.start, traveller.lot.nation)

    def _has_way_when_open(self, traveller: Traveller) -> bool:
        lot, fleets = traveller.lot, self.world.fleets
        question = (traveller.node, lot.destination, lot.cargo, lot.may_fly, Closures())
        return any(
            all(self._marches(leg) or fleets.serving(lot.nation, leg.types) for leg in plan.legs)
            for plan in self.world.book.options(question).itineraries
        )

    def _marches(self, leg: Leg) -> bool:
        return any(self.world.means.is_self_moving(kind) for kind in leg.types)

    # -- lifts under way ----------------------------------------------------------------------

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        """A loaded lift whose way is barred: the detour, another end, or on to the near end."""
        leg = lift.leg
        if leg is None:
            return ahead
        if self.world.scenario.policy is CutPolicy.REROUTE or not lift.parts:
            return detour if detour is not None else ahead
        lead = lift.parts[0].traveller
        best_h, best = math.inf, None
        if detour is not None:
            best_h = (
                self._way_h(lift, detour) + leg.last.unload_h + self._onward_h(lead, leg.last.end)
            )
        for run_h, end, terminal in self._other_ends(lift):
            hours = run_h + self._onward_h(lead, end) + leg.last.unload_h
            if hours < best_h:
                best_h, best = hours, (end, terminal)
        if best is None:
            return detour if detour is not None else ahead
        return self._end_at(lift, *best)

    def _other_ends(self, lift: Lift) -> list[tuple[float, NodeId, TerminalId]]:
        """The nearest places where the lift could be unloaded instead, and the hours to them."""
        ends = [(self._hours_to(lift, t.node), t.node, t.id) for t in self._ends_for(lift)]
        return sorted(end for end in ends if math.isfinite(end[0]))[:ENDS_WEIGHED]

    def _ends_for(self, lift: Lift) -> list[Terminal]:
        world = self.world
        if lift.mode is Mode.RAIL and lift.asset is not None:
            gauge = GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435]
            return world.means.railheads(gauge, world.closures)
        shut = world.closures.terminals
        kinds = (TerminalKind.PORT, TerminalKind.RAILHEAD, TerminalKind.STAGING_AREA)
        return [
            t for t in world.scenario.terminals.values() if t.kind in kinds and t.id not in shut
        ]

    def _hours_to(self, lift: Lift, end: NodeId) -> float:
        reach, index = self.world.network.reach(self.world.closures.links), self.world.network.index
        i, j = index[lift.node], index[end]
        if lift.mode is Mode.RAIL and lift.asset is not None:
            gauge = GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435]
            return float(reach.rail[gauge][0].hours[i, j]) if gauge in reach.rail else math.inf
        return float(open_roads(self.world, lift).hours[i, j])

    def _way_h(self, lift: Lift, way: Way) -> float:
        return self._hours_to(lift, way[-1].to) if way else 0.0

    def _onward_h(self, traveller: Traveller, node: NodeId) -> float:
        """Estimated hours from a node to the lot's destination."""
        lot = traveller.lot
        if node == lot.destination:
            return 0.0
        options = self.world.book.options(
            (node, lot.destination, lot.cargo, lot.may_fly, self.world.closures)
        )
        if not options.itineraries:
            return math.inf
        return float(self.accounts.arrivals(options).min())

    def _end_at(self, lift: Lift, end: NodeId, terminal: TerminalId) -> Way:
        """Give the lift a new end; the call-forward place at the old one falls free."""
        if lift.leg is not None:
            self.world.boards.free_tokens(lift)
            turn_away(lift)
            unload = terminal if lift.mode is Mode.RAIL else None
            lift.leg = replace(lift.leg, end=end, unload=unload, onward=None)
        lift.end = end
        return way_in_mode(self.world, lift, end) or ()


def _unless_all(shunned: Bools, eta: Floats) -> Floats:
    """The arrivals without those that are shunned, unless nothing else would ever arrive."""
    if not shunned.any():
        return eta
    kept = np.where(shunned, math.inf, eta)
    return kept if np.isfinite(kept).any() else eta
