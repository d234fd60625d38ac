"""The movement plan: for each lot the one row that speaks of it, and what cannot be in it."""

import math
from collections.abc import Iterator, Mapping
from itertools import product

import networkx as nx

from eastflank.compile.force import lines_of
from eastflank.compile.lots import lots_of
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import LotId, TerminalId, UnitId
from eastflank.model.modes import Mode
from eastflank.model.scenario import Lot, PlanLine
from eastflank.model.spelling import nearest
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables import Library
from eastflank.tables.force import ForceRow
from eastflank.tables.plan import PlanRow
from eastflank.tables.table import Table

GROUPS = ("brigade", "division")

Key = tuple[str, str, str]  # a name, a class of cargo and the number of a lot; empty: all


def movement_plan_of(library: Library) -> Mapping[LotId, PlanLine]:
    """What is fixed for each lot that a row speaks of."""
    if library.plan is None:
        return {}
    units = _units_by_name(library)
    rows = _rows_by_key(library.plan)
    force = {line.uln: line for line in lines_of(library)}
    found: dict[LotId, PlanLine] = {}
    for lot in lots_of(library).values():
        row = _row_for(force[lot.unit], lot, rows)
        if row is not None:
            found[lot.id] = _line(row, units)
    return found


def _rows_by_key(plan: Table[PlanRow]) -> dict[Key, PlanRow]:
    """The first row for each name, class of cargo and lot; without these it speaks of all."""
    rows: dict[Key, PlanRow] = {}
    for row in plan.rows:
        for key in _keys(row):
            rows.setdefault(key, row)
    return rows


def _keys(row: PlanRow) -> Iterator[Key]:
    return product((row.uln,), row.cargo or ("",), row.lot or ("",))


def _row_for(line: ForceRow, lot: Lot, rows: Mapping[Key, PlanRow]) -> PlanRow | None:
    """The most specific row: of the unit, its brigade, its division; the lot, then its class."""
    names = (line.uln, *_groups_of(line))
    keys = product(names, (lot.cargo.value, ""), (_ordinal(lot), ""))
    return next((rows[key] for key in keys if key in rows), None)


def _groups_of(line: ForceRow) -> list[str]:
    """The names of its brigade and its division, as far as it has them."""
    return [f"{kind}:{getattr(line, kind)}" for kind in GROUPS if getattr(line, kind)]


def _ordinal(lot: Lot) -> str:
    """The number of a lot within its unit and class, as its id ends."""
    return lot.id.rsplit("/", 1)[1]


def _line(row: PlanRow, units: Mapping[str, tuple[UnitId, ...]]) -> PlanLine:
    start_h = None if row.not_before_day is None else row.not_before_day * HOURS_PER_DAY
    return PlanLine(
        modes=frozenset(Mode(mode) for mode in row.modes),
        via=frozenset(TerminalId(terminal) for terminal in row.via),
        not_before_h=-math.inf if start_h is None else start_h,
        after=tuple(dict.fromkeys(unit for name in row.after for unit in units.get(name, ()))),
        where=row.where(),
    )


def _units_by_name(library: Library) -> dict[str, tuple[UnitId, ...]]:
    """The moving units behind each name that a plan may use: ULNs, brigades and divisions."""
    units: dict[str, tuple[UnitId, ...]] = {}
    for line in lines_of(library):
        if not line.in_place:
            for name in (line.uln, *_groups_of(line)):
                units[name] = (*units.get(name, ()), UnitId(line.uln))
    return units


def plan_errors(question: Question) -> Iterator[PlannerError]:
    """Names that nothing answers to, classes that a unit has not, units that wait in a circle."""
    library = question.library
    if library.plan is None:
        return
    units = _units_by_name(library)
    at_home = _at_home(library)
    lots = lots_of(library)
    known = True
    for row in library.plan.rows:
        for column, name in _named(row):
            if name not in units and name not in at_home:
                known = False
                yield _unknown(name, row.where(column), library, sorted(units))
        yield from _wrong_cargo(row, units.get(row.uln, ()), library, lots)
    if known:
        yield from _circles(library, lots)


