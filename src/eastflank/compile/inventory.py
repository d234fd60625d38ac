"""Inventories: a force that has more tanks, fighting vehicles or howitzers than a nation owns."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from eastflank.compile.force import lines_of
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.tables import Library
from eastflank.tables.force import EQUIPMENT

WORDS: Final = {
    "tank": "tanks",
    "ifv": "tracked fighting vehicles",
    "howitzer_tracked": "tracked howitzers",
    "howitzer_wheeled": "wheeled howitzers",
}


def inventory_errors(question: Question) -> Iterator[PlannerError]:
    """One error for each nation and kind of equipment of which the force has too many."""
    library = question.library
    table = library.force.inventory
    if table is None:
        return
    owned = {(row.nation, row.equipment): row for row in table.rows}
    names = {row.country: row.name for row in library.theatre.country.rows}
    for (nation, equipment), groups in sorted(_needed(library).items()):
        row, number = owned.get((nation, equipment)), sum(groups.values())
        if row is not None and number <= row.number:
            continue
        name, what = names.get(nation, nation), WORDS[equipment]
        has = f"has {row.number} {what} ({row.year})" if row else f"has no row for {what}"
        yield PlannerError(
            where=row.where("number") if row else table.file,
            found=f"{name} {has}, and the force has {number}: {_told(groups)}.",
            right=f"Leave units at home (force.remove, force.share.{nation}) or correct the table.",
        )


def _needed(library: Library) -> Mapping[tuple[str, str], Counter[str]]:
    """By nation and equipment: how many each brigade, or unit of none, has."""
    types = library.force.types
    needed: dict[tuple[str, str], Counter[str]] = {}
    for line in lines_of(library):
        for equipment, column in EQUIPMENT.items():
            number = getattr(types[line.unit_type], column) or 0
            if number:
                groups = needed.setdefault((line.nation, equipment), Counter())
                groups[line.brigade or line.uln] += number
    return needed


def _told(groups: Counter[str]) -> str:
    return ", ".join(f"{number} in {group}" for group, number in groups.most_common())
