"""Movement control: chooses mode and route for each lot, reviews the choice, answers news."""

import itertools
import math
from typing import Final

import numpy as np
import numpy.typing as npt

from eastflank.engine.clock import Word, Work, tell
from eastflank.engine.diversion import divert
from eastflank.engine.gate import Gate
from eastflank.engine.movement import Lift
from eastflank.engine.outlook import Outlook, Timetable
from eastflank.engine.reasons import locked_in
from eastflank.engine.tolls import accounts_for
from eastflank.engine.world import Traveller, World
from eastflank.model.causes import no_way
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage
from eastflank.model.scenario import CutPolicy
from eastflank.routing.book import Floats, Options
from eastflank.routing.legs import Closures, Leg, chain_of
from eastflank.routing.network import Way

Bools = npt.NDArray[np.bool_]

RECOUNT_EVERY: Final = 4  # reviews, while something is closed


class Control:
    """The dispatcher. It never draws luck: equal states give equal decisions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.accounts = accounts_for(world)
        self.gate = Gate(world.clock, world.luck.value("replan_h"), self.decide)
        self._newest = world.outlook  # what has come in last, perhaps not yet acted on
        self._timetable = Timetable(world.outlook, world.scenario.links)
        self._served: dict[tuple[int, str], Bools] = {}  # by id: the book keeps the options alive

    # -- choosing -----------------------------------------------------------------------------

    def offers(self, traveller: Traveller) -> list[Options]:
        """The itineraries that this lot may use: around all closures, and through what opens."""
        lot, book = traveller.lot, self.world.book
        asked = (traveller.node, lot.destination, lot.cargo, lot.may_fly)
        found = (
            book.options((*asked, closures), traveller.fixed)
            for closures in self.world.outlook.plans
        )
        return [options for options in found if options.itineraries]

    def plan(self, traveller: Traveller) -> Leg | None:
        """Choose a way within the movement plan; if there is none, the plan is void for the lot."""
        if locked_in(self.world, traveller):
            return None
        leg, fixed = self._choose(traveller), traveller.fixed
        if leg is not None or fixed is None or self.world.scenario.policy is CutPolicy.NONE:
            return leg
        traveller.fixed = None
        leg = self._choose(traveller)
        if leg is None:
            traveller.fixed = fixed
            return None
        now = self.world.clock.now
        cause = no_way((), self.world.outlook.closed_by)
        self.world.tell_stay(traveller, Stage.PLAN_VOID, now, now, cause)
        return leg

    def _choose(self, traveller: Traveller) -> Leg | None:
        """Choose what the dispatch policy likes best and promise its work; None if no way."""
        weighed = [(each, self._costs(traveller, each)) for each in self.offers(traveller)]
        if not weighed:
            return None
        options, cost = min(weighed, key=lambda offer: float(offer[1].min()))
        best = int(np.argmin(cost))
        if not math.isfinite(cost[best]):
            return None
        ahead = self._planned_before(traveller, options)
        margin_h = self.world.luck.value("switch_margin")
        if ahead is not None and cost[ahead] - cost[best] <= margin_h:
            best = ahead
        self._adopt(traveller, options, best)
        return traveller.leg

    def soonest_h(self, traveller: Traveller) -> float:
        """Estimated hours until a lot could be at its destination, inf if there is no way."""
        found = (self._arrivals(traveller, each) for each in self.offers(traveller))
        return min((float(eta.min()) for eta in found), default=math.inf)

    def _costs(self, traveller: Traveller, options: Options) -> Floats:
        """What each itinerary is chosen by: its estimated arrival and what the policy charges."""
        eta = self._arrivals(traveller, options)
        return self.accounts.charged(traveller, options, eta)

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
        now = self.world.clock.now
        eta = self._timetable.delayed(options, self.accounts.arrivals(options), now)
        eta[self._unserved(options, traveller.lot.nation)] = math.inf
        if traveller.been:
            back = [not traveller.been.isdisjoint(ends) for ends in options.ends]
            eta = _unless_all(np.array(back), eta)
        limit_km = self.world.luck.value("march_limit")
        return _unless_all(traveller.marched_km + options.march_km > limit_km, eta)

    def _adopt(self, traveller: Traveller, options: Options, choice: int) -> None:
        traveller.options, traveller.plan = options, choice
        traveller.leg = options.itineraries[choice].legs[0]
        self.accounts.adopt(traveller, options, choice)

    def drop(self, traveller: Traveller) -> None:
        """Give up the plan and all that it promised."""
        self.accounts.redeem(traveller)
        traveller.plan, traveller.leg, traveller.ahead = -1, None, ()

    def _unserved(self, options: Options, nation: str) -> Bools:
        """Itineraries with a leg that no fleet runs for this nation."""
        key = (id(options), nation)
        if key not in self._served:
            chains = [list(chain_of(plan.legs)) for plan in options.itineraries]
            legs = {id(leg): leg for chain in chains for leg in chain}
            served = {name: self.accounts.is_served(leg, nation) for name, leg in legs.items()}
            lacks = [not all(served[id(leg)] for leg in chain) for chain in chains]
            self._served[key] = np.array(lacks, dtype=bool)
        return self._served[key]

    def onward_h(self, traveller: Traveller, node: NodeId) -> float:
        """Estimated hours from a node to the lot's destination."""
        lot, now = traveller.lot, self.world.clock.now
        if node == lot.destination:
            return 0.0
        soonest = math.inf
        for closures in self.world.outlook.plans:
            asked = (node, lot.destination, lot.cargo, lot.may_fly, closures)
            options = self.world.book.options(asked)
            if options.itineraries:
                eta = self._timetable.delayed(options, self.accounts.arrivals(options), now)
                soonest = min(soonest, float(eta.min()))
        return soonest

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        """Where a loaded lift goes whose way is barred."""
        return divert(self.world, lift, ahead, detour)

    # -- reviewing ----------------------------------------------------------------------------

    def review(self) -> Work[None]:
        """At intervals, lots that still wait for lift may change to a faster itinerary."""
        every_h = self.world.luck.value("review_interval")
        for times in itertools.count(1):
            yield self.world.clock.hours(every_h)
            if not self.gate.is_open:
                continue
            if self.world.outlook.closed_by and times % RECOUNT_EVERY == 0:
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
        offers = self.offers(traveller)
        if options not in offers or not self._can_be_fetched(traveller):
            return self._replan(traveller)
        self.accounts.redeem(traveller)
        cost = self._costs(traveller, options)
        others = (self._costs(traveller, each) for each in offers if each is not options)
        least = min(float(each.min()) for each in (cost, *others))
        if least >= cost[plan] - self.world.luck.value("switch_margin"):
            self._adopt(traveller, options, plan)
            return False
        return self._replan(traveller)

    def _replan(self, traveller: Traveller) -> bool:
        """Choose again at once, so that the next lot sees the choice; strand if there is no way.

        Who chooses the same again keeps its place in the queue.
        """
        before = self._legs(traveller)
        self.drop(traveller)
        if self.plan(traveller) is None:
            self.world.boards.leave(traveller)
        elif self._legs(traveller) != before:
            self.world.boards.change(traveller)
        return True

    def _legs(self, traveller: Traveller) -> tuple[Leg, ...]:
        options = traveller.options
        return options.itineraries[traveller.plan].legs if options is not None else ()

    # -- news ---------------------------------------------------------------------------------

    def learn(self, outlook: Outlook) -> None:
        """News comes in; who cannot decide acts on it later."""
        self._newest = outlook
        if self.gate.is_open:
            self._hear()

    def decide(self) -> None:
        """Movement control, hit, can decide again, be it for this moment only."""
        self._hear()
        self.world.stir()
        self.world.fleets.reconsider()

    def miss(self) -> None:
        """Assets are out, or back: lots that nobody can fetch any more plan anew."""
        self._recount()
        self._call_anew(opens=False)
        self.world.stir()

    def _hear(self) -> None:
        """News of closures or reopenings: lots, lifts and fleets act on it."""
        outlook, before = self._newest, self.world.closures
        if outlook == self.world.outlook or self.world.scenario.policy is CutPolicy.NONE:
            return
        closures = outlook.closed
        opens = bool(before.links - closures.links or before.terminals - closures.terminals)
        self._timetable = Timetable(outlook, self.world.scenario.links)
        self.world.spread_news(outlook)
        self._recount()
        for traveller in self.world.travellers:
            traveller.been.clear()  # what was left behind may be the way now
        self._call_anew(opens=opens)
        for lift in list(self.world.moving):
            lift.has_news = True
            tell(lift, Word.NEWS)
        self.world.fleets.reconsider()

    def _call_anew(self, *, opens: bool) -> None:
        """Lots that wait for lift plan anew, if what they mean to do is barred or not the best."""
        for traveller in self.world.boards.waiting():
            if traveller.stowed:
                if traveller.leg and any(map(self.is_barred, chain_of((traveller.leg,)))):
                    self.world.boards.part(traveller)
                continue
            if opens or self._is_barred(traveller) or not self._can_be_fetched(traveller):
                self._replan(traveller)

    def _recount(self) -> None:
        self.accounts.recount()
        self._served.clear()

    def _is_barred(self, traveller: Traveller) -> bool:
        options = traveller.options
        if options is None:
            return False
        return any(
            self.is_barred(leg) or self._timetable.meets(leg)
            for leg in chain_of(options.itineraries[traveller.plan].legs)
        )

    def is_barred(self, leg: Leg) -> bool:
        """Whether a leg uses something that is known to be closed."""
        closed = self.world.closures
        return (
            leg.load in closed.terminals
            or leg.unload in closed.terminals
            or any(hop.link in closed.links for hop in leg.way)
        )

    def can_come(self, traveller: Traveller) -> bool:
        """Whether what a waiting lot waits for can ever come, or a disruption keeps it away."""
        if self.world.outlook.closed_by or self.world.fleets.out or not self.gate.is_open:
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


def _unless_all(shunned: Bools, eta: Floats) -> Floats:
    """The arrivals without those that are shunned, unless nothing else would ever arrive."""
    if not shunned.any():
        return eta
    kept = np.where(shunned, math.inf, eta)
    return kept if np.isfinite(kept).any() else eta
