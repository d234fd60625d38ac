"""The network: nodes, links and terminals that may be used, and the corridors over them."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import DistrictId, LinkId, NodeId, TerminalId
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.scenario import (
    District,
    Link,
    Node,
    Terminal,
)
from eastflank.model.units import Outline
from eastflank.tables.no_fly import outline_of
from eastflank.tables.theatre import LinkRow, TerminalRow, TerminalYearRow, Theatre

ALWAYS_OPEN: Final = (0.0, 24.0)


def forbidden(theatre: Theatre) -> tuple[str, ...]:
    """Countries that troops may not cross."""
    return tuple(sorted(row.country for row in theatre.country.rows if not row.transit_allowed))


def usable_links(theatre: Theatre) -> tuple[LinkRow, ...]:
    """Links that neither end in nor cross a country that forbids it, by id."""
    closed = frozenset(forbidden(theatre))
    country = {node.node_id: node.country for node in theatre.node.rows}
    return tuple(
        link
        for link in sorted(theatre.link.rows, key=lambda row: row.link_id)
        if closed.isdisjoint((*link.transit, country[link.from_node_id], country[link.to_node_id]))
    )


def usable_terminals(theatre: Theatre) -> tuple[TerminalRow, ...]:
    """Terminals outside the countries that forbid transit, by id."""
    closed = frozenset(forbidden(theatre))
    country = {node.node_id: node.country for node in theatre.node.rows}
    return tuple(
        terminal
        for terminal in sorted(theatre.terminal.rows, key=lambda row: row.terminal_id)
        if country[terminal.node_id] not in closed
    )


def nodes_of(theatre: Theatre) -> Mapping[NodeId, Node]:
    """All nodes, with the clock of their country."""
    offset_h = {row.country: row.utc_offset_h for row in theatre.country.rows}
    return {
        NodeId(row.node_id): Node(
            id=NodeId(row.node_id),
            name=row.name,
            country=row.country,
            lon=row.x_coord,
            lat=row.y_coord,
            utc_offset_h=offset_h[row.country],
        )
        for row in sorted(theatre.node.rows, key=lambda row: row.node_id)
    }


def network_errors(question: Question) -> Iterator[PlannerError]:
    """Trains are to wait on holding tracks, and the network tells of none."""
    rail = question.library.theatre.rail
    untold = all(row.holding_tracks is None for row in rail.rows)
    if question.experiment.policy.trains_wait == "holding_tracks" and untold:
        yield PlannerError(
            where=question.key("policy.trains_wait"),
            found=f"the column holding_tracks of {rail.path.name} is empty.",
            right="Fill it, or let trains wait anywhere.",
        )


def links_of(question: Question) -> Mapping[LinkId, Link]:
    """The links that may be used, with the particulars of their mode."""
    theatre, waits = question.library.theatre, question.experiment.policy.trains_wait
    links = {LinkId(row.link_id): _link(row, theatre) for row in usable_links(theatre)}
    if waits == "anywhere":
        return links
    return {name: _holding(link, theatre) for name, link in links.items()}


def _holding(link: Link, theatre: Theatre) -> Link:
    """A link with the places where trains may be held; what is not told is no limit."""
    rail = theatre.rail.by_id.get(link.id)
    told = rail.holding_tracks if rail is not None else None
    return link if told is None else replace(link, holding_tracks=told)


def _link(row: LinkRow, theatre: Theatre) -> Link:
    mode = Mode(row.allowed_uses)
    particulars = theatre.by_mode[mode].by_id.get(row.link_id)
    return Link(
        id=LinkId(row.link_id),
        mode=mode,
        a=NodeId(row.from_node_id),
        b=NodeId(row.to_node_id),
        length_km=row.length,
        limit_kmh=row.free_speed,
        border=bool(row.border),
        transit=row.transit,
        **(particulars.of_link() if particulars is not None else {}),
    )


def _km(length_m: float | None) -> float:
    """A length in kilometres; what is not told is no limit."""
    return math.inf if length_m is None else length_m / 1000.0


def terminals_of(theatre: Theatre, year: int) -> Mapping[TerminalId, Terminal]:
    """The terminals that may be used as they stand in a year; airfields have runway and hours."""
    terminals = _terminals(theatre)
    rows = theatre.terminal_year.rows if theatre.terminal_year is not None else ()
    for row in sorted(rows, key=lambda row: row.from_year):
        name = TerminalId(row.terminal_id)
        if name in terminals and row.from_year <= year:
            terminals[name] = _rebuilt(terminals[name], row)
    return terminals


def _rebuilt(terminal: Terminal, row: TerminalYearRow) -> Terminal:
    """A terminal with what a row of terminal_year.csv changes; an empty cell changes nothing."""
    limit = row.call_forward_limit
    return replace(
        terminal,
        servers=terminal.servers if row.servers is None else row.servers,
        call_forward_limit=terminal.call_forward_limit if limit is None else limit,
        train_km=terminal.train_km if row.max_train_m is None else _km(row.max_train_m),
        cranes=terminal.cranes if row.cranes is None else row.cranes,
    )


def _terminals(theatre: Theatre) -> dict[TerminalId, Terminal]:
    runway_m = {row.terminal_id: row.longest_paved_runway_m for row in theatre.airfield.rows}
    hours = {row.terminal_id: (row.open_h, row.close_h) for row in theatre.airfield.rows}
    return {
        TerminalId(row.terminal_id): Terminal(
            id=TerminalId(row.terminal_id),
            node=NodeId(row.node_id),
            kind=TerminalKind(row.kind),
            servers=row.servers,
            call_forward_limit=row.call_forward_limit,
            gauge_mm=row.gauge_mm,
            far_gauge_mm=row.far_gauge_mm,
            runway_m=runway_m.get(row.terminal_id),
            open_h=hours.get(row.terminal_id, ALWAYS_OPEN)[0],
            close_h=hours.get(row.terminal_id, ALWAYS_OPEN)[1],
            staging_pieces=math.inf if row.staging_pieces is None else row.staging_pieces,
            service_factor=row.service_factor,
            train_km=_km(row.max_train_m),
        )
        for row in usable_terminals(theatre)
    }


def districts_of(theatre: Theatre) -> Mapping[DistrictId, District]:
    """The districts of scarce engines, with those of their links that may be used."""
    usable = {row.link_id for row in usable_links(theatre)}
    rows = theatre.traction.rows if theatre.traction is not None else ()
    return {
        DistrictId(row.district_id): District(
            id=DistrictId(row.district_id),
            links=tuple(LinkId(link) for link in row.link_ids if link in usable),
            engines=row.engines,
            home=NodeId(row.home_node_id),
        )
        for row in sorted(rows, key=lambda row: row.district_id)
    }


def no_fly_of(theatre: Theatre) -> tuple[Outline, ...]:
    """The outlines of closed airspace, by area."""
    rows = theatre.no_fly.rows if theatre.no_fly is not None else ()
    outlines = (outline_of(row) for row in rows if row.closed)
    return tuple(outline for outline in outlines if outline is not None)


def corridors_of(theatre: Theatre) -> Mapping[str, tuple[str, ...]]:
    """The members of each corridor that may be used, in the order of the table."""
    usable = {row.link_id for row in usable_links(theatre)}
    usable |= {row.terminal_id for row in usable_terminals(theatre)}
    members: dict[str, tuple[str, ...]] = {}
    for row in theatre.corridor.rows:
        new = (row.member_id,) if row.member_id in usable else ()
        members[row.corridor_id] = members.get(row.corridor_id, ()) + new
    return members
