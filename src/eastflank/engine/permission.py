"""Permission: the hosts that a unit must cross or enter, and when the last of them has agreed."""

from collections.abc import Iterator

from eastflank.engine.luck import Luck
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.scenario import Lot, Mode, Scenario, Unit
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures, Fixed, Itinerary, Leg, chain_of, fixed_by


class Permissions:
    """A host gives permission to a nation: all units of the nation have it at the same hour."""

    def __init__(self, scenario: Scenario, book: Itineraries, luck: Luck) -> None:
        if not book.hosts:
            book.hosts.update(_hosts(book))
        self._scenario = scenario
        self._hosts = book.hosts
        self._luck = luck
        self._hours: dict[tuple[str, str], float] = {}

    def last(self, unit: Unit) -> tuple[float, WaitCause] | None:
        """When the last host of a unit has agreed, and which it is; None if it needs nobody."""
        hosts = self._hosts.get(unit.id, ())
        given = [(self._given_h(unit.nation, host), host) for host in hosts]
        hour, host = max(given, key=lambda pair: pair[0], default=(0.0, ""))
        return (hour, WaitCause(CauseKind.PERMISSION, host)) if given else None

    def _given_h(self, nation: str, host: str) -> float:
        """All hosts are asked with the order, side by side."""
        pair = (nation, host)
        if pair not in self._hours:
            frame = self._scenario.frame
            hours = self._luck.draw(frame.permission_key, f"{nation}/{host}")
            factor = self._scenario.permission_factor.get(pair, 1.0)
            self._hours[pair] = frame.order_h + factor * hours
        return self._hours[pair]


def _hosts(book: Itineraries) -> dict[UnitId, tuple[str, ...]]:
    """The countries that each unit's lots cross or enter on their best open ways, own excepted."""
    entered: dict[UnitId, set[str]] = {}
    known: dict[tuple[object, ...], frozenset[str]] = {}
    for lot in book.scenario.lots.values():
        fixed = fixed_by(book.scenario.movement_plan.get(lot.id))
        question = (lot.nation, lot.origin, lot.destination, lot.cargo, lot.may_fly, fixed)
        if question not in known:
            known[question] = frozenset(_countries(book, lot, fixed))
        entered.setdefault(lot.unit, set()).update(known[question] - {lot.nation})
    return {unit: tuple(sorted(countries)) for unit, countries in entered.items()}


def _countries(book: Itineraries, lot: Lot, fixed: Fixed | None) -> Iterator[str]:
    yield _country(book, lot.origin)
    yield _country(book, lot.destination)
    for leg in chain_of(_best(book, lot, fixed).legs):
        yield from _on_leg(book, leg)


def _best(book: Itineraries, lot: Lot, fixed: Fixed | None) -> Itinerary:
    """The best free-flow way with all open that fleets run for the nation and the plan allows."""
    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    for plan in book.options(question, fixed).itineraries:
        if all(book.means.serve(leg.types, lot.nation) for leg in chain_of(plan.legs)):
            return plan
    return Itinerary((), 0.0)


def _on_leg(book: Itineraries, leg: Leg) -> Iterator[str]:
    """Ships and aircraft enter only the countries of their ends."""
    yield _country(book, leg.start)
    yield _country(book, leg.end)
    if leg.mode in {Mode.RAIL, Mode.ROAD}:
        for hop in leg.way:
            yield _country(book, hop.to)
            yield from book.scenario.links[hop.link].transit


def _country(book: Itineraries, node: NodeId) -> str:
    return book.scenario.nodes[node].country
