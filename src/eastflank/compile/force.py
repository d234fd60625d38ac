"""The force: units from the force list, and the checks of where they come from and go."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from eastflank.compile.network import usable_terminals
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import NodeId, UnitId
from eastflank.model.scenario import Unit
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables import Library
from eastflank.tables.force import ForceRow, UnitTypeRow


def lines_of(library: Library) -> tuple[ForceRow, ...]:
    """The lines of the force by id, with the destinations that the experiment chose."""
    to = destinations_of(library)
    return tuple(
        replace(row, destination_node_id=to.get(row.uln, row.destination_node_id))
        for row in sorted(library.force.force.rows, key=lambda row: row.uln)
    )


def destinations_of(library: Library) -> Mapping[str, str]:
    """Where the experiment sends lines that the list sends elsewhere, by id."""
    moved = library.force.destinations
    return {row.uln: row.destination_node_id for row in moved.rows} if moved else {}


def personnel_of(line: ForceRow, unit_type: UnitTypeRow) -> int:
    """The people of a line: its own number, else that of its type."""
    return unit_type.personnel if line.personnel is None else line.personnel


def units_of(library: Library) -> Mapping[UnitId, Unit]:
    """All units, those in place too."""
    types = library.force.types
    return {UnitId(line.uln): _unit(line, types[line.unit_type]) for line in lines_of(library)}


def _unit(line: ForceRow, unit_type: UnitTypeRow) -> Unit:
    return Unit(
        id=UnitId(line.uln),
        name=line.name,
        nation=line.nation,
        brigade=line.brigade,
        division=line.division,
        unit_type=line.unit_type,
        weight=unit_type.weight,
        tier=line.tier,
        priority=line.priority,
        personnel=personnel_of(line, unit_type),
        notice_h=line.notice_d * HOURS_PER_DAY,
        origin=NodeId(line.origin_node_id),
        kit_origin=NodeId(line.kit_node_id or line.origin_node_id),
        destination=NodeId(line.destination_node_id),
        required_delivery_h=line.rdd_day * HOURS_PER_DAY,
        in_place=line.in_place,
        strength=_strength(unit_type),
    )


def _strength(unit_type: UnitTypeRow) -> Mapping[str, int]:
    """What a unit of this type fights with, of the kinds that the verdict counts."""
    howitzers = (unit_type.howitzers_tracked or 0) + (unit_type.howitzers_wheeled or 0)
    return {
        "tanks": unit_type.tanks or 0,
        "infantry_battalions": unit_type.infantry_battalions or 0,
        "howitzers": howitzers,
        "air_defence_batteries": unit_type.air_defence_batteries or 0,
    }


def force_errors(question: Question) -> Iterator[PlannerError]:
    """Lines that cannot move, or that would count without moving."""
    library = question.library
    staged = {
        row.node_id for row in usable_terminals(library.theatre) if row.kind == "staging_area"
    }
    country = {row.node_id: row.country for row in library.theatre.node.rows}
    for line in lines_of(library):
        if not line.in_place:
            where = _where_to(line, library)
            yield from _no_staging_area(line, staged, where)
            yield from _one_country(line, country, where)
            yield from _empty(line, library.force.types[line.unit_type])
    yield from _classes(library)


def _where_to(line: ForceRow, library: Library) -> str:
    """Where the destination of a line is written."""
    moved = library.force.destinations
    row = moved.by_id.get(line.uln) if moved else None
    return (row or line).where("destination_node_id")


def _no_staging_area(line: ForceRow, staged: set[str], where: str) -> Iterator[PlannerError]:
    if line.destination_node_id not in staged:
        yield PlannerError(
            where=where,
            found=f"{line.uln!r} goes to {line.destination_node_id!r}, which has no staging area.",
            right="Give the node one in terminal.csv, in a country that may be entered.",
        )


def _one_country(line: ForceRow, country: Mapping[str, str], where: str) -> Iterator[PlannerError]:
    here = country[line.origin_node_id]
    if here == country[line.destination_node_id]:
        yield PlannerError(
            where=where,
            found=f"{line.uln!r} begins and ends in {here}.",
            right="Only troops that cross a border count: set in_place to 1, or move one end.",
        )


def _empty(line: ForceRow, unit_type: UnitTypeRow) -> Iterator[PlannerError]:
    pieces = (unit_type.wheeled, unit_type.tracked, unit_type.heavy_tracked, unit_type.containers)
    if personnel_of(line, unit_type) + sum(pieces) == 0:
        yield PlannerError(
            where=line.where("personnel"), found=f"{line.uln!r} has neither people nor pieces."
        )


def _classes(library: Library) -> Iterator[PlannerError]:
    """Each class of cargo needs its row."""
    table = library.force.cargo_classes
    for name in ("people", "wheeled", "tracked", "heavy_tracked", "containers"):
        if name not in table.ids:
            yield PlannerError(
                where=table.file, found=f"the class {name!r} is missing.", right="Give it a row."
            )
