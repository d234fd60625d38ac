"""The directory: what the tables of a question hold, by name and by place."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eastflank.compile.gazetteer import Gazetteer, names_of
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import folded, nearest
from eastflank.model.units import great_circle_km
from eastflank.tables import Library
from eastflank.tables.force import ForceRow
from eastflank.tables.theatre import NodeRow

Cell = str | int | float
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """One thing that an experiment or a command can name: its columns, the id first.

    ``at``: longitude and latitude, where it lies somewhere. ``names``: what else it is called.
    """

    cells: Mapping[str, Cell]
    at: Point | None = None
    names: tuple[str, ...] = ()

    @property
    def words(self) -> Iterator[str]:
        """All that it may be found by."""
        yield from (str(cell) for cell in self.cells.values())
        yield from self.names


def things_of(library: Library, kind: str) -> list[Thing]:
    """All things of a kind, in the order of their table."""
    return list(KINDS[kind](library))


def found_by(things: Sequence[Thing], text: str, kind: str) -> list[Thing]:
    """The things that hold a text in a name or cell; accents and case make no difference."""
    wanted = folded(text)
    found = [thing for thing in things if any(wanted in folded(word) for word in thing.words)]
    if found or not text:
        return found
    known = [word for thing in things for word in thing.words]
    raise PlannerError(
        where=f"list {kind}", found=f"nothing is called {text!r}.", near=nearest(text, known)
    )


def nearest_first(
    things: Iterable[Thing], library: Library, place: str
) -> list[tuple[float, Thing]]:
    """The things that lie somewhere, the nearest to a place first, with their great-circle km."""
    theatre = library.theatre
    gazetteer = Gazetteer(theatre.node.rows, theatre.node.file)
    found = gazetteer.find(place, f"--near {place}")
    if isinstance(found, PlannerError):
        raise found
    lon, lat = _at(theatre.node.by_id[found])
    away = [(great_circle_km(lon, lat, *thing.at), thing) for thing in things if thing.at]
    return sorted(away, key=lambda pair: pair[0])


def _at(node: NodeRow) -> Point:
    return node.x_coord, node.y_coord


def _nodes(library: Library) -> Iterator[Thing]:
    terminals = Counter(row.node_id for row in library.theatre.terminal.rows)
    for node in library.theatre.node.rows:
        yield Thing(
            cells={
                "node": node.node_id,
                "name": node.name,
                "country": node.country,
                "kinds": ", ".join(node.kinds),
                "terminals": terminals[node.node_id],
            },
            at=_at(node),
            names=tuple(names_of(node)),
        )


def _terminals(library: Library) -> Iterator[Thing]:
    nodes = library.theatre.node.by_id
    fields = {row.terminal_id: row for row in library.theatre.airfield.rows}
    for row in library.theatre.terminal.rows:
        node, field = nodes[row.node_id], fields.get(row.terminal_id)
        yield Thing(
            cells={
                "terminal": row.terminal_id,
                "place": node.name,
                "country": node.country,
                "kind": row.kind.replace("_", " "),
                "servers": row.servers,
                "gauge, mm": str(row.gauge_mm or ""),
            },
            at=_at(node),
            names=(node.node_id, *((field.name, field.icao) if field else ())),
        )


def _links(library: Library) -> Iterator[Thing]:
    theatre = library.theatre
    nodes = theatre.node.by_id
    corridors = _corridors_by_member(library)
    for link in theatre.link.rows:
        a, b = nodes[link.from_node_id], nodes[link.to_node_id]
        yield Thing(
            cells={
                "link": link.link_id,
                "from": a.name,
                "to": b.name,
                "mode": link.allowed_uses,
                "km": round(link.length, 1),
                "corridors": ", ".join(corridors.get(link.link_id, ())),
            },
            at=((a.x_coord + b.x_coord) / 2, (a.y_coord + b.y_coord) / 2),
            names=(link.name, f"{a.name} {b.name}", a.node_id, b.node_id),
        )


def _corridors_by_member(library: Library) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in library.theatre.corridor.rows:
        found.setdefault(row.member_id, []).append(row.corridor_id)
    return found


def _corridors(library: Library) -> Iterator[Thing]:
    members: dict[str, list[str]] = {}
    kinds: Counter[tuple[str, str]] = Counter()
    for row in library.theatre.corridor.rows:
        members.setdefault(row.corridor_id, []).append(row.member_id)
        kinds[row.corridor_id, row.member_kind] += 1
    for name, ids in members.items():
        yield Thing(
            cells={
                "corridor": name,
                "links": kinds[name, "link"],
                "terminals": kinds[name, "terminal"],
                "members": ", ".join(ids),
            }
        )


def _units(library: Library) -> Iterator[Thing]:
    nodes = library.theatre.node.by_id
    for row in library.force.force.rows:
        origin, destination = nodes[row.origin_node_id], nodes[row.destination_node_id]
        yield Thing(
            cells={
                "unit": row.uln,
                "name": row.name,
                "nation": row.nation,
                "brigade": row.brigade,
                "type": row.unit_type,
                "troops": _people(library, row),
                "from": origin.name,
                "to": destination.name,
            },
            at=_at(origin),
        )


def _people(library: Library, row: ForceRow) -> int:
    of_type = library.force.types.get(row.unit_type)
    if row.personnel is not None:
        return row.personnel
    return of_type.personnel if of_type else 0


def _brigades(library: Library) -> Iterator[Thing]:
    nodes = library.theatre.node.by_id
    lines: dict[str, list[ForceRow]] = {}
    for row in library.force.force.rows:
        lines.setdefault(row.brigade, []).append(row)
    for name, rows in lines.items():
        if name:
            ends = {nodes[row.destination_node_id].name: None for row in rows}
            yield Thing(
                cells={
                    "brigade": name,
                    "nation": rows[0].nation,
                    "units": len(rows),
                    "troops": sum(_people(library, row) for row in rows),
                    "from": nodes[rows[0].origin_node_id].name,
                    "to": ", ".join(ends),
                },
                at=_at(nodes[rows[0].origin_node_id]),
            )


def _nations(library: Library) -> Iterator[Thing]:
    sent = library.force.force.rows
    for country in library.theatre.country.rows:
        own = [row for row in sent if row.nation == country.country]
        yield Thing(
            cells={
                "nation": country.country,
                "name": country.name,
                "units": len(own),
                "troops": sum(_people(library, row) for row in own),
                "transit": "allowed" if country.transit_allowed else "forbidden",
            }
        )


def _evidence(library: Library) -> Iterator[Thing]:
    for row in library.evidence.rows:
        yield Thing(
            cells={
                "row": row.key,
                "title": row.title,
                "regime": row.regime,
                "low": row.lowest,
                "likely": row.likely,
                "high": row.highest,
                "unit": row.unit,
                "grade": row.grade,
            }
        )


def _assets(library: Library) -> Iterator[Thing]:
    held: Counter[str] = Counter()
    callup: Counter[str] = Counter()
    for fleet in library.fleets.fleets.rows:
        held[fleet.asset_type] += fleet.held
        callup[fleet.asset_type] += fleet.callup
    for row in library.fleets.asset_types.rows:
        yield Thing(
            cells={
                "asset": row.asset_type,
                "title": row.title,
                "mode": row.mode,
                "held": held[row.asset_type],
                "can be called up": callup[row.asset_type],
                "made of": f"{row.carriers} {row.carrier}",
            }
        )


KINDS: Final[Mapping[str, Callable[[Library], Iterable[Thing]]]] = {
    "nodes": _nodes,
    "terminals": _terminals,
    "links": _links,
    "corridors": _corridors,
    "units": _units,
    "brigades": _brigades,
    "nations": _nations,
    "evidence": _evidence,
    "assets": _assets,
}
