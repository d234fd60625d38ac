"""Compute the course of ships between all ports of a network, and write what follows from it.

Reads ``node.csv``, ``link.csv``, ``backdrop.geojson`` and ``waterway.geojson``; rewrites the sea
links of ``link.csv``, ``sea.csv`` and ``sea_course.topojson``. Links keep their ids; a port that
is new gets links to all others.

A ship goes straight from waypoint to waypoint: off each cape one, and along fairways, rivers and
canals those of ``waterway.geojson``. Two points are joined where the great circle between them
keeps clear of land on a raster of 1.4 km. The shortest way over these is its course.

Use: ``python -m tools.sea networks/eastern-flank``, with ``src`` on the Python path.
"""

import argparse
from pathlib import Path

from tools.sea import tables
from tools.sea.chart import chart_of, courses
from tools.sea.lanes import topology
from tools.sea.water import water_of
from tools.sea.waterways import read_waterways


def main() -> None:
    """Read the network, find the courses, write the tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.sea", description="Courses of ships.")
    parser.add_argument("network", type=Path, help="folder with node.csv and backdrop.geojson")
    folder: Path = parser.parse_args().network
    nodes, links = tables.read(folder / "node.csv"), tables.read(folder / "link.csv")

    waterways = read_waterways(folder / "waterway.geojson")
    ports = tables.ports_of(nodes)
    chart = chart_of(water_of(folder / "backdrop.geojson", waterways.closed), waterways, ports)
    named = tables.by_link(courses(chart, ports), links)

    names = {row["node_id"]: row["name"] for row in nodes}
    on_land = [row for row in links if row["allowed_uses"] != "sea"]
    tables.write(folder / "link.csv", [*on_land, *tables.sea_links(named, names, links[0])])
    tables.write(folder / "sea.csv", tables.sea_rows(named))
    shapes = {link: course for link, (_, course) in named.items()}
    (folder / "sea_course.topojson").write_text(topology(chart, shapes), encoding="utf-8")
    print(f"{len(ports)} ports, {len(named)} links, {len(chart.points)} waypoints")


if __name__ == "__main__":
    main()
