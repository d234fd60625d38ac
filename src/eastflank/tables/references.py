"""References: every id that a cell names must be a row of the table that it names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self

from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.tables.cells import read_cell
from eastflank.tables.columns import ANY, Column, columns_of, place
from eastflank.tables.numerals import Refusal
from eastflank.tables.table import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """The ids that a reference may name, and the files that list them."""

    files: str
    ids: frozenset[str]
    readable: bool

    @classmethod
    def of(cls, *tables: Table[Any]) -> Self:
        """The ids of one table, or of several together."""
        return cls(
            files=" or ".join(dict.fromkeys(table.file for table in tables)),
            ids=frozenset().union(*(table.ids for table in tables)),
            readable=all(table.readable for table in tables),
        )


def dangling(tables: Iterable[Table[Any]], targets: Mapping[str, Target]) -> Iterator[PlannerError]:
    """Ids that lead nowhere, with the nearest spelling; what cannot be read is passed over."""
    for table in tables:
        for column in columns_of(table.spec.row_type):
            target = targets.get(column.references)
            if target is not None and target.readable:
                yield from _dangling_in(table, column, target)


def _dangling_in(table: Table[Any], column: Column, target: Target) -> Iterator[PlannerError]:
    """One error for each id that is not there, at the first row that names it."""
    rows: dict[str, list[int]] = {}
    unknown = cache(partial(_unknown, column=column, target=target))
    for row, cells in table.cells:
        for named in unknown(cells.get(column.name, "")):
            rows.setdefault(named, []).append(row)
    for named, found in rows.items():
        more = f" (so in {len(found)} rows)" if len(found) > 1 else ""
        yield PlannerError(
            where=place(table.file, found[0], column.name),
            found=f"{named!r} is not in {target.files}{more}.",
            near=nearest(named, sorted(target.ids)),
        )


def _unknown(text: str, column: Column, target: Target) -> tuple[str, ...]:
    """What a cell names that is not there."""
    return tuple(
        named
        for named in _named(text, column)
        if named not in target.ids and not (column.wildcard and named == ANY)
    )


def _named(text: str, column: Column) -> tuple[str, ...]:
    value = read_cell(text, column)
    if isinstance(value, Refusal) or not value:
        return ()
    return value if isinstance(value, tuple) else (str(value),)
