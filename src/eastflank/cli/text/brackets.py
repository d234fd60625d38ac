"""The bracket as plain text: a block a frame, a column a side."""

from collections.abc import Iterator, Sequence
from typing import Final

from eastflank.runs.bracket_text import Line, missing_of, remarks_of, sections_of
from eastflank.runs.brackets import Bracket

GAP: Final = "  "


def bracket_text(bracket: Bracket) -> str:
    """One frame: its lines, what they rest on, and what is not stored."""
    sections = sections_of(bracket)
    head = Line("", tuple(side.name for side in bracket.sides))
    lines = [head, *(line for section in sections for line in section.lines)]
    widths = [max(len(line.label) for line in lines) + len(GAP)]
    widths += [max(len(line.cells[at]) for line in lines) for at in range(len(head.cells))]
    told = [bracket.name, _row(head, widths)]
    for section in sections:
        told += [section.heading, *(_row(line, widths) for line in section.lines)]
    return "\n".join([*told, *_notes(bracket)])


def _row(line: Line, widths: Sequence[int]) -> str:
    cells = (cell.rjust(width) for cell, width in zip(line.cells, widths[1:], strict=True))
    return GAP.join([f"{GAP}{line.label}".ljust(widths[0]), *cells]).rstrip()


def _notes(bracket: Bracket) -> Iterator[str]:
    yield from (f"{GAP}{remark}" for remark in remarks_of(bracket))
    if missing := missing_of(bracket):
        yield "Not stored:"
        yield from (f"{GAP}{what}: {command}" for what, command in missing)
