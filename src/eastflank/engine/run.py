"""One replication from start to end."""

import gc
from collections.abc import Callable
from dataclasses import dataclass

from eastflank.engine.boards import Boards
from eastflank.engine.control import Control
from eastflank.engine.disruption import Disruptions
from eastflank.engine.fleets import Fleets
from eastflank.engine.journey import journey, ready_h
from eastflank.engine.ledger import State
from eastflank.engine.luck import Luck
from eastflank.engine.rsom import Reception
from eastflank.engine.world import Traveller, World
from eastflank.ids import LotId, UnitId
from eastflank.itineraries import Itineraries
from eastflank.records import Recorder
from eastflank.scenario import Scenario

Observer = Callable[[World], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lot that had not closed at the end: since when it waits, and for what."""

    lot: LotId
    unit: UnitId
    state: str
    since_h: float
    for_what: str
    explained: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEnd:
    """How a replication ended."""

    end_h: float
    events: int
    stages: int
    waiting: tuple[Waiting, ...]


def plan_book(scenario: Scenario) -> Itineraries:
    """The routes of a scenario; make it once and hand it to every replication."""
    return Itineraries(scenario)


def run(
    scenario: Scenario,
    *,
    seed: int,
    replication: int | None,
    record: Recorder,
    book: Itineraries | None = None,
    observe: Observer | None = None,
) -> RunEnd:
    """Run one replication (``None``: the deterministic run with every row at its likely value).

    ``observe`` is called after every event; it is for proofs, and slow.
    """
    collecting = gc.isenabled()
    gc.disable()  # the objects of a run live until its end: looking for cycles finds nothing
    try:
        return _run(
            scenario,
            Luck(dict(scenario.evidence), seed, replication),
            record,
            book or plan_book(scenario),
            observe,
        )
    finally:
        if collecting:
            gc.enable()


def _run(
    scenario: Scenario, luck: Luck, record: Recorder, book: Itineraries, observe: Observer | None
) -> RunEnd:
    world = World(scenario, book, luck, record)
    world.fleets = Fleets(world)
    world.control = Control(world)
    world.boards = Boards(world)
    travellers = world.travellers = _travellers(world)
    world.reception = Reception(world, travellers)
    Disruptions(world)
    for traveller in travellers:
        world.env.process(journey(world, traveller))
    world.env.process(world.control.review())
    end = world.env.any_of([world.reception.all_closed, world.env.timeout(scenario.horizon_h)])
    if observe is None:
        world.env.run(until=end)
    else:
        while not end.processed:
            world.env.step()
            observe(world)
    return RunEnd(
        end_h=world.env.now,
        events=world.env.scheduled,
        stages=world.stages,
        waiting=_still_waiting(world, travellers),
    )


def _travellers(world: World) -> list[Traveller]:
    """The lots in order of priority, readiness and id; their rank keeps that order."""
    scenario = world.scenario
    lots = [scenario.lots[lot] for lot in sorted(scenario.lots)]
    travellers = [Traveller(lot, scenario.units[lot.unit], (0.0,)) for lot in lots]
    order = sorted(
        (float(t.lot.priority), ready_h(world, t), t.lot.id, i) for i, t in enumerate(travellers)
    )
    for place, (priority, hour, _, i) in enumerate(order):
        travellers[i].rank = (priority, hour, float(place))
    return [travellers[i] for *_, i in order]


def _still_waiting(world: World, travellers: list[Traveller]) -> tuple[Waiting, ...]:
    """Every lot that has not closed, and why; unexplained is what can never come."""
    rows = []
    for traveller in travellers:
        lot = traveller.lot.id
        state = world.ledger.state[traveller.id]
        if state is State.CLOSED:
            continue
        stranded = state is State.STRANDED
        rows.append(
            Waiting(
                lot=lot,
                unit=traveller.lot.unit,
                state=state.name.lower(),
                since_h=world.ledger.since[lot],
                for_what=world.barred_by() if stranded else _wait_of(traveller),
                explained=not stranded or bool(world.scenario.disruptions),
            )
        )
    return tuple(rows)


def _wait_of(traveller: Traveller) -> str:
    if traveller.board is None or traveller.leg is None:
        return "the end of its stage"
    return f"lift by {traveller.leg.mode.value} from {traveller.leg.start} to {traveller.leg.end}"
