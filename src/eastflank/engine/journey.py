"""The journey of a lot: ready, leg after leg as movement control says, then staged."""

import math
from collections.abc import Generator
from typing import Any

import simpy

from eastflank.engine.ledger import State
from eastflank.engine.world import Traveller, World
from eastflank.records import Stage
from eastflank.scenario import CargoClass, Readiness


def ready_h(world: World, traveller: Traveller) -> float:
    """When a lot may leave."""
    return readiness(world, traveller)[0]


def readiness(world: World, traveller: Traveller) -> tuple[float, str]:
    """When a lot may leave, and what held it last.

    Notice and permission run side by side from the order; stored kit is drawn after them.
    """
    unit, luck, frame = traveller.unit, world.luck, world.scenario.frame
    permission_h = frame.order_h + luck.draw(frame.permission_key, unit.id)
    ready = -math.inf
    if frame.readiness is Readiness.TIERS:
        slip_h = luck.national("notice_slip_national", unit.nation)
        slip_h += luck.draw("notice_slip_unit", unit.id)
        ready = frame.order_h + unit.notice_h + slip_h
    held = (0.0, "C-day")
    for reason in ((ready, "notice"), (permission_h, "permission")):
        held = reason if reason[0] > held[0] else held
    if unit.kit_origin == unit.origin or traveller.lot.cargo is CargoClass.PEOPLE:
        return held
    draw_h = luck.draw("prepositioned_draw", unit.id)
    return (held[0] + draw_h, "stored kit") if draw_h > 0 else held


def journey(world: World, traveller: Traveller) -> Generator[simpy.Event, Any, None]:
    """From readiness to the staging area."""
    at_h, held_by = readiness(world, traveller)
    yield world.env.timeout(at_h)
    world.tell_stay(traveller, Stage.READY, world.scenario.frame.order_h, at_h, held_by)
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
