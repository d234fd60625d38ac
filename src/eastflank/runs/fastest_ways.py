"""Fastest ways: what each lot would use were all open and free, and who would pass a place."""

from collections.abc import Collection, Iterator

from eastflank.compile.kept_plans import ways_within
from eastflank.model.ids import UnitId
from eastflank.model.scenario import Lot, Scenario
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Itinerary, chain_of, fixed_by, terminals_of


class PlannedWays:
    """The planned way of every lot that moves, found once.

    It is the fastest in free flow, all links open, that the movement plan allows and that a fleet
    serves; None where there is no way.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.book = Itineraries(scenario)
        self.ways = list(_all_ways(scenario, self.book))

    def units_through(self, links: Collection[str], terminals: Collection[str]) -> set[UnitId]:
        """The units of which a lot would use any of the links or terminals."""
        return {
            lot.unit
            for lot, plan in self.ways
            if plan is not None
            and (
                any(hop.link in links for leg in chain_of(plan.legs) for hop in leg.way)
                or not terminals_of(plan.legs).isdisjoint(terminals)
            )
        }


def _all_ways(scenario: Scenario, book: Itineraries) -> Iterator[tuple[Lot, Itinerary | None]]:
    known: dict[tuple[object, ...], Itinerary | None] = {}
    for lot in scenario.lots.values():
        if lot.origin == lot.destination:
            continue
        fixed = fixed_by(scenario.movement_plan.get(lot.id))
        key = (lot.nation, lot.origin, lot.destination, lot.cargo, lot.may_fly, fixed)
        if key not in known:
            known[key] = next(iter(ways_within(book, lot, fixed)), None)
        yield lot, known[key]
