"""Endurance: hours that drivers may still drive, kilometres until a vehicle breaks down."""

import math
from typing import Final

from eastflank.model.luck import Luck
from eastflank.model.units import HOURS_PER_DAY, NEGLIGIBLE

PURPOSE: Final = "breakdown"  # in the key of luck


class MarchClock:
    """Tells when a column that starts now has driven so many hours, rests included.

    A column drives in a window that opens every day at ``start`` o'clock local time and stays open
    for ``length_h``, over midnight if it is late, and at most ``limit_h`` in one window; the halts
    between are part of those hours. Without a ``start`` its 24 hours begin when it first sets out.
    """

    __slots__ = ("_day", "_driven_h", "_length_h", "_limit_h", "_start")

    def __init__(self, *, start: float | None, length_h: float, limit_h: float) -> None:
        self._start = start
        self._length_h = length_h
        self._limit_h = limit_h
        self._day = -math.inf
        self._driven_h = 0.0

    def open_h(self, hour: float, utc_offset_h: float) -> float:
        """An hour, or the next at which the column may drive."""
        if self._start is None:
            return hour
        local = hour + utc_offset_h
        opens = HOURS_PER_DAY * math.floor((local - self._start) / HOURS_PER_DAY) + self._start
        inside = local <= opens + self._length_h + NEGLIGIBLE
        return hour if inside else opens + HOURS_PER_DAY - utc_offset_h

    def after(self, start_h: float, drive_h: float, utc_offset_h: float) -> float:
        """The hour at which ``drive_h`` more hours have been driven."""
        local = start_h + utc_offset_h
        left = drive_h
        first = self._start = local if self._start is None else self._start
        while True:
            day = float(math.floor((local - first) / HOURS_PER_DAY + NEGLIGIBLE))
            if day > self._day:  # a step west over a time zone does not give a new day
                self._day, self._driven_h = day, 0.0
            opens = HOURS_PER_DAY * day + first
            room = min(opens + self._length_h - local, self._limit_h - self._driven_h)
            if left <= room + NEGLIGIBLE:
                self._driven_h += left
                return local + left - utc_offset_h
            if room > 0:
                self._driven_h += room
                left -= room
            local = opens + HOURS_PER_DAY


class BreakdownBudget:
    """How far the vehicles of one thing still drive until one of them breaks down.

    The luck belongs to those kilometres and not to the route, so every option meets the same.
    """

    __slots__ = ("_luck", "_mean_km", "_repair_key", "_thing", "left_km", "times")

    def __init__(self, luck: Luck, thing: str, mean_km: float, repair_key: str) -> None:
        self._luck = luck
        self._thing = thing
        self._mean_km = mean_km
        self._repair_key = repair_key
        self.times = 0  # vehicles that have broken down so far
        self.left_km = self._drawn_km()

    @property
    def is_used_up(self) -> bool:
        """Whether a vehicle breaks down now."""
        return self.left_km <= 0.0

    def drive(self, vehicle_km: float) -> None:
        """The vehicles have driven."""
        self.left_km -= vehicle_km

    def renew(self) -> float:
        """A vehicle has broken down: hours of its repair; the next budget begins."""
        repair_h = self._luck.draw(self._repair_key, self._thing, self.times)
        self.times += 1
        self.left_km += self._drawn_km()
        return repair_h

    def _drawn_km(self) -> float:
        return self._luck.exponential(PURPOSE, self._mean_km, self._thing, self.times)
