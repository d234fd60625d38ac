"""One replication from start to end."""

import gc
from collections.abc import Callable
from dataclasses import dataclass

from eastflank.engine.boards import Boards
from eastflank.engine.control import Control
from eastflank.engine.disruption import Disruptions
from eastflank.engine.fleets import Fleets
from eastflank.engine.journey import departure, journey
from eastflank.engine.ledger import State
from eastflank.engine.luck import Luck
from eastflank.engine.permission import Permissions
from eastflank.engine.reasons import not_before, why_stranded
from eastflank.engine.rsom import Reception
from eastflank.engine.sustainment import Supplier
from eastflank.engine.world import Traveller, World
from eastflank.model.ids import LotId, UnitId
from eastflank.model.records import Recorder
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import fixed_by

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
    supplies: tuple[Waiting, ...] = ()  # on their way at the end: no unit waits to close for them


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
    links: bool = True,
) -> RunEnd:
    """Run one replication (``None``: the deterministic run with every row at its likely value).

    ``observe`` is called after every event; it is for proofs, and slow. Without ``links`` the rows
    of links are counted and not made.
    """
    collecting = gc.isenabled()
    gc.disable()  # the objects of a run live until its end: looking for cycles finds nothing
    try:
        return _run(
            World(
                scenario,
                book or plan_book(scenario),
                Luck(dict(scenario.evidence), seed, replication, scenario.draws),
                record,
                tells_links=links,
            ),
            observe,
        )
    finally:
        if collecting:
            gc.enable()


def _run(world: World, observe: Observer | None) -> RunEnd:
    scenario = world.scenario
    world.fleets = Fleets(world)
    world.control = Control(world)
    world.boards = Boards(world)
    travellers = world.travellers = _travellers(world)
    world.reception = Reception(world, travellers)
    Disruptions(world)
    for traveller in travellers:
        world.env.process(journey(world, traveller))
    world.env.process(world.control.review())
    if scenario.sustainment is not None:
        world.env.process(Supplier(world, scenario.sustainment).run())
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
        waiting=_still_waiting(world, of_the_force=True),
        supplies=_still_waiting(world, of_the_force=False),
    )


def _travellers(world: World) -> list[Traveller]:
    """The lots in order of priority, readiness and id; their rank keeps that order."""
    scenario = world.scenario
    lots = [scenario.lots[lot] for lot in sorted(scenario.lots)]
    travellers = [Traveller(lot, scenario.units[lot.unit], (0.0,)) for lot in lots]
    permissions = Permissions(scenario, world.book, world.luck)
    for traveller in travellers:
        traveller.leaves = departure(world, traveller, permissions)
        traveller.fixed = fixed_by(scenario.movement_plan.get(traveller.lot.id))
    order = sorted(
        (float(t.lot.priority), t.leaves[0], t.lot.id, i) for i, t in enumerate(travellers)
    )
    for place, (priority, hour, _, i) in enumerate(order):
        travellers[i].rank = (priority, hour, float(place))
    return [travellers[i] for *_, i in order]


def _still_waiting(world: World, *, of_the_force: bool) -> tuple[Waiting, ...]:
    """Every lot (or all supplies) that has not closed, and why; unexplained can never come."""
    aboard = {id(part.traveller): lift for lift in world.moving for part in lift.parts}
    late = [t for t in world.travellers if world.ledger.state[t.id] is not State.CLOSED]
    of_unit: dict[UnitId, list[Traveller]] = {}
    for traveller in late:
        of_unit.setdefault(traveller.unit.id, []).append(traveller)
    rows = []
    for traveller in late:
        if world.reception.awaits(traveller) is not of_the_force:
            continue
        lift = aboard.get(id(traveller))
        rows.append(
            Waiting(
                lot=traveller.lot.id,
                unit=traveller.lot.unit,
                state=world.ledger.state[traveller.id].name.lower(),
                since_h=world.ledger.since[traveller.id],
                for_what=_blamed(world, lift.waits_for)
                if lift and lift.waits_for
                else _wait_of(world, traveller),
                explained=_is_explained(world, traveller, of_unit),
            )
        )
    return tuple(rows)


def _is_explained(
    world: World, traveller: Traveller, of_unit: dict[UnitId, list[Traveller]]
) -> bool:
    """Whether what a lot waits for can come, or a disruption keeps it away.

    Who waits for another unit is explained if that unit is; a circle explains nothing.
    """
    asked, todo = set[UnitId](), [traveller]
    while todo:
        lot = todo.pop()
        waits = world.ledger.state[lot.id] is State.STRANDED or lot.board is not None
        if waits and not world.control.can_come(lot):
            return False
        if lot.goes_after is not None and lot.goes_after not in asked:
            asked.add(lot.goes_after)
            if lot.goes_after not in of_unit or lot.goes_after == traveller.unit.id:
                return False
            todo += of_unit[lot.goes_after]
    return True


def _blamed(world: World, wait: str) -> str:
    """What is waited for, with what has closed it: "terminal PT_RIGA, closed by strike"."""
    closed_by = world.shut_by.get(wait.partition(" ")[2], ())
    return f"{wait}, closed by {' and '.join(closed_by)}" if closed_by else wait


def _wait_of(world: World, traveller: Traveller) -> str:
    if traveller.goes_after is not None:
        return f"after {traveller.goes_after}"
    if world.ledger.state[traveller.id] is State.STRANDED:
        return why_stranded(world, traveller)
    if traveller.waits_for:
        return traveller.waits_for
    if world.ledger.state[traveller.id] is State.IN_RSOM:
        wait = world.reception.wait_of(traveller.unit.id)
        return _blamed(world, wait) if wait else "the end of its stage"
    if traveller.board is None or traveller.leg is None:
        return "the end of its stage"
    leg, later = traveller.leg, not_before(world, traveller)
    return f"lift by {leg.mode.value} from {leg.start} to {leg.end}{later}"
