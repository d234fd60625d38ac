"""The outlook: what movement control knows to be closed, now and later, and for how long."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eastflank.engine.closings import Closing
from eastflank.model.ids import LinkId, TerminalId
from eastflank.model.scenario import Link
from eastflank.routing.book import Floats, Options
from eastflank.routing.legs import Closures, Itinerary, Leg, chain_of

Window = tuple[float, float]  # closed from, believed open again
Place = str  # a link or a terminal


@dataclass(frozen=True)
class Outlook:
    """What is closed now, and the windows of what opens again or closes later, as far as known.

    What is closed for good (as far as known) is in ``closed`` and has no window.
    """

    closed: Closures = field(default_factory=Closures)
    windows: Mapping[Place, tuple[Window, ...]] = field(default_factory=dict)
    closed_by: tuple[str, ...] = ()
    closed_by_place: Mapping[Place, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @cached_property
    def plans(self) -> tuple[Closures, ...]:
        """The closures to plan with: around all that is or will be closed, or through windows."""
        if not self.windows:
            return (self.closed,)
        links = frozenset(LinkId(place) for place in self.windows)
        terminals = frozenset(TerminalId(place) for place in self.windows)
        around = Closures(self.closed.links | links, self.closed.terminals | terminals)
        through = Closures(self.closed.links - links, self.closed.terminals - terminals)
        return around, through

    def opens_h(self, place: Place | None, now: float) -> float:
        """When a place can be used from now on: now if it is open, inf if nothing is known."""
        if place is None:
            return now
        if place not in self.windows:
            shut = place in self.closed.links or place in self.closed.terminals
            return math.inf if shut else now
        at_h = now
        for start_h, end_h in self.windows[place]:
            at_h = end_h if start_h <= at_h < end_h else at_h
        return at_h


def outlook_of(told: Iterable[Closing], now: float) -> Outlook:
    """What the closings that movement control has been told of come to."""
    windows: dict[Place, list[Window]] = {}
    links: set[LinkId] = set()
    terminals: set[TerminalId] = set()
    names: dict[Place, set[str]] = {}
    for closing in told:
        hit = closing.disruption
        # an end that should have come and has not is no end to plan with
        end_h = closing.believed_end_h if closing.believed_end_h > now else math.inf
        for place in (*hit.links, *hit.terminals):
            windows.setdefault(place, []).append((closing.start_h, end_h))
            names.setdefault(place, set()).add(closing.id)
        if closing.start_h <= now:
            links.update(hit.links)
            terminals.update(hit.terminals)
    timed = {place: tuple(sorted(found)) for place, found in sorted(windows.items())}
    return Outlook(
        Closures(frozenset(links), frozenset(terminals)),
        {place: found for place, found in timed.items() if not _is_for_good(found, now)},
        tuple(sorted({name for by in names.values() for name in by})),
        {place: tuple(sorted(by)) for place, by in names.items()},
    )


def _is_for_good(windows: Iterable[Window], now: float) -> bool:
    return any(start_h <= now and math.isinf(end_h) for start_h, end_h in windows)


class Timetable:
    """Which itineraries meet something that closes or opens, and how much later that makes them."""

    def __init__(self, outlook: Outlook, links: Mapping[LinkId, Link]) -> None:
        self._outlook = outlook
        self._links = links
        self._met: dict[int, tuple[Options, list[list[tuple[Place, float, float]]]]] = {}

    def delayed(self, options: Options, eta_h: Floats, now: float) -> Floats:
        """Estimated hours to arrival, with the waits for what opens; inf where it is too late."""
        if not self._outlook.windows:
            return eta_h
        later = eta_h.copy()
        for row, met in enumerate(self._meetings(options)):
            for place, entry_h, exit_h in met:
                for window in self._outlook.windows[place]:
                    later[row] = _after(later[row], entry_h, exit_h, window, now)
        return later

    def meets(self, leg: Leg) -> bool:
        """Whether a leg uses something that has a window."""
        places = (leg.load, leg.unload, *(hop.link for hop in leg.way))
        return any(place in self._outlook.windows for place in places)

    def _meetings(self, options: Options) -> list[list[tuple[Place, float, float]]]:
        if id(options) not in self._met:
            found = [list(self._met_by(plan)) for plan in options.itineraries]
            self._met[id(options)] = (options, found)  # kept, so that its id stays its own
        return self._met[id(options)][1]

    def _met_by(self, plan: Itinerary) -> Iterator[tuple[Place, float, float]]:
        """(place, free-flow hours from its entry to the end, the same from its exit)."""
        left_h = plan.hours
        for leg in chain_of(plan.legs):
            load_h = 0.0 if leg.joins else leg.load_h
            km = [self._links[hop.link].length_km for hop in leg.way]
            whole = sum(km) or 1.0
            run_h = [leg.run_h * x / whole for x in km]
            links = [hop.link for hop in leg.way]
            stretches: list[tuple[Place | None, float]] = [(leg.load, load_h)]
            stretches += zip(links, run_h, strict=True) if links else [(None, leg.run_h)]
            stretches.append((leg.unload, leg.unload_h))
            for place, hours in stretches:
                if place is not None and place in self._outlook.windows:
                    yield place, left_h, left_h - hours
                left_h -= hours


def _after(eta_h: float, entry_h: float, exit_h: float, window: Window, now: float) -> float:
    """The arrival of who passes a place before it closes, after it opens, or waits for that.

    What queues hold up is taken to come before the place: it is passed as late as may be.
    """
    start_h, end_h = window
    passes = now + eta_h - exit_h <= start_h or now + eta_h - entry_h >= end_h
    if passes or math.isinf(eta_h):
        return eta_h
    return max(eta_h, end_h - now + entry_h)
