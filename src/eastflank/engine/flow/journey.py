"""The journey of a consignment: ready, leg after leg as movement control says, then staged."""

from eastflank.engine.clock import Work, wait
from eastflank.engine.control.choosing import Choosing
from eastflank.engine.control.reasons import Reasons
from eastflank.engine.flow.reception import Reception
from eastflank.engine.loading.consolidation import Consolidation
from eastflank.engine.moves.cargo import book_wait
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.ledger import State
from eastflank.engine.state.rows import record_stay
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage


class Journeys:
    """From readiness to the staging area."""

    def __init__(
        self,
        world: World,
        consolidation: Consolidation,
        choosing: Choosing,
        reasons: Reasons,
        reception: Reception,
    ) -> None:
        self._world = world
        self._consolidation = consolidation
        self._choosing = choosing
        self._reasons = reasons
        self._reception = reception

    def run(self, consignment: Consignment) -> Work[None]:
        """A lot of the force, from the order on."""
        world, (at_h, held_by) = self._world, consignment.leaves
        if world.scenario.lead_h > 0.0:
            yield world.clock.until(at_h - world.scenario.lead_h)
            self._lay_on(consignment)
        yield world.clock.until(at_h)
        self._choosing.drop(consignment)  # it will choose anew, with what is known by now
        order_h = world.scenario.frame.order_h
        record_stay(world, consignment, Stage.READY, order_h, at_h, held_by)
        world.ledger.move(consignment.number, State.AT_ORIGIN, world.clock.now)
        yield from self._let_others_go_first(consignment)
        yield from self.go_on(consignment)

    def _lay_on(self, consignment: Consignment) -> None:
        """Before it is ready assets are sent for, by the way that is best then.

        Not for who goes after others: nobody knows when.
        """
        line = self._world.scenario.movement_plan.get(consignment.lot.id)
        if (line is not None and line.after) or not self._world.control.is_open:
            return
        leg = self._choosing.choose(consignment)
        if leg is not None:
            self._consolidation.expect(consignment, leg)

    def _let_others_go_first(self, consignment: Consignment) -> Work[None]:
        """Stay until the units that the movement plan sends before this one have closed."""
        world = self._world
        line = world.scenario.movement_plan.get(consignment.lot.id)
        for unit in line.after if line is not None else ():
            since_h, closing = world.clock.now, self._reception.closing(unit)
            if closing is not None:
                cause = WaitCause(CauseKind.PLAN_ORDER, unit)
                consignment.goes_after = unit
                yield from wait(consignment, closing, cause)
                consignment.goes_after = None
                record_stay(world, consignment, Stage.WAIT, since_h, world.clock.now, cause)

    def go_on(self, consignment: Consignment) -> Work[None]:
        """Leg after leg to the destination, then to the staging area."""
        while consignment.node != consignment.lot.destination:
            if not self._world.control.is_open:
                yield from self._wait_for_orders(consignment)
            if self._choosing.choose(consignment) is None:
                self._consolidation.forget(consignment)
                yield from self._strand(consignment)
            before = consignment.node
            yield from wait(consignment, self._consolidation.join(consignment))
            self._choosing.finish_leg(consignment, before)
            book_wait(self._world, consignment, before)
        yield from self._reception.stage(consignment)

    def _wait_for_orders(self, consignment: Consignment) -> Work[None]:
        """Movement control is hit: nobody says where to go."""
        world, since_h = self._world, self._world.clock.now
        cause = WaitCause(CauseKind.CONTROL, closed_by=world.control.hit_by)
        yield from wait(consignment, world.control.opened, cause)
        record_stay(world, consignment, Stage.WAIT, since_h, world.clock.now, cause)

    def _strand(self, consignment: Consignment) -> Work[None]:
        """No way to go: wait for a change of the network, and say so."""
        world, since_h = self._world, self._world.clock.now
        world.ledger.move(consignment.number, State.STRANDED, since_h)
        cause = self._reasons.why_stranded(consignment)
        yield from wait(consignment, world.knowledge.changed, cause)
        while self._choosing.choose(consignment) is None:
            yield from wait(consignment, world.knowledge.changed, cause)
        record_stay(world, consignment, Stage.STRANDED, since_h, world.clock.now, cause)
        book_wait(world, consignment, consignment.node)
