"""Voyages and flights: over the lane or through the air, on to an open end where one has closed."""

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from eastflank.engine.clock import Phase, Wake, Work, wait
from eastflank.engine.movement import Lift
from eastflank.engine.staging import turn_away
from eastflank.engine.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType, Mode, TerminalKind
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.flights import block_h, blocks_h, departure_h
from eastflank.routing.legs import Leg
from eastflank.routing.network import FloatMatrix

if TYPE_CHECKING:
    from eastflank.engine.fleets import Asset


def stay_inside(world: World, lift: Lift) -> Work[None]:
    """Loaded in a terminal that has closed meanwhile: it leaves when that opens."""
    terminal, since_h = lift.leg.load if lift.leg else None, world.clock.now
    if terminal is None or not world.is_shut(terminal):
        return
    cause = WaitCause(CauseKind.CLOSED_TERMINAL, terminal, world.shut.by(terminal))
    while world.is_shut(terminal):
        yield from wait(lift, world.ground, cause)
    _tell_wait(world, lift, since_h, cause)


def _tell_wait(world: World, lift: Lift, since_h: float, cause: WaitCause) -> None:
    """What a loaded lift has waited for before it left, a row for each lot."""
    end = lift.leg.end if lift.leg else lift.end
    for part in lift.parts:
        hours = (since_h, world.clock.now, world.clock.now)
        world.tell(lift.part_row(Stage.WAIT, part, (lift.node, end), hours, cause))


def sail(world: World, lift: Lift) -> Work[None]:
    """The voyage; where the port of arrival has closed, on to the nearest open one.

    Who hears in port that the lane or the other port is closed is unloaded where it lies.
    """
    yield from _wait_for_lane(world, lift)
    leg, kind = lift.leg, lift.asset.type if lift.asset else None
    if leg is None or kind is None or lift.node == leg.end:
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
        if _opens_within(world, lift.leg.unload, hours):
            break
        _end_at(world, lift, port[0], port[1])
        yield from _pass(world, lift, Stage.VOYAGE, "diverted", port[0], hours)


def _wait_for_lane(world: World, lift: Lift) -> Work[None]:
    """In port while the lane is closed: until it opens, or until all know and the ship stays."""
    leg, since_h, now = lift.leg, world.clock.now, world.clock.now
    cause: WaitCause | None = None
    while leg is not None and math.isfinite(leave_h := _may_leave_h(world, leg, leg.run_h)):
        shut = [hop.link for hop in leg.way if not world.is_clear(hop.link)]
        if leave_h <= now and not shut:
            break
        cause = _barrier(world, leg, leave_h)
        yield from wait(lift, _change(world, leave_h), cause)
        now = world.clock.now
    if cause is not None:
        _tell_wait(world, lift, since_h, cause)
    if leg is not None and leg.load is not None and not math.isfinite(leave_h):
        _end_at(world, lift, lift.node, leg.load)


def _barrier(world: World, leg: Leg, leave_h: float) -> WaitCause:
    """What keeps a ship in port: a lane that is closed or known to be, else the port of arrival."""
    outlook, now = world.outlook, world.clock.now
    for hop in leg.way:
        if not world.is_clear(hop.link) or now < outlook.opens_h(hop.link, now) == leave_h:
            return closed(world, CauseKind.CLOSED_LINK, hop.link)
    return closed(world, CauseKind.CLOSED_TERMINAL, leg.unload or "")


def closed(world: World, kind: CauseKind, place: str) -> WaitCause:
    """A closure that is waited for, with what has closed the place or is known to."""
    by = world.shut.by(place) or world.outlook.closed_by_place.get(place, ())
    return WaitCause(kind, place, by)


def _may_leave_h(world: World, leg: Leg, run_h: float) -> float:
    """When a ship or aircraft may set out, as far as is known; inf if that is not known."""
    now, outlook = world.clock.now, world.outlook
    lanes_h = [outlook.opens_h(hop.link, now) for hop in leg.way]
    opens_h = outlook.opens_h(leg.unload, now)
    port_h = opens_h - run_h + NEGLIGIBLE if opens_h > now else now
    return max(now, port_h, *lanes_h)


def _change(world: World, at_h: float) -> Wake:
    """An hour, news, or that something closes or opens, whichever is first."""
    rest_h = at_h - world.clock.now
    hour = (world.clock.hours(rest_h),) if rest_h > 0 else ()
    return world.clock.first(world.ground, world.news, *hour)


