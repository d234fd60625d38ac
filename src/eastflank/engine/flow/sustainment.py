"""Sustainment: troops that are there use supplies daily, and depots send them in containers.

Troops in place live from what they have for some days after C-day, units for as long after they
closed. From then on each place asks at midnight for the coming day, less what the host's own
stores and market give. What comes together goes as a lot of containers, by the same ramps, wagons,
trucks, ships and paths as everything else.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from eastflank.engine.clock import Work
from eastflank.engine.control.choosing import Choosing
from eastflank.engine.flow.reception import Reception
from eastflank.engine.moves.cargo import enter
from eastflank.engine.ports import Onward
from eastflank.engine.state.consignment import Consignment, Plan
from eastflank.engine.state.ledger import State
from eastflank.engine.state.rows import record_stay
from eastflank.engine.state.world import World
from eastflank.model.ids import SUPPLY, LotId, NodeId, UnitId
from eastflank.model.records import Stage
from eastflank.model.scenario import CargoClass, Lot, Scenario, Sustainment, Unit
from eastflank.model.units import HOURS_PER_DAY, NEGLIGIBLE

GROUP: Final = ("supply", CargoClass.CONTAINERS.value)  # in the ledger, beside the nations


@dataclass(slots=True)
class Place:
    """A place with troops: from which hour on who needs supplies, and what it is owed."""

    node: NodeId
    depots: tuple[NodeId, ...]
    waiting: list[tuple[float, int]]  # (from this hour on, troops) that still have their own
    troops: int = 0  # that live from the depots and the host
    owed_t: float = 0.0
    since_h: float | None = None  # when the first container came together that has not left
    lots: int = 0


class Supplier:
    """Counts at midnight what each place needs, and sends it."""

    def __init__(
        self,
        world: World,
        rules: Sustainment,
        choosing: Choosing,
        reception: Reception,
        onward: Onward,
    ) -> None:
        self._world = world
        self._rules = rules
        self._choosing = choosing
        self._reception = reception
        self._onward = onward
        self._carried_h = world.luck.value("supply_days_carried")
        self._hold_h = world.luck.value("supply_hold_for_fill")
        host_share = world.luck.value("host_supply_share")
        self._daily_t = world.luck.value("supply_per_troop") * (1.0 - host_share)
        self._priority = round(world.luck.value("supply_priority"))
        self._seen = 0  # units that have closed and are known here
        self._places = {
            node: Place(node, rules.depots[world.scenario.nodes[node].country], [])
            for node in supplied_places(world.scenario)
        }
        for unit in world.scenario.units.values():
            if unit.in_place:
                self._expect(unit, 0.0)

    def run(self) -> Work[None]:
        """Every midnight (UTC) from C-day, each place asks for the day that begins."""
        if self._world.clock.now < 0.0:
            yield self._world.clock.until(0.0)
        while True:
            self._take_in_closed()
            for place in self._places.values():
                self._ask(place)
            yield self._world.clock.hours(HOURS_PER_DAY)

    def _take_in_closed(self) -> None:
        closed = self._reception.closed
        for hour, unit in closed[self._seen :]:
            self._expect(unit, hour)
        self._seen = len(closed)

    def _expect(self, unit: Unit, there_h: float) -> None:
        place = self._places[unit.destination]
        place.waiting.append((there_h + self._carried_h, unit.personnel))

    def _ask(self, place: Place) -> None:
        """Add a day's need, and send what has come together or has been held long enough."""
        now = self._world.clock.now
        hungry = [troops for from_h, troops in place.waiting if from_h <= now + NEGLIGIBLE]
        place.waiting = [each for each in place.waiting if each[0] > now + NEGLIGIBLE]
        place.troops += sum(hungry)
        place.owed_t += place.troops * self._daily_t
        while self._containers(place) >= self._rules.lot_pieces_max:
            self._send(place, self._rules.lot_pieces_max)
            place.since_h = None
        rest = self._containers(place)
        if rest and place.since_h is None:
            place.since_h = now
        if place.since_h is not None and now >= place.since_h + self._hold_h - NEGLIGIBLE:
            self._send(place, rest)
            place.since_h = None

    def _containers(self, place: Place) -> int:
        """Full containers that a place is owed; the rest of one waits for another day."""
        return math.floor(place.owed_t / self._rules.piece_t + NEGLIGIBLE)

    def _send(self, place: Place, containers: int) -> None:
        """A lot comes into the world at the depot from which it would be there first."""
        world, now = self._world, self._world.clock.now
        place.owed_t -= containers * self._rules.piece_t
        place.lots += 1
        offers = self._offers(place, containers)
        chosen = min(offers, key=self._choosing.soonest_h)
        enter(world, chosen, chosen.lot.id)
        world.ledger.add(chosen.lot, State.AT_ORIGIN, now, GROUP)
        record_stay(world, chosen, Stage.READY, now, now)
        world.clock.start(self._onward.go_on(chosen))

    def _offers(self, place: Place, containers: int) -> Iterator[Consignment]:
        """The same lot at each depot, in the order of the table."""
        world, number = self._world, len(self._world.consignments)
        rank = (float(self._priority), world.clock.now, float(number))
        for depot in place.depots:
            lot = supply_lot(
                world.scenario,
                self._rules,
                (depot, place.node),
                containers=containers,
                ordinal=place.lots,
                priority=self._priority,
            )
            unit = _supplied(world.scenario, lot)
            plan = Plan()
            yield Consignment(
                number, lot, unit, rank, node=lot.origin, pieces=lot.pieces, plan=plan
            )


def supplied_places(scenario: Scenario) -> list[NodeId]:
    """Where troops of the force are or will be, by id."""
    return sorted({unit.destination for unit in scenario.units.values()})


def supply_lot(
    scenario: Scenario,
    rules: Sustainment,
    ends: tuple[NodeId, NodeId],
    *,
    containers: int,
    ordinal: int,
    priority: int,
) -> Lot:
    """Containers from a depot to a place; the lift of the depot's nation carries them."""
    depot, node = ends
    return Lot(
        id=LotId(f"{SUPPLY}{node}/{CargoClass.CONTAINERS}/{ordinal:03d}"),
        unit=UnitId(f"{SUPPLY}{node}"),
        nation=scenario.nodes[depot].country,
        cargo=CargoClass.CONTAINERS,
        pieces=containers,
        tonnes=containers * rules.piece_t,
        troops=0,
        length_km=containers * rules.piece_km,
        origin=depot,
        destination=node,
        priority=priority,
        may_fly=False,
    )


def _supplied(scenario: Scenario, lot: Lot) -> Unit:
    """What stands where a lot of the force has its unit: nobody, who never closes."""
    return Unit(
        id=lot.unit,
        name=f"Supplies for {scenario.nodes[lot.destination].name}",
        nation=lot.nation,
        brigade="",
        division="",
        unit_type="supplies",
        weight="support",
        tier=1,
        priority=lot.priority,
        personnel=0,
        notice_h=0.0,
        origin=lot.origin,
        kit_origin=lot.origin,
        destination=lot.destination,
        required_delivery_h=math.inf,
    )
