"""Layout: tables and sentences as wide as the screen has room for, at most 100 columns."""

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

WIDEST: Final = 100  # columns of a table: more is read with a finger
NARROWEST: Final = 60
GAP: Final = "  "
TEXT: Final = 22  # letters from which on a cell is a text that may take several lines
LEAST_TEXT: Final = 16  # letters that a text keeps on a line
COMMAND: Final = "eastflank "  # a line with a command is copied: it stays in one piece

Row = Sequence[str]


def room() -> int:
    """The columns of a table: what the screen has, between 60 and 100; 100 where there is none."""
    return max(NARROWEST, min(WIDEST, _screen() or WIDEST))


def _screen() -> int:
    """What COLUMNS says, else the width of the terminal; 0 where a program or a file reads."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal():
        return int(told)
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else 0


def fitted(text: str) -> str:
    """A text of which no sentence is wider than the screen; commands stay in one piece.

    What goes on is indented, so that a list stays a list. Where there is no screen nothing breaks.
    """
    if not _screen():
        return text
    return "\n".join(part for line in text.split("\n") for part in _wrapped(line, room()))


def _wrapped(line: str, wide: int) -> list[str]:
    if len(line) <= wide or COMMAND in line:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(
        line,
        wide,
        subsequent_indent=f"{indent}{GAP}",
        drop_whitespace=True,
        break_long_words=False,
        break_on_hyphens=False,
    )


def columns(head: Row, rows: Iterable[Row]) -> str:
    """Rows in columns of fixed width, the first to the left, the others to the right.

    Where the screen has no room for all, texts take several lines; then columns that are left over
    stand in a table below, each row with its name again.
    """
    lines = [list(head), *(list(row) for row in rows)]
    wide = room()
    return "\n\n".join(_table(part, wide) for part in _parts(lines, wide))


def _parts(lines: list[list[str]], wide: int) -> Iterator[list[list[str]]]:
    """The columns by tables that fit, the first in each of them."""
    widths = _shrunk(lines, wide)
    taken, used = [0], widths[0]
    for place, width in enumerate(widths[1:], start=1):
        if used + len(GAP) + width > wide and len(taken) > 1:
            yield _chosen(lines, taken)
            taken, used = [0], widths[0]
        taken.append(place)
        used += len(GAP) + width
    yield _chosen(lines, taken)


def _chosen(lines: list[list[str]], places: Sequence[int]) -> list[list[str]]:
    return [[line[place] for place in places] for line in lines]


def _widths(lines: Sequence[Row]) -> list[int]:
    return [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]


def _shrunk(lines: Sequence[Row], wide: int) -> list[int]:
    """The widths of columns when texts take several lines, as far as that is needed."""
    widths = _widths(lines)
    texts = [place for place, width in enumerate(widths) if width > TEXT and _folds(lines, place)]
    while (over := sum(widths) + len(GAP) * (len(widths) - 1) - wide) > 0:
        foldable = [place for place in texts if widths[place] > LEAST_TEXT]
        if not foldable:
            break
        widest = max(foldable, key=lambda place: widths[place])
        widths[widest] = max(LEAST_TEXT, widths[widest] - over)
    return widths


def _folds(lines: Sequence[Row], place: int) -> bool:
    """Whether the longest cell of a column is made of words, and not of figures."""
    longest = max((line[place] for line in lines), key=len)
    return sum(letter.isalpha() for letter in longest) > len(longest) / 2


def _table(lines: list[list[str]], wide: int) -> str:
    widths = _shrunk(lines, wide)
    is_text = [width < natural for width, natural in zip(widths, _widths(lines), strict=True)]
    return "\n".join(
        _line(cells, widths, is_text) for line in lines for cells in _folded(line, widths)
    )


def _folded(line: Row, widths: Sequence[int]) -> Iterator[list[str]]:
    """A row as lines of the screen: one, or as many as its longest text takes."""
    cells = [
        [cell]
        if len(cell) <= width
        else textwrap.wrap(cell, width, subsequent_indent=GAP, break_on_hyphens=False)
        for cell, width in zip(line, widths, strict=True)
    ]
    for place in range(max(map(len, cells))):
        yield [cell[place] if place < len(cell) else "" for cell in cells]


def _line(cells: Row, widths: Sequence[int], is_text: Sequence[bool]) -> str:
    first = cells[0].ljust(widths[0])
    rest = [
        cell.ljust(width) if text else cell.rjust(width)
        for cell, width, text in zip(cells[1:], widths[1:], is_text[1:], strict=True)
    ]
    return GAP.join([first, *rest]).rstrip()
