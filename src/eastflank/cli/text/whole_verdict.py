"""The verdict table as plain text of fixed width, several experiments side by side."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.model.errors import PlannerError
from eastflank.runs.wording.numbers import DASH, band, chance, count, days, on_day
from eastflank.runs.wording.verdicts import (
    NEVER_MEANS,
    ONE_RUN,
    READINGS,
    Block,
    blocks,
    readings_heading,
)

LABEL_WIDTH: Final = 46

Cells = Iterator[tuple[str, list[str]]]  # a label and one text an experiment; none for a heading
Lines = Mapping[tuple[str, float], Mapping[str, Any]]  # (measure, level) -> the line of a verdict


def verdict_text(
    verdicts: Mapping[str, pd.DataFrame],
    *,
    target_day: float = 30.0,
    order_day: float | None = None,
) -> str:
    """The verdict tables side by side; one replication shows its value, more show P50 (P10–P90).

    ``order_day`` is the day of the order before C-day, as a negative number, for the footnote.
    """
    if not verdicts:
        raise PlannerError(where="verdict", found="no experiment was given.")
    tables = {name: _lines(table) for name, table in verdicts.items()}
    cells = list(_sections(tables, target_day))
    widths = [
        max(len(name), *(len(values[column]) for _, values in cells if values))
        for column, name in enumerate(tables)
    ]
    lines = [_line("", list(tables), widths), "-" * len(_line("", list(tables), widths))]
    lines += [_line(label, values, widths) for label, values in cells]
    return "\n".join([*lines, "", *_notes(verdicts, target_day, order_day)]) + "\n"


def _lines(table: pd.DataFrame) -> Lines:
    rows = (dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False))
    return {(str(row["measure"]), float(row["level"])): row for row in rows}


def _sections(tables: Mapping[str, Lines], target_day: float) -> Cells:
    for block in blocks(target_day):
        yield block.heading, []
        yield from _block(tables, block)
    yield readings_heading(target_day), []
    for name, label in READINGS.items():
        yield f"  {label}", _row(tables, name, target_day)


def _block(tables: Mapping[str, Lines], block: Block) -> Cells:
    for level in _levels(tables, block.measure):
        is_headline = block.measure == "probability" and math.isclose(level, HEADLINE_SHARE)
        mark = "  << headline" if is_headline else ""
        yield f"  {block.label(level)}{mark}", _row(tables, block.measure, level)
    if block.total:
        yield f"  {block.total}", _totals(tables, block.measure)


def _levels(tables: Mapping[str, Lines], measure: str) -> list[float]:
    return sorted({level for lines in tables.values() for name, level in lines if name == measure})


def _row(tables: Mapping[str, Lines], measure: str, level: float) -> list[str]:
    return [_cell(lines.get((measure, level))) for lines in tables.values()]


def _totals(tables: Mapping[str, Lines], measure: str) -> list[str]:
    return [
        next((count(row["of"]) for (name, _), row in lines.items() if name == measure), DASH)
        for lines in tables.values()
    ]


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return DASH
    if row["unit"] == "probability":
        return chance(row["probability"], row["low"], row["high"])
    say = days if row["unit"] == "day" else count
    return band(*(say(row[name]) for name in ("p10", "p50", "p90")))


def _line(label: str, values: list[str], widths: list[int]) -> str:
    cells = "  ".join(value.rjust(width) for value, width in zip(values, widths, strict=False))
    return f"{label:<{LABEL_WIDTH}}  {cells}".rstrip()


def _notes(
    verdicts: Mapping[str, pd.DataFrame], target_day: float, order_day: float | None
) -> Iterator[str]:
    for name, table in verdicts.items():
        replications = int(table["replications"].iloc[0])
        if replications == 1:
            yield f"{name}: {ONE_RUN}"
        elif replications < ENOUGH:
            yield f"{name}: {replications} replications, no probability under {ENOUGH}"
        else:
            yield f"{name}: {replications} replications; P50 (P10–P90), P (95 % interval)"
            yield f"{name}: every P is given these evidence rows"
    if order_day is not None:
        yield (
            f"The order lies {-order_day:g} days before C-day: "
            f"{on_day(target_day)} is day {target_day - order_day:g} after it."
        )
    yield f"{NEVER_MEANS} the run; a unit counts whole or not at all."
