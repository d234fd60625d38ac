"""Hosts: the countries that units cross or enter on their best open ways."""

from collections.abc import Callable, Iterator, Mapping

from eastflank.model.ids import NodeId, UnitId
from eastflank.model.modes import MODES
from eastflank.model.scenario import Lot, Scenario
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.legs import Fixed, Itinerary, Leg, chain_of, fixed_by

Ways = Callable[
    [Lot, Fixed | None], tuple[Itinerary, ...]
]  # of a lot while all is open, best first


class Hosts:
    """Asks for the best way of every lot."""

    def __init__(self, catalogue: Catalogue, ways: Ways) -> None:
        self._scenario: Scenario = catalogue.scenario
        self._catalogue = catalogue
        self._ways = ways

    def by_unit(self) -> Mapping[UnitId, tuple[str, ...]]:
        """The countries that each unit's lots cross or enter, own excepted."""
        entered: dict[UnitId, set[str]] = {}
        known: dict[tuple[object, ...], frozenset[str]] = {}
        for lot in self._scenario.lots.values():
            fixed = fixed_by(self._scenario.movement_plan.get(lot.id))
            question = (lot.nation, lot.origin, lot.destination, lot.cargo, lot.may_fly, fixed)
            if question not in known:
                known[question] = frozenset(self._countries(lot, fixed))
            entered.setdefault(lot.unit, set()).update(known[question] - {lot.nation})
        return {unit: tuple(sorted(countries)) for unit, countries in entered.items()}

    def _countries(self, lot: Lot, fixed: Fixed | None) -> Iterator[str]:
        yield self._country(lot.origin)
        yield self._country(lot.destination)
        for leg in chain_of(self._best(lot, fixed)):
            yield from self._on_leg(leg)

    def _best(self, lot: Lot, fixed: Fixed | None) -> tuple[Leg, ...]:
        """The best free-flow way that fleets run for the nation and the plan allows."""
        for plan in self._ways(lot, fixed):
            if all(self._catalogue.serve(leg.types, lot.nation) for leg in chain_of(plan.legs)):
                return plan.legs
        return ()

    def _on_leg(self, leg: Leg) -> Iterator[str]:
        """Ships and aircraft enter only the countries of their ends."""
        yield self._country(leg.start)
        yield self._country(leg.end)
        if MODES[leg.mode].is_inland:
            for hop in leg.way:
                yield self._country(hop.to)
                yield from self._scenario.links[hop.link].transit

    def _country(self, node: NodeId) -> str:
        return self._scenario.nodes[node].country
