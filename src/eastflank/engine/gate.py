"""The gate of movement control: whether it decides now (design, rule 7)."""

from collections.abc import Callable

from eastflank.engine.clock import Clock


class Gate:
    """Open: decisions at any time. Hit at severity s: only every ``every_h`` / (1 - s), at 1 never.

    While it is shut nothing is planned, assigned or heard; what is under way goes on.
    """

    def __init__(self, clock: Clock, every_h: float, decide: Callable[[], None]) -> None:
        self.clock = clock
        self.is_open = True
        self.hit_by: tuple[str, ...] = ()
        self.opened = clock.signal()
        self._every_h = every_h
        self._decide = decide
        self._severity = 0.0
        self._spells = 0  # so that the beat of an earlier spell falls silent

    def hit(self, severity: float, by: tuple[str, ...]) -> None:
        """Movement control works at this severity from now, because of these disruptions."""
        self.hit_by = by
        if severity == self._severity:
            return
        self._severity = severity
        self._spells += 1
        if severity == 0.0:
            self._open()
            return
        self.is_open = False
        self._beat(self._spells)

    def _beat(self, spell: int) -> None:
        """The next moment at which it decides; at severity 1 there is none."""
        if self._severity < 1.0:
            every_h = self._every_h / (1.0 - self._severity)
            self.clock.call_in(every_h, lambda: self._tick(spell))

    def _tick(self, spell: int) -> None:
        if spell != self._spells:
            return
        self._open()
        self.clock.call_in(0.0, lambda: self._shut(spell))  # after all that this moment begins
        self._beat(spell)

    def _open(self) -> None:
        self.is_open = True
        opened, self.opened = self.opened, self.clock.signal()
        opened.fire()
        self._decide()

    def _shut(self, spell: int) -> None:
        if spell == self._spells:
            self.is_open = False
