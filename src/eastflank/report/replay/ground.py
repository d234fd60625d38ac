"""The land of the replay: countries simplified to what a screen shows, and their names."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eastflank.charts.backdrop import COUNTRY_NAMES, OUTSIDE
from eastflank.charts.projection import HEMISPHERE_KM, Points, Projection, thinned
from eastflank.report.replay.block import whole

TOLERANCE_KM: Final = 2.5
TRIANGLE: Final = 4


def ground(
    backdrop: Mapping[str, Any], on: Projection
) -> tuple[dict[str, object], dict[str, NDArray[Any]]]:
    """Header and arrays of the land: rings in kilometres, whether each lies outside, names."""
    rings = list(_rings(backdrop, on))
    at = np.cumsum([0, *(len(ring) for ring, _ in rings)])
    points = np.vstack([ring for ring, _ in rings]) if rings else np.zeros((0, 2))
    names = [
        [name, *(round(float(value)) for value in on([where])[0])]
        for name, where in COUNTRY_NAMES.items()
        if np.hypot(*on([where])[0]) < HEMISPHERE_KM
    ]
    return {"names": names}, {
        "ring_at": whole(at, "u4", "points"),
        "ring_xy": whole(points.ravel(), "i2", "kilometres on the map"),
        "ring_outside": whole([outside for _, outside in rings], "u1", "rings"),
    }


def _rings(backdrop: Mapping[str, Any], on: Projection) -> Iterator[tuple[Points, bool]]:
    for feature in backdrop.get("features", ()):
        shapes = feature["geometry"]["coordinates"]
        outside = feature["properties"]["name"] in OUTSIDE
        for polygon in [shapes] if feature["geometry"]["type"] == "Polygon" else shapes:
            ring = on(polygon[0])
            if np.ptp(ring, axis=0).max() < 2 * TOLERANCE_KM:
                continue
            if np.hypot(*ring.T).max() > HEMISPHERE_KM:
                continue
            kept = thinned(ring, TOLERANCE_KM)
            if len(kept) >= TRIANGLE:
                yield kept, outside
