"""The register of figures: ``docs/figures.csv``, one row a figure, each cell as it is printed."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from eastflank.model.spelling import nearest
from eastflank.runs.wording import numbers

ROOT: Final = Path(__file__).parents[2]
REGISTER: Final = ROOT / "docs" / "figures.csv"
STUDY: Final = ROOT / "results" / "study" / "figures.csv"  # what docs/study.md tells
SPREAD: Final = "P10–P90"  # of the replications
OF_MEAN: Final = "95 % of the mean"


class FigureError(ValueError):
    """What is wrong with a mark or with the register; the reader can mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One result as it is printed, and what it is of.

    - low, high, interval: the band about the value, and what it is; empty where there is none.
    - day: the day after C-day for which it is told.
    - replications: how many it rests on; "likely" for the run with all rows at likely.
    - run: the run folder that it was read from; its name digests the question, its inputs and the
      build of the model.
    """

    key: str
    value: str
    unit: str
    low: str = ""
    high: str = ""
    interval: str = ""
    experiment: str
    day: str = ""
    replications: str
    run: str
    of: str

    @property
    def band(self) -> str:
        """The value with its band in brackets."""
        if not self.low or self.low == self.high == self.value:
            return self.value
        if self.interval == SPREAD:
            return numbers.band(self.low, self.value, self.high)
        return f"{self.value} ({self.low} to {self.high})"


COLUMNS: Final = tuple(field.name for field in fields(Figure))
Figures = Mapping[str, Figure]


def read_register(path: Path = REGISTER) -> dict[str, Figure]:
    """The figures by their keys."""
    with path.open(encoding="utf-8", newline="") as handle:
        figures = [Figure(**row) for row in csv.DictReader(handle)]
    return {figure.key: figure for figure in figures}


def study_figures(path: Path = STUDY) -> dict[str, Figure]:
    """The figures of the study; none where it was not carried out."""
    return read_register(path) if path.is_file() else {}


def register_text(figures: Iterable[Figure]) -> str:
    """The register as it is written."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(figure) for figure in figures)
    return text.getvalue()


def said(figures: Figures, name: str) -> str:
    """What a mark stands for: the value of KEY, or with KEY:COLUMN another cell or the band."""
    key, _, column = name.partition(":")
    if key not in figures:
        raise FigureError(f"no figure {key!r} in the register.{_near(key, figures)}")
    if column not in {"", "band", *COLUMNS}:
        raise FigureError(f"a figure has no {column!r}.{_near(column, ['band', *COLUMNS])}")
    return str(getattr(figures[key], column or "value"))


def _near(name: str, known: Iterable[str]) -> str:
    found = nearest(name, list(known))
    return f" Did you mean {found!r}?" if found else ""
