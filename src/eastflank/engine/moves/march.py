"""The march: how long a column takes to pass, and when it may drive."""

import math
from dataclasses import dataclass

from eastflank.engine.state.endurance import MarchClock
from eastflank.model.luck import Luck
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
