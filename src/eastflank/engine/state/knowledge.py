"""Knowledge: what is closed on the ground, and what movement control knows of it, now and later."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from eastflank.engine.clock import Clock
from eastflank.model.ids import LinkId, TerminalId
from eastflank.routing.legs import Closures, Leg

By = tuple[str, ...]  # disruptions, by id
Window = tuple[float, float]  # closed from, believed open again
Place = str  # a link or a terminal


@dataclass(frozen=True)
class KnownClosures:
    """What is closed now, and the windows of what opens again or closes later, as far as known.

    What is closed for good (as far as known) is in ``closed`` and has no window.
    """

    closed: Closures = field(default_factory=Closures)
    windows: Mapping[Place, tuple[Window, ...]] = field(default_factory=dict)
    closed_by: By = ()
    closed_by_place: Mapping[Place, By] = field(default_factory=dict, compare=False)

    @cached_property
    def to_plan_with(self) -> tuple[Closures, ...]:
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

    def bars(self, leg: Leg) -> bool:
        """Whether a leg uses something that is closed now."""
        closed = self.closed
        return (
            leg.load in closed.terminals
            or leg.unload in closed.terminals
            or any(hop.link in closed.links for hop in leg.way)
        )


class Knowledge:
    """What movement control knows at present; ``changed`` fires anew at each announcement."""

    __slots__ = ("_clock", "changed", "known", "news")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.known = KnownClosures()
        self.news = 0  # how many times it has learned something
        self.changed = clock.signal()

    def learn(self, known: KnownClosures) -> None:
        """From now on this is what is known."""
        self.known = known
        self.news += 1

    def announce(self) -> None:
        """Whoever has no way tries again."""
        changed, self.changed = self.changed, self._clock.signal()
        changed.fire()


class Ground:
    """What is closed or degraded now, known or not; ``changed`` fires anew at each change."""

    __slots__ = ("_clock", "_severity", "changed", "shut")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._severity: dict[LinkId, float] = {}
        self.shut = ShutPlaces()
        self.changed = clock.signal()

    def severity(self, link: LinkId) -> float:
        """How much a link is degraded: 0 open, 1 closed."""
        return self._severity.get(link, 0.0)

    def is_clear(self, link: LinkId | None) -> bool:
        """Whether a link is not closed now."""
        return link is None or self.severity(link) < 1.0

    def set_severity(self, link: LinkId, severity: float) -> None:
        """A link is degraded so much from now on."""
        self._severity[link] = severity

    def announce(self) -> None:
        """Who stands before what has changed looks again."""
        changed, self.changed = self.changed, self._clock.signal()
        changed.fire()


class ShutPlaces:
    """The links and terminals that disruptions have closed: by which, and when."""

    __slots__ = ("_now", "_past")

    def __init__(self) -> None:
        self._now: dict[str, tuple[float, By]] = {}
        self._past: dict[str, list[tuple[float, float, By]]] = {}

    def set(self, place: str, by: By, now: float) -> None:
        """From now a place is closed by these, or open if there are none."""
        since_h, before = self._now.pop(place, (now, ()))
        if before and now > since_h:
            self._past.setdefault(place, []).append((since_h, now, before))
        if by:
            self._now[place] = (now, by)

    def by(self, place: str | None) -> By:
        """What has closed a place that is closed now."""
        return self._now[place][1] if place in self._now else ()

    def during(self, place: str, from_h: float, to_h: float) -> By:
        """What kept a place closed for more than half of a time; nothing if it was open longer."""
        if place not in self._now and place not in self._past:
            return ()
        shut = list(self._overlaps(place, from_h, to_h))
        if 2.0 * sum(hours for hours, _ in shut) <= to_h - from_h:
            return ()
        return tuple(sorted({name for _, by in shut for name in by}))

    def _overlaps(self, place: str, from_h: float, to_h: float) -> Iterator[tuple[float, By]]:
        spells = list(self._past.get(place, ()))
        if place in self._now:
            since_h, by = self._now[place]
            spells.append((since_h, to_h, by))
        for since_h, until_h, by in spells:
            hours = min(until_h, to_h) - max(since_h, from_h)
            if hours > 0.0:
                yield hours, by


class ControlStatus:
    """Whether movement control decides now; while it does not, nothing is planned or assigned."""

    __slots__ = ("_clock", "hit_by", "is_open", "opened")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.is_open = True
        self.hit_by: By = ()
        self.opened = clock.signal()

    def open(self) -> None:
        """It decides, from now on or for this moment."""
        self.is_open = True
        opened, self.opened = self.opened, self._clock.signal()
        opened.fire()

    def close(self) -> None:
        """It decides nothing until it is open again."""
        self.is_open = False

    def name(self, hit_by: By) -> None:
        """It is hit by these disruptions from now."""
        self.hit_by = hit_by
