"""News: when movement control learns what has closed, will close, or is open again."""

import math
from collections.abc import Callable, Iterable

from eastflank.engine.control.control import Control
from eastflank.engine.events.closings import Closing
from eastflank.engine.state.knowledge import KnownClosures, Place, Window
from eastflank.engine.state.world import World
from eastflank.model.ids import LinkId, TerminalId
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Closures


class News:
    """Keeps the closings that have been told, and tells movement control when they change."""

    def __init__(self, world: World, control: Control) -> None:
        self._world = world
        self._control = control
        self._told: dict[Closing, None] = {}

    def foretell(self, closing: Closing) -> None:
        """What is known before it begins is told then."""
        if closing.shuts and closing.told_h < closing.start_h:
            self._at(closing.told_h, lambda: self._tell(closing))

    def begins(self, closing: Closing) -> None:
        """Something has closed: it is told now or later, and told again if it lasts too long."""
        if not closing.shuts:
            return
        self._at(max(closing.told_h, closing.start_h), lambda: self._tell(closing))
        if self._world.clock.now < closing.believed_end_h < closing.end_h:
            self._at(closing.believed_end_h, self._pass_on)

    def ends(self, closing: Closing) -> None:
        """Something has opened."""
        if closing.shuts:
            self._at(closing.over_h, lambda: self._forget(closing))

    def _at(self, hour: float, tell: Callable[[], None]) -> None:
        """At once if it is time, else then."""
        if hour <= self._world.clock.now:
            tell()
            return
        self._world.clock.call_in(hour - self._world.clock.now, tell)

    def _tell(self, closing: Closing) -> None:
        """News of what is over by then is no news: nobody would ever take it back."""
        if self._world.clock.now > closing.over_h - NEGLIGIBLE:
            return
        self._told[closing] = None
        self._pass_on()

    def _forget(self, closing: Closing) -> None:
        self._told.pop(closing, None)
        self._pass_on()

    def _pass_on(self) -> None:
        self._control.on_news(known_from(self._told, self._world.clock.now))


def known_from(told: Iterable[Closing], now: float) -> KnownClosures:
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
    return KnownClosures(
        Closures(frozenset(links), frozenset(terminals)),
        {place: found for place, found in timed.items() if not _is_for_good(found, now)},
        tuple(sorted({name for by in names.values() for name in by})),
        {place: tuple(sorted(by)) for place, by in names.items()},
    )


def _is_for_good(windows: Iterable[Window], now: float) -> bool:
    return any(start_h <= now and math.isinf(end_h) for start_h, end_h in windows)
