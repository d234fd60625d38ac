"""Mistakes on the screen: each told for itself, but of many of one kind only the first few."""

import re
from collections.abc import Sequence
from typing import Final

from eastflank.model.errors import PlannerError

OF_A_KIND: Final = 5  # that are shown; the others of the kind are counted
_PARTICULARS: Final = re.compile(r"'[^']*'|\"[^\"]*\"|\d[\d.,]*|row \d+")


def mistakes_text(errors: Sequence[PlannerError]) -> str:
    """All mistakes, a line each; many of one kind are folded into a count."""
    many = f"{len(errors)} mistakes" if len(errors) > 1 else "1 mistake"
    kinds: dict[str, list[PlannerError]] = {}
    for error in errors:
        kinds.setdefault(_kind(error), []).append(error)
    lines = [line for alike in kinds.values() for line in _lines(alike)]
    return "\n".join([f"{many} in the inputs:", *lines])


def _lines(alike: Sequence[PlannerError]) -> list[str]:
    rest = len(alike) - OF_A_KIND
    shown = [f"- {error}" for error in alike[:OF_A_KIND]]
    return [*shown, f"  ... and {rest} more like these"] if rest > 0 else shown


def _kind(error: PlannerError) -> str:
    """What is left of a mistake without rows, names and numbers."""
    return _PARTICULARS.sub("", f"{error.where}: {error.found}")
