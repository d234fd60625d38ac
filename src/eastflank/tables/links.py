"""Links: what must hold between links, their nodes and their rail, road and sea rows."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES, Mode
from eastflank.model.units import great_circle_km
from eastflank.tables.table import Table
from eastflank.tables.theatre import FACILITIES, FASTEST_KMH, LONGEST_KM, LinkRow, NodeRow, Theatre

SHORTEST_RATIO: Final = 0.9  # below the great circle only by the slack of placing nodes
LONGEST_RATIO: Final = 5.0  # a land link this much longer is a slip of the unit
SLACK_KM: Final = 30.0


def link_errors(theatre: Theatre) -> Iterator[PlannerError]:
    """All that is wrong with the links."""
    nodes = theatre.node.by_id
    for link in theatre.link.rows:
        yield from _self_loop(link)
        yield from _facility(link)
        yield from _size(link)
        if link.from_node_id in nodes and link.to_node_id in nodes:
            yield from _length(link, nodes)
            yield from _border(link, nodes)
    for mode, table in theatre.by_mode.items():
        yield from _mode_rows(theatre, mode, table)
    yield from _road_class(theatre)
    yield from _twice(theatre)


def isolated(theatre: Theatre) -> frozenset[str]:
    """Nodes that no link touches."""
    ends = [end for _, cells in theatre.link.cells for end in _ends(cells)]
    return theatre.node.ids - frozenset(ends)


def isolated_warnings(theatre: Theatre) -> Iterator[PlannerError]:
    """Nodes that no link touches and that no terminal is at: harmless, and perhaps a slip."""
    used = {terminal.node_id for terminal in theatre.terminal.rows}
    lonely = isolated(theatre) - used
    for node in theatre.node.rows:
        if node.node_id in lonely:
            yield PlannerError(
                where=node.where("node_id"), found=f"no link touches {node.node_id!r}."
            )


def _ends(cells: Mapping[str, str]) -> tuple[str, str]:
    return cells.get("from_node_id", ""), cells.get("to_node_id", "")


def _self_loop(link: LinkRow) -> Iterator[PlannerError]:
    if link.from_node_id == link.to_node_id:
        yield PlannerError(
            where=link.where("to_node_id"),
            found=f"link {link.link_id!r} begins and ends at {link.to_node_id!r}.",
            right="A link joins two different nodes.",
        )


def _facility(link: LinkRow) -> Iterator[PlannerError]:
    mode = FACILITIES.get(link.facility_type, Mode.ROAD)
    if mode.value != link.allowed_uses:
        yield PlannerError(
            where=link.where("allowed_uses"),
            found=f"a {link.facility_type} with allowed_uses {link.allowed_uses!r}.",
            right=f"Write {mode.value}, or another facility_type.",
        )


def _size(link: LinkRow) -> Iterator[PlannerError]:
    if link.length > LONGEST_KM:
        yield PlannerError(
            where=link.where("length"),
            found=f"{link.length:.0f} km is more than half the equator.",
            right="Is the length in the unit of config.csv?",
        )
    if link.free_speed > FASTEST_KMH:
        yield PlannerError(
            where=link.where("free_speed"),
            found=f"{link.free_speed:.0f} km/h is out of range.",
            right=f"At most {FASTEST_KMH:.0f} km/h; is the speed in the unit of config.csv?",
        )


def _length(link: LinkRow, nodes: Mapping[str, NodeRow]) -> Iterator[PlannerError]:
    a, b = nodes[link.from_node_id], nodes[link.to_node_id]
    straight_km = great_circle_km(a.x_coord, a.y_coord, b.x_coord, b.y_coord)
    found = f"{link.length:.1f} km from {a.node_id!r} to {b.node_id!r}"
    if link.length < SHORTEST_RATIO * straight_km:
        yield PlannerError(
            where=link.where("length"),
            found=f"{found} is shorter than the great circle of {straight_km:.1f} km.",
            right="Mend the length, its unit in config.csv, or the coordinates.",
        )
    too_long_km = LONGEST_RATIO * straight_km + SLACK_KM
    if _is_inland(link) and too_long_km < link.length <= LONGEST_KM:
        yield PlannerError(
            where=link.where("length"),
            found=f"{found} is far longer than the great circle of {straight_km:.1f} km.",
            right="Mend the length, its unit in config.csv, or the coordinates.",
        )


def _is_inland(link: LinkRow) -> bool:
    return MODES[Mode(link.allowed_uses)].is_inland


def _border(link: LinkRow, nodes: Mapping[str, NodeRow]) -> Iterator[PlannerError]:
    """A link that crosses a border on its way names both countries, and no other names any."""
    ends = sorted({nodes[link.from_node_id].country, nodes[link.to_node_id].country})
    crossed = "-".join(ends) if len(ends) > 1 and _is_inland(link) else ""
    if "-".join(sorted(link.border.split("-"))) != crossed:
        yield PlannerError(
            where=link.where("border"),
            found=f"{link.border!r} on a {link.allowed_uses} link from {ends[0]} to {ends[-1]}.",
            right=f"Write {crossed}." if crossed else "Leave the cell empty.",
        )


def _mode_rows(theatre: Theatre, mode: Mode, table: Table[Any]) -> Iterator[PlannerError]:
    """Each link has one row in the table of its mode, and in no other."""
    if not table.readable or not theatre.link.readable:
        return
    uses = {link.link_id: link.allowed_uses for link in theatre.link.rows}
    if not table.is_there:
        yield from _no_table(mode, table, [*uses.values()].count(mode.value))
        return
    for link in theatre.link.rows:
        if link.allowed_uses == mode and link.link_id not in table.ids:
            yield PlannerError(
                where=link.where("link_id"),
                found=f"the {mode.value} link {link.link_id!r} has no row in {table.path.name}.",
                right="Give it one.",
            )
    for row in table.rows:
        if uses.get(row.link_id, mode) != mode:
            yield PlannerError(
                where=row.where("link_id"),
                found=f"{row.link_id!r} is a {uses[row.link_id]} link in link.csv.",
                right=f"Only {mode.value} links stand here.",
            )


def _no_table(mode: Mode, table: Table[Any], links: int) -> Iterator[PlannerError]:
    """A network without links of a mode needs no table of it; one with such links does."""
    if links:
        yield PlannerError(
            where=table.file,
            found="there is no such file.",
            right=f"Give it a row for each of the {links} {mode.value} links of link.csv.",
        )


def _road_class(theatre: Theatre) -> Iterator[PlannerError]:
    links = theatre.link.by_id
    for road in theatre.road.rows:
        link = links.get(road.link_id)
        if link and link.allowed_uses == "road" and link.facility_type != road.road_class:
            yield PlannerError(
                where=road.where("road_class"),
                found=f"{road.road_class!r}, but link.csv, row {link.row} says "
                f"{link.facility_type!r}.",
                right="Both must say the same.",
            )


def _twice(theatre: Theatre) -> Iterator[PlannerError]:
    gauges = {rail.link_id: rail.gauge_mm for rail in theatre.rail.rows}
    first: dict[tuple[object, ...], LinkRow] = {}
    for link in theatre.link.rows:
        pair = sorted((link.from_node_id, link.to_node_id))
        key = (link.allowed_uses, *pair, gauges.get(link.link_id))
        if key in first:
            yield PlannerError(
                where=link.where("link_id"),
                found=f"{pair[0]!r} and {pair[1]!r} are joined by {link.allowed_uses} already "
                f"by {first[key].link_id!r} in row {first[key].row}.",
                right="Links have no direction: one row serves both ways; add tracks or lanes.",
            )
        first.setdefault(key, link)
