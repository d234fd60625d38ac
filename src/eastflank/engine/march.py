"""The clock of a march: driving hours, halts and the night's rest in local time."""

import math

from eastflank.units import NEGLIGIBLE


class MarchClock:
    """Tells when a column that starts now has driven so many hours, rests included.

    A column drives between ``day_start`` and ``day_end`` local time and at most ``limit_h`` on a
    local calendar day; the halts between are part of those hours.
    """

    __slots__ = ("_day", "_day_end", "_day_start", "_driven_h", "_limit_h")

    def __init__(self, *, day_start: float, day_end: float, limit_h: float) -> None:
        self._day_start = day_start
        self._day_end = day_end
        self._limit_h = limit_h
        self._day = -math.inf
        self._driven_h = 0.0

    def after(self, start_h: float, drive_h: float, utc_offset_h: float) -> float:
        """The hour at which ``drive_h`` more hours have been driven."""
        local = start_h + utc_offset_h
        left = drive_h
        while True:
            self._turn_day(math.floor(local / 24.0))
            opens = 24.0 * self._day + self._day_start
            closes = 24.0 * self._day + self._day_end
            local = max(local, opens)
            room = min(closes - local, self._limit_h - self._driven_h)
            if left <= room + NEGLIGIBLE:
                self._driven_h += left
                return local + left - utc_offset_h
            if room > 0:
                self._driven_h += room
                left -= room
            local = 24.0 * (self._day + 1.0) + self._day_start

    def _turn_day(self, day: float) -> None:
        if day != self._day:
            self._day = day
            self._driven_h = 0.0
