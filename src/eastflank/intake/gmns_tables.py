"""Our tables of a GMNS network, what is assumed in them, and what it lacks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from eastflank.intake.files import Cells, defaults
from eastflank.intake.gmns_reading import Link, Reading

DEGREES_AN_HOUR: Final = 15.0


def tables_of(
    reading: Reading, name: str, country: str
) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Our tables, by name; those without rows are not written."""
    rows = {mode: list(_particulars(reading, mode)) for mode in ("road", "rail", "sea")}
    of = {node: cells["country"] or country for node, cells in reading.nodes.items()}
    yield "config", [_config(name)]
    yield "node", [_node(node, cells, of[node]) for node, cells in reading.nodes.items()]
    yield "link", [_link_row(link, of) for link in reading.links.values()]
    yield from rows.items()
    yield "terminal", list(_terminals(reading))
    yield (
        "country",
        [_country(each, _middle(reading, of, each)) for each in sorted(set(of.values()))],
    )
    yield "sources", _sources(name)


def _middle(reading: Reading, of: Mapping[str, str], country: str) -> float:
    """The mean longitude of the places of a country."""
    lons = [float(cells["x"]) for node, cells in reading.nodes.items() if of[node] == country]
    return sum(lons) / len(lons)


def _config(name: str) -> dict[str, object]:
    return {
        "dataset_name": name,
        "long_length": "km",
        "short_length": "m",
        "speed": "km/h",
        "crs": "EPSG:4326",
        "geometry_field_format": "WKT",
        "currency": "",
        "version_number": "0.96",
        "id_type": "string",
    }


def _node(node: str, cells: Cells, country: str) -> dict[str, object]:
    return {
        "node_id": node,
        "name": cells["name"],
        "x_coord": cells["x"],
        "y_coord": cells["y"],
        "node_type": "place",
        "country": country,
        "kinds": "",
        "theatre": "own",
        **GIVEN,
    }


def _link_row(link: Link, of: Mapping[str, str]) -> dict[str, object]:
    countries = sorted({of[end] for end in link.ends})
    crosses = len(countries) > 1 and link.kind["mode"] != "sea"
    return {
        "link_id": link.id,
        "name": link.name,
        "from_node_id": link.ends[0],
        "to_node_id": link.ends[1],
        "directed": 0,
        "length": round(link.km, 4),
        "facility_type": link.kind["facility_type"],
        "allowed_uses": link.kind["mode"],
        "free_speed": round(link.kmh, 1),
        "border": "-".join(countries) if crosses else "",
        "transit": "",
        "corridor": "",
        "status": "open",
        **GIVEN,
    }


GIVEN: Final = {"grade": "C", "source": "gmns"}
ASSUMED: Final = {"grade": "E", "source": "assumed"}


def _particulars(reading: Reading, mode: str) -> Iterator[dict[str, object]]:
    for link in reading.links.values():
        kind = link.kind
        if kind["mode"] != mode:
            continue
        row: dict[str, object] = {"link_id": link.id}
        if mode == "road":
            row |= {
                "road_class": kind["facility_type"],
                "lanes_each_way": link.lanes or kind["lanes"],
                "bridge_mlc": kind["bridge_mlc"],
            }
        elif mode == "rail":
            row |= {"gauge_mm": kind["gauge_mm"], "tracks": kind["tracks"], "electrified": ""}
            row |= {"paths_per_day_each_way": kind["paths_per_day_each_way"]}
            row |= dict.fromkeys(("train_length_m", "train_mass_t", "holding_tracks"), "")
        else:
            row |= {"kiel_canal": 0}
        yield {**row, **ASSUMED}


def _terminals(reading: Reading) -> Iterator[dict[str, object]]:
    """A staging area everywhere, a railhead and a port wherever a line or a lane ends."""
    modes: dict[str, set[str]] = {node: {""} for node in reading.nodes}
    for link in reading.links.values():
        for end in link.ends:
            modes[end].add(link.kind["mode"])
    for row in defaults("terminal_defaults.csv"):
        for node in reading.nodes:
            if row["mode"] in modes[node]:
                yield {
                    "terminal_id": f"{row['kind']}-{node}",
                    "node_id": node,
                    "kind": row["kind"],
                    "gauge_mm": row["gauge_mm"],
                    "far_gauge_mm": "",
                    "servers": row["servers"],
                    "call_forward_limit": row["call_forward_limit"],
                    "service_factor": 1,
                    "max_train_m": "",
                    "staging_pieces": "",
                    **ASSUMED,
                    "note": row["note"],
                }


def _country(country: str, lon: float) -> dict[str, object]:
    return {
        "country": country,
        "name": country,
        "utc_offset_h": round(lon / DEGREES_AN_HOUR),
        "member": 1,
        "transit_allowed": 1,
        "reason": "",
        **ASSUMED,
    }


def _sources(name: str) -> list[dict[str, object]]:
    told = {"gmns": f"The GMNS network {name}", "assumed": "Assumed: GMNS does not tell it"}
    return [
        {"source_id": id_, "title": title, "year": "", "address": "", "licence": ""}
        for id_, title in told.items()
    ]


def assumed(reading: Reading) -> Iterator[str]:
    """What our tables say beside what the network told."""
    modes = Counter(link.kind["mode"] for link in reading.links.values())
    if modes["road"]:
        yield f"{modes['road']} roads have the load class of bridges of their kind (road.csv, E)."
    if modes["rail"]:
        yield f"{modes['rail']} rail links are single track of 1435 mm (rail.csv, E)."
    yield "Every place has a staging area, some a railhead or port (terminal.csv, E)."


def missing(reading: Reading) -> Iterator[str]:
    """What the network does not have."""
    modes = {link.kind["mode"] for link in reading.links.values()}
    for mode in sorted({"rail", "road", "sea"} - modes):
        yield f"It has no {mode} links."
    yield "It has no airfields (airfield.csv) and no corridors (corridor.csv)."
    if len({cells["country"] for cells in reading.nodes.values()}) == 1:
        yield (
            "All its places are in one country, and only troops that cross a border count: "
            "give node.csv a column country."
        )
