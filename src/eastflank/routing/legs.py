"""Legs, and the itineraries that they make up from a place to a destination."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from eastflank.model.ids import AssetTypeId, LinkId, NodeId, TerminalId
from eastflank.model.modes import ACCESS, Mode
from eastflank.model.scenario import PlanLine
from eastflank.routing.network import Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One lift's journey: by what, from where to where, over which hops."""

    mode: Mode
    start: NodeId
    end: NodeId
    types: tuple[AssetTypeId, ...]
    way: Way
    run_h: float
    load_h: float
    unload_h: float
    leave_h: float = 0.0  # from the end of loading until it leaves
    place_h: float = 0.0  # from its arrival until it is where it is unloaded
    load: TerminalId | None = None
    unload: TerminalId | None = None
    gauge: int | None = None
    onward: "Leg | None" = None
    joins: bool = False  # the cargo comes from a transfer, so nothing is loaded
    crane: TerminalId | None = None  # the yard at its end that must lift its containers over
    rooms: tuple[float, ...] = ()  # by type, the share of an asset that may be used; empty: all

    @property
    def last(self) -> "Leg":
        """The leg at whose end the cargo leaves the chain of transfers."""
        return self.onward.last if self.onward else self

    @property
    def start_h(self) -> float:
        """Free-flow hours from the start of loading until it leaves."""
        return 0.0 if self.joins else self.load_h + self.leave_h

    @property
    def way_h(self) -> float:
        """Free-flow hours from when it leaves until it can be unloaded."""
        return self.run_h + self.place_h

    def room(self, kind: AssetTypeId) -> float:
        """The share of an asset of a type that may be used on this leg, 0 to 1."""
        return self.rooms[self.types.index(kind)] if self.rooms else 1.0


@dataclass(frozen=True, slots=True)
class Itinerary:
    """Legs from a place to the destination, with their free-flow hours."""

    legs: tuple[Leg, ...]
    hours: float

    @property
    def modes(self) -> frozenset[Mode]:
        """The modes used beyond the road legs at the ends."""
        return frozenset(leg.mode for leg in self.legs)


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a movement plan fixes for the rest of a way: modes, terminals still to be used."""

    modes: frozenset[Mode] = frozenset()  # empty: any
    via: frozenset[TerminalId] = frozenset()

    def kept_by(self, plan: Itinerary) -> bool:
        """Whether a way keeps it. Road legs that lead to other modes are always allowed."""
        main = plan.modes - ACCESS or plan.modes
        return (not self.modes or main <= self.modes) and self.via <= terminals_of(plan.legs)

    def after(self, leg: Leg) -> "Fixed | None":
        """What is still fixed when a leg is done; None if nothing is."""
        hauled = any(part.mode not in ACCESS for part in chain_of((leg,)))
        modes = self.modes | ACCESS if self.modes and hauled else self.modes
        via = self.via - terminals_of((leg,))
        return Fixed(modes, via) if modes or via else None


def fixed_by(line: PlanLine | None) -> Fixed | None:
    """What a line of the movement plan fixes of the way; None if nothing."""
    if line is None or not (line.modes or line.via):
        return None
    return Fixed(line.modes, line.via)


def terminals_of(legs: Iterable[Leg]) -> frozenset[TerminalId]:
    """The terminals that load, unload or transfer along legs."""
    ends = (end for leg in chain_of(legs) for end in (leg.load, leg.unload))
    return frozenset(end for end in ends if end is not None)


def leg_hours(leg: Leg) -> float:
    """Free-flow hours of a leg with loading, transfers and unloading."""
    onward = leg_hours(leg.onward) if leg.onward else 0.0
    return leg.start_h + leg.way_h + leg.unload_h + onward


@dataclass(frozen=True, slots=True)
class Closures:
    """What movement control knows to be closed."""

    links: frozenset[LinkId] = frozenset()
    terminals: frozenset[TerminalId] = frozenset()


def chain_of(legs: Iterable[Leg]) -> Iterator[Leg]:
    """Legs with the legs that they are transferred to."""
    for leg in legs:
        link: Leg | None = leg
        while link is not None:
            yield link
            link = link.onward


def itinerary(legs: Iterable[Leg]) -> Itinerary:
    """Legs with their free-flow hours added up."""
    chained = tuple(legs)
    return Itinerary(chained, sum(leg_hours(leg) for leg in chained))


def transferred(leg: Leg, onward: Leg) -> Leg:
    """A leg whose cargo changes trains at its end, over to ``onward``."""
    return replace(leg, onward=replace(onward, joins=True))
