"""The tables that follow from the courses: the sea links, and what they pass."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from tools.sea.chart import Course
from tools.sea.geodesy import Point

SPEED: Final = "40"  # km/h, the upper bound of ships in these waters; asset types tell their own
PLAIN: Final = "own;ne-countries"
BY_CANAL: Final = "own;ne-countries;kiel-canal"

Pair = tuple[str, str]
Cells = dict[str, str]


def read(path: Path) -> list[Cells]:
    """The rows of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: Iterable[Cells]) -> None:
    """Write rows in the order of their first column, which is their id."""
    ordered = sorted(rows, key=lambda row: next(iter(row.values())))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(ordered[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(ordered)


def ports_of(nodes: Iterable[Cells]) -> dict[str, Point]:
    """Nodes whose kinds name a port, with their positions."""
    return {
        row["node_id"]: (float(row["x_coord"]), float(row["y_coord"]))
        for row in nodes
        if "port" in row["kinds"].split(";")
    }


def by_link(found: Mapping[Pair, Course], links: Iterable[Cells]) -> dict[str, tuple[Pair, Course]]:
    """Courses by link, from its first to its second end; a new pair gets the next free id."""
    known = {
        frozenset((row["from_node_id"], row["to_node_id"])): row
        for row in links
        if row["allowed_uses"] == "sea"
    }
    last = max((int(row["link_id"][2:]) for row in known.values()), default=0)
    named: dict[str, tuple[Pair, Course]] = {}
    for (a, b), course in found.items():
        row = known.get(frozenset((a, b)))
        last += row is None
        link = row["link_id"] if row else f"SL{last:04d}"
        named[link] = ((a, b), course)
        if row and row["from_node_id"] != a:
            named[link] = ((b, a), course.reversed())
    return dict(sorted(named.items()))


def sea_links(
    named: Mapping[str, tuple[Pair, Course]], names: Mapping[str, str], columns: Iterable[str]
) -> list[Cells]:
    """The rows of ``link.csv``."""
    return [
        dict.fromkeys(columns, "")
        | {
            "link_id": link,
            "name": f"{names[a]} – {names[b]}",
            "from_node_id": a,
            "to_node_id": b,
            "directed": "0",
            "length": f"{course.length_km:.1f}",
            "facility_type": "sea_lane",
            "allowed_uses": "sea",
            "free_speed": SPEED,
            "corridor": "Kiel Canal" if course.by_canal else "",
            "status": "open",
            "grade": "D",
            "source": BY_CANAL if course.by_canal else PLAIN,
            "note": "by the Kiel Canal" if course.by_canal else "",
        }
        for link, ((a, b), course) in named.items()
    ]


def sea_rows(named: Mapping[str, tuple[Pair, Course]]) -> list[Cells]:
    """The rows of ``sea.csv``."""
    return [
        {
            "link_id": link,
            "kiel_canal": str(int(course.by_canal)),
            "grade": "D",
            "source": BY_CANAL if course.by_canal else PLAIN,
        }
        for link, (_, course) in named.items()
    ]
