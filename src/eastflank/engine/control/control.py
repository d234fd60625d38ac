"""Movement control: reviews the choice of what waits, and acts on news and on changes of fleets."""

import itertools
import math
from typing import Final

from eastflank.engine.clock import Word, Work, tell
from eastflank.engine.control.choosing import Choosing
from eastflank.engine.control.status import Decisions
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.loading.consolidation import Consolidation
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.knowledge import By, KnownClosures
from eastflank.engine.state.ledger import State
from eastflank.engine.state.world import World
from eastflank.model.scenario import CutPolicy
from eastflank.routing.legs import Closures, Leg, chain_of

RECOUNT_EVERY: Final = 4  # reviews, while something is closed or someone is stranded


class Control:
    """The dispatcher."""

    def __init__(
        self, world: World, fleets: Fleets, choosing: Choosing, consolidation: Consolidation
    ) -> None:
        self._world = world
        self._fleets = fleets
        self._choosing = choosing
        self._consolidation = consolidation
        replan_h = world.luck.value("replan_h")
        self._decisions = Decisions(world.clock, world.control, replan_h, self.on_decision)
        self._newest = world.knowledge.known  # what has come in last, perhaps not yet acted on
        self._counted_h = -math.inf  # when assets were last counted because some were out of reach

    # -- reviewing ----------------------------------------------------------------------------

    def review(self) -> Work[None]:
        """At intervals, lots that still wait for lift may change to a faster itinerary."""
        every_h = self._world.luck.value("review_interval")
        for times in itertools.count(1):
            yield self._world.clock.hours(every_h)
            if not self._world.control.is_open:
                continue
            if times % RECOUNT_EVERY == 0 and self._may_be_out_of_date():
                self._choosing.recount()
                self._world.knowledge.announce()
            for queue in self._consolidation.busy():
                self._review_queue(queue.from_last())

    def _may_be_out_of_date(self) -> bool:
        """Assets do not come back over a cut; who is stranded may be in reach of one again."""
        closed_by = self._world.knowledge.known.closed_by
        return bool(closed_by) or State.STRANDED in self._world.ledger.state

    def _review_queue(self, waiting: list[Consignment]) -> None:
        """From the last in the queue forward, until one would not gain by changing."""
        for consignment in waiting:
            aboard = consignment.aboard
            if not self._can_be_fetched(consignment):
                self._count_where_assets_are()
                self._send_elsewhere(consignment)
            elif aboard.stowed or aboard.lifts or not self._changes(consignment):
                return

    def _count_where_assets_are(self) -> None:
        """The estimate counts on assets that have gone out of reach: count them anew, once."""
        now = self._world.clock.now
        if self._counted_h < now:
            self._counted_h = now
            self._choosing.recount()

    def _send_elsewhere(self, consignment: Consignment) -> None:
        """Nothing comes for what waits here: it chooses again; what lifts have taken goes on."""
        if consignment.aboard.stowed:
            self._consolidation.part(consignment)
        else:
            self._choose_again(consignment)

    def _changes(self, consignment: Consignment) -> bool:
        options, choice = consignment.plan.options, consignment.plan.choice
        if options is None:
            return False
        offers = self._choosing.offers(consignment)
        if options not in offers:
            return self._choose_again(consignment)
        self._choosing.release(consignment)
        if self._choosing.would_gain(consignment, options, offers):
            return self._choose_again(consignment)
        self._choosing.adopt(consignment, options, choice)
        return False

    def _choose_again(self, consignment: Consignment) -> bool:
        """Choose at once, so that the next lot sees the choice; strand if there is no way.

        Who chooses the same again keeps its place in the queue.
        """
        before = consignment.plan.legs
        self._choosing.drop(consignment)
        if self._choosing.choose(consignment) is None:
            self._consolidation.leave(consignment)
        elif consignment.plan.legs != before:
            self._consolidation.change(consignment)
        return True

    # -- news ---------------------------------------------------------------------------------

    def on_news(self, known: KnownClosures) -> None:
        """News comes in; while nothing is decided it is acted on later."""
        self._newest = known
        if self._world.control.is_open:
            self._act_on_news()

    def on_hit(self, severity: float, by: By) -> None:
        """Movement control itself is hit."""
        self._decisions.hit(severity, by)

    def on_decision(self) -> None:
        """Movement control, hit, can decide again, be it for this moment only."""
        self._act_on_news()
        self._world.knowledge.announce()
        self._fleets.reconsider()

    def on_fleet_change(self) -> None:
        """Assets are out, or back: lots that nobody can fetch any more choose again."""
        self._choosing.recount()
        self._call_anew(opens=False)
        self._world.knowledge.announce()

    def _act_on_news(self) -> None:
        """News of closures or reopenings: lots, lifts and fleets act on it."""
        known, before = self._newest, self._world.closures
        unchanged = known == self._world.knowledge.known
        if unchanged or self._world.scenario.policy is CutPolicy.NONE:
            return
        closures = known.closed
        opens = bool(before.links - closures.links or before.terminals - closures.terminals)
        self._choosing.learn(known)
        self._world.knowledge.learn(known)
        self._world.knowledge.announce()
        self._choosing.recount()
        self._choosing.forget_ways_back()
        self._call_anew(opens=opens)
        for lift in list(self._world.moving):
            tell(lift, Word.NEWS)
        self._fleets.reconsider()

    def _call_anew(self, *, opens: bool) -> None:
        """Lots that wait for lift choose again, if their way is barred or not the best."""
        for consignment in self._consolidation.waiting():
            if consignment.aboard.stowed:
                barred = self._is_next_leg_barred(consignment.plan.leg)
            else:
                barred = opens or self._choosing.is_barred(consignment)
            if barred or not self._can_be_fetched(consignment):
                self._send_elsewhere(consignment)

    def _is_next_leg_barred(self, leg: Leg | None) -> bool:
        chain = chain_of((leg,)) if leg else ()
        return any(self._world.knowledge.known.bars(each) for each in chain)

    # -- what can come ------------------------------------------------------------------------

    def can_come(self, consignment: Consignment) -> bool:
        """Whether what it waits for can ever come, or a disruption keeps it away."""
        world, out = self._world, self._fleets.holdings.out
        if world.knowledge.known.closed_by or out or not world.control.is_open:
            return self._has_way_when_open(consignment)
        return self._can_be_fetched(consignment)

    def _can_be_fetched(self, consignment: Consignment) -> bool:
        """Whether some asset can reach the place where it waits for its leg."""
        leg, nation = consignment.plan.leg, consignment.lot.nation
        if leg is None:
            return False
        return self._marches(leg) or self._fleets.holdings.can_reach(leg.types, leg.start, nation)

    def _has_way_when_open(self, consignment: Consignment) -> bool:
        lot, holdings = consignment.lot, self._fleets.holdings
        question = (consignment.node, lot.destination, lot.cargo, lot.may_fly, Closures())
        return any(
            all(self._marches(leg) or holdings.serving(lot.nation, leg.types) for leg in plan.legs)
            for plan in self._world.book.options(question).itineraries
        )

    def _marches(self, leg: Leg) -> bool:
        return self._world.catalogue.marches(leg.types)
