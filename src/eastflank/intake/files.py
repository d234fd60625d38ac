"""Files of the intake: foreign tables as text, our tables written, nothing written over."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from eastflank.model.errors import CollectedError, PlannerError
from eastflank.tables.sheet import read_sheet

Cells = Mapping[str, str]
NOT_IN_IDS: Final = re.compile(r"[\s;,:/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What was written, what was assumed, and what the network still lacks."""

    written: Sequence[Path]
    said: Sequence[str] = ()
    missing: Sequence[str] = ()


def foreign(path: Path) -> list[tuple[int, Cells]]:
    """The rows of a foreign table with their numbers; header words in lower case."""
    sheet = read_sheet(path, str(path))
    if sheet.errors:
        raise CollectedError(sheet.errors)
    return [
        (row, {name.strip().casefold(): cell.strip() for name, cell in cells.items()})
        for row, cells in sheet.rows
    ]


def defaults(name: str) -> list[Cells]:
    """A table of what is assumed where a foreign network says nothing."""
    text = (files("eastflank.intake") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def plain_id(text: str) -> str:
    """An id as our tables take it."""
    return NOT_IN_IDS.sub("_", text.strip())


def write_tables(root: Path, tables: Mapping[str, Sequence[Mapping[str, object]]]) -> list[Path]:
    """Write tables by their paths below ``root``; refused where any is there already."""
    if there := [*_there(root, tables)]:
        raise CollectedError(there)
    written = []
    for name, rows in tables.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        written.append(path)
    return written


def _there(root: Path, names: Iterable[str]) -> Iterator[PlannerError]:
    for name in names:
        if (root / name).exists():
            yield PlannerError(
                where=name, found="the file is there already.", right="Give another --name."
            )
