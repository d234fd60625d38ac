"""Tables: a sheet checked against the columns that its row type declares."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.tables.cells import Value, read_cell
from eastflank.tables.columns import Column, Row, columns_of, place
from eastflank.tables.numerals import Refusal
from eastflank.tables.sheet import Sheet, read_sheet

R = TypeVar("R", bound=Row)
Readers: TypeAlias = Mapping[str, Callable[[str], Value | Refusal]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec(Generic[R]):
    """What a file must hold: its row type, what makes a row unique, whether it may have no rows."""

    row_type: type[R]
    key: tuple[str, ...]
    may_be_empty: bool = False

    def has_key(self, header: tuple[str, ...]) -> bool:
        """Whether the columns of the key are there, but for those that may be absent."""
        optional = {each.name for each in columns_of(self.row_type) if each.may_be_absent}
        return all(name in header for name in self.key if name not in optional)


@dataclass(frozen=True, kw_only=True)
class Table(Generic[R]):
    """The rows of one file that could be read, and what was wrong with the rest.

    ``cells`` has the text of all rows, also of those with an error, so that one wrong cell does not
    make every row that points there look wrong too.
    """

    spec: Spec[R]
    file: str
    path: Path
    rows: tuple[R, ...]
    cells: tuple[tuple[int, Mapping[str, str]], ...]
    errors: tuple[PlannerError, ...]
    readable: bool

    @property
    def is_there(self) -> bool:
        """Whether its file is there: some tables a network may do without."""
        return self.path.is_file()

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids of the first key column, also of rows with an error."""
        return frozenset(
            cells[self.spec.key[0]].strip() for _, cells in self.cells if self.readable
        )

    @cached_property
    def by_id(self) -> dict[str, R]:
        """The readable rows by the first key column."""
        return {getattr(row, self.spec.key[0]): row for row in self.rows}


def listed(folder: str, name: str) -> str:
    """The file of a table that an experiment names; a name with a slash begins at experiments/."""
    return f"experiments/{name}.csv" if "/" in name else f"experiments/{folder}/{name}.csv"


def read_named(
    root: Path, file: str, row_type: type[R], *key: str, may_be_empty: bool = False
) -> Table[R]:
    """Read ``file``, a path below ``root`` that messages name as it is."""
    spec = Spec(row_type=row_type, key=key, may_be_empty=may_be_empty)
    return read_table(root / file, file, spec)


def read_table(path: Path, file: str, spec: Spec[R]) -> Table[R]:
    """Read a file; ``file`` is its path as messages name it."""
    sheet = read_sheet(path, file)
    columns = columns_of(spec.row_type)
    errors = [*sheet.errors]
    if sheet.header:
        errors += _header_errors(sheet, columns)
        errors += _duplicates(sheet, spec)
    if sheet.header and not sheet.rows and not spec.may_be_empty and not sheet.errors:
        errors.append(PlannerError(where=file, found="there are no rows below the header."))
    rows: list[R] = []
    readers = _readers(sheet, columns)
    for row, cells in sheet.rows:
        values, refused = _row_values(cells, readers, place_of=(file, row))
        errors += refused
        if not refused and len(values) == len(columns):
            rows.append(spec.row_type(file=file, row=row, **values))
    return Table(
        spec=spec,
        file=file,
        path=path,
        rows=tuple(rows),
        cells=sheet.rows,
        errors=tuple(errors),
        readable=spec.has_key(sheet.header) and bool(sheet.rows or spec.may_be_empty),
    )


def absent_table(path: Path, file: str, spec: Spec[R]) -> Table[R]:
    """The table of a file that is not there, where that is right: it has no rows."""
    return Table(spec=spec, file=file, path=path, rows=(), cells=(), errors=(), readable=True)


def _header_errors(sheet: Sheet, columns: tuple[Column, ...]) -> Iterator[PlannerError]:
    names = [column.name for column in columns]
    absent = [c.name for c in columns if c.name not in sheet.header and not c.may_be_absent]
    for name in sheet.header:
        if name not in names:
            yield PlannerError(
                where=place(sheet.file, 1),
                found=f"the column {name!r} is not known here.",
                near=nearest(name, absent) or nearest(name, names),
            )
    for name in absent:
        yield PlannerError(
            where=place(sheet.file, 1),
            found=f"the column {name!r} is missing.",
            right=f"The columns are {', '.join(names)}.",
        )


def _duplicates(sheet: Sheet, spec: Spec[R]) -> Iterator[PlannerError]:
    if not spec.key or not spec.has_key(sheet.header):
        return
    first: dict[tuple[str, ...], int] = {}
    for row, cells in sheet.rows:
        key = tuple(cells.get(name, "") for name in spec.key)
        if key in first:
            yield PlannerError(
                where=place(sheet.file, row, spec.key[0]),
                found=f"{' '.join(filter(None, key))!r} stands already in row {first[key]}.",
                right="Keep one of the rows, or give the other a new id.",
            )
        first.setdefault(key, row)


def _readers(sheet: Sheet, columns: tuple[Column, ...]) -> Readers:
    """How the cells of each column are read; a text that comes again in a column is read once."""
    return {
        column.name: cache(partial(read_cell, column=column))
        for column in columns
        if column.name in sheet.header or column.may_be_absent
    }


def _row_values(
    cells: Mapping[str, str], readers: Readers, *, place_of: tuple[str, int]
) -> tuple[dict[str, Any], list[PlannerError]]:
    values: dict[str, Any] = {}
    errors: list[PlannerError] = []
    for name, read in readers.items():
        value = read(cells.get(name, ""))
        if isinstance(value, Refusal):
            errors.append(_error(value, place(*place_of, name)))
        else:
            values[name] = value
    return values, errors


def _error(refusal: Refusal, where: str) -> PlannerError:
    return PlannerError(where=where, found=refusal.found, right=refusal.right, near=refusal.near)
