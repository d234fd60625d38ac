"""The journey of a lot: ready, leg after leg as movement control says, then staged."""

from collections.abc import Generator
from typing import Any

import simpy

from eastflank.engine.ledger import State
from eastflank.engine.world import Traveller, World
from eastflank.records import Stage
from eastflank.scenario import CargoClass, Readiness


def ready_h(world: World, traveller: Traveller) -> float:
    """When a lot may leave: notice, permission and the draw of stored kit run side by side."""
    unit, luck, frame = traveller.unit, world.luck, world.scenario.frame
    permission_h = frame.order_h + luck.draw(frame.permission_key, unit.id)
    ready = frame.order_h
    if frame.readiness is Readiness.TIERS:
        slip_h = luck.national("notice_slip_national", unit.nation)
        slip_h += luck.draw("notice_slip_unit", unit.id)
        ready += unit.notice_h + slip_h
    leave_h = max(0.0, ready, permission_h)
    stored = unit.kit_origin != unit.origin and traveller.lot.cargo is not CargoClass.PEOPLE
    return leave_h + (luck.draw("prepositioned_draw", unit.id) if stored else 0.0)


def journey(world: World, traveller: Traveller) -> Generator[simpy.Event, Any, None]:
    """From readiness to the staging area."""
    at_h = ready_h(world, traveller)
    yield world.env.timeout(at_h)
    world.tell_stay(traveller, Stage.READY, world.scenario.frame.order_h, at_h)
    world.ledger.move(traveller.id, State.AT_ORIGIN, world.env.now)
    yield from go_on(world, traveller)


def go_on(world: World, traveller: Traveller) -> Generator[simpy.Event, Any, None]:
    """Leg after leg to the destination, then to the staging area."""
    while traveller.node != traveller.lot.destination:
        if world.control.plan(traveller) is None:
            yield from _strand(world, traveller)
        before = traveller.node
        yield world.boards.join(traveller)
        world.control.land(traveller)
        if traveller.node != before:
            traveller.been.add(before)
        _book(world, traveller, before)
    yield from world.reception.stage(traveller)


def _strand(world: World, traveller: Traveller) -> Generator[simpy.Event, Any, None]:
    """No way to go: wait for a change of the network, and say so."""
    since_h = world.env.now
    world.ledger.move(traveller.id, State.STRANDED, since_h)
    reason = world.control.why_stranded(traveller)
    yield world.news
    while world.control.plan(traveller) is None:
        yield world.news
    world.tell_stay(traveller, Stage.STRANDED, since_h, world.env.now, reason)
    _book(world, traveller, traveller.node)


def _book(world: World, traveller: Traveller, before: str) -> None:
    at_origin = traveller.node == before and before in {
        traveller.unit.origin,
        traveller.unit.kit_origin,
    }
    state = State.AT_ORIGIN if at_origin else State.IN_TRANSFER
    world.ledger.move(traveller.id, state, world.env.now)
