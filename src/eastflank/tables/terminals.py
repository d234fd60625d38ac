"""Terminals: what must hold between terminals, gauges, airfields, corridors and the links there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES, Medium, modes_over
from eastflank.model.spelling import nearest
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY
from eastflank.tables.links import isolated
from eastflank.tables.table import Table
from eastflank.tables.theatre import AirfieldRow, TerminalRow, Theatre

OFF_TRACK: Final = frozenset(  # modes whose links have no gauge
    mode for mode, row in MODES.items() if row.has_links and row.medium is not Medium.TRACK
)


def terminal_errors(theatre: Theatre) -> Iterator[PlannerError]:
    """All that is wrong with terminals and corridors."""
    for terminal in theatre.terminal.rows:
        yield from _gauge_columns(terminal)
        yield from _land(terminal)
    if theatre.link.readable and theatre.rail.readable:
        yield from _at_nodes(theatre)
    yield from _airfields(theatre)
    yield from _years(theatre)
    yield from _corridor_members(theatre)


def _at_nodes(theatre: Theatre) -> Iterator[PlannerError]:
    """Terminals against the links at their nodes."""
    around, lonely = _around(theatre), isolated(theatre)
    for terminal in theatre.terminal.rows:
        if terminal.node_id in around:
            yield from _joins(terminal, around[terminal.node_id])
        elif terminal.kind != "airfield" and terminal.node_id in lonely:
            yield _alone(terminal)


@dataclass(frozen=True, slots=True)
class _Around:
    """What meets at a node."""

    modes: frozenset[str] = frozenset()
    gauges: frozenset[int] = frozenset()
    sure: bool = True  # every rail link here has a gauge that can be read


def _around(theatre: Theatre) -> dict[str, _Around]:
    """What meets at each node, read off the text so that other wrong cells do not matter."""
    known = {str(gauge): gauge for gauge in GAUGE_FAMILY}
    written = {cells["link_id"]: cells.get("gauge_mm", "") for _, cells in theatre.rail.cells}
    met: dict[str, _Around] = {}
    for _, link in theatre.link.cells:
        gauge = known.get(written.get(link["link_id"], ""))
        sure = gauge is not None or link.get("allowed_uses") in OFF_TRACK
        for end in (link.get("from_node_id", ""), link.get("to_node_id", "")):
            old = met.get(end, _Around())
            met[end] = _Around(
                old.modes | {link.get("allowed_uses", "")},
                old.gauges | ({gauge} if gauge else set()),
                old.sure and sure,
            )
    return met


def _gauge_columns(terminal: TerminalRow) -> Iterator[PlannerError]:
    """Railheads have a gauge, transfer yards two that differ, other terminals none."""
    wanted = {"railhead": (True, False), "transfer_yard": (True, True)}
    near, far = wanted.get(terminal.kind, (False, False))
    for column, value, need in (
        ("gauge_mm", terminal.gauge_mm, near),
        ("far_gauge_mm", terminal.far_gauge_mm, far),
    ):
        if need is not (value is not None):
            yield PlannerError(
                where=terminal.where(column),
                found=f"a {terminal.kind} with {column} {value or 'empty'}.",
                right="Give the gauge." if need else "Leave the cell empty.",
            )
    if terminal.gauge_mm and terminal.far_gauge_mm:
        yield from _same_family(terminal, terminal.gauge_mm, terminal.far_gauge_mm)


def _land(terminal: TerminalRow) -> Iterator[PlannerError]:
    """Only ports have room for pieces that wait."""
    if terminal.staging_pieces is not None and terminal.kind != "port":
        yield PlannerError(
            where=terminal.where("staging_pieces"),
            found=f"a {terminal.kind} with staging_pieces {terminal.staging_pieces:g}.",
            right="Leave the cell empty: only ports have room for pieces that wait.",
        )


def _same_family(terminal: TerminalRow, near: int, far: int) -> Iterator[PlannerError]:
    if GAUGE_FAMILY[near] == GAUGE_FAMILY[far]:
        yield PlannerError(
            where=terminal.where("far_gauge_mm"),
            found=f"{near} and {far} mm run on each other's track.",
            right="A transfer yard joins two gauges that do not.",
        )


def _joins(terminal: TerminalRow, around: _Around) -> Iterator[PlannerError]:
    """The links at the node must be what the terminal serves."""
    for mode in modes_over(Medium.LANE):
        if terminal.kind == MODES[mode].home and mode not in around.modes:
            yield PlannerError(
                where=terminal.where("node_id"),
                found=f"no {MODES[mode].word} lane ends at {terminal.node_id!r}.",
                right=f"A {terminal.kind} needs one.",
            )
    families = {GAUGE_FAMILY[gauge] for gauge in around.gauges}
    if not around.sure:
        return
    for column in ("gauge_mm", "far_gauge_mm"):
        gauge = getattr(terminal, column)
        if gauge is not None and GAUGE_FAMILY[gauge] not in families:
            at = ", ".join(map(str, sorted(around.gauges))) or "none"
            yield PlannerError(
                where=terminal.where(column),
                found=f"no rail link of {gauge} mm ends at {terminal.node_id!r} (there: {at}).",
                right=f"A {terminal.kind} needs one.",
            )


def _alone(terminal: TerminalRow) -> PlannerError:
    return PlannerError(
        where=terminal.where("node_id"),
        found=f"no link touches {terminal.node_id!r}.",
        right=f"A {terminal.kind} that nothing leads to cannot be used.",
    )


def _airfields(theatre: Theatre) -> Iterator[PlannerError]:
    """Airfield terminals and rows of airfield.csv are the same things."""
    if not (theatre.airfield.readable and theatre.terminal.readable):
        return
    kinds = {terminal.terminal_id: terminal.kind for terminal in theatre.terminal.rows}
    for terminal in theatre.terminal.rows:
        if terminal.kind == "airfield" and terminal.terminal_id not in theatre.airfield.ids:
            yield PlannerError(
                where=terminal.where("terminal_id"),
                found=f"the airfield {terminal.terminal_id!r} has no row in airfield.csv.",
                right="Give it one.",
            )
    for airfield in theatre.airfield.rows:
        kind = kinds.get(airfield.terminal_id, "airfield")
        if kind != "airfield":
            yield PlannerError(
                where=airfield.where("terminal_id"),
                found=f"{airfield.terminal_id!r} is a {kind} in terminal.csv.",
                right="Only airfields stand here.",
            )
        yield from _field_hours(airfield)


def _field_hours(airfield: AirfieldRow) -> Iterator[PlannerError]:
    """A field must be open for a time each day."""
    if airfield.open_h % HOURS_PER_DAY == airfield.close_h % HOURS_PER_DAY and not (
        airfield.open_h == 0 and airfield.close_h == HOURS_PER_DAY
    ):
        yield PlannerError(
            where=airfield.where("close_h"),
            found=f"the field opens and closes at {airfield.open_h:g} and {airfield.close_h:g}.",
            right="Give 0 and 24 where it is always open; close it all day by a disruption.",
        )


def _years(theatre: Theatre) -> Iterator[PlannerError]:
    """Cranes change trains, and a train has a length, where trains come."""
    kinds = {terminal.terminal_id: terminal.kind for terminal in theatre.terminal.rows}
    for row in theatre.terminal_year.rows if theatre.terminal_year is not None else ():
        kind = kinds.get(row.terminal_id, "transfer_yard")
        if row.cranes is not None and kind != "transfer_yard":
            yield PlannerError(
                where=row.where("cranes"),
                found=f"{row.terminal_id!r} is a {kind}.",
                right="Cranes stand at transfer yards: leave the cell empty.",
            )
        if row.max_train_m is not None and kind not in {"transfer_yard", "railhead"}:
            yield PlannerError(
                where=row.where("max_train_m"),
                found=f"{row.terminal_id!r} is a {kind}.",
                right="Only railheads and transfer yards take trains: leave the cell empty.",
            )


def _corridor_members(theatre: Theatre) -> Iterator[PlannerError]:
    tables: dict[str, Table[Any]] = {"link": theatre.link, "terminal": theatre.terminal}
    known = {kind: table.ids for kind, table in tables.items()}
    for row in theatre.corridor.rows:
        table = tables[row.member_kind]
        if table.readable and row.member_id not in known[row.member_kind]:
            yield PlannerError(
                where=row.where("member_id"),
                found=f"{row.member_id!r} is not in {table.path.name}.",
                near=nearest(row.member_id, sorted(known[row.member_kind])),
            )
