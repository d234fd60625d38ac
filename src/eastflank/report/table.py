"""Tables as the page prints them: a head, sections of rows, cells that may carry a rating."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from eastflank.report.rating import Rating


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a rating beside it, a note under it."""

    text: str
    rating: Rating | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: its label and cells; ``is_key`` marks what is asked for."""

    label: str
    cells: Sequence[Cell]
    is_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under one heading."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its caption and notes."""

    caption: str
    head: Sequence[str]
    sections: Sequence[Section]
    notes: Sequence[str] = ()
    numbers: bool = True
    id: str = ""
    widths: Sequence[str] = field(default_factory=tuple)

    @property
    def is_empty(self) -> bool:
        """Whether there is no row at all."""
        return not any(section.rows for section in self.sections)


def cells(*texts: str) -> tuple[Cell, ...]:
    """Plain cells."""
    return tuple(Cell(text) for text in texts)
