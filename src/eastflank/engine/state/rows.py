"""Rows of the record: what a lift did, what of a consignment it carried, where one stayed."""

from typing import Final

from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause
from eastflank.model.records import Amounts, Hours, Stage
from eastflank.model.scenario import Unit

Places = tuple[str, str]  # where, and where to

NOBODY: Final = ("", "")
NOTHING: Final = ("", "", "")
EMPTY: Final[Amounts] = (0, 0.0, 0.0)


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
    world.records.add(
        stage,
        (consignment.node, "" if consignment.node == bound_for else bound_for),
        (lot.unit, lot.id),
        NOTHING,
        (from_h, work_h, world.clock.now),
        (consignment.troops, consignment.pieces, lot.tonnes * consignment.share),
        cause,
    )


def record_lift(
    world: World,
    lift: Lift,
    stage: Stage,
    places: Places,
    hours: Hours,
    cause: WaitCause | None = None,
) -> None:
    """What an asset did: what the whole lift carried."""
    records = world.records
    if not records.assets:
        records.skip()
        return
    carrier = world.names.carriers[lift.number]
    records.add(stage, places, NOBODY, carrier, hours, lift.size.amounts, cause)


def record_link(
    world: World,
    lift: Lift,
    places: Places,
    hours: Hours,
    cause: WaitCause | None,
    stage: Stage = Stage.LINK,
) -> None:
    """A lift has crossed a link, or has stood on it."""
    records = world.records
    if not records.links:
        records.skip()
        return
    carrier = world.names.carriers[lift.number]
    records.add(stage, places, NOBODY, carrier, hours, lift.size.amounts, cause)


def record_load(
    world: World,
    lift: Lift,
    load: Load,
    stage: Stage,
    places: Places,
    hours: Hours,
    cause: WaitCause | None = None,
) -> None:
    """What happened to a lot: what this lift carries of it."""
    lot, pieces, carrier = load.consignment.lot, load.pieces, world.names.carriers[lift.number]
    share = pieces / lot.pieces
    amounts = (round(lot.troops * share), pieces, lot.tonnes * share)
    world.records.add(stage, places, (lot.unit, lot.id), carrier, hours, amounts, cause)


def record_empty(
    world: World, asset: Asset, start: str, hours: tuple[float, float], cause: WaitCause | None
) -> None:
    """An asset has gone empty to where it is; it was sent and left at these hours."""
    if not world.records.assets:
        world.records.skip()
        return
    carrier = ("", world.names.assets[asset.number], asset.type.id)
    times = (*hours, world.clock.now)
    world.records.add(Stage.EMPTY, (start, asset.node), NOBODY, carrier, times, EMPTY, cause)


def record_turn(world: World, asset: Asset, since_h: float) -> None:
    """A wagon set has turned round after a lift, where it is."""
    if not world.records.assets:
        world.records.skip()
        return
    carrier = ("", world.names.assets[asset.number], asset.type.id)
    hours = (since_h, since_h, world.clock.now)
    world.records.add(Stage.TURN, (asset.node, ""), NOBODY, carrier, hours, EMPTY, None)


def record_integration(
    world: World, unit: Unit, place: str, hours: tuple[float, float], cause: WaitCause | None
) -> None:
    """A unit is integrated; it asked for a slot and had it at these hours."""
    times, amounts = (*hours, world.clock.now), (unit.personnel, 0.0, 0.0)
    world.records.add(Stage.INTEGRATION, (place, ""), (unit.id, ""), NOTHING, times, amounts, cause)
