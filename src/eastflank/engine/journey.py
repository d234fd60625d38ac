"""The journey of a lot: ready, leg after leg as movement control says, then staged."""

from eastflank.engine.clock import Work, wait
from eastflank.engine.ledger import State
from eastflank.engine.luck import NATIONAL_SLIP
from eastflank.engine.permission import Permissions
from eastflank.engine.reasons import why_stranded
from eastflank.engine.world import Traveller, World
from eastflank.model.causes import C_DAY, CauseKind, WaitCause
from eastflank.model.records import Stage
from eastflank.model.scenario import CargoClass, Readiness


def departure(
    world: World, traveller: Traveller, permissions: Permissions
) -> tuple[float, WaitCause]:
    """When a lot may leave, and what held it last.

    Notice and permissions run side by side from the order; stored kit is drawn after them.
    """
    unit, luck, frame = traveller.unit, world.luck, world.scenario.frame
    steps = [(0.0, C_DAY)]
    if frame.readiness is Readiness.TIERS:
        slip_h = luck.national(NATIONAL_SLIP, unit.nation)
        slip_h += luck.draw("notice_slip_unit", unit.id)
        steps.append((frame.order_h + unit.notice_h + slip_h, WaitCause(CauseKind.NOTICE)))
    if (permission := permissions.last(unit)) is not None:
        steps.append(permission)
    hour, held_by = max(steps, key=lambda step: step[0])
    if unit.kit_origin != unit.origin and traveller.lot.cargo is not CargoClass.PEOPLE:
        draw_h = luck.draw("prepositioned_draw", unit.id)
        if draw_h > 0:
            hour, held_by = hour + draw_h, WaitCause(CauseKind.STORED_KIT)
    line = world.scenario.movement_plan.get(traveller.lot.id)
    if line is not None and line.not_before_h > hour:
        return line.not_before_h, WaitCause(CauseKind.PLAN_DATE, f"{line.not_before_h:g}")
    return hour, held_by


def journey(world: World, traveller: Traveller) -> Work[None]:
    """From readiness to the staging area."""
    at_h, held_by = traveller.leaves
    yield world.clock.hours(at_h)
    world.tell_stay(traveller, Stage.READY, world.scenario.frame.order_h, at_h, held_by)
    world.ledger.move(traveller.id, State.AT_ORIGIN, world.clock.now)
    yield from _let_others_go_first(world, traveller)
    yield from go_on(world, traveller)


def _let_others_go_first(world: World, traveller: Traveller) -> Work[None]:
    """Stay until the units that the movement plan sends before this one have closed."""
    line = world.scenario.movement_plan.get(traveller.lot.id)
    for unit in line.after if line is not None else ():
        since_h, closing = world.clock.now, world.reception.closing(unit)
        if closing is not None:
            cause = WaitCause(CauseKind.PLAN_ORDER, unit)
            traveller.goes_after = unit
            yield from wait(traveller, closing, cause)
            traveller.goes_after = None
            world.tell_stay(traveller, Stage.WAIT, since_h, world.clock.now, cause)


def go_on(world: World, traveller: Traveller) -> Work[None]:
    """Leg after leg to the destination, then to the staging area."""
    while traveller.node != traveller.lot.destination:
        if not world.control.gate.is_open:
            yield from _wait_for_orders(world, traveller)
        if world.control.plan(traveller) is None:
            yield from _strand(world, traveller)
        before = traveller.node
        yield world.boards.join(traveller)
        world.control.land(traveller)
        if traveller.node != before:
            traveller.been.add(before)
        book(world, traveller, before)
    yield from world.reception.stage(traveller)


def _wait_for_orders(world: World, traveller: Traveller) -> Work[None]:
    """Movement control is hit: nobody says where to go."""
    since_h, gate = world.clock.now, world.control.gate
    cause = WaitCause(CauseKind.CONTROL, closed_by=gate.hit_by)
    yield from wait(traveller, gate.opened, cause)
    world.tell_stay(traveller, Stage.WAIT, since_h, world.clock.now, cause)


def _strand(world: World, traveller: Traveller) -> Work[None]:
    """No way to go: wait for a change of the network, and say so."""
    since_h = world.clock.now
    world.ledger.move(traveller.id, State.STRANDED, since_h)
    reason = why_stranded(world, traveller)
    yield world.news
    while world.control.plan(traveller) is None:
        yield world.news
    world.tell_stay(traveller, Stage.STRANDED, since_h, world.clock.now, reason)
    book(world, traveller, traveller.node)


def book(world: World, traveller: Traveller, before: str) -> None:
    """Where it waits now: at its origin, or between two legs."""
    at_origin = traveller.node == before and before in {
        traveller.unit.origin,
        traveller.unit.kit_origin,
    }
    state = State.AT_ORIGIN if at_origin else State.IN_TRANSFER
    world.ledger.move(traveller.id, state, world.clock.now)
