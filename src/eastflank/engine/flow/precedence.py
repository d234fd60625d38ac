"""Precedence: who goes first among units of one priority that want the same things.

Units follow each other as they get ready. A planned force goes unit by unit instead, and first the
unit that takes the least of the lift for each of its troops: the same lift then closes more troops
early (Smith's rule of 1956: the shortest work for its weight goes first).
"""

from collections.abc import Mapping, Sequence

from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, UnitId
from eastflank.model.scenario import Lot
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures


def turns(world: World, lots: Sequence[Lot], ready_h: Sequence[float]) -> Sequence[float]:
    """For each lot what it is sent by within its priority, the least first."""
    if not world.scenario.dispatch.is_by_staff:
        return ready_h
    burden = burdens(world)
    return [burden[lot.unit] for lot in lots]


def burdens(world: World) -> Mapping[UnitId, float]:
    """For each unit the hours for which it would keep whole fleets at work, per troop."""
    hours: dict[UnitId, float] = {}
    for lot in world.scenario.lots.values():
        hours[lot.unit] = hours.get(lot.unit, 0.0) + _fleet_h(world.book, lot)
    units = world.scenario.units
    return {unit: taken / max(units[unit].personnel, 1) for unit, taken in hours.items()}


def _fleet_h(book: Itineraries, lot: Lot) -> float:
    """The hours of whole fleets that a lot takes on its best way while all is open."""
    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    taken = 0.0
    for needed in book.options(question).needs[:1]:
        for leg in needed:
            for account, work in zip(leg.accounts, leg.work_per_piece, strict=True):
                taken += work * lot.pieces / _assets(book, book.accounts[account])
    return float(taken)


def _assets(book: Itineraries, account: tuple[str, ...]) -> float:
    """How many assets a pool counts on; what is no pool is not reckoned."""
    kind, _, *types = account
    if kind != "pool":
        return float("inf")
    return sum(book.catalogue.count(AssetTypeId(name)) for name in types) or 1.0
