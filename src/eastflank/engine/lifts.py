"""The run of one loaded lift: under way, transferred where the gauge breaks, unloaded, free."""

import math
from collections.abc import Generator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import simpy

from eastflank.engine.landing import land
from eastflank.engine.ledger import State
from eastflank.engine.movement import Lift, drive
from eastflank.engine.world import World
from eastflank.flights import block_h
from eastflank.ids import NodeId, TerminalId
from eastflank.legs import Leg
from eastflank.records import Stage
from eastflank.scenario import CargoClass, Mode, TerminalKind
from eastflank.units import GAUGE_FAMILY

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset


def run_lift(world: World, lift: Lift) -> Generator[simpy.Event, Any, None]:
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


def _move(world: World, lift: Lift) -> Generator[simpy.Event, Any, None]:
    start_h, start = world.env.now, lift.node
    if lift.mode in {Mode.RAIL, Mode.ROAD}:
        yield from drive(world, lift, lift.leg.way if lift.leg else ())
    elif lift.mode is Mode.SEA:
        yield from _sail(world, lift)
    else:
        yield from _fly(world, lift)
    for part in lift.parts:
        hours = (start_h, start_h, world.env.now)
        world.tell(lift.part_row(Stage.TRANSIT, part, (start, lift.node), hours))


def _sail(world: World, lift: Lift) -> Generator[simpy.Event, Any, None]:
    """The voyage; where the port of arrival has closed, on to the nearest open one."""
    leg, kind = lift.leg, lift.asset.type if lift.asset else None
    if leg is None or kind is None:
        return
    lead = lift.parts[0].traveller
    speed = (kind.speed_kmh or 1.0) * world.luck.value("sea_speed_factor")
    for hop in leg.way:
        link = world.scenario.links[hop.link]
        hours = link.length_km / speed + 2.0 * world.luck.value("port_approach")
        if link.canal:
            hours += world.luck.draw("canal_transit", lead.lot.id, lead.visit("canal_transit"))
        yield from _pass(world, lift, Stage.VOYAGE, hop.link, hop.to, hours)
    while lift.leg and lift.leg.unload and not world.servers[lift.leg.unload].is_open:
        port = _nearest_open_port(world, lift)
        if port is None:
            break  # it waits off the closed port
        i, j = world.network.index[lift.node], world.network.index[port[0]]
        hours = float(world.network.reach(world.closures.links).sea_hours[i, j])
        world.boards.free_tokens(lift)
        lift.leg = replace(lift.leg, end=port[0], unload=port[1])
        yield from _pass(world, lift, Stage.VOYAGE, "diverted", port[0], hours)


def _nearest_open_port(world: World, lift: Lift) -> tuple[NodeId, Any] | None:
    reach, index = world.network.reach(world.closures.links), world.network.index
    ports = [
        (float(reach.sea_hours[index[lift.node], index[t.node]]), t.node, t.id)
        for t in world.scenario.terminals.values()
        if t.kind is TerminalKind.PORT and world.servers[t.id].is_open
    ]
    hours, node, terminal = min(ports, default=(math.inf, lift.node, None))
    return (node, terminal) if math.isfinite(hours) else None


def _fly(world: World, lift: Lift) -> Generator[simpy.Event, Any, None]:
    """The flight; where the field of arrival has closed, on to the nearest open one in range."""
    leg, asset = lift.leg, lift.asset
    if leg is None or asset is None:
        return
    if asset.node == asset.fleet.home and asset.flown_h == 0.0:
        asset.left_base_h = world.env.now
    yield from _flight(world, lift, leg.end)
    while lift.leg and lift.leg.unload and not world.servers[lift.leg.unload].is_open:
        fields = [
            (world.means.air_km(lift.node, t.node), t.node, t.id)
            for t in world.scenario.terminals.values()
            if t.kind is TerminalKind.AIRFIELD
            and world.servers[t.id].is_open
            and (t.runway_m or math.inf) >= asset.type.runway_m
        ]
        if not fields:
            break
        _, node, terminal = min(fields)
        world.boards.free_tokens(lift)
        lift.leg = replace(lift.leg, end=node, unload=terminal)
        yield from _flight(world, lift, node)


def _flight(world: World, lift: Lift, to: NodeId) -> Generator[simpy.Event, Any, None]:
    if lift.asset is None:
        return
    km, extra_h = world.means.air_km(lift.node, to), world.luck.value("air_block_extra")
    hours = block_h(lift.asset.type, km, extra_h)
    lift.asset.flown_h += hours
    yield from _pass(world, lift, Stage.FLIGHT, lift.node, to, hours)


