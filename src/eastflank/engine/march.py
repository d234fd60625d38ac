"""The march: how long a column takes to pass, and its clock of driving hours, halts and rests."""

import math
from dataclasses import dataclass

from eastflank.engine.luck import Luck
from eastflank.model.scenario import HeavyRoad
from eastflank.model.units import HOURS_PER_DAY, NEGLIGIBLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation:
    """How vehicles follow each other: march units with gaps, some of which make a serial.

    ``density`` is vehicles a kilometre within a march unit; ``extra_h`` is the time that the field
    manuals add for each vehicle, since no column keeps its distances.
    """

    density: float
    packet_vehicles: float
    packet_gap_h: float
    serial_packets: float
    serial_gap_h: float
    extra_h: float

    def gaps_h(self, vehicles: float) -> float:
        """Hours of a column's pass time that do not shrink with speed: gaps and extra time."""
        units = max(1, math.ceil(vehicles / self.packet_vehicles - NEGLIGIBLE))
        serials = math.ceil(units / self.serial_packets - NEGLIGIBLE)
        wider_h = max(0.0, self.serial_gap_h - self.packet_gap_h)
        return (units - 1) * self.packet_gap_h + (serials - 1) * wider_h + vehicles * self.extra_h

    def length_km(self, vehicles: float) -> float:
        """Road space of the vehicles, gaps between march units apart."""
        return vehicles / self.density


def pass_time_h(formation: Formation, vehicles: float, kmh: float) -> float:
    """Hours from the first to the last vehicle of a column past a point (FM 55-30).

    Vehicles / (density x speed), the gaps between march units and between serials, extra time.
    """
    return formation.length_km(vehicles) / kmh + formation.gaps_h(vehicles)


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

    def after(self, start_h: float, drive_h: float, utc_offset_h: float) -> float:
        """The hour at which ``drive_h`` more hours have been driven."""
        local = start_h + utc_offset_h
        left = drive_h
        first = self._start = local if self._start is None else self._start
        while True:
            day = math.floor((local - first) / HOURS_PER_DAY + NEGLIGIBLE)
            self._turn_day(day)
            opens = HOURS_PER_DAY * day + first
            room = min(opens + self._length_h - local, self._limit_h - self._driven_h)
            if left <= room + NEGLIGIBLE:
                self._driven_h += left
                return local + left - utc_offset_h
            if room > 0:
                self._driven_h += room
                left -= room
            local = opens + HOURS_PER_DAY

    def _turn_day(self, day: float) -> None:
        if day > self._day:  # a step west over a time zone does not give a new day
            self._day = day
            self._driven_h = 0.0


class RoadRules:
    """The rules of the road in one replication: formation of columns, hours of march."""

    def __init__(self, luck: Luck, heavy_road: HeavyRoad) -> None:
        self.formation = Formation(
            density=luck.value("vehicle_density"),
            packet_vehicles=luck.value("packet_vehicles"),
            packet_gap_h=luck.value("packet_gap"),
            serial_packets=luck.value("serial_packets"),
            serial_gap_h=luck.value("serial_gap"),
            extra_h=luck.value("extra_time"),
        )
        rate = luck.value("breakdown_per_1000_km")
        self.km_to_breakdown = 1000.0 / rate if rate > 0 else math.inf
        self._limit_h = luck.value("driving_hours_per_day") / (1.0 - luck.value("halts_share"))
        day = _window(luck.value("march_day_start"), luck.value("march_day_end"))
        night = _window(luck.value("heavy_night_start"), luck.value("heavy_night_end"))
        self._day = day
        self._heavy = {
            HeavyRoad.DAY: day,
            HeavyRoad.NIGHT: night,
            HeavyRoad.ANY: (None, HOURS_PER_DAY),
        }[heavy_road]

    def clock(self, *, heavy: bool) -> MarchClock:
        """A fresh clock of driving hours; heavy transport may have hours of its own."""
        start, length_h = self._heavy if heavy else self._day
        return MarchClock(start=start, length_h=length_h, limit_h=self._limit_h)


def _window(start: float, end: float) -> tuple[float | None, float]:
    """When it opens and for how many hours: from 21 to 5 o'clock are 8."""
    return start, end - start if end > start else end - start + HOURS_PER_DAY
