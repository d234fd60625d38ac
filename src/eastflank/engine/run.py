"""One replication from start to end: the floors of the engine, wired from the bottom up."""

import gc
from collections.abc import Callable
from dataclasses import dataclass

from eastflank.engine.clock import Work
from eastflank.engine.control.choosing import Choosing
from eastflank.engine.control.control import Control
from eastflank.engine.control.dispatch import commitments_for
from eastflank.engine.control.reasons import Reasons
from eastflank.engine.control.rerouting import Rerouting
from eastflank.engine.events.disruptions import Disruptions
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.flow.force import enter_force
from eastflank.engine.flow.journey import Journeys
from eastflank.engine.flow.reception import Reception
from eastflank.engine.flow.sustainment import Supplier
from eastflank.engine.flow.waiting import StillWaiting, Waiting
from eastflank.engine.loading.consolidation import Consolidation
from eastflank.engine.moves.registry import movers_of
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.world import World
from eastflank.model.luck import Luck
from eastflank.model.records import Recorder
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.network import Way

Observer = Callable[[World], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """How a replication ended."""

    end_h: float
    events: int
    stages: int
    waiting: tuple[Waiting, ...]
    supplies: tuple[Waiting, ...] = ()  # on their way at the end: no unit waits to close for them


def plan_book(scenario: Scenario) -> Itineraries:
    """The routes of a scenario; make it once and hand it to every replication."""
    return Itineraries(scenario)


def run(
    scenario: Scenario,
    *,
    seed: int,
    replication: int | None,
    records: Recorder,
    book: Itineraries | None = None,
    observe: Observer | None = None,
) -> RunEnd:
    """Run one replication (``None``: the deterministic run with every row at its likely value).

    ``records`` takes down the rows. ``observe`` is called after every event; it is for proofs, and
    slow.
    """
    collecting = gc.isenabled()
    gc.disable()  # the objects of a run live until its end: looking for cycles finds nothing
    try:
        luck = Luck(dict(scenario.evidence), seed, replication, scenario.draws)
        book = book or plan_book(scenario)
        return Replication(World(scenario, book, luck, records)).run(observe)
    finally:
        if collecting:
            gc.enable()


class Replication(Rerouter, Onward):
    """The floors of one replication.

    It hands itself down as both ports, and passes on what is asked of them: nothing is asked before
    time runs, and then every floor stands.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        movers = movers_of(world, self, self)
        fleets = Fleets(world, movers)
        choosing = Choosing(world, commitments_for(world, fleets.holdings))
        self._rerouting = Rerouting(world, movers, choosing)
        consolidation = Consolidation(world, movers, fleets, self)
        self._control = Control(world, fleets, choosing, consolidation)
        reasons, reception = Reasons(world, movers, choosing), Reception(world)
        self._journeys = Journeys(world, consolidation, choosing, reasons, reception)
        self._still_waiting = StillWaiting(world, self._control, consolidation, reasons, reception)
        force = enter_force(world)
        Disruptions(world, movers, fleets, self._control)
        for consignment in force:
            world.clock.start(self._journeys.run(consignment))
        world.clock.start(self._control.review())
        if world.scenario.sustainment is not None:
            supplier = Supplier(world, world.scenario.sustainment, choosing, reception, self)
            world.clock.start(supplier.run())

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        """Movement control says where a lift goes whose way is barred."""
        return self._rerouting.divert(lift, ahead, detour)

    def go_on(self, consignment: Consignment) -> Work[None]:
        """The journey of what goes its own way."""
        return self._journeys.go_on(consignment)

    def run(self, observe: Observer | None = None) -> RunEnd:
        """Until all of the force has closed, or the horizon."""
        world = self._world
        horizon = world.clock.until(world.scenario.horizon_h)
        end = world.clock.first(world.outstanding.none_left, horizon)
        world.clock.run_until(end, None if observe is None else lambda: observe(world))
        return RunEnd(
            end_h=world.clock.now,
            events=world.clock.scheduled,
            stages=world.records.count,
            waiting=self._still_waiting.of_force(),
            supplies=self._still_waiting.of_supplies(),
        )
