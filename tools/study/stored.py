"""A study as it is read: the tables, sentences and figures of the steps that were carried out."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import pandas as pd

from tools.figures.register import Figures
from tools.figures.tables import FRAMES
from tools.study.write import Entry, State, figures_of, read_entries, read_manifest

LEAD: Final = re.compile(r"^[a-z][\w/-]*(?: \[[^\]]*\])?: ")  # begins with the name of a run

COLUMNS: Final = "  "  # between the columns of a table
SIDES: Final = {"base": "open", "cut": "cut at C+8"}

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The folder of a study; what was not carried out has no table and no sentence."""

    root: Path
    manifest: dict[str, Any]
    entries: dict[str, Entry]
    figures: Figures

    @classmethod
    def at(cls, root: Path) -> Self:
        """The study in a folder; one without a step where none was carried out."""
        return cls(
            root=root,
            manifest=read_manifest(root),
            entries=read_entries(root),
            figures=figures_of(root),
        )

    def of(self, kind: str) -> list[str]:
        """What the steps of a kind that were carried out are of, in their order."""
        return [
            name.removeprefix(f"{kind}-")
            for name, entry in self.entries.items()
            if name.startswith(f"{kind}-") and entry.state is State.DONE
        ]

    def is_done(self, name: str) -> bool:
        """Whether a step was carried out."""
        return name in self.entries and self.entries[name].state is State.DONE

    def rows(self, name: str, word: str = "") -> list[Row]:
        """The rows of a table of a step; none where it has none."""
        if not self.is_done(name):
            return []
        path = self.root / (f"{name}.{word}.csv" if word else f"{name}.csv")
        if not path.is_file() or not path.read_text(encoding="utf-8").strip():
            return []
        table = pd.read_csv(path)
        return [{str(key): cell for key, cell in row.items()} for row in table.to_dict("records")]

    def leads(self, name: str) -> list[str]:
        """The sentences with which the texts of a step begin, each on one line."""
        path = self.root / f"{name}.txt"
        if not self.is_done(name) or not path.is_file():
            return []
        paragraphs = path.read_text(encoding="utf-8").split("\n\n")
        sentences = (each for each in paragraphs if COLUMNS not in each)
        return [" ".join(each.split()) for each in sentences if LEAD.match(each)]

    def undone(self, *kinds: str) -> Iterator[str]:
        """What was not carried out of these kinds, in a sentence, with why if that is known."""
        told = [
            f"{entry.asks} ({' '.join((entry.why or entry.state.value).split()).rstrip('.')})"
            for name, entry in self.entries.items()
            if entry.state is not State.DONE and name.partition("-")[0] in kinds
        ]
        if told:
            yield f"- Not carried out: {'; '.join(told)}."


def strongest(rows: Iterable[Row], asked: str, many: int | None = None) -> list[Row]:
    """The evidence rows that an answer, or a cost, follows most: of its first measure."""
    mine = [row for row in rows if row["of"] == asked]
    first = [
        row
        for row in mine
        if row["measure"] == mine[0]["measure"] and not math.isnan(row["rank_correlation"])
    ]
    return sorted(first, key=lambda row: -abs(row["rank_correlation"]))[:many]


def called(name: str) -> str:
    """A frame as pages call it."""
    return FRAMES.get(name, name)


def side_called(name: str, side: str) -> str:
    """A frame, open or cut, as pages call it."""
    return f"{called(name)}, {SIDES[side]}"
