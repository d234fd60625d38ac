"""The status of movement control that is hit: when it decides (design, rule 7)."""

from collections.abc import Callable

from eastflank.engine.clock import Clock
from eastflank.engine.state.knowledge import By, ControlStatus


class Decisions:
    """Open: at any time. Hit at severity s: only every ``every_h`` / (1 - s), at 1 never.

    While it is closed nothing is planned, assigned or learned; what is under way goes on.
    """

    def __init__(
        self, clock: Clock, status: ControlStatus, every_h: float, decide: Callable[[], None]
    ) -> None:
        self._clock = clock
        self._status = status
        self._every_h = every_h
        self._decide = decide
        self._severity = 0.0
        self._spells = 0  # so that the beat of an earlier spell falls silent

    def hit(self, severity: float, by: By) -> None:
        """Movement control works at this severity from now, because of these disruptions."""
        self._status.name(by)
        if severity == self._severity:
            return
        self._severity = severity
        self._spells += 1
        if severity == 0.0:
            self._open()
            return
        self._status.close()
        self._beat(self._spells)

    def _beat(self, spell: int) -> None:
        """The next moment at which it decides; at severity 1 there is none."""
        if self._severity < 1.0:
            every_h = self._every_h / (1.0 - self._severity)
            self._clock.call_in(every_h, lambda: self._tick(spell))

    def _tick(self, spell: int) -> None:
        if spell != self._spells:
            return
        self._open()
        self._clock.call_in(0.0, lambda: self._close(spell))  # after all that this moment begins
        self._beat(spell)

    def _open(self) -> None:
        self._status.open()
        self._decide()

    def _close(self, spell: int) -> None:
        if spell == self._spells:
            self._status.close()
