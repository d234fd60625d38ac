"""Detours: how a train or a column goes on when it hears that its way is barred."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from eastflank.engine.world import World
from eastflank.model.ids import NodeId
from eastflank.model.scenario import CargoClass, Mode
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.network import Way, Ways

if TYPE_CHECKING:
    from eastflank.engine.movement import Lift


def redirect(world: World, lift: "Lift", ahead: Way) -> Way:
    """The way to go on after news: the same if it is open, else another in the same mode."""
    closed = world.closures.links
    shut_end = lift.leg is not None and lift.leg.unload in world.closures.terminals
    if not shut_end and not any(hop.link in closed for hop in ahead):
        return ahead
    detour = None if shut_end else way_in_mode(world, lift, lift.end)
    if not lift.parts:
        return detour or ()
    return world.control.divert(lift, ahead, detour)


def open_roads(world: World, lift: "Lift") -> Ways:
    """The known-open roads that a lift may use: with tanks on it, those with bridges for them."""
    reach = world.network.reach(world.closures.links)
    heavy = any(part.traveller.lot.cargo is CargoClass.HEAVY_TRACKED for part in lift.parts)
    return reach.road_heavy if heavy else reach.road


def way_in_mode(world: World, lift: "Lift", end: NodeId) -> Way | None:
    """The quickest known-open way of the lift's mode from where it is, None if there is none."""
    ways: Sequence[Ways]
    if lift.mode is Mode.RAIL and lift.asset is not None:
        reach = world.network.reach(world.closures.links)
        ways = reach.rail.get(GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435], ())
    else:
        ways = (open_roads(world, lift),)
    return quickest(world, ways, lift.node, end)


def quickest(world: World, ways: Sequence[Ways], start: NodeId, end: NodeId) -> Way | None:
    """Of some ways the one that is soonest over, as the lines before their sections stand now."""
    i, j = world.network.index[start], world.network.index[end]
    found = [each.way(i, j) for each in ways if math.isfinite(each.hours[i, j])]
    if len(found) <= 1:
        return found[0] if found else None
    return min(found, key=lambda way: _hours_now(world, way))


def _hours_now(world: World, way: Way) -> float:
    sections = [world.section(hop) for hop in way]
    return sum(section.run_h + section.line_h for section in sections)
