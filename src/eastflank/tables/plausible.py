"""What an evidence value may be: bounds by unit, and those of keys for which these are too wide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eastflank.model.units import CANONICAL, NEGLIGIBLE


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value that a planner would accept, in a canonical unit."""

    low: float
    high: float

    def hold(self, low: float, high: float) -> bool:
        """Whether a range lies within, but for rounding of its unit."""
        return self.low - NEGLIGIBLE <= low and high <= self.high * (1.0 + NEGLIGIBLE)


OF_UNIT: Final[Mapping[str, Bounds]] = {
    "h": Bounds(0.0, 8_760.0),
    "km/h": Bounds(1.0, 400.0),
    "km": Bounds(0.0, 20_000.0),
    "share": Bounds(0.0, 1.0),
    "factor": Bounds(0.0, 100.0),
    "count": Bounds(0.0, 10_000.0),
    "veh/h": Bounds(1.0, 10_000.0),
    "h/d": Bounds(0.5, 24.0),
    "clock_h": Bounds(0.0, 24.0),
    "t": Bounds(0.0, 10.0),
}

_EARLY: Final = Bounds(-2_160.0, 8_760.0)  # a slip may be early
_BEAT: Final = Bounds(0.1, 8_760.0)  # what is done again and again takes its time
_SPEED: Final = Bounds(0.05, 20.0)  # at 0 nothing would ever arrive: a disruption closes
_VEHICLES: Final = Bounds(1.0, 1_000_000.0)

OF_KEY: Final[Mapping[str, Bounds]] = {
    "notice_slip_national": _EARLY,
    "notice_slip_unit": _EARLY,
    "crew_shift": Bounds(1.0, 8_760.0),
    "review_interval": _BEAT,
    "replan_h": _BEAT,
    "military_path_share": Bounds(0.001, 1.0),
    "halts_share": Bounds(0.0, 0.9),
    "lock_share": Bounds(0.01, 1.0),
    "het_speed_factor": _SPEED,
    "sea_speed_factor": _SPEED,
    "barge_speed_factor": _SPEED,
    "barge_low_water": Bounds(0.01, 1.0),
    "air_route_factor": Bounds(1.0, 3.0),
    "service_scale": Bounds(0.05, 20.0),
    "port_land_factor": Bounds(0.0, 1_000.0),  # as its row says, 1000 is no limit
    "packet_vehicles": _VEHICLES,
    "serial_packets": _VEHICLES,
    "vehicle_density": Bounds(0.1, 1_000_000.0),
    "locomotive_length": Bounds(0.0, 0.2),
}


def bounds_of(key: str, unit: str) -> tuple[float, float] | None:
    """The least and the greatest value of a key in the unit of its row; None if nobody knows it."""
    canonical, factor = CANONICAL[unit]
    found = OF_KEY.get(key) or OF_UNIT.get(canonical)
    return None if found is None else (found.low / factor, found.high / factor)


def is_plausible(key: str, unit: str, low: float, high: float) -> bool:
    """Whether every value from ``low`` to ``high``, in ``unit``, is one that a planner accepts."""
    canonical, factor = CANONICAL[unit]
    found = OF_KEY.get(key) or OF_UNIT.get(canonical)
    return found is None or found.hold(low * factor, high * factor)