def _named(row: PlanRow) -> Iterator[tuple[str, str]]:
    """The names of units, brigades and divisions in a row, each with its column."""
    yield "uln", row.uln
    for name in row.after:
        yield "after", name


def _at_home(library: Library) -> set[str]:
    """Names of units of the list that move, but for the choice of the force."""
    moving = [cells for _, cells in library.force.force.cells if cells["in_place"].strip() == "0"]
    named = ((kind, cells[kind].strip()) for cells in moving for kind in GROUPS)
    groups = {f"{kind}:{name}" for kind, name in named if name}
    listed = {cells["uln"].strip() for cells in moving} | groups
    return listed - _units_by_name(library).keys()


def plan_warnings(question: Question) -> Iterator[PlannerError]:
    """What the plan says of units that stay at home, which changes nothing."""
    plan, at_home = question.library.plan, _at_home(question.library)
    rows = plan.rows if plan else ()
    found = [row.where(column) for row in rows for column, name in _named(row) if name in at_home]
    if found:
        yield PlannerError(
            where=found[0],
            found=f"the unit stays at home by [force], and so in {len(found)} cells of the plan.",
        )


def _unknown(name: str, where: str, library: Library, known: list[str]) -> PlannerError:
    if any(line.in_place and line.uln == name for line in lines_of(library)):
        return PlannerError(
            where=where,
            found=f"{name!r} is in place: it neither moves nor closes.",
            right="Name a unit that moves.",
        )
    return PlannerError(
        where=where,
        found=f"{name!r} is not a moving unit of {library.force.force.file}.",
        right="Give a uln, brigade:NAME or division:NAME.",
        near=nearest(name, known),
    )


def _wrong_cargo(
    row: PlanRow, units: tuple[UnitId, ...], library: Library, lots: Mapping[LotId, Lot]
) -> Iterator[PlannerError]:
    """Classes and lots that the unit has not, and what another row speaks of already."""
    own = [lot for lot in lots.values() if lot.unit in units]
    classes = sorted({lot.cargo.value for lot in own})
    numbers = sorted({_ordinal(lot) for lot in own if lot.cargo.value in (row.cargo or classes)})
    for column, named, known in (("cargo", row.cargo, classes), ("lot", row.lot, numbers)):
        for name in named:
            if units and known and name not in known:
                yield PlannerError(
                    where=row.where(column),
                    found=f"{row.uln!r} has no {name}.",
                    right=f"It has {', '.join(known)}.",
                )
    yield from _said_twice(row, library)


def _said_twice(row: PlanRow, library: Library) -> Iterator[PlannerError]:
    rows = _rows_by_key(library.plan) if library.plan else {}
    for _, cargo, lot in _keys(row):
        first = rows[row.uln, cargo, lot]
        if (cargo or lot) and first.row != row.row:
            yield PlannerError(
                where=row.where("cargo" if cargo else "lot"),
                found=f"row {first.row} speaks already of the {f'{cargo} {lot}'.strip()} of "
                f"{row.uln!r}.",
                right="Keep one of them.",
            )


def _circles(library: Library, lots: Mapping[LotId, Lot]) -> Iterator[PlannerError]:
    """Units that would wait for each other for ever."""
    where: dict[tuple[UnitId, UnitId], str] = {}
    for lot, line in movement_plan_of(library).items():
        for unit in line.after:
            where.setdefault((lots[lot].unit, unit), line.where)
    graph: nx.DiGraph[UnitId] = nx.DiGraph(list(where))
    for part in nx.strongly_connected_components(graph):
        within = graph.subgraph(part)
        if within.number_of_edges():
            circle = [edge[0] for edge in nx.find_cycle(within, min(part))]
            yield PlannerError(
                where=f"{where[circle[0], circle[1 % len(circle)]]}, column after",
                found=f"units wait for each other: {' after '.join([*circle, circle[0]])}.",
                right="One of them must go first.",
            )
