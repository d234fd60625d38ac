"""Lambert azimuthal equal-area on the sphere, about the theatre; kilometres on the map."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eastflank.model.units import EARTH_RADIUS_KM

Points = NDArray[np.float64]

HEMISPHERE_KM: Final = EARTH_RADIUS_KM * np.sqrt(2.0)  # from the centre: beyond, shapes fold over
NEAR_KM: Final = 2500.0  # from the middle of the eastern flank: up to here its map will do


@dataclass(frozen=True, slots=True)
class Projection:
    """A map about a centre, in degrees."""

    lon: float
    lat: float

    def __call__(self, lonlat: ArrayLike) -> Points:
        """Degrees (lon, lat) to kilometres east and north of the centre (Snyder 1987, p. 185)."""
        degrees = np.radians(np.atleast_2d(np.asarray(lonlat, dtype=float)))
        lam, phi = degrees[:, 0] - np.radians(self.lon), degrees[:, 1]
        sine, cosine = np.sin(np.radians(self.lat)), np.cos(np.radians(self.lat))
        towards = sine * np.sin(phi) + cosine * np.cos(phi) * np.cos(lam)
        k = EARTH_RADIUS_KM * np.sqrt(2.0 / np.maximum(1.0 + towards, 1e-9))
        east = k * np.cos(phi) * np.sin(lam)
        north = k * (cosine * np.sin(phi) - sine * np.cos(phi) * np.cos(lam))
        return np.column_stack([east, north])


FLANK: Final = Projection(lon=20.0, lat=52.0)


def projection_of(lonlat: ArrayLike) -> Projection:
    """The map of these places: that of the eastern flank if most lie there, else their own."""
    degrees = np.atleast_2d(np.asarray(lonlat, dtype=float))
    if not degrees.size or np.median(np.hypot(*FLANK(degrees).T)) <= NEAR_KM:
        return FLANK
    lam, phi = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    x, y, z = (  # the middle on the sphere, which knows no date line
        float(axis.mean())
        for axis in (np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi))
    )
    return Projection(
        lon=float(np.degrees(np.arctan2(y, x))),
        lat=float(np.degrees(np.arctan2(z, np.hypot(x, y)))),
    )


def thinned(points: Points, tolerance_km: float) -> Points:
    """The line without points nearer than the tolerance to the last one kept; ends stay."""
    kept = [0]
    for place in range(1, len(points) - 1):
        if np.hypot(*(points[place] - points[kept[-1]])) >= tolerance_km:
            kept.append(place)
    return points[[*kept, len(points) - 1]]
