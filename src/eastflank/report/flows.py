"""What moved where, for programs that draw maps: flows with their lifts, and waiting."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from eastflank.gallery.scene import scene_of
from eastflank.runs.stored import StoredRun

DIGITS: Final = 3
Feature = dict[str, Any]


def flows_geojson(run: StoredRun) -> dict[str, object]:
    """A feature a link or airfield pair that was used, and a point a place where lots waited.

    Longitude and latitude in WGS 84 (CRS84, RFC 7946). Lines have id, mode, lifts, troops and
    tonnes (loaded, both ways); points name and lot_days.
    """
    scene = scene_of(run)
    features = [*_lines(scene.flows, scene.lines), *_points(scene.queues)]
    return {"type": "FeatureCollection", "features": features}


def _lines(flows: pd.DataFrame, lines: Mapping[str, Any]) -> Iterator[Feature]:
    for row in flows.sort_values(["mode", "link_id"]).to_dict("records"):
        known = {"what": "flow", "id": row["link_id"], "mode": row["mode"]}
        amounts = {name: round(float(row[name]), DIGITS) for name in ("lifts", "troops", "tonnes")}
        course = [list(map(float, point)) for point in lines[row["link_id"]]]
        yield _feature("LineString", course, {**known, **amounts})


def _points(queues: pd.DataFrame) -> Iterator[Feature]:
    for row in queues.to_dict("records"):
        known = {"what": "waiting", "id": row["place"], "name": row["name"]}
        days = {"lot_days": round(float(row["lot_days"]), DIGITS)}
        yield _feature("Point", [float(row["lon"]), float(row["lat"])], {**known, **days})


def _feature(kind: str, coordinates: object, properties: Mapping[str, object]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": dict(properties)}
