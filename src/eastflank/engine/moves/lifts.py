"""Lifts as they are made, set out, halt and arrive; and where lifts and assets are."""

from collections.abc import Sequence

from eastflank.engine.moves.mode import Mover
from eastflank.engine.state.consignment import Load
from eastflank.engine.state.lift import Asset, Lift, Size
from eastflank.engine.state.rows import record_load
from eastflank.engine.state.servers import Rank, Servers
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId
from eastflank.model.records import Stage
from eastflank.routing.legs import Leg


def new_lift(
    world: World,
    mover: Mover,
    rank: Rank,
    node: NodeId,
    *,
    end: NodeId,
    asset: Asset | None = None,
    leg: Leg | None = None,
    loads: Sequence[Load] = (),
    call_forward: Sequence[Servers] = (),
) -> Lift:
    """A lift where it is loaded, or where its empty asset stands."""
    lift = Lift(
        _named(world, mover, asset),
        rank,
        mover.mode,
        node,
        end=end,
        size=mover.size(loads, asset),
        fittings=mover.fittings(loads, asset),
        left_h=world.clock.now,
        asset=asset,
        leg=leg,
        loads=loads,
        call_forward=call_forward,
    )
    note_news(world, lift, acted_on=True)
    if asset is not None:
        asset.lift = lift
    return lift


def _named(world: World, mover: Mover, asset: Asset | None) -> int:
    """The number of a new lift; where vehicles march on their own it is its own asset."""
    if asset is None:
        return world.names.add_lift(mover.mode.value, None, "march")
    name = world.names.assets[asset.number]
    return world.names.add_lift(mover.mode.value, name, asset.type.id)


def count_vehicles(loads: Sequence[Load], asset: Asset | None) -> float:
    """Vehicles of a column, wagons or transporters in use."""
    pieces = sum(load.pieces for load in loads)
    if asset is None:
        return pieces
    if not loads:
        return float(asset.type.carriers)
    capacity = asset.type.capacity[loads[0].consignment.lot.cargo]
    return max(1.0, asset.type.carriers * pieces / capacity)


def size_of(
    loads: Sequence[Load],
    *,
    vehicles: float,
    headways: float = 1.0,
    tail_km: float = 0.0,
    gaps_h: float = 0.0,
) -> Size:
    """A size, with what the loads add up to."""
    return Size(
        vehicles=vehicles,
        headways=headways,
        amounts=(
            sum(load.troops for load in loads),
            sum(load.pieces for load in loads),
            sum(load.tonnes for load in loads),
        ),
        tail_km=tail_km,
        gaps_h=gaps_h,
    )


def resize(lift: Lift, mover: Mover) -> None:
    """Something has come off the lift."""
    lift.size = mover.size(lift.loads, lift.asset)


# -- under way ----------------------------------------------------------------------------------


def set_out(world: World, lift: Lift) -> None:
    """The lift is under way from now."""
    world.moving[lift] = None


def arrive(world: World, lift: Lift) -> None:
    """The lift is under way no more."""
    del world.moving[lift]


def leave(lift: Lift, now: float) -> None:
    """The way of which the next row will tell begins here."""
    lift.left = (lift.node, now)


def halt(lift: Lift, now: float) -> None:
    """The same after a halt, whose way up to it has been recorded."""
    leave(lift, now)
    lift.told_h = now


def record_transit(world: World, lift: Lift) -> None:
    """Leave the rows of the way since it left or last halted."""
    now, (start, left_h) = world.clock.now, lift.left
    if lift.told_h == now:
        return
    for load in lift.loads:
        record_load(world, lift, load, Stage.TRANSIT, (start, lift.node), (left_h, left_h, now))


def reach(lift: Lift, node: NodeId) -> None:
    """The head of the lift is at a place."""
    lift.node = node


def put(asset: Asset, node: NodeId) -> None:
    """An asset is at a place."""
    asset.node = node


def take_over(world: World, lift: Lift, asset: Asset | None) -> Asset | None:
    """Another asset carries the lift on; the asset that is free now."""
    near, lift.asset = lift.asset, asset
    if asset is not None:
        asset.lift = lift
        world.names.change_asset(lift.number, world.names.assets[asset.number], asset.type.id)
    if near is not None:
        put(near, lift.node)
    return near


def set_free(asset: Asset) -> None:
    """An asset carries no lift any more."""
    asset.lift = None


# -- news ---------------------------------------------------------------------------------------


def has_news(world: World, lift: Lift) -> bool:
    """Whether there is news that the lift has not acted on."""
    return lift.news != world.knowledge.news


def note_news(world: World, lift: Lift, *, acted_on: bool) -> None:
    """The lift has acted on all news, or still has to."""
    lift.news = world.knowledge.news - (0 if acted_on else 1)