def _opens_within(world: World, terminal: TerminalId, hours: float) -> bool:
    """Whether a closed terminal is known to open so soon."""
    known = terminal in world.closures.terminals
    return known and world.outlook.opens_h(terminal, world.clock.now) <= world.clock.now + hours


def _nearest_open_port(world: World, lift: Lift) -> tuple[NodeId, TerminalId] | None:
    reach, index = world.network.reach(world.closures.links), world.network.index
    here = index[lift.node]
    ports = [
        (float(reach.sea_hours[here, index[t.node]]), t.node, t.id)
        for t in world.scenario.terminals.values()
        if t.kind is TerminalKind.PORT and world.servers[t.id].is_open
        if world.is_clear(reach.sea_link.get((here, index[t.node])))
    ]
    hours, node, terminal = min(ports, default=(math.inf, lift.node, TerminalId("")))
    return (node, terminal) if math.isfinite(hours) else None


def _end_at(world: World, lift: Lift, node: NodeId, terminal: TerminalId) -> None:
    """Another end of the crossing; the call-forward place at the old one falls free."""
    world.boards.free_tokens(lift)
    turn_away(lift)
    if lift.leg is not None:
        lift.leg = replace(lift.leg, end=node, unload=terminal)


# -- flights --------------------------------------------------------------------------------------


def fly(world: World, lift: Lift) -> Work[None]:
    """The flight, within the hours of both fields; on to the nearest open field where one closed.

    The aircraft waits loaded, off the parking spots. What it hears on the ground it acts on.
    """
    aloft = False
    while lift.leg is not None and lift.asset is not None:
        if not aloft:
            yield from stay_inside(world, lift)
            yield from _wait_for_field(world, lift, lift.asset)
        flight_h = _flight_h(world, lift.asset, lift.node, lift.leg.end)
        shut = lift.leg.unload in world.closures.terminals
        if shut and lift.leg.unload and not _opens_within(world, lift.leg.unload, flight_h):
            _turn_to_open_field(world, lift, lift.asset)
        if lift.node == lift.leg.end:
            return  # it is unloaded where it stands
        if (yield from _wait_for_hours(world, lift, lift.asset)):
            continue
        yield from _flight(world, lift, lift.asset)
        aloft = True
        if lift.leg.unload is None or world.servers[lift.leg.unload].is_open:
            return
        if not _turn_to_open_field(world, lift, lift.asset):
            return


def _wait_for_field(world: World, lift: Lift, asset: "Asset") -> Work[None]:
    """On the ground until the field of arrival opens, if it is known when."""
    since_h = world.clock.now
    cause: WaitCause | None = None
    while lift.leg is not None and lift.leg.unload in world.closures.terminals:
        flight_h = _flight_h(world, asset, lift.node, lift.leg.end)
        leave_h = _may_leave_h(world, lift.leg, flight_h)
        if leave_h <= world.clock.now or math.isinf(leave_h):
            break
        cause = closed(world, CauseKind.CLOSED_TERMINAL, lift.leg.unload or "")
        yield from wait(lift, _change(world, leave_h), cause)
    if cause is not None:
        _tell_wait(world, lift, since_h, cause)


def _turn_to_open_field(world: World, lift: Lift, asset: "Asset") -> bool:
    """Make the nearest open field that takes the aircraft the end; False if there is none."""
    fields = [
        (hours, t.node, t.id)
        for t in world.means.flights.fields
        if world.servers[t.id].is_open
        and (t.runway_m or math.inf) >= asset.type.runway_m
        and math.isfinite(hours := _arrival_h(world, asset, lift.node, t.node))
    ]
    if not fields:
        return False
    _, node, terminal = min(fields)
    _end_at(world, lift, node, terminal)
    return True


def _arrival_h(world: World, asset: "Asset", start: NodeId, end: NodeId) -> float:
    """When the aircraft would be down at a field, with the wait for the hours of both."""
    if start == end:
        return world.clock.now
    flight_h = _flight_h(world, asset, start, end)
    return take_off(world, start, end, flight_h)[0] + flight_h


def _flight_h(world: World, asset: "Asset", start: NodeId, end: NodeId) -> float:
    km, extra_h = world.means.air_km(start, end), world.luck.value("air_block_extra")
    return block_h(asset.type, km, extra_h)


