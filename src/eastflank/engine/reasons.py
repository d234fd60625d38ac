"""Reasons: which constraint leaves a lot no way, in the words of a planner."""

import math
from collections.abc import Iterator

from eastflank.engine.world import Traveller, World
from eastflank.model.scenario import CutPolicy, Lot, Mode, Terminal, TerminalKind
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY
from eastflank.routing.book import Question
from eastflank.routing.legs import chain_of
from eastflank.routing.network import Reach


def why_stranded(world: World, traveller: Traveller) -> str:
    """The constraint that leaves a lot no way."""
    inside = locked_in(world, traveller)
    if inside:
        return f"inside terminal {inside}{while_closed(world)}"
    lot = traveller.lot
    if world.scenario.policy is CutPolicy.REROUTE and not world.control.offers(traveller):
        return f"{_no_ground(world, traveller)}{while_closed(world)}; other modes are not allowed"
    if world.control.offers(traveller):
        return f"no asset on this side that carries {_cargo(lot)}{while_closed(world)}"
    on_the_ground = _no_ground(world, traveller)
    others = [*_no_sea(world, traveller), *_no_air(world, traveller)]
    return "; ".join([f"{on_the_ground}{while_closed(world)}", *others])


def while_closed(world: World) -> str:
    """What is known to be closed, as the end of a sentence."""
    names = world.outlook.closed_by
    if not names:
        return ""
    return f" while {' and '.join(names)} {'is' if len(names) == 1 else 'are'} closed"


def not_before(world: World, traveller: Traveller) -> str:
    """What of a lot's plan opens only later, and when: "; no berth at PT_RIGA before C+31"."""
    if traveller.options is None or traveller.plan < 0:
        return ""
    legs = chain_of(traveller.options.itineraries[traveller.plan].legs)
    places = [p for leg in legs for p in (leg.load, *(hop.link for hop in leg.way), leg.unload)]
    opens = [(world.outlook.opens_h(place, world.env.now), str(place)) for place in places if place]
    hour, place = max(opens, default=(0.0, ""))
    if not world.env.now < hour < math.inf:
        return ""
    berth = any(
        t.id == place and t.kind is TerminalKind.PORT for t in world.scenario.terminals.values()
    )
    what = f"no berth at {place}" if berth else f"{place} is not open"
    return f"; {what} before C{hour / HOURS_PER_DAY:+.0f}"


def locked_in(world: World, traveller: Traveller) -> str:
    """The closed port on whose land a lot stands; nothing if it may leave."""
    port = world.port_at.get(traveller.node)
    if port is None or traveller.node not in traveller.standing:
        return ""
    return port if port in world.closures.terminals else ""


def _cargo(lot: Lot) -> str:
    return lot.cargo.value.replace("_", " ")


def _no_ground(world: World, traveller: Traveller) -> str:
    """What is missing by rail, else by road: the nearest thing to a way."""
    lot, reach = traveller.lot, world.network.reach(world.closures.links)
    kinds = [world.scenario.asset_types[t] for t in world.means.carriers(Mode.RAIL, lot.cargo)]
    gauges = sorted({kind.gauge_mm or 1435 for kind in kinds})
    missing = [gauge for gauge in gauges if not _rail_goes(world, reach, traveller, gauge)]
    place = world.scenario.nodes[lot.destination].name
    if missing and len(missing) == len(gauges):
        return f"no {' or '.join(map(str, missing))} mm path to {place}"
    return f"no way to {place}"


def _rail_goes(world: World, reach: Reach, traveller: Traveller, gauge: int) -> bool:
    """Whether rails of a gauge join open railheads at the place and at the destination."""
    family, index = GAUGE_FAMILY[gauge], world.network.index
    heads = {head.node for head in world.means.railheads(family, world.closures)}
    ends = (traveller.node, traveller.lot.destination)
    if family not in reach.rail or not heads.issuperset(ends):
        return False
    hours = reach.rail[family][0].hours
    return math.isfinite(float(hours[index[ends[0]], index[ends[1]]]))


def _no_sea(world: World, traveller: Traveller) -> Iterator[str]:
    ports = [t for t in world.scenario.terminals.values() if t.kind is TerminalKind.PORT]
    if not ports:
        return
    carriers = world.means.carriers(Mode.SEA, traveller.lot.cargo)
    if not carriers:
        yield f"by sea: no ship carries {_cargo(traveller.lot)}"
        return
    shut = [port for port in ports if port.id in world.closures.terminals]
    opens_h = min((_opens_h(world, port) for port in shut), default=math.inf)
    if math.isfinite(opens_h):
        yield f"by sea: no berth before C{opens_h / HOURS_PER_DAY:+.0f}"
    elif shut:
        yield f"by sea: no open berth, {' and '.join(port.id for port in shut)} closed"
    else:
        yield "by sea: no open way to a port, from a port, or between two"


def _opens_h(world: World, port: Terminal) -> float:
    return world.outlook.opens_h(port.id, world.env.now)


def _no_air(world: World, traveller: Traveller) -> Iterator[str]:
    lot = traveller.lot
    if not any(t.kind is TerminalKind.AIRFIELD for t in world.scenario.terminals.values()):
        return
    if not lot.may_fly:
        yield "by air: it may not fly"
    elif not world.means.carriers(Mode.AIR, lot.cargo):
        yield f"by air: no aircraft carries {_cargo(lot)}"
    else:
        asked: Question = (
            traveller.node, lot.destination, lot.cargo, lot.may_fly, world.closures,
        )  # fmt: skip
        refused = world.book.no_flight(asked)
        yield f"by air: {refused or 'no open airfields within reach by road'}"