def _pass(
    world: World, lift: Lift, stage: Stage, place: str, to: NodeId, hours: float
) -> Generator[simpy.Event, Any, None]:
    start_h = world.env.now
    while True:
        try:
            yield world.env.timeout(start_h + hours - world.env.now)
            break
        except simpy.Interrupt:  # news finds ships and aircraft under way: they go on
            continue
    lift.node = to
    if lift.asset is not None:
        lift.asset.node = to
    world.tell(lift.row(stage, place, to, (start_h, start_h, world.env.now)))


# -- gauge break --------------------------------------------------------------------------------


def _transfer(world: World, lift: Lift) -> Generator[simpy.Event, Any, bool]:
    """Change of gauge: far-side wagons, then a track, both held for the transfer.

    Returns False if the far side is barred: then the lot is unloaded here.
    """
    leg = lift.leg
    if leg is None or leg.onward is None or leg.unload is None or lift.asset is None:
        return False
    lead, yard, asked_h = lift.parts[0].traveller, leg.unload, world.env.now
    onward = _open_onward(world, lift, leg)
    if onward is None or lift.node != leg.end:
        _unload_here(world, lift)
        return False
    far = world.fleets.call(lift.rank, lift.node, onward.types, lead.lot.nation)
    try:
        lift.yard, lift.waits_for = True, f"asset {onward.types[0]}"
        yield far.answered
    except simpy.Interrupt:
        lift.yard, lift.waits_for = False, ""
        world.fleets.withdraw(far)
        return (yield from _transfer(world, lift))
    lift.yard, lift.waits_for = False, f"terminal {yard}"
    turn = world.servers[yard].request(lift.rank)
    if turn is not None:
        yield turn
    lift.waits_for = ""
    yield from _change_trains(world, lift, yard, asked_h)
    _take_over(world, lift, far.asset, onward)
    return True


def _change_trains(
    world: World, lift: Lift, yard: TerminalId, asked_h: float
) -> Generator[simpy.Event, Any, None]:
    """The transfer itself, on a track that is then free again."""
    lead, start_h = lift.parts[0].traveller, world.env.now
    people = lead.lot.cargo is CargoClass.PEOPLE
    key = "gauge_transfer_people" if people else "gauge_transfer"
    yield world.env.timeout(world.service_h(key, yard, lead))
    hours = (asked_h, start_h, world.env.now)
    world.tell(lift.row(Stage.SERVE, yard, "", hours))
    for part in lift.parts:
        world.tell(lift.part_row(Stage.TRANSFER, part, (lift.node, ""), hours))
    world.servers[yard].release()
    if lift.tokens:
        lift.tokens.pop().release()  # the yard's place; the far end's is still held


def _take_over(world: World, lift: Lift, far: "Asset | None", onward: Leg) -> None:
    """The far-side wagons carry on, the near-side wagons are free."""
    near, lift.asset = lift.asset, far
    if far is not None:
        far.lift = lift
    if near is not None:
        near.node = lift.node
        world.fleets.release(near)
    lift.leg, lift.end = onward, onward.end
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
    here = world.railhead(lift.node, GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435])
    lift.leg = replace(lift.leg, end=lift.node, unload=here, onward=None)


# -- the end of a run -----------------------------------------------------------------------------


def _unload(world: World, lift: Lift) -> Generator[simpy.Event, Any, None]:
    """Wait for a server, unload, land the lots, set the asset free."""
    leg = lift.leg
    if leg is None:
        return
    asked_h, lead = world.env.now, lift.parts[0].traveller
    kind = lift.asset.type if lift.asset else world.scenario.asset_types[leg.types[0]]
    if leg.unload is not None:
        turn = world.servers[leg.unload].request(lift.rank)
        if turn is not None:
            lift.waits_for = f"terminal {leg.unload}"
            yield turn
    start_h = world.env.now
    unload_h = world.service_h(kind.unload_key, leg.unload, lead)
    yield world.env.timeout(unload_h * lift.fill if leg.mode is Mode.SEA else unload_h)
    hours = (asked_h, start_h, world.env.now)
    if leg.unload is not None:
        world.servers[leg.unload].release()
        world.tell(lift.row(Stage.SERVE, leg.unload, "", hours))
    world.boards.free_tokens(lift)
    for part in lift.parts:
        world.tell(lift.part_row(Stage.UNLOAD, part, (lift.node, ""), hours))
        land(world, part, lift.node)
    if lift.asset is not None:
        lift.asset.node = lift.node
        world.fleets.release(lift.asset)
    del world.moving[lift]


def _set_state(world: World, lift: Lift, state: State) -> None:
    for part in lift.parts:
        world.ledger.move(part.traveller.id, state, world.env.now)
