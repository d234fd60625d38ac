"""The verdict table as plain text of fixed width, several experiments side by side."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.model.errors import PlannerError

DETERMINISTIC: Final = "deterministic run: all rows at likely, not a forecast"
LABEL_WIDTH: Final = 34
READING_LABELS: Final = {
    "reading_ready": "ready to move",
    "reading_departed": "departed (first lift)",
    "reading_in_country": "in country of destination",
    "reading_closed_080": "closed, 80 % present",
    "reading_closed_095": "closed, 95 % present (headline)",
    "reading_closed_100": "closed, 100 % present",
}

Cells = list[tuple[str, list[str]]]  # a label and one text an experiment; none for a heading
Lines = Mapping[tuple[str, float], Mapping[str, Any]]  # (measure, level) -> the line of a verdict


def verdict_text(
    verdicts: Mapping[str, pd.DataFrame],
    *,
    target_day: float = 30.0,
    order_day: float | None = None,
) -> str:
    """The verdict tables side by side; one replication shows its value, more show P50 (P10..P90).

    ``order_day`` is the day of the order before C-day, as a negative number, for the footnote.
    """
    if not verdicts:
        raise PlannerError(where="verdict", found="no experiment was given.")
    tables = {name: _lines(table) for name, table in verdicts.items()}
    cells = _sections(tables, target_day)
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
    by = f"C+{target_day:g}"
    readings = [(f"  {label}", _row(tables, name, target_day))
                for name, label in READING_LABELS.items()]  # fmt: skip
    return [
        ("Troops closed by day", []),
        *_block(tables, "troops_closed", "C+{:g}", 1),
        ("  of a moving force of", _totals(tables, "troops_closed")),
        ("Troops closed in EE, LV, LT by day", []),
        *_block(tables, "baltic_troops_closed", "C+{:g}", 1),
        ("  of those bound for them", _totals(tables, "baltic_troops_closed")),
        (f"P(at least x closed by {by})", []),
        *_block(tables, "probability", "x = {:.0f} %", 100),
        ("Day on which x is closed (C+)", []),
        *_block(tables, "day_closed", "x = {:.0f} %", 100),
        (f"Brigades closed by {by}", _row(tables, "brigades_closed", target_day)),
        ("  of brigades on the move", _totals(tables, "brigades_closed")),
        (f"Troops by reading at {by}", []),
        *readings,
    ]


def _block(tables: Mapping[str, Lines], measure: str, label: str, scale: float) -> Cells:
    return [
        (f"  {label.format(scale * level)}{_mark(measure, level)}", _row(tables, measure, level))
        for level in _levels(tables, measure)
    ]


def _levels(tables: Mapping[str, Lines], measure: str) -> list[float]:
    return sorted({level for lines in tables.values() for name, level in lines if name == measure})


def _mark(measure: str, level: float) -> str:
    is_headline = measure == "probability" and math.isclose(level, HEADLINE_SHARE)
    return "  << headline" if is_headline else ""


def _row(tables: Mapping[str, Lines], measure: str, level: float) -> list[str]:
    return [_cell(lines.get((measure, level))) for lines in tables.values()]


def _totals(tables: Mapping[str, Lines], measure: str) -> list[str]:
    return [
        next((_count(row["of"]) for (name, _), row in lines.items() if name == measure), "-")
        for lines in tables.values()
    ]


def _cell(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "-"
    if row["unit"] == "probability":
        return _probability(row)
    text = _day if row["unit"] == "day" else _count
    if row["replications"] == 1:
        return text(row["p50"])
    return f"{text(row['p50'])} ({text(row['p10'])}..{text(row['p90'])})"


def _probability(row: Mapping[str, Any]) -> str:
    if pd.isna(row["probability"]):
        return "-"
    return f"{row['probability']:.2f} ({row['low']:.2f}..{row['high']:.2f})"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _day(value: float) -> str:
    return "never" if math.isinf(value) else f"{value:.1f}"


def _line(label: str, values: list[str], widths: list[int]) -> str:
    cells = "  ".join(value.rjust(width) for value, width in zip(values, widths, strict=False))
    return f"{label:<{LABEL_WIDTH}}  {cells}".rstrip()


def _notes(
    verdicts: Mapping[str, pd.DataFrame], target_day: float, order_day: float | None
) -> list[str]:
    notes = []
    for name, table in verdicts.items():
        count = int(table["replications"].iloc[0])
        if count == 1:
            notes.append(f"{name}: {DETERMINISTIC}")
        elif count < ENOUGH:
            notes.append(f"{name}: {count} replications, no probability under {ENOUGH}")
        else:
            notes.append(f"{name}: {count} replications; P50 (P10..P90), P (95 % interval)")
            notes.append(f"{name}: every P is given these evidence rows")
    if order_day is not None:
        notes.append(
            f"The order lies {-order_day:g} days before C-day: "
            f"C+{target_day:g} is day {target_day - order_day:g} after it."
        )
    notes.append("never = not within the horizon of the run; a unit counts whole or not at all.")
    return notes
