"""The run of one loaded lift: under way, transferred where the gauge breaks, unloaded, free."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from eastflank.engine.clock import Phase, Work, wait
from eastflank.engine.crossing import fly, sail, stay_inside
from eastflank.engine.landing import land
from eastflank.engine.ledger import State
from eastflank.engine.movement import Lift, drive
from eastflank.engine.servers import Servers
from eastflank.engine.staging import stand, turn_away
from eastflank.engine.world import World
from eastflank.model.causes import UNDER_WAY, CauseKind, WaitCause
from eastflank.model.ids import TerminalId
from eastflank.model.records import Stage
from eastflank.model.scenario import CargoClass, Mode
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.legs import Leg

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset


def run_lift(world: World, lift: Lift) -> Work[None]:
    """Move, transfer as often as the leg says, unload, and set the asset free."""
    leg = lift.leg
    if leg is None:
        return
    _set_state(world, lift, State.UNDER_WAY)
    world.moving[lift] = None
    lift.has_news = world.control.is_barred(leg)  # news that came while it was loaded
    yield from _move(world, lift)
    while lift.leg is not None and lift.leg.onward is not None:
        if not (yield from _transfer(world, lift)):
            break
        yield from _move(world, lift)
    yield from _unload(world, lift)


def _move(world: World, lift: Lift) -> Work[None]:
    yield from stay_inside(world, lift)
    lift.left, lift.left_h = lift.node, world.clock.now
    if lift.mode is Mode.AIR:
        yield from fly(world, lift)  # each flight tells its own way
        return
    if lift.mode is Mode.SEA:
        yield from sail(world, lift)
    else:
        yield from drive(world, lift, lift.leg.way if lift.leg else ())
    lift.tell_transit(world)


# -- gauge break --------------------------------------------------------------------------------


def _transfer(world: World, lift: Lift) -> Work[bool]:
    """Change of gauge: far-side wagons, a crane for containers, then a track, all held together.

    Returns False if the far side is barred: then the lot is unloaded here.
    """
    leg = lift.leg
    if leg is None or leg.onward is None or leg.unload is None or lift.asset is None:
        return False
    lead, yard, asked_h = lift.parts[0].traveller, leg.unload, world.clock.now
    onward = _open_onward(world, lift, leg)
    if onward is None or lift.node != leg.end:
        _unload_here(world, lift)
        return False
    far = world.fleets.call(lift.rank, lift.node, onward.types, lead.lot.nation)
    cause = WaitCause(CauseKind.ASSET, onward.types[0])
    if (yield from wait(lift, far.answered, cause, Phase.STANDING_BY)) is not None:
        world.fleets.withdraw(far)
        return (yield from _transfer(world, lift))
    yield from _change_trains(world, lift, yard, onward, asked_h)
    _take_over(world, lift, far.asset, onward)
    return True


def _change_trains(
    world: World, lift: Lift, yard: TerminalId, onward: Leg, asked_h: float
) -> Work[None]:
    """The transfer itself, by a crane and on a track that are then free again.

    Its rows name what was waited for longest: the far-side wagons, the crane or the track.
    """
    cranes = world.cranes.get(yard) if lift.leg and lift.leg.crane else None
    waits = [(world.clock.now - asked_h, WaitCause(CauseKind.ASSET, onward.types[0]))]
    if cranes is not None:  # before the track: no train stands on a track to wait for a crane
        crane = WaitCause(CauseKind.CRANE, yard)
        waits.append((yield from _queue(world, lift, cranes, crane)))
    track = WaitCause(CauseKind.TRANSFER, yard)
    waits.append((yield from _queue(world, lift, world.servers[yard], track)))
    lead, start_h = lift.parts[0].traveller, world.clock.now
    longest_h, cause = max(waits, key=lambda wait: wait[0])
    waited_for = cause if longest_h > 0.0 else None
    people = lead.lot.cargo is CargoClass.PEOPLE
    key = "gauge_transfer_people" if people else "gauge_transfer"
    yield world.clock.hours(world.service_h(key, yard, lead))
    hours = (asked_h, start_h, world.clock.now)
    world.tell(lift.row(Stage.SERVE, yard, "", hours, waited_for))
    for part in lift.parts:
        world.tell(lift.part_row(Stage.TRANSFER, part, (lift.node, ""), hours, waited_for))
    world.servers[yard].release()
    if cranes is not None:
        cranes.release()
    if lift.tokens:
        lift.tokens.pop().release()  # the yard's place; the far end's is still held


def _queue(
    world: World, lift: Lift, servers: Servers, cause: WaitCause
) -> Work[tuple[float, WaitCause]]:
    """Wait for a server; the hours that it took, and what was waited for."""
    since_h = world.clock.now
    turn = servers.request(lift.rank)
    if turn is not None:
        yield from wait(lift, turn, cause)
    return float(world.clock.now - since_h), world.why(cause, since_h)


def _take_over(world: World, lift: Lift, far: "Asset | None", onward: Leg) -> None:
    """The far-side wagons carry on, the near-side wagons are free."""
    near, lift.asset = lift.asset, far
    if far is not None:
        far.lift = lift
    if near is not None:
        near.node = lift.node
        world.fleets.release(near)
    lift.leg, lift.end, lift.crew_h = onward, onward.end, 0.0
    lift.has_news = world.control.is_barred(onward)  # news that came during the transfer


def _open_onward(world: World, lift: Lift, leg: Leg) -> Leg | None:
    """The onward leg, by another way if news bars the planned one."""
    onward = leg.onward
    if onward is None or not world.control.is_barred(onward):
        return onward
    reach = world.network.reach(world.closures.links)
    i, j = world.network.index[lift.node], world.network.index[onward.end]
    ways = reach.rail.get(onward.gauge or 0)
    if ways is None or not math.isfinite(ways[0].hours[i, j]):
        return None
    return replace(onward, way=ways[0].way(i, j))


def _unload_here(world: World, lift: Lift) -> None:
    if lift.leg is None or lift.asset is None:
        return
    world.boards.free_tokens(lift)
    turn_away(lift)
    here = world.railhead(lift.node, GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435])
    lift.leg = replace(lift.leg, end=lift.node, unload=here, onward=None)


# -- the end of a run -----------------------------------------------------------------------------


def _unload(world: World, lift: Lift) -> Work[None]:
    """Wait for a server, unload, land the lots, set the asset free."""
    leg = lift.leg
    if leg is None:
        return
    asked_h, lead = world.clock.now, lift.parts[0].traveller
    kind = lift.asset.type if lift.asset else world.scenario.asset_types[leg.types[0]]
    waited_h, cause = 0.0, UNDER_WAY
    if leg.unload is not None:
        queued = WaitCause(CauseKind.UNLOADING, leg.unload)
        waited_h, cause = yield from _queue(world, lift, world.servers[leg.unload], queued)
    waited_for = cause if waited_h > 0.0 else None
    start_h = world.clock.now
    unload_h = world.service_h(kind.unload_key, leg.unload, lead)
    yield world.clock.hours(unload_h * lift.fill if leg.mode is Mode.SEA else unload_h)
    hours = (asked_h, start_h, world.clock.now)
    if leg.unload is not None:
        world.servers[leg.unload].release()
        world.tell(lift.row(Stage.SERVE, leg.unload, "", hours, waited_for))
    stand(world, lift)
    world.boards.free_tokens(lift)
    for part in lift.parts:
        world.tell(lift.part_row(Stage.UNLOAD, part, (lift.node, ""), hours, waited_for))
        land(world, part, lift.node)
    if lift.asset is not None:
        lift.asset.node = lift.node
        world.fleets.release(lift.asset)
    del world.moving[lift]


def _set_state(world: World, lift: Lift, state: State) -> None:
    for part in lift.parts:
        world.ledger.move(part.traveller.id, state, world.clock.now)
