"""Supplies: the depots of each country, and the checks that every place with troops has one."""

from collections.abc import Iterator, Mapping

from eastflank.compile.force import lines_of
from eastflank.compile.network import usable_terminals
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import SUPPLY, NodeId
from eastflank.model.scenario import Sustainment
from eastflank.tables import Library

LOADING_PLACES = frozenset({"railhead", "port"})


def sustainment_of(library: Library) -> Sustainment | None:
    """The depots by country and what a container holds; None where sustainment is off."""
    if library.supply is None:
        return None
    container = library.force.cargo_classes.by_id["containers"]
    return Sustainment(
        depots=_depots(library),
        lot_pieces_max=container.lot_pieces_max,
        piece_t=container.piece_t,
        piece_km=container.piece_m / 1000.0,
    )


def _depots(library: Library) -> Mapping[str, tuple[NodeId, ...]]:
    depots: dict[str, tuple[NodeId, ...]] = {}
    for row in library.supply.rows if library.supply else ():
        depots[row.country] = (*depots.get(row.country, ()), NodeId(row.depot_node_id))
    return depots


def supply_errors(question: Question) -> Iterator[PlannerError]:
    """Countries without a depot, depots that load nothing."""
    library = question.library
    yield from _lines_named_like_supplies(library)
    if library.supply is None:
        return
    yield from _without_depot(library, library.supply.file)
    yield from _nothing_to_load_on(library)


def _without_depot(library: Library, file: str) -> Iterator[PlannerError]:
    """One error a country, with the first line of the force that goes there."""
    country = {row.node_id: row.country for row in library.theatre.node.rows}
    first: dict[str, str] = {}
    for line in lines_of(library):
        first.setdefault(country[line.destination_node_id], line.uln)
    for goal in sorted(first.keys() - _depots(library).keys()):
        yield PlannerError(
            where=file,
            found=f"{goal} has no depot, and {first[goal]!r} goes there.",
            right="Give the country a row, or set sustainment.on = false.",
        )


def _nothing_to_load_on(library: Library) -> Iterator[PlannerError]:
    terminals = usable_terminals(library.theatre)
    loading = {row.node_id for row in terminals if row.kind in LOADING_PLACES}
    for row in library.supply.rows if library.supply else ():
        if row.depot_node_id not in loading:
            yield PlannerError(
                where=row.where("depot_node_id"),
                found=f"the depot {row.depot_node_id!r} has neither a railhead nor a port.",
                right="Choose a node that has one, in a country that may be entered.",
            )


def _lines_named_like_supplies(library: Library) -> Iterator[PlannerError]:
    for line in library.force.force.rows:
        if line.uln.startswith(SUPPLY):
            yield PlannerError(
                where=line.where("uln"),
                found=f"{line.uln!r} is called like supplies.",
                right=f"No line of the force may begin with {SUPPLY}.",
            )
