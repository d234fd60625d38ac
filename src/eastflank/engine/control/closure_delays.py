"""Closure delays: how much later what closes or opens makes itineraries that meet it."""

import math
from collections.abc import Iterator, Mapping

from eastflank.engine.state.knowledge import KnownClosures, Place, Window
from eastflank.model.ids import LinkId
from eastflank.model.scenario import Link
from eastflank.routing.book import Floats, Options
from eastflank.routing.legs import Itinerary, Leg, chain_of


class ClosureDelays:
    """The delays under one set of known closures."""

    def __init__(self, known: KnownClosures, links: Mapping[LinkId, Link]) -> None:
        self._known = known
        self._links = links
        self._met: dict[int, tuple[Options, list[list[tuple[Place, float, float]]]]] = {}

    def delayed(self, options: Options, eta_h: Floats, now: float) -> Floats:
        """Estimated hours to arrival, with the waits for what opens; inf where it is too late."""
        if not self._known.windows:
            return eta_h
        later = eta_h.copy()
        for row, met in enumerate(self._meetings(options)):
            for place, entry_h, exit_h in met:
                for window in self._known.windows[place]:
                    later[row] = _after(later[row], entry_h, exit_h, window, now)
        return later

    def meets(self, leg: Leg) -> bool:
        """Whether a leg uses something that has a window."""
        places = (leg.load, leg.unload, *(hop.link for hop in leg.way))
        return any(place in self._known.windows for place in places)

    def _meetings(self, options: Options) -> list[list[tuple[Place, float, float]]]:
        if id(options) not in self._met:
            found = [list(self._met_by(plan)) for plan in options.itineraries]
            self._met[id(options)] = (options, found)  # kept, so that its id stays its own
        return self._met[id(options)][1]

    def _met_by(self, plan: Itinerary) -> Iterator[tuple[Place, float, float]]:
        """(place, free-flow hours from its entry to the end, the same from its exit)."""
        left_h = plan.hours
        for leg in chain_of(plan.legs):
            km = [self._links[hop.link].length_km for hop in leg.way]
            whole = sum(km) or 1.0
            run_h = [leg.run_h * x / whole for x in km]
            links = [hop.link for hop in leg.way]
            stretches: list[tuple[Place | None, float]] = [(leg.load, leg.start_h)]
            stretches += zip(links, run_h, strict=True) if links else [(None, leg.run_h)]
            stretches.append((leg.unload, leg.place_h + leg.unload_h))
            for place, hours in stretches:
                if place is not None and place in self._known.windows:
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
