"""Formulas: a text that a spreadsheet would compute is marked as text in tables for readers."""

from typing import Final, TypeVar

STARTS: Final = ("=", "+", "-", "@")
MARK: Final = "'"  # what a spreadsheet shows as text begins so

T = TypeVar("T")


def harmless(cell: T) -> T | str:
    """The cell as a table for readers has it; numbers stay as they are."""
    if isinstance(cell, str) and cell.lstrip(MARK).startswith(STARTS) and not _is_number(cell):
        return f"{MARK}{cell}"
    return cell


def as_written(cell: T) -> T | str:
    """The cell before it was marked."""
    marked = isinstance(cell, str) and cell.startswith(MARK)
    if marked and isinstance(cell, str) and cell.lstrip(MARK).startswith(STARTS):
        return cell[1:]
    return cell


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
