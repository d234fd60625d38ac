"""News: when movement control learns what has closed, will close, or is open again."""

from collections.abc import Callable

from eastflank.engine.closings import Closing
from eastflank.engine.outlook import outlook_of
from eastflank.engine.world import World


class News:
    """Keeps the closings that have been told, and tells movement control when they change."""

    def __init__(self, world: World) -> None:
        self.world = world
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
        if self.world.clock.now < closing.believed_end_h < closing.end_h:
            self._at(closing.believed_end_h, self._pass_on)

    def ends(self, closing: Closing) -> None:
        """Something has opened."""
        if closing.shuts:
            self._at(closing.over_h, lambda: self._forget(closing))

    def _at(self, hour: float, tell: Callable[[], None]) -> None:
        """At once if it is time, else then."""
        if hour <= self.world.clock.now:
            tell()
            return
        self.world.clock.call_in(hour - self.world.clock.now, tell)

    def _tell(self, closing: Closing) -> None:
        self._told[closing] = None
        self._pass_on()

    def _forget(self, closing: Closing) -> None:
        self._told.pop(closing, None)
        self._pass_on()

    def _pass_on(self) -> None:
        self.world.control.learn(outlook_of(self._told, self.world.clock.now))
