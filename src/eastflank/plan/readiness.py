"""Readiness: when a lot may leave, and what held it last."""

from eastflank.model.causes import C_DAY, CauseKind, WaitCause
from eastflank.model.luck import NATIONAL_SLIP, Luck
from eastflank.model.scenario import CargoClass, Lot, Readiness, Scenario, Unit
from eastflank.plan.permission import Permissions


def departure(
    scenario: Scenario, luck: Luck, permissions: Permissions, lot: Lot
) -> tuple[float, WaitCause]:
    """The hour, and the last of what a lot waited for.

    Notice and permissions run side by side from the order; stored kit is drawn after them.
    """
    unit = scenario.units[lot.unit]
    steps = [(0.0, C_DAY)]
    if scenario.frame.readiness is Readiness.TIERS:
        steps.append((_notified_h(scenario, luck, unit), WaitCause(CauseKind.NOTICE)))
    if (permission := permissions.last(unit)) is not None:
        steps.append(permission)
    hour, held_by = max(steps, key=lambda step: step[0])
    if unit.kit_origin != unit.origin and lot.cargo is not CargoClass.PEOPLE:
        draw_h = luck.draw("prepositioned_draw", unit.id)
        if draw_h > 0:
            hour, held_by = hour + draw_h, WaitCause(CauseKind.STORED_KIT)
    line = scenario.movement_plan.get(lot.id)
    if line is not None and line.not_before_h > hour:
        return line.not_before_h, WaitCause(CauseKind.PLAN_DATE, f"{line.not_before_h:g}")
    return hour, held_by


def _notified_h(scenario: Scenario, luck: Luck, unit: Unit) -> float:
    """When its notice is over; the slip has a national part and one of the unit."""
    slip_h = luck.national(NATIONAL_SLIP, unit.nation)
    slip_h += luck.draw("notice_slip_unit", unit.id)
    return scenario.frame.order_h + unit.notice_h + slip_h
