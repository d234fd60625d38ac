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
from eastflank.engine.movement import Lift
from eastflank.engine.permission import Permissions
from eastflank.engine.reasons import opens_later, why_stranded
from eastflank.engine.rsom import Reception
from eastflank.engine.sustainment import Supplier
from eastflank.engine.world import Traveller, World
from eastflank.model.causes import UNDER_WAY, WaitCause
from eastflank.model.ids import LotId, UnitId
from eastflank.model.records import Recorder
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import fixed_by

Observer = Callable[[World], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A lot that had not closed at the end: since when it waits, where, and for what.

    Where it waits for lift, ``mode`` and ``towards`` are those of its next leg. ``opens`` is what
    opens last of its itinerary, and the hour, if that lies ahead and is known.
    """

    lot: LotId
    unit: UnitId
    state: str
    since_h: float
    place: str
    cause: WaitCause
    explained: bool
    mode: str = ""
    towards: str = ""
    opens: tuple[str, float] | None = None

    def flat(self) -> dict[str, str | float | bool | None]:
        """As a row of a table; the cause in the three columns of a record."""
        cause, thing, closed_by = self.cause.columns
        opens, opens_h = self.opens or ("", None)
        return {
            "lot": self.lot,
            "unit": self.unit,
            "state": self.state,
            "since_h": self.since_h,
            "place": self.place,
            "towards": self.towards,
            "mode": self.mode,
            "cause": cause,
            "cause_thing": thing,
            "closed_by": closed_by,
            "opens": opens,
            "opens_h": opens_h,
            "explained": self.explained,
        }


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
        world.clock.start(journey(world, traveller))
    world.clock.start(world.control.review())
    if scenario.sustainment is not None:
        world.clock.start(Supplier(world, scenario.sustainment).run())
    end = world.clock.first(world.reception.all_closed, world.clock.hours(scenario.horizon_h))
    world.clock.run_until(end, None if observe is None else lambda: observe(world))
    return RunEnd(
        end_h=world.clock.now,
        events=world.clock.scheduled,
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
        explained = _is_explained(world, traveller, of_unit)
        rows.append(_waiting(world, traveller, aboard.get(id(traveller)), explained=explained))
    return tuple(rows)


def _waiting(world: World, traveller: Traveller, lift: Lift | None, *, explained: bool) -> Waiting:
    cause = _cause_of(world, traveller, lift)
    leg = traveller.leg if traveller.board is not None else None
    return Waiting(
        lot=traveller.lot.id,
        unit=traveller.lot.unit,
        state=world.ledger.state[traveller.id].name.lower(),
        since_h=world.ledger.since[traveller.id],
        place=lift.node if lift else traveller.node,
        cause=cause.while_closed(world.shut.by(cause.thing)),
        explained=explained,
        mode=leg.mode.value if leg else "",
        towards=leg.end if leg else "",
        opens=opens_later(world, traveller) if leg else None,
    )


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


def _cause_of(world: World, traveller: Traveller, lift: Lift | None) -> WaitCause:
    """What a lot waits for, be it aboard a lift; ``UNDER_WAY`` where it moves or is worked on."""
    state = world.ledger.state[traveller.id]
    if lift is not None and lift.cause is not None:
        return lift.cause
    if state is State.NOT_READY:
        return traveller.leaves[1]
    if state is State.STRANDED:
        return why_stranded(world, traveller)
    if traveller.cause is not None:
        return traveller.cause
    if state is State.IN_RSOM:
        return world.reception.cause_of(traveller.unit.id) or UNDER_WAY
    return traveller.board.lacks() if traveller.board is not None else UNDER_WAY
