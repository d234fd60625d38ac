"""Rows of the record: what a lift did, what of a consignment it carried, where one stayed."""

from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause
from eastflank.model.records import Stage, StageRecord, columns_of
from eastflank.model.scenario import Unit

Hours = tuple[float, float, float]  # asked for, begun, ended


def record_stay(
    world: World,
    consignment: Consignment,
    stage: Stage,
    from_h: float,
    work_h: float,
    cause: WaitCause | None = None,
) -> None:
    """A consignment has stayed where it is until now: ready, stranded or staged."""
    lot, bound_for = consignment.lot, consignment.lot.destination
    kind, thing, closed_by = columns_of(cause)
    world.record(
        StageRecord(
            stage=stage,
            place=consignment.node,
            towards="" if consignment.node == bound_for else bound_for,
            unit=lot.unit,
            lot=lot.id,
            from_h=from_h,
            work_h=work_h,
            to_h=world.clock.now,
            troops=consignment.troops,
            pieces=consignment.pieces,
            tonnes=lot.tonnes * consignment.share,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )
    )


def record_lift(
    world: World,
    lift: Lift,
    stage: Stage,
    places: tuple[str, str],
    hours: Hours,
    cause: WaitCause | None = None,
) -> None:
    """What an asset did: what the whole lift carried."""
    kind, thing, closed_by = columns_of(cause)
    world.record(
        StageRecord(
            stage=stage,
            place=places[0],
            towards=places[1],
            lift=lift.id,
            asset=lift.asset_id,
            asset_type=lift.asset_type,
            from_h=hours[0],
            work_h=hours[1],
            to_h=hours[2],
            troops=lift.size.troops,
            pieces=lift.size.pieces,
            tonnes=lift.size.tonnes,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )
    )


def record_load(
    world: World,
    lift: Lift,
    load: Load,
    stage: Stage,
    places: tuple[str, str],
    hours: Hours,
    cause: WaitCause | None = None,
) -> None:
    """What happened to a lot: what this lift carries of it."""
    kind, thing, closed_by = columns_of(cause)
    world.record(
        StageRecord(
            stage=stage,
            place=places[0],
            towards=places[1],
            unit=load.consignment.unit.id,
            lot=load.consignment.lot.id,
            lift=lift.id,
            asset=lift.asset_id,
            asset_type=lift.asset_type,
            from_h=hours[0],
            work_h=hours[1],
            to_h=hours[2],
            troops=load.troops,
            pieces=load.pieces,
            tonnes=load.tonnes,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )
    )


def record_empty(
    world: World, asset: Asset, start: str, hours: tuple[float, float], cause: WaitCause | None
) -> None:
    """An asset has gone empty to where it is; it was sent and left at these hours."""
    kind, thing, closed_by = columns_of(cause)
    world.record(
        StageRecord(
            stage=Stage.EMPTY,
            place=start,
            towards=asset.node,
            asset=asset.id,
            asset_type=asset.type.id,
            from_h=hours[0],
            work_h=hours[1],
            to_h=world.clock.now,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )
    )


def record_integration(
    world: World, unit: Unit, place: str, hours: tuple[float, float], cause: WaitCause | None
) -> None:
    """A unit is integrated; it asked for a slot and had it at these hours."""
    kind, thing, closed_by = columns_of(cause)
    world.record(
        StageRecord(
            stage=Stage.INTEGRATION,
            place=place,
            unit=unit.id,
            from_h=hours[0],
            work_h=hours[1],
            to_h=world.clock.now,
            troops=unit.personnel,
            cause=kind,
            cause_thing=thing,
            closed_by=closed_by,
        )
    )
