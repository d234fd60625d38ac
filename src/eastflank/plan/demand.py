"""Demand: what must be where before a unit counts as closed, and the least hours of that.

Lots that go the same way are one flow; a flow has no lots any more, only pieces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from eastflank.model.ids import NodeId, UnitId
from eastflank.model.luck import Luck
from eastflank.model.scenario import CargoClass, Lot, Scenario
from eastflank.plan.permission import Permissions
from eastflank.plan.readiness import departure
from eastflank.routing.book import Itineraries

ROUNDING: Final = 1e-6  # a unit closes a hair below its share: less is asked of the bound


class Kind(NamedTuple):
    """Cargo that may use the same lift."""

    cargo: CargoClass
    may_fly: bool


class Flow(NamedTuple):
    """Cargo that goes the same way."""

    kind: Kind
    origin: NodeId
    destination: NodeId


@dataclass(frozen=True, slots=True)
class Part:
    """What a unit needs of one flow: pieces, when the first may leave, hours in staging."""

    flow: Flow
    pieces: float
    leaves_h: float
    staging_h: float


@dataclass(frozen=True, slots=True)
class Need:
    """What one unit needs before it counts as closed."""

    unit: UnitId
    troops: int
    destination: NodeId
    integration_h: float
    parts: tuple[Part, ...]


def needs_of(scenario: Scenario, book: Itineraries, luck: Luck) -> tuple[Need, ...]:
    """The needs of all units that move, with the luck of one replication, in the order of ids."""
    permissions = Permissions(scenario, book, luck)
    lots: dict[UnitId, list[Lot]] = {}
    for lot in scenario.lots.values():
        lots.setdefault(lot.unit, []).append(lot)
    return tuple(
        Need(
            unit=name,
            troops=scenario.units[name].personnel,
            destination=scenario.units[name].destination,
            integration_h=luck.draw("integration", name),
            parts=tuple(_parts(scenario, luck, permissions, lots[name])),
        )
        for name in sorted(lots)
    )


def _parts(
    scenario: Scenario, luck: Luck, permissions: Permissions, lots: Iterable[Lot]
) -> Iterable[Part]:
    """One part a flow; of a class in several flows each must bring what the others may not lack."""
    flows: dict[Flow, list[Lot]] = {}
    for lot in lots:
        flow = Flow(Kind(lot.cargo, lot.may_fly), lot.origin, lot.destination)
        flows.setdefault(flow, []).append(lot)
    whole = _pieces_by_class(flows)
    for flow, members in flows.items():
        pieces = sum(lot.pieces for lot in members)
        lacking = (1.0 - scenario.theta + ROUNDING) * whole[flow.kind.cargo]
        if pieces <= lacking:
            continue
        yield Part(
            flow=flow,
            pieces=pieces - lacking,
            leaves_h=min(departure(scenario, luck, permissions, lot)[0] for lot in members),
            staging_h=min(luck.draw("staging", lot.id) for lot in members),
        )


def _pieces_by_class(flows: Mapping[Flow, list[Lot]]) -> dict[CargoClass, float]:
    pieces: dict[CargoClass, float] = {}
    for flow, lots in flows.items():
        cargo = flow.kind.cargo
        pieces[cargo] = pieces.get(cargo, 0.0) + sum(lot.pieces for lot in lots)
    return pieces