def _wait_for_hours(world: World, lift: Lift, asset: "Asset") -> Work[bool]:
    """Wait on the ground until both fields are open at their time; whether there was a wait."""
    if lift.leg is None:
        return False
    asked_h, end = world.clock.now, lift.leg.end
    leave_h, cause = take_off(world, lift.node, end, _flight_h(world, asset, lift.node, end))
    if cause is None:
        return False
    while world.clock.now < leave_h:
        rest_h = leave_h - world.clock.now
        yield from wait(lift, world.clock.hours(rest_h), cause, Phase.STANDING_BY)
        if lift.leg.unload in world.closures.terminals or world.is_shut(lift.leg.load):
            break  # news: it thinks again
    _tell_wait(world, lift, asked_h, cause)
    return True


def wait_to_leave_empty(world: World, asset: "Asset", to: NodeId) -> Work[bool]:
    """An empty ship or aircraft leaves when its lane, or both its fields, are open.

    False once all know that the way is closed: then it stays where it is.
    """
    while True:
        known, shut = _barriers(world, asset, to)
        if known:
            return False
        if not shut:
            return True
        yield world.clock.first(world.ground, world.news)


def _barriers(world: World, asset: "Asset", to: NodeId) -> tuple[bool, bool]:
    """Whether the way of an empty ship or aircraft is known to be closed, and whether it is."""
    start = asset.node
    if asset.type.mode is Mode.SEA:
        reach, index = world.network.reach(world.closures.links), world.network.index
        link = reach.sea_link.get((index[start], index[to]))
        return link is None and start != to, not world.is_clear(link)
    fields = [t.id for t in world.means.flights.fields if t.node in {start, to}]
    return not _closed_fields(world).isdisjoint({start, to}), any(map(world.is_shut, fields))


def _closed_fields(world: World) -> set[NodeId]:
    """Places with an airfield that is known to be closed."""
    shut = world.closures.terminals
    return {t.node for t in world.means.flights.fields if t.id in shut} if shut else set()


def take_off(
    world: World, start: NodeId, end: NodeId, flight_h: float
) -> tuple[float, WaitCause | None]:
    """When a flight may leave from now on, and whose hours it waits for if not at once."""
    flights, now = world.means.flights, world.clock.now
    leave, enter = flights.hours_at(start), flights.hours_at(end)
    leave_h = departure_h(now, flight_h, leave, enter)
    if leave_h <= now:
        return now, None
    shut = end if leave.is_open(now) else start
    return leave_h, WaitCause(CauseKind.FIELD_HOURS, flights.field_at(shut))


def empty_flights(world: World, kind: AssetType, place: int) -> FloatMatrix:
    """Hours of flights from a place to all fields.

    Inf where hours never meet, there or back, and between places where a field is closed.
    """
    means, nodes = world.means, world.network.nodes
    km = means.flown_km[place]
    row = blocks_h(kind, km, world.luck.value("air_block_extra"))
    here, meet = means.flights.hours_at(nodes[place]), means.flights.ever_meet
    for i in np.flatnonzero(km > 0):
        there = means.flights.hours_at(nodes[i])
        if not (meet(kind, km[i], here, there) and meet(kind, km[i], there, here)):
            row[i] = math.inf
    closed = _closed_fields(world)
    if nodes[place] in closed:
        row[km > 0] = math.inf
    row[[means.network.index[node] for node in closed if node != nodes[place]]] = math.inf
    return row


def _flight(world: World, lift: Lift, asset: "Asset") -> Work[None]:
    if lift.leg is None:
        return
    start = lift.left = lift.node
    lift.left_h = world.clock.now
    if asset.node == asset.fleet.home and asset.flown_h == 0.0:
        asset.left_base_h = lift.left_h
    hours = _flight_h(world, asset, start, lift.leg.end)
    asset.flown_h += hours
    yield from _pass(world, lift, Stage.FLIGHT, start, lift.leg.end, hours)
    lift.tell_transit(world)


# -- both -----------------------------------------------------------------------------------------


def _pass(
    world: World, lift: Lift, stage: Stage, place: str, to: NodeId, hours: float
) -> Work[None]:
    start_h = world.clock.now
    while world.clock.now < start_h + hours:  # more than once if hours are lost to rounding
        yield world.clock.hours(start_h + hours - world.clock.now)
    lift.node = to
    if lift.asset is not None:
        lift.asset.node = to
    world.tell(lift.row(stage, place, to, (start_h, start_h, world.clock.now)))
