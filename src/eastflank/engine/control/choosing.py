"""Choosing: which itinerary a consignment takes, by estimated arrival and congestion charge."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eastflank.engine.control.closure_delays import ClosureDelays
from eastflank.engine.control.commitments import Commitments
from eastflank.engine.state.consignment import NO_CHOICE, Consignment
from eastflank.engine.state.knowledge import KnownClosures
from eastflank.engine.state.rows import record_stay
from eastflank.engine.state.world import World
from eastflank.model.causes import no_way
from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.records import Stage
from eastflank.model.scenario import CutPolicy
from eastflank.routing.book import Floats, Options
from eastflank.routing.legs import Leg, chain_of

Bools = npt.NDArray[np.bool_]


class Choosing:
    """It never draws luck: equal states give equal choices."""

    def __init__(self, world: World, commitments: Commitments) -> None:
        self._world = world
        self._commitments = commitments
        self._delays = ClosureDelays(world.knowledge.known, world.scenario.links)
        self._offered: dict[tuple[object, ...], list[Options]] = {}  # under what is known now
        # by id: the book keeps options and their legs alive
        self._unserved: dict[tuple[int, str], Bools | None] = {}
        self._served: dict[str, dict[int, bool]] = {}  # legs, by nation
        self._march_limit_km = world.luck.value("march_limit")
        self._margin_h = world.luck.value("switch_margin")

    def learn(self, known: KnownClosures) -> None:
        """Other closures are known from now on."""
        self._delays = ClosureDelays(known, self._world.scenario.links)
        self._offered.clear()

    def recount(self) -> None:
        """Assets are elsewhere, or can go elsewhere."""
        if self._commitments.recount():
            self._unserved.clear()
            self._served.clear()

    # -- plans ------------------------------------------------------------------------------------

    def offers(self, consignment: Consignment) -> list[Options]:
        """The itineraries that it may use: around all closures, and through what opens."""
        lot, fixed = consignment.lot, consignment.plan.fixed
        asked = (consignment.node, lot.destination, lot.cargo, lot.may_fly)
        key = (*asked, fixed)
        offers = self._offered.get(key)
        if offers is None:
            closures = self._world.knowledge.known.to_plan_with
            found = [self._world.book.options((*asked, each), fixed) for each in closures]
            offers = [options for options in found if options.itineraries]
            self._offered[key] = offers
        return offers

    def choose(self, consignment: Consignment) -> Leg | None:
        """Choose a way within the movement plan; if there is none, the plan is void for it."""
        if locked_in(self._world, consignment):
            return None
        plan = consignment.plan
        leg, fixed = self._best(consignment), plan.fixed
        if leg is not None or fixed is None or self._world.scenario.policy is CutPolicy.NONE:
            return leg
        plan.fixed = None
        leg = self._best(consignment)
        if leg is None:
            plan.fixed = fixed
            return None
        now, cause = self._world.clock.now, no_way((), self._world.knowledge.known.closed_by)
        record_stay(self._world, consignment, Stage.PLAN_VOID, now, now, cause)
        return leg

    def _best(self, consignment: Consignment) -> Leg | None:
        """Choose what the dispatch policy likes best and promise its work; None if no way."""
        weighed = [(each, self.costs(consignment, each)) for each in self.offers(consignment)]
        if not weighed:
            return None
        options, cost = min(weighed, key=_least) if len(weighed) > 1 else weighed[0]
        best = int(cost.argmin())
        if not math.isfinite(cost[best]):
            return None
        ahead = _planned_before(consignment, options)
        if ahead is not None and cost[ahead] - cost[best] <= self._margin_h:
            best = ahead
        self.adopt(consignment, options, best)
        return consignment.plan.leg

    def costs(self, consignment: Consignment, options: Options) -> Floats:
        """What each itinerary is chosen by: its estimated arrival and what the policy charges."""
        eta = self._arrivals(consignment, options)
        return self._commitments.charged(consignment, options, eta)

    def would_gain(
        self, consignment: Consignment, options: Options, offers: Sequence[Options]
    ) -> bool:
        """Whether some other way is better than the one that it has chosen, by the margin or more.

        It has chosen among some options, which are one of its offers, and has released its work.
        """
        cost = self.costs(consignment, options)
        own, least = float(cost[consignment.plan.choice]), _soonest(cost)
        if len(offers) > 1:
            others = (self.costs(consignment, each) for each in offers if each is not options)
            least = min(least, *map(_soonest, others))
        return least < own - self._margin_h

    def soonest_h(self, consignment: Consignment) -> float:
        """Estimated hours until it could be at its destination, inf if there is no way."""
        found = (self._arrivals(consignment, each) for each in self.offers(consignment))
        return min(map(_soonest, found), default=math.inf)

    def onward_h(self, consignment: Consignment, node: NodeId) -> float:
        """Estimated hours from a node to its destination."""
        lot, now = consignment.lot, self._world.clock.now
        if node == lot.destination:
            return 0.0
        soonest = math.inf
        for closures in self._world.knowledge.known.to_plan_with:
            asked = (node, lot.destination, lot.cargo, lot.may_fly, closures)
            options = self._world.book.options(asked)
            if options.itineraries:
                eta = self._delays.delayed(options, self._commitments.arrivals(options), now)
                soonest = min(soonest, _soonest(eta))
        return soonest

    def _arrivals(self, consignment: Consignment, options: Options) -> Floats:
        """Estimated arrivals; what is best left alone counts only if all else fails.

        That is to go back to where it has been (queues change while it is under way: without this
        it may shuttle between two ports), and to march farther in all than the limit (a hop by sea
        would else begin the count anew).
        """
        now, plan = self._world.clock.now, consignment.plan
        eta = self._delays.delayed(options, self._commitments.arrivals(options), now)
        lacks = self._lacks_assets(options, consignment.lot.nation)
        if lacks is not None:
            eta[lacks] = math.inf
        if not plan.been.isdisjoint(options.anywhere):
            back = [not plan.been.isdisjoint(ends) for ends in options.ends]
            eta = _unless_all(np.array(back), eta)
        limit_km = self._march_limit_km
        if plan.marched_km + options.most_march_km <= limit_km:
            return eta
        return _unless_all(plan.marched_km + options.march_km > limit_km, eta)

    def _lacks_assets(self, options: Options, nation: str) -> Bools | None:
        """Itineraries with a leg that no fleet runs for this nation; None if none has one."""
        key = (id(options), nation)
        if key not in self._unserved:
            lacks = [not self._are_served(plan.legs, nation) for plan in options.itineraries]
            self._unserved[key] = np.array(lacks, dtype=bool) if any(lacks) else None
        return self._unserved[key]

    def _are_served(self, legs: tuple[Leg, ...], nation: str) -> bool:
        served = self._served.setdefault(nation, {})
        for leg in chain_of(legs):
            if id(leg) not in served:
                served[id(leg)] = self._commitments.is_served(leg, nation)
            if not served[id(leg)]:
                return False
        return True

    # -- what a consignment means to do -----------------------------------------------------------

    def adopt(self, consignment: Consignment, options: Options, choice: int) -> None:
        """It means to go this way."""
        plan = consignment.plan
        plan.options, plan.choice = options, choice
        plan.leg = options.itineraries[choice].legs[0]
        self._commitments.commit(consignment, options, choice)

    def release(self, consignment: Consignment) -> None:
        """What it has promised no longer counts."""
        self._commitments.release(consignment)

    def drop(self, consignment: Consignment) -> None:
        """Give up the plan and all that it promised."""
        self.release(consignment)
        plan = consignment.plan
        plan.choice, plan.leg, plan.ahead = NO_CHOICE, None, ()

    def finish_leg(self, consignment: Consignment, before: NodeId) -> None:
        """A leg from a place is done: the rest of the plan is remembered, and the way behind."""
        plan = consignment.plan
        legs = plan.legs
        self.drop(consignment)
        plan.ahead = legs[1:]
        plan.marched_km += self._world.book.march_km(legs[0]) if legs else 0.0
        if plan.fixed is not None and legs and consignment.node == legs[0].last.end:
            plan.fixed = plan.fixed.after(legs[0])
        if consignment.node != before:
            plan.been.add(before)

    def forget_ways_back(self) -> None:
        """What was left behind may be the way now."""
        for consignment in self._world.consignments:
            consignment.plan.been.clear()

    def is_barred(self, consignment: Consignment) -> bool:
        """Whether its way uses what is known to be closed, or what closes or opens later."""
        known = self._world.knowledge.known
        chain = chain_of(consignment.plan.legs)
        return any(known.bars(leg) or self._delays.meets(leg) for leg in chain)


def locked_in(world: World, consignment: Consignment) -> TerminalId | None:
    """The closed port on whose land a consignment stands; None if it may leave."""
    port = world.port_at.get(consignment.node)
    if port is None or consignment.node not in consignment.stored:
        return None
    return port if port in world.closures.terminals else None


def _planned_before(consignment: Consignment, options: Options) -> int | None:
    """Which option is what it meant to do from here when it set out."""
    ahead = consignment.plan.ahead
    if not ahead:
        return None
    for place, plan in enumerate(options.itineraries):
        same = len(plan.legs) == len(ahead)
        if same and all(ours is theirs for ours, theirs in zip(plan.legs, ahead, strict=True)):
            return place
    return None


def _least(offer: tuple[Options, Floats]) -> float:
    """What the best itinerary of an offer is chosen by."""
    return _soonest(offer[1])


def _soonest(eta: Floats) -> float:
    """The first of all arrivals; to look for its place is faster than a reduction."""
    return float(eta[eta.argmin()])


def _unless_all(shunned: Bools, eta: Floats) -> Floats:
    """The arrivals without those that are shunned, unless nothing else would ever arrive."""
    if not shunned[shunned.argmax()]:
        return eta
    kept = eta.copy()
    kept[shunned] = math.inf
    return kept if _soonest(kept) < math.inf else eta
