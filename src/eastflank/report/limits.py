"""Limits: what the model leaves out and the direction in which each pushes the answer."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from eastflank.report.table import Row, Section, Table, cells

LINK: Final = re.compile(r"\[([^]]+)\]\([^)]+\)")
PUSHES: Final = {
    "kind": "earlier than in the world (the model is kind)",
    "harsh": "later than in the world (the model is harsh)",
    "either": "either way",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit: what is left out, which way that pushes closure, a remark."""

    left_out: str
    pushes: str
    remark: str


def limits() -> list[Limit]:
    """The limits of the model, as the package keeps them (docs/limits.md shows the same rows)."""
    table = files("eastflank.report").joinpath("limits.csv").read_text(encoding="utf-8")
    return [Limit(**row) for row in csv.DictReader(io.StringIO(table))]


def limits_table() -> Table:
    """The limits by the direction in which they push the answer."""
    return Table(
        id="limits",
        caption="What the model leaves out, and which way that pushes closure",
        head=["left out", "remark"],
        sections=list(_sections(limits())),
        numbers=False,
    )


def _sections(known: list[Limit]) -> Iterator[Section]:
    for word, told in PUSHES.items():
        rows = [
            Row(label=_plain(limit.left_out), cells=cells(_plain(limit.remark)))
            for limit in known
            if limit.pushes == word
        ]
        if rows:
            yield Section(heading=f"Closure comes {told}", rows=rows)


def _plain(text: str) -> str:
    """Marks of code and links of Markdown are for the page of the docs."""
    return LINK.sub(r"\1", text).replace("`", "")
