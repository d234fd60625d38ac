"""The bracket as plain text: a block a frame, a column a side, as many as the screen holds."""

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from eastflank.cli.layout import room
from eastflank.runs.bracket_text import Line, Lines, missing_of, remarks_of, sections_of
from eastflank.runs.brackets import Bracket

GAP: Final = "  "
LABEL: Final = 40  # letters of a label on one row
CELL: Final = 26  # letters that a cell has on one row at least: a number with its band


def bracket_text(bracket: Bracket) -> str:
    """One frame: its lines, what they rest on, and what is not stored."""
    sections = sections_of(bracket)
    head = Line("", tuple(side.name for side in bracket.sides))
    lines = [head, *(line for section in sections for line in section.lines)]
    label = min(LABEL, max(len(line.label) for line in lines) + len(GAP))
    at_once = max(1, (room() - label) // (CELL + len(GAP)))
    tables = []
    for first in range(0, len(head.cells), at_once):
        sides = range(first, min(first + at_once, len(head.cells)))
        tables.append("\n".join(_Table(lines, label, sides).text(head, sections)))
    return f"{bracket.name}\n" + "\n".join(["\n\n".join(tables), *_notes(bracket)])


class _Table:
    """Some of the sides beside each other, as wide as the screen has room for."""

    def __init__(self, lines: Sequence[Line], label: int, sides: Sequence[int]) -> None:
        self._label, self._sides = label, sides
        most = (room() - label) // len(sides) - len(GAP)
        self._widths = [min(most, max(len(line.cells[side]) for line in lines)) for side in sides]

    def text(self, head: Line, sections: Iterable[Lines]) -> Iterator[str]:
        """Its rows under their headings; what none of its sides has is left out."""
        yield from self._rows(head)
        for section in sections:
            told = [line for line in section.lines if any(line.cells[at] for at in self._sides)]
            yield from [section.heading] if told else []
            for line in told:
                yield from self._rows(line)

    def _rows(self, line: Line) -> Iterator[str]:
        """A line as the table has it: one row, or as many as its longest cell takes."""
        label = textwrap.wrap(
            f"{GAP}{line.label}", self._label, subsequent_indent=2 * GAP, break_on_hyphens=False
        )
        cells = [
            textwrap.wrap(line.cells[side], width)
            for side, width in zip(self._sides, self._widths, strict=True)
        ]
        for place in range(max(1, *(len(each) for each in (label, *cells)))):
            first = (label[place] if place < len(label) else "").ljust(self._label)
            rest = [
                (cell[place] if place < len(cell) else "").rjust(width)
                for cell, width in zip(cells, self._widths, strict=True)
            ]
            yield GAP.join([first, *rest]).rstrip()


def _notes(bracket: Bracket) -> Iterator[str]:
    yield from (f"{GAP}{remark}" for remark in remarks_of(bracket))
    if missing := missing_of(bracket):
        yield "Not stored:"
        yield from (f"{GAP}{what}: {command}" for what, command in missing)
