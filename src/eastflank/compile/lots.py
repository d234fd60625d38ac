"""Lots: each unit's people and pieces, split into the cargo that stays together."""

import math
from collections.abc import Iterator, Mapping

from eastflank.compile.force import lines_of, personnel_of
from eastflank.model.ids import LotId, NodeId, UnitId
from eastflank.model.scenario import CargoClass, Lot
from eastflank.tables import Library
from eastflank.tables.force import CargoClassRow, ForceRow, UnitTypeRow


def lots_of(library: Library) -> Mapping[LotId, Lot]:
    """The lots of all units that move, in the order of their ids."""
    types = library.force.types
    classes = library.force.cargo_classes.by_id
    lots = [
        lot
        for line in lines_of(library)
        if not line.in_place
        for lot in _lots(line, types[line.unit_type], classes)
    ]
    return {lot.id: lot for lot in sorted(lots, key=lambda lot: lot.id)}


def split(pieces: int, most: int) -> tuple[int, ...]:
    """Whole pieces in as few lots as ``most`` allows, as equal as whole pieces can be."""
    if pieces == 0:
        return ()
    each, over = divmod(pieces, math.ceil(pieces / most))
    return tuple(each + (place < over) for place in range(math.ceil(pieces / most)))


def _lots(
    line: ForceRow, unit_type: UnitTypeRow, classes: Mapping[str, CargoClassRow]
) -> Iterator[Lot]:
    for cargo in CargoClass:
        people = cargo is CargoClass.PEOPLE
        pieces = personnel_of(line, unit_type) if people else int(getattr(unit_type, cargo))
        row = classes[cargo]
        for ordinal, count in enumerate(split(pieces, row.lot_pieces_max), start=1):
            yield Lot(
                id=LotId(f"{line.uln}/{cargo}/{ordinal:02d}"),
                unit=UnitId(line.uln),
                nation=line.nation,
                cargo=cargo,
                pieces=count,
                tonnes=count * row.piece_t,
                troops=count if people else 0,
                length_km=count * row.piece_m / 1000.0,
                origin=_origin(line, people=people),
                destination=NodeId(line.destination_node_id),
                priority=line.priority,
                may_fly=people or unit_type.may_fly,
            )


def _origin(line: ForceRow, *, people: bool) -> NodeId:
    return NodeId(line.origin_node_id if people else line.kit_node_id or line.origin_node_id)
