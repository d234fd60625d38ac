"""Diversions: where a loaded train or column goes that hears that its way is barred."""

import math
from dataclasses import replace
from typing import Final

from eastflank.engine.detours import open_roads, way_in_mode
from eastflank.engine.movement import Lift
from eastflank.engine.staging import turn_away
from eastflank.engine.world import World
from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.scenario import CutPolicy, Mode, Terminal, TerminalKind
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.network import Way

ENDS_WEIGHED: Final = 12  # places weighed for a lift that must end elsewhere


def divert(world: World, lift: Lift, ahead: Way, detour: Way | None) -> Way:
    """The detour, another end, or on to the near end, there to wait: whichever is there first."""
    leg = lift.leg
    if leg is None:
        return ahead
    lead, handling_h = lift.parts[0].traveller, leg.last.unload_h
    beyond_h = handling_h + world.control.onward_h(lead, leg.last.end)
    best_h, best = _hours_ahead(world, lift, ahead) + beyond_h, ahead
    if detour is not None and _hours_over(world, lift, detour) + beyond_h <= best_h:
        best_h, best = _hours_over(world, lift, detour) + beyond_h, detour
    if world.scenario.policy is CutPolicy.REROUTE:
        return best
    elsewhere: tuple[NodeId, TerminalId] | None = None
    for run_h, end, terminal in _other_ends(world, lift):
        hours = run_h + world.control.onward_h(lead, end) + handling_h
        if hours < best_h:
            best_h, elsewhere = hours, (end, terminal)
    return best if elsewhere is None else _end_at(world, lift, *elsewhere)


def _hours_ahead(world: World, lift: Lift, ahead: Way) -> float:
    """Hours over the way as it is, with the waits for what opens again; inf if it never does."""
    now = at_h = world.clock.now
    for hop in ahead:
        at_h = max(at_h, world.outlook.opens_h(hop.link, at_h)) + _link_h(world, lift, hop.link)
    if lift.leg is not None:
        at_h = max(at_h, world.outlook.opens_h(lift.leg.unload, at_h))
    return at_h - now


def _link_h(world: World, lift: Lift, link: LinkId) -> float:
    if lift.mode is Mode.RAIL:
        return world.network.rail_plan_h(link)
    return world.scenario.links[link].length_km / world.network.road_kmh(link)


def _hours_over(world: World, lift: Lift, way: Way) -> float:
    return _hours_to(world, lift, way[-1].to) if way else 0.0


def _hours_to(world: World, lift: Lift, end: NodeId) -> float:
    reach, index = world.network.reach(world.closures.links), world.network.index
    i, j = index[lift.node], index[end]
    if lift.mode is Mode.RAIL and lift.asset is not None:
        gauge = GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435]
        return float(reach.rail[gauge][0].hours[i, j]) if gauge in reach.rail else math.inf
    return float(open_roads(world, lift).hours[i, j])


def _other_ends(world: World, lift: Lift) -> list[tuple[float, NodeId, TerminalId]]:
    """The nearest places where the lift could be unloaded instead, and the hours to them."""
    ends = [(_hours_to(world, lift, t.node), t.node, t.id) for t in _ends_for(world, lift)]
    return sorted(end for end in ends if math.isfinite(end[0]))[:ENDS_WEIGHED]


def _ends_for(world: World, lift: Lift) -> list[Terminal]:
    if lift.mode is Mode.RAIL and lift.asset is not None:
        gauge = GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435]
        return world.means.railheads(gauge, world.closures)
    shut = world.closures.terminals
    kinds = (TerminalKind.PORT, TerminalKind.RAILHEAD, TerminalKind.STAGING_AREA)
    return [t for t in world.scenario.terminals.values() if t.kind in kinds and t.id not in shut]


def _end_at(world: World, lift: Lift, end: NodeId, terminal: TerminalId) -> Way:
    """Give the lift a new end; the call-forward place at the old one falls free."""
    if lift.leg is not None:
        world.boards.free_tokens(lift)
        turn_away(lift)
        unload = terminal if lift.mode is Mode.RAIL else None
        lift.leg = replace(lift.leg, end=end, unload=unload, onward=None)
    lift.end = end
    return way_in_mode(world, lift, end) or ()
