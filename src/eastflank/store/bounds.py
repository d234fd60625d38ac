"""Bounds as they are stored: a file beside the run folder of the same question."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from eastflank.plan.bound import Curve, Point
from eastflank.store.atomic import write_json
from eastflank.store.damage import damaged
from eastflank.store.folder import LIKELY, replication_name

FOLDER: Final = "bounds"
FORMS: Final = ("tight", "quick")  # the one that proves more first


def bound_path(root: Path, form: str, replication: int) -> Path:
    """Where the bound of a run's question lies; the folder of the run need not be there."""
    name = f"{root.name}-{form}-{replication_name(replication)}.json"
    return root.parent / FOLDER / name


def write_bound(path: Path, curve: Curve) -> None:
    """Write a curve whole."""
    write_json(
        path,
        {
            "force": curve.force,
            "points": [[point.day, point.troops, point.reached] for point in curve.points],
            "closings": [list(closing) for closing in curve.closings],
        },
    )


def read_bound(path: Path) -> Curve | None:
    """A curve as it was stored; None if there is none."""
    if not path.is_file():
        return None
    try:
        return _curve(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path, str(error)) from error


def best_bound(root: Path) -> Curve | None:
    """The tightest stored bound of a run's question, every row at its likely value."""
    curves = (read_bound(bound_path(root, form, LIKELY)) for form in FORMS)
    return next((curve for curve in curves if curve is not None), None)


def _curve(told: Mapping[str, Any]) -> Curve:
    points = tuple(Point(*map(float, point)) for point in told["points"])
    if any(math.isnan(point.troops) for point in points):
        raise ValueError("not a number")
    closings = tuple((float(hour), int(troops)) for hour, troops in told["closings"])
    return Curve(int(told["force"]), points, closings)
