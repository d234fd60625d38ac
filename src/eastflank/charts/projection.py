"""Lambert azimuthal equal-area on the sphere, centred on the theatre; kilometres on the map."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eastflank.model.units import EARTH_RADIUS_KM

CENTRE_LAT: Final = np.radians(52.0)
CENTRE_LON: Final = np.radians(20.0)

Points = NDArray[np.float64]


def project(lonlat: ArrayLike) -> Points:
    """Degrees (lon, lat) to kilometres east and north of 52° N 20° E (Snyder 1987, p. 185)."""
    degrees = np.radians(np.atleast_2d(np.asarray(lonlat, dtype=float)))
    lam, phi = degrees[:, 0] - CENTRE_LON, degrees[:, 1]
    cosine = np.sin(CENTRE_LAT) * np.sin(phi) + np.cos(CENTRE_LAT) * np.cos(phi) * np.cos(lam)
    k = EARTH_RADIUS_KM * np.sqrt(2.0 / np.maximum(1.0 + cosine, 1e-9))
    east = k * np.cos(phi) * np.sin(lam)
    north = k * (np.cos(CENTRE_LAT) * np.sin(phi) - np.sin(CENTRE_LAT) * np.cos(phi) * np.cos(lam))
    return np.column_stack([east, north])


def thinned(points: Points, tolerance_km: float) -> Points:
    """The line without points nearer than the tolerance to the last one kept; ends stay."""
    kept = [0]
    for place in range(1, len(points) - 1):
        if np.hypot(*(points[place] - points[kept[-1]])) >= tolerance_km:
            kept.append(place)
    return points[[*kept, len(points) - 1]]
