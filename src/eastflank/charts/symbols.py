"""Unit symbols of NATO maps (APP-6), the few that a chart needs: friendly frame, role, echelon."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path

from eastflank.charts import style

FRIENDLY: Final = "#80e0ff"  # APP-6(D), 2017: the light blue of a friendly frame
ECHELONS: Final = {"battalion": "II", "brigade": "X", "division": 2 * "X", "corps": 3 * "X"}
WEIGHTS: Final = {"heavy": "armour", "medium": "mechanised infantry", "light": "infantry"}
HALF: Final = 1.5  # half the width of a frame; half its height is 1

_FRAME: Final = Path(
    [(-HALF, -1), (HALF, -1), (HALF, 1), (-HALF, 1), (-HALF, -1)],
    [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY],
)
_CROSS: Final = Path(
    [(-HALF, -1), (HALF, 1), (-HALF, 1), (HALF, -1)],
    [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO],
)
_CIRCLE: Final = Path.unit_circle()
_OVAL: Final = Path(np.asarray(_CIRCLE.vertices) * np.array([0.95, 0.55]), _CIRCLE.codes)
_EXTENT: Final = Path([(HALF, 0.0)], [Path.MOVETO])  # so that every part has one scale
_TRACK: Final = Path.make_compound_path(_OVAL, _EXTENT)
ROLES: Final[dict[str, tuple[Path, ...]]] = {
    "infantry": (_CROSS,),
    "armour": (_TRACK,),
    "mechanised infantry": (_CROSS, _TRACK),
    "combat support": (),
}


def unit_symbols(
    axes: Axes, at: np.ndarray, *, role: str, echelon: str, points: float = 8.0
) -> None:
    """Draw friendly units of one role and echelon at points of the data, ``points`` tall.

    Roles: infantry (the cross), armour (the track), mechanised infantry (both), combat support (a
    plain frame). An echelon that is not known has no mark.
    """
    size = points * HALF  # a marker is as wide as its size
    for place, part in enumerate((_FRAME, *ROLES[role])):
        axes.plot(
            at[:, 0],
            at[:, 1],
            linestyle="",
            marker=part,
            markersize=size,
            color=style.INK,
            markerfacecolor=FRIENDLY if place == 0 else "none",
            markeredgewidth=0.6,
            clip_on=False,
            zorder=6,
        )
    for x, y in at:
        axes.annotate(
            ECHELONS.get(echelon, ""),
            xy=(x, y),
            xytext=(0, 0.42 * points),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=0.45 * points,
            annotation_clip=False,
            zorder=6,
        )


def role_of(weight: str) -> str:
    """The role that the weight class of a force list stands for."""
    return WEIGHTS.get(weight, "combat support")
