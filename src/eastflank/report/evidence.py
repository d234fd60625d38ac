"""The evidence rows of a run with grades and sources; what the experiment changed is marked."""

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eastflank.runs.stored import StoredRun

GRADES: Final = {
    "A": "measured, or an official register",
    "B": "published by an operator or a staff",
    "C": "press or study",
    "D": "by analogy, or derived",
    "E": "estimated by a written rule",
}
SETTABLE: Final = ("low", "likely", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One row of the evidence table as the run used it."""

    key: str
    title: str
    unit: str
    low: str
    likely: str
    high: str
    shape: str
    grade: str
    sources: str
    note: str
    before: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the experiment set other values than the table."""
        return bool(self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A source that is cited: its title, year and address as text."""

    id: str
    title: str
    year: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The evidence of a run: rows, what they cite, and whether the run kept its sources."""

    rows: tuple[Evidence, ...]
    cited: tuple[Cited, ...]
    has_sources: bool

    @property
    def grades(self) -> list[tuple[str, str, int]]:
        """How many rows stand on what grade."""
        return [
            (grade, meaning, sum(row.grade == grade for row in self.rows))
            for grade, meaning in GRADES.items()
        ]


def evidence_of(run: StoredRun) -> Body:
    """The evidence as the run kept it; without its table, in the units the model works in."""
    experiment: Mapping[str, Any] = run.resolved.get("experiment", {})
    overrides: Mapping[str, Any] = experiment.get("assumptions", {}).get("set", {})
    regime = str(experiment.get("frame", {}).get("regime", ""))
    table = [row for row in _read(run, "assumptions.csv") if _holds_in(row, regime)]
    used = {str(row["key"]): row for row in run.evidence}
    if not table:
        rows = tuple(_bare(row) for row in used.values())
        return Body(rows=rows, cited=(), has_sources=False)
    rows = tuple(_row(row, overrides.get(row["key"])) for row in table if row["key"] in used)
    sources = [*_read(run, "sources.csv"), *_read(run, "network_sources.csv")]
    named = {word for row in rows for word in row.sources.split("; ")}
    return Body(rows=rows, cited=tuple(_cited(sources, named)), has_sources=True)


def _holds_in(row: Mapping[str, str], regime: str) -> bool:
    return row.get("regime", "") in {"", regime}


def _read(run: StoredRun, name: str) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(run.kept(name) or "", newline=""))
    return [{key: cell or "" for key, cell in row.items() if key} for row in rows]


def _row(row: Mapping[str, str], override: Mapping[str, Any] | None) -> Evidence:
    values = {name: row[name] for name in SETTABLE}
    shape, before = row["distribution"], ""
    if override is not None:
        before = _range(values, shape)
        if override.get("fixed") is not None:
            values = dict.fromkeys(SETTABLE, "") | {"likely": _number(override["fixed"])}
            shape = "fixed"
        else:
            given = {name: override.get(name) for name in SETTABLE}
            values |= {name: _number(value) for name, value in given.items() if value is not None}
            shape = override.get("distribution") or shape
    return Evidence(
        key=row["key"],
        title=row["title"],
        unit=row["unit"],
        **values,
        shape=_shape(row, shape),
        grade=row["grade"],
        sources="; ".join(word for word in row["source"].split(";") if word),
        note=row.get("note", ""),
        before=before,
    )


def _shape(row: Mapping[str, str], shape: str) -> str:
    """The shape in words: what it is, what its likely value is, when it is drawn."""
    if shape == "fixed":
        return shape
    parts = [shape.replace("_", "-"), row.get("likely_is", ""), row["scope"]]
    return ", ".join(part for part in (*parts, row.get("regime", "")) if part)


def _range(values: Mapping[str, str], shape: str) -> str:
    if shape == "fixed":
        return values["likely"]
    return f"{values['low']} … {values['likely']} … {values['high']}"


def _number(value: float) -> str:
    return f"{value:g}"


def _bare(row: Mapping[str, Any]) -> Evidence:
    """A row as the model resolved it, from a run that kept no more."""
    numbers = {name: row.get(name) for name in SETTABLE}
    told = {
        name: "" if value is None or math.isinf(float(value)) else _number(float(value))
        for name, value in numbers.items()
    }
    shape = str(row.get("distribution", ""))
    return Evidence(
        key=str(row["key"]),
        title=str(row.get("title", "")),
        unit=str(row.get("unit", "")),
        **told,
        shape=shape,
        grade=str(row.get("grade", "")),
        sources="",
        note="",
    )


def _cited(sources: list[dict[str, str]], named: set[str]) -> Iterator[Cited]:
    seen: set[str] = set()
    for source in sources:
        name = source.get("source_id", "")
        if name in named and name not in seen:
            seen.add(name)
            yield Cited(
                id=name,
                title=source.get("title", ""),
                year=source.get("year", ""),
                address=source.get("address", ""),
            )
