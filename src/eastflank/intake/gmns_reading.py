"""Reading GMNS: nodes in degrees, links in km and km/h, without direction."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Final

from eastflank.intake.files import Cells, defaults, foreign, plain_id
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.units import great_circle_km

LENGTHS_KM: Final = {
    "km": 1.0,
    "kilometer": 1.0,
    "kilometers": 1.0,
    "mi": 1.609344,
    "mile": 1.609344,
    "miles": 1.609344,
    "m": 0.001,
    "meter": 0.001,
    "meters": 0.001,
    "ft": 0.0003048,
    "foot": 0.0003048,
    "feet": 0.0003048,
}
SPEEDS_KMH: Final = {"kph": 1.0, "km/h": 1.0, "kmh": 1.0, "kmph": 1.0, "mph": 1.609344, "m/s": 3.6}
DEGREES: Final = frozenset({"", "epsg:4326", "4326", "wgs84", "wgs 84", "crs84"})
FOOT_AND_BICYCLE: Final = frozenset({"walk", "bike", "ped", "pedestrian", "bicycle", "foot"})
OTHER: Final = "other"
LON_MOST, LAT_MOST, MOST_LANES, KMH_MOST = 180.0, 90.0, 8, 400.0
SHORTEST: Final = 0.9  # of the great circle, as check allows for the placing of nodes
YES: Final = frozenset({"1", "true", "yes", "t"})
POINT: Final = re.compile(r"(-?[\d.]+(?:[eE]-?\d+)?)\s+(-?[\d.]+(?:[eE]-?\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as it is read: in kilometres and kilometres an hour, without direction."""

    id: str
    name: str
    ends: tuple[str, str]
    kind: Cells
    km: float
    kmh: float
    lanes: int
    directed: bool


@dataclass(slots=True)
class Reading:
    """The network as far as it is read, and what is wrong or was assumed."""

    long_km: float = 1.0
    kmh: float = 1.0
    nodes: dict[str, Cells] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)  # GMNS id -> ours
    links: dict[tuple[str, frozenset[str]], Link] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[PlannerError] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


def read_gmns(source: Path) -> Reading:
    """Read the GMNS network in a folder; all that is wrong in a table is said at once."""
    reading = Reading()
    _read_config(source, reading)
    _read_nodes(source, reading)
    if reading.errors:
        raise CollectedError(reading.errors)
    _read_links(source, reading)
    if reading.errors:
        raise CollectedError(reading.errors)
    return reading


def _read_config(source: Path, reading: Reading) -> None:
    path = source / "config.csv"
    if not path.is_file():
        reading.said.append("There is no config.csv: lengths are taken as km, speeds as km/h.")
        return
    ((row, config), *_) = foreign(path) or [(1, {})]
    for key, units, column in (
        ("long_km", LENGTHS_KM, "long_length"),
        ("kmh", SPEEDS_KMH, "speed"),
    ):
        told = config.get(column, "").casefold()
        if told in units:
            setattr(reading, key, units[told])
        elif told:
            reading.errors.append(
                PlannerError(
                    where=f"{path}, row {row}, column {column}",
                    found=f"{told!r} is not a unit that is known here.",
                    right=f"Give one of {', '.join(units)}.",
                )
            )
    if config.get("crs", "").casefold() not in DEGREES:
        reading.errors.append(
            PlannerError(
                where=f"{path}, row {row}, column crs",
                found=f"the coordinates are in {config['crs']}.",
                right="Convert them to degrees (EPSG:4326) first; any GIS does it.",
            )
        )


def _read_nodes(source: Path, reading: Reading) -> None:
    path = source / "node.csv"
    for row, cells in foreign(path):
        old = cells.get("node_id", "")
        new = plain_id(old)
        lon, lat = (_number(cells.get(name, "")) for name in ("x_coord", "y_coord"))
        where = f"{path}, row {row}"
        if not old or new in reading.nodes:
            reading.errors.append(
                PlannerError(where=where, found=f"the node_id {old!r} is empty or stands twice.")
            )
        elif lon is None or lat is None or abs(lon) > LON_MOST or abs(lat) > LAT_MOST:
            reading.errors.append(
                PlannerError(
                    where=where,
                    found=f"{cells.get('x_coord')!r}, {cells.get('y_coord')!r} are no degrees.",
                    right="Give x_coord from -180 to 180 and y_coord from -90 to 90.",
                )
            )
        else:
            reading.nodes[new] = {
                "name": cells.get("name") or old,
                "x": f"{lon}",
                "y": f"{lat}",
                "country": cells.get("country", "").upper(),
            }
            reading.ids[old] = new


