"""Units of measure: tables name them, the model knows hours, kilometres, tonnes and shares."""

import math
from collections.abc import Mapping
from typing import Final

HOURS_PER_DAY: Final = 24.0
STAND_KM: Final = 100.0  # the way for which the evidence tells how long a train stands on it
NEGLIGIBLE: Final = 1e-9  # below this a number of pieces or hours is nothing but rounding

# unit written in a table -> (canonical unit, factor)
CANONICAL: Final[dict[str, tuple[str, float]]] = {
    "h": ("h", 1.0),
    "d": ("h", 24.0),
    "min": ("h", 1.0 / 60.0),
    "km": ("km", 1.0),
    "m": ("km", 0.001),
    "mi": ("km", 1.609344),
    "km/h": ("km/h", 1.0),
    "kn": ("km/h", 1.852),
    "t": ("t", 1.0),
    "st": ("t", 0.90718474),
    "kg": ("t", 0.001),
    "share": ("share", 1.0),
    "pct": ("share", 0.01),
    "factor": ("factor", 1.0),
    "count": ("count", 1.0),
    "veh/h": ("veh/h", 1.0),
    "h/d": ("h/d", 1.0),
    "clock_h": ("clock_h", 1.0),
}

# wide gauges that interoperate (Finnish 1524 mm stock runs on 1520 mm)
GAUGE_FAMILY: Final[Mapping[int, int]] = {1435: 1435, 1520: 1520, 1524: 1520, 1668: 1668}

EARTH_RADIUS_KM: Final = 6371.0088  # IUGG mean radius

Outline = tuple[tuple[float, float], ...]  # points (lon, lat) in degrees


def great_circle_km(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Length of the great circle between two points given in degrees, in kilometres."""
    lam_a, phi_a, lam_b, phi_b = map(math.radians, (lon_a, lat_a, lon_b, lat_b))
    half = (
        math.sin((phi_b - phi_a) / 2) ** 2
        + math.cos(phi_a) * math.cos(phi_b) * math.sin((lam_b - lam_a) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))
