"""Consolidation: where lots wait for lift, fill it together, and are called forward."""

from collections.abc import Hashable

from eastflank.engine.clock import Signal
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.loading.lift_run import LiftRun
from eastflank.engine.loading.making import LiftMaking
from eastflank.engine.loading.queue import ConsolidationQueue
from eastflank.engine.loading.stays import (
    be_expected,
    begin,
    change_queue,
    enter_queue,
    leave_queue,
)
from eastflank.engine.moves.cargo import leave_behind
from eastflank.engine.moves.registry import Movers
from eastflank.engine.ports import Onward
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.world import World
from eastflank.model.causes import FILL, WaitCause
from eastflank.routing.legs import Leg, chain_of


class Consolidation:
    """All queues, made when first needed."""

    def __init__(self, world: World, movers: Movers, fleets: Fleets, onward: Onward) -> None:
        self._world = world
        self._movers = movers
        self._fleets = fleets
        self._onward = onward
        self._making = LiftMaking(world, fleets, LiftRun(world, movers, fleets, onward))
        self._queues: list[ConsolidationQueue] = []
        self._busy: dict[int, ConsolidationQueue] = {}  # those with waiting lots, by number
        self._number: dict[Hashable, int] = {}
        self._of_leg: dict[tuple[int, str], tuple[Leg, ConsolidationQueue]] = {}  # by id and nation

    def join(self, consignment: Consignment) -> Signal:
        """A lot waits for its next leg; the signal fires when it has landed or has no way left."""
        over = begin(self._world.clock, consignment)
        self._join(consignment)
        return over

    def change(self, consignment: Consignment) -> None:
        """A waiting lot has chosen another leg: it waits there instead, and has waited since."""
        queue = self._queue_of(consignment)
        if queue is not None:
            change_queue(consignment, queue.lacks(), self._world.clock.now)
        self._leave(consignment)
        self._join(consignment)

    def leave(self, consignment: Consignment) -> None:
        """A waiting lot has no way left."""
        self._leave(consignment)
        if consignment.stay.over is not None:
            consignment.stay.over.fire()

    def part(self, consignment: Consignment) -> None:
        """What still waits of a lot chooses anew; what lifts have taken stays with them."""
        spell = (self.lacks(consignment), consignment.stay.queued_h, self._world.clock.now)
        self._leave(consignment)
        leave_behind(self._world, self._onward, consignment, spell)

    def lacks(self, consignment: Consignment) -> WaitCause:
        """What the first lift in the making waits for where a lot waits."""
        queue = self._queue_of(consignment)
        return queue.lacks() if queue is not None else FILL

    # -- who is expected --------------------------------------------------------------------------

    def expect(self, consignment: Consignment, leg: Leg) -> None:
        """A lot will wait for a leg when it is ready: assets are laid on for it."""
        queue = self._queue_for(leg, consignment.lot.nation)
        if queue.is_self_moving or queue.mover.rests:
            return  # aircraft fly out for each lift
        be_expected(consignment, queue.number)
        queue.expect(consignment)

    def forget(self, consignment: Consignment) -> None:
        """It will not come where it was expected, or it is there."""
        expected = consignment.stay.expected
        if expected is not None:
            be_expected(consignment, None)
            self._queues[expected].forget(consignment)

    # -- queues -----------------------------------------------------------------------------------

    def _queue_of(self, consignment: Consignment) -> ConsolidationQueue | None:
        number = consignment.stay.queue
        return self._queues[number] if number is not None else None

    def _join(self, consignment: Consignment) -> None:
        leg = consignment.plan.leg
        if leg is None:
            raise ValueError(f"{consignment.lot.id} waits for lift before it has a plan")
        queue = self._queue_for(leg, consignment.lot.nation)
        enter_queue(consignment, queue.number, self._world.clock.now)
        queue.join(consignment)
        self.forget(consignment)

    def _leave(self, consignment: Consignment) -> None:
        queue = self._queue_of(consignment)
        leave_queue(consignment)
        if queue is not None:
            queue.leave(consignment)

    def _queue_for(self, leg: Leg, nation: str) -> ConsolidationQueue:
        key = (id(leg), nation)
        if key not in self._of_leg:
            self._of_leg[key] = (leg, self._queue_like(leg, nation))
        return self._of_leg[key][1]

    def _queue_like(self, leg: Leg, nation: str) -> ConsolidationQueue:
        serving = self._fleets.holdings.serving
        fleets = tuple(serving(nation, each.types) for each in chain_of((leg,)))
        number = self._number.setdefault((*_likeness(leg), fleets), len(self._queues))
        if number == len(self._queues):
            mover = self._movers[leg.mode]
            begin_lift = self._making.begin
            self._queues.append(
                ConsolidationQueue(
                    self._world, mover, self._fleets, leg, number, begin_lift, self._busy
                )
            )
        return self._queues[number]

    def busy(self) -> list[ConsolidationQueue]:
        """Queues with waiting lots, in the order they were made."""
        return [self._busy[number] for number in sorted(self._busy)]

    def waiting(self) -> list[Consignment]:
        """All lots that wait in queues."""
        return [consignment for queue in self.busy() for consignment in list(queue.waiting)]


def _likeness(leg: Leg) -> tuple[Hashable, ...]:
    """What legs have in common whose lots may share lifts."""
    last = leg.last
    ends = (leg.start, leg.end, leg.unload, last.end, last.unload)
    return (leg.mode, *ends, leg.types, leg.rooms, leg.crane)
