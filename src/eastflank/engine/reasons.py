"""Reasons: which constraint leaves a lot no way."""

import math
from collections.abc import Iterator

from eastflank.engine.world import Traveller, World
from eastflank.model.causes import Refusal, RefusalKind, WaitCause, no_way
from eastflank.model.scenario import CutPolicy, Mode, Terminal, TerminalKind
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.book import Question
from eastflank.routing.legs import chain_of
from eastflank.routing.network import Reach


def why_stranded(world: World, traveller: Traveller) -> WaitCause:
    """The constraints that leave a lot no way, and what is known to be closed."""
    return no_way(_refusals(world, traveller), world.outlook.closed_by)


def _refusals(world: World, traveller: Traveller) -> Iterator[Refusal]:
    inside = locked_in(world, traveller)
    offers = world.control.offers(traveller)
    if inside:
        yield Refusal(RefusalKind.LOCKED_IN, (inside,))
    elif offers:
        yield Refusal(RefusalKind.NO_ASSET, (traveller.lot.cargo.value,))
    else:
        yield _no_ground(world, traveller)
        if world.scenario.policy is CutPolicy.REROUTE:
            yield Refusal(RefusalKind.OTHER_MODES)
            return
        yield from _no_sea(world, traveller)
        yield from _no_air(world, traveller)


def opens_later(world: World, traveller: Traveller) -> tuple[str, float] | None:
    """What of a lot's itinerary opens last, and when, if it is closed now and that is known."""
    if traveller.options is None or traveller.plan < 0:
        return None
    legs = chain_of(traveller.options.itineraries[traveller.plan].legs)
    places = [p for leg in legs for p in (leg.load, *(hop.link for hop in leg.way), leg.unload)]
    opens = [
        (world.outlook.opens_h(place, world.clock.now), str(place)) for place in places if place
    ]
    hour, place = max(opens, default=(0.0, ""))
    return (place, hour) if world.clock.now < hour < math.inf else None


def locked_in(world: World, traveller: Traveller) -> str:
    """The closed port on whose land a lot stands; nothing if it may leave."""
    port = world.port_at.get(traveller.node)
    if port is None or traveller.node not in traveller.standing:
        return ""
    return port if port in world.closures.terminals else ""


def _no_ground(world: World, traveller: Traveller) -> Refusal:
    """What is missing by rail, else by road: the nearest thing to a way."""
    lot, reach = traveller.lot, world.network.reach(world.closures.links)
    kinds = [world.scenario.asset_types[t] for t in world.means.carriers(Mode.RAIL, lot.cargo)]
    gauges = sorted({kind.gauge_mm or 1435 for kind in kinds})
    missing = [gauge for gauge in gauges if not _rail_goes(world, reach, traveller, gauge)]
    if missing and len(missing) == len(gauges):
        return Refusal(RefusalKind.NO_RAIL_PATH, (*map(str, missing), lot.destination))
    return Refusal(RefusalKind.NO_ROUTE, (lot.destination,))


def _rail_goes(world: World, reach: Reach, traveller: Traveller, gauge: int) -> bool:
    """Whether rails of a gauge join open railheads at the place and at the destination."""
    family, index = GAUGE_FAMILY[gauge], world.network.index
    heads = {head.node for head in world.means.railheads(family, world.closures)}
    ends = (traveller.node, traveller.lot.destination)
    if family not in reach.rail or not heads.issuperset(ends):
        return False
    hours = reach.rail[family][0].hours
    return math.isfinite(float(hours[index[ends[0]], index[ends[1]]]))


def _no_sea(world: World, traveller: Traveller) -> Iterator[Refusal]:
    ports = [t for t in world.scenario.terminals.values() if t.kind is TerminalKind.PORT]
    if not ports:
        return
    cargo = traveller.lot.cargo
    if not world.means.carriers(Mode.SEA, cargo):
        yield Refusal(RefusalKind.NO_SHIP, (cargo.value,))
        return
    shut = [port for port in ports if port.id in world.closures.terminals]
    opens_h = min((_opens_h(world, port) for port in shut), default=math.inf)
    if math.isfinite(opens_h):
        yield Refusal(RefusalKind.NO_BERTH_BEFORE, (f"{opens_h:g}",))
    elif shut:
        yield Refusal(RefusalKind.PORTS_CLOSED, tuple(port.id for port in shut))
    else:
        yield Refusal(RefusalKind.NO_SEA_ROUTE)


def _opens_h(world: World, port: Terminal) -> float:
    return world.outlook.opens_h(port.id, world.clock.now)


def _no_air(world: World, traveller: Traveller) -> Iterator[Refusal]:
    lot = traveller.lot
    if not any(t.kind is TerminalKind.AIRFIELD for t in world.scenario.terminals.values()):
        return
    if not lot.may_fly:
        yield Refusal(RefusalKind.MAY_NOT_FLY)
    elif not world.means.carriers(Mode.AIR, lot.cargo):
        yield Refusal(RefusalKind.NO_AIRCRAFT, (lot.cargo.value,))
    else:
        asked: Question = (
            traveller.node, lot.destination, lot.cargo, lot.may_fly, world.closures,
        )  # fmt: skip
        yield world.book.no_flight(asked) or Refusal(RefusalKind.NO_AIRFIELD)
