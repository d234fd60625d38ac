"""Columns: each row type declares what its cells may hold, once, beside the field itself."""

import math
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, Final

ANY: Final = "*"  # any country, in columns that allow it


class Kind(StrEnum):
    """What the cells of a column hold."""

    ID = "id"
    TEXT = "text"
    NUMBER = "number"
    WHOLE = "whole number"
    FLAG = "flag"
    WORD = "word"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column may hold. ``references`` names the table whose first column lists the ids."""

    kind: Kind
    name: str = ""
    required: bool = True
    may_be_absent: bool = False
    choices: tuple[str, ...] = ()
    minimum: float = -math.inf
    maximum: float = math.inf
    above: float = -math.inf
    references: str = ""
    separator: str = ""
    wildcard: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, with the place where a reader finds it."""

    file: str
    row: int

    def where(self, column: str = "") -> str:
        """The place as a message names it."""
        return place(self.file, self.row, column)


def place(file: str, row: int | None = None, column: str = "") -> str:
    """A file, a row as a spreadsheet numbers it, and a column."""
    parts = [file]
    if row is not None:
        parts.append(f"row {row}")
    if column:
        parts.append(f"column {column}")
    return ", ".join(parts)


def columns_of(row_type: type[Row]) -> tuple[Column, ...]:
    """The columns that a row type declares, in order."""
    return tuple(
        replace(found.metadata["column"], name=found.name)
        for found in fields(row_type)
        if "column" in found.metadata
    )


def _declare(**what: Any) -> Any:
    return field(metadata={"column": Column(**what)})


def ident(*, references: str = "", required: bool = True) -> Any:
    """An id: stays the string that was written."""
    return _declare(kind=Kind.ID, references=references, required=required)


def idents(
    *,
    references: str = "",
    separator: str = ";",
    required: bool = True,
    may_be_absent: bool = False,
) -> Any:
    """Several ids in one cell."""
    return _declare(
        kind=Kind.ID,
        references=references,
        separator=separator,
        required=required,
        may_be_absent=may_be_absent,
    )


def text(*, required: bool = True, may_be_absent: bool = False) -> Any:
    """Words for the reader."""
    return _declare(kind=Kind.TEXT, required=required, may_be_absent=may_be_absent)


def texts(*, separator: str = ";", required: bool = True, may_be_absent: bool = False) -> Any:
    """Several names in one cell."""
    return _declare(
        kind=Kind.TEXT, separator=separator, required=required, may_be_absent=may_be_absent
    )


def number(
    *,
    minimum: float = 0.0,
    maximum: float = math.inf,
    above: float = -math.inf,
    required: bool = True,
    may_be_absent: bool = False,
) -> Any:
    """A number within bounds; ``above`` itself is outside."""
    return _declare(
        kind=Kind.NUMBER,
        minimum=minimum,
        maximum=maximum,
        above=above,
        required=required,
        may_be_absent=may_be_absent,
    )


def whole(
    *,
    minimum: float = 0,
    maximum: float = math.inf,
    required: bool = True,
    may_be_absent: bool = False,
) -> Any:
    """A whole number within bounds."""
    return _declare(
        kind=Kind.WHOLE,
        minimum=minimum,
        maximum=maximum,
        required=required,
        may_be_absent=may_be_absent,
    )


def gauge(*, required: bool = True) -> Any:
    """A track gauge in millimetres."""
    return _declare(kind=Kind.WHOLE, choices=("1435", "1520", "1524", "1668"), required=required)


def flag() -> Any:
    """0 or 1."""
    return _declare(kind=Kind.FLAG)


def word(*choices: str, required: bool = True, separator: str = "") -> Any:
    """One of a short list of words, or several of them."""
    return _declare(kind=Kind.WORD, choices=choices, required=required, separator=separator)


def country(*, separator: str = "", required: bool = True, wildcard: bool = False) -> Any:
    """A country of country.csv by its two letters, or several; ``wildcard``: * is any."""
    return _declare(
        kind=Kind.COUNTRY,
        references="country",
        separator=separator,
        required=required,
        wildcard=wildcard,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedRow(Row):
    """A row that says where it is from and how good that is."""

    grade: str = word("A", "B", "C", "D", "E")
    source: tuple[str, ...] = idents(references="sources")
    note: str = text(required=False, may_be_absent=True)
