"""Permission: the hosts that a unit must cross or enter, and when the last of them has agreed."""

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.luck import Luck
from eastflank.model.scenario import Scenario, Unit
from eastflank.routing.book import Itineraries


class Permissions:
    """A host gives permission to a nation: all units of the nation have it at the same hour."""

    def __init__(self, scenario: Scenario, book: Itineraries, luck: Luck) -> None:
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
            hours = self._luck.draw("permission", f"{nation}/{host}")
            factor = self._scenario.permission_factor.get(pair, 1.0)
            self._hours[pair] = frame.order_h + factor * hours
        return self._hours[pair]
