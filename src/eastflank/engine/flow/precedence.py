"""Precedence: who goes first among those of one priority that want the same things.

Units follow each other as they get ready. A staff sends one formation after the other instead, in
the order that brings what they are worth into place soonest on the same lift.
"""

from collections.abc import Mapping, Sequence

from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, UnitId
from eastflank.model.scenario import Lot, Precedence, Unit
from eastflank.plan.precedence import Formation, Pool, in_order, worth
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures


def turns(world: World, lots: Sequence[Lot], ready_h: Sequence[float]) -> Sequence[float]:
    """For each lot what it is sent by within its priority, the least first."""
    if not world.scenario.dispatch.is_by_staff:
        return ready_h
    place = places(world, lots)
    return [place[lot.unit] for lot in lots]


def places(world: World, lots: Sequence[Lot]) -> Mapping[UnitId, float]:
    """For each unit the place of its formation among those of its priority."""
    scenario = world.scenario
    units = [scenario.units[name] for name in dict.fromkeys(lot.unit for lot in lots)]
    own = {unit.id: formation_of(unit, scenario.precedence) for unit in units}
    work: dict[Formation, dict[Pool, float]] = {name: {} for name in own.values()}
    for lot in lots:
        _add_work(work[own[lot.unit]], world.book, lot)
    worths = dict.fromkeys(work, 0.0)
    for name, value in worth(units, scenario.fighting_share).items():
        worths[own[name]] += value
    place: dict[Formation, float] = {}
    for priority in sorted({name[0] for name in work}):
        among = {name: hours for name, hours in work.items() if name[0] == priority}
        place.update((name, float(at)) for at, name in enumerate(in_order(among, worths)))
    return {unit: place[name] for unit, name in own.items()}


def formation_of(unit: Unit, precedence: Precedence) -> Formation:
    """With whom a unit is sent: its brigade, if that is asked; else it goes by itself."""
    if precedence is Precedence.UNITS or not unit.brigade:
        return (str(unit.priority), unit.id)
    return (str(unit.priority), unit.division, unit.brigade)


def _add_work(work: dict[Pool, float], book: Itineraries, lot: Lot) -> None:
    """The hours for which a lot keeps whole pools at work on its best way while all is open."""
    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    needs = book.options(question).needs
    for leg in needs[0] if needs else ():
        for account, hours in zip(leg.accounts, leg.work_per_piece, strict=True):
            kind, *names = book.accounts[account]
            if kind == "pool":
                pool = tuple(names[1:])  # wherever: a pool counts over all places
                work[pool] = work.get(pool, 0.0) + float(hours) * lot.pieces / _assets(book, pool)


def _assets(book: Itineraries, pool: Pool) -> float:
    """How many assets a pool has, over all places."""
    return sum(book.catalogue.count(AssetTypeId(name)) for name in pool) or 1.0