def _read_links(source: Path, reading: Reading) -> None:
    path = source / "link.csv"
    kinds, shapes = {row["word"]: row for row in defaults("link_defaults.csv")}, _shapes(source)
    for row, cells in foreign(path):
        unknown = [cells.get(end, "") for end in ENDS if cells.get(end, "") not in reading.ids]
        if unknown:
            reading.errors.append(
                PlannerError(
                    where=f"{path}, row {row}",
                    found=f"{', '.join(map(repr, unknown))} not in node.csv.",
                )
            )
        elif (kind := _kind(cells, kinds, reading)) is not None:
            link = _link(cells, kind, shapes, reading)
            if link is not None:
                _keep(link, reading)
    reading.counts["one_way"] = sum(link.directed for link in reading.links.values())


ENDS: Final = ("from_node_id", "to_node_id")


def _shapes(source: Path) -> Mapping[str, str]:
    path = source / "geometry.csv"
    if not path.is_file():
        return {}
    return {cells.get("geometry_id", ""): cells.get("geometry", "") for _, cells in foreign(path)}


def _kind(cells: Cells, kinds: Mapping[str, Cells], reading: Reading) -> Cells | None:
    """What is assumed of a link of this facility type and these uses; None: it is left out."""
    uses = {use.strip().casefold() for use in re.split(r"[,;|]", cells.get("allowed_uses", ""))}
    if uses - {""} and uses - {""} <= FOOT_AND_BICYCLE:
        reading.counts["foot"] += 1
        return None
    told = cells.get("facility_type", "").casefold().replace("_", " ")
    for word in (told, *sorted(uses)):
        if word in kinds:
            return kinds[word]
    within = [word for word in kinds if word in told and word != OTHER]
    if within:
        return kinds[max(within, key=len)]
    reading.counts["kind"] += 1
    return kinds[OTHER]


def _link(cells: Cells, kind: Cells, shapes: Mapping[str, str], reading: Reading) -> Link | None:
    start, end = (reading.ids[cells[name]] for name in ENDS)
    if start == end:
        reading.counts["loop"] += 1
        return None
    shape = cells.get("geometry") or shapes.get(cells.get("geometry_id", ""), "")
    speed = _number(cells.get("free_speed", ""))
    reading.counts["speed"] += not speed
    return Link(
        id=plain_id(cells.get("link_id", "")) or f"{start}-{end}",
        name=cells.get("name", ""),
        ends=(start, end),
        kind=kind,
        km=_km(cells, shape, (start, end), reading),
        kmh=min(speed * reading.kmh if speed else float(kind["speed_kmh"]), KMH_MOST),
        lanes=min(int(_number(cells.get("lanes", "")) or 0), MOST_LANES),
        directed=cells.get("directed", "").casefold() in YES,
    )


def _km(cells: Cells, shape: str, ends: tuple[str, str], reading: Reading) -> float:
    """The length that is told, else that of the geometry; never below the great circle."""
    a, b = ((float(reading.nodes[end]["x"]), float(reading.nodes[end]["y"])) for end in ends)
    straight = _straight_km(a, b)
    told = _number(cells.get("length", ""))
    points = [(float(x), float(y)) for x, y in POINT.findall(shape)]
    if told:
        km = told * reading.long_km
    elif len(points) > 1:
        km = sum(_straight_km(one, two) for one, two in pairwise(points))
    else:
        km = straight
        reading.counts["straight"] += 1
    if km < SHORTEST * straight:
        reading.counts["short"] += 1
        return straight
    return km


def _straight_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return great_circle_km(*a, *b)


def _keep(link: Link, reading: Reading) -> None:
    """One link for both directions; of several beside each other the shortest."""
    key = (link.kind["mode"], frozenset(link.ends))
    old = reading.links.get(key)
    if old is None:
        reading.links[key] = link
        return
    back = old.directed and link.directed and old.ends == link.ends[::-1]
    reading.counts["parallel"] += not back
    best = min(old, link, key=lambda each: each.km)
    reading.links[key] = replace(
        best, lanes=max(old.lanes, link.lanes), directed=old.directed and link.directed and not back
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None
