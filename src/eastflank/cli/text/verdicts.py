"""The verdict of several runs side by side: a row a run, few enough columns for a screen."""

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.api import StoredRun
from eastflank.cli.layout import columns
from eastflank.measures.closure.verdict import HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, DAY_SHARES, EVERYWHERE
from eastflank.runs.basis import basis_of
from eastflank.runs.pairs import unlike_horizons
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.numbers import DASH, LARGE_FORCE, NEVER, THOUSAND, on_day

NO_REPLICATION: Final = "no replication stored"


def verdict_table(runs: Sequence[StoredRun]) -> str:
    """Troops closed by day, then the chance, the days and the brigades, a row a run each.

    What cuts cost comes after them, and last what the numbers rest on. Runs that are read by
    another day have tables of their own.
    """
    told = [run for run in runs if run.verdict is not None]
    silent = [run for run in runs if run.verdict is None]
    parts = [f"{run.name}: {NO_REPLICATION}" for run in silent]
    for day in dict.fromkeys(run.day for run in told):
        alike = [run for run in told if run.day == day]
        parts += [_troops(alike), _days(alike), penalties_table(alike)]
    parts += [_notes(told)] if told else []
    return "\n\n".join(part for part in parts if part)


def penalties_table(runs: Sequence[StoredRun]) -> str:
    """What each cut costs against the open run of its question, paired."""
    names = {run.root: run.name for run in runs}
    scale, pairs = _scale(runs), api.cuts(runs)
    rows = [[names[cut.root], *_costs(base, cut, scale)] for base, cut in pairs]
    if not rows:
        return ""
    day, unit = on_day(runs[0].day), "thousands" if _scale(runs) > 1 else "troops"
    title = f"Penalty of the cut, paired mean (95 % interval): {unit} short at {day}, days later"
    head = ["", "short, all", "short, EE LV LT", "50 % later", "80 % later", "95 % later"]
    star = f"\n{verdicts.LOWER_BOUND}" if any("*" in cell for row in rows for cell in row) else ""
    remarks = [f"\n{told}" for pair in pairs if (told := unlike_horizons(*pair))]
    return f"{title}\n{columns(head, rows)}{star}{''.join(remarks)}"


def _scale(runs: Sequence[StoredRun]) -> float:
    """What troops of these runs are told in: thousands where a force is large, else one by one."""
    return THOUSAND if max(run.force for run in runs) >= LARGE_FORCE else 1.0


def _costs(base: StoredRun, cut: StoredRun, scale: float) -> list[str]:
    table = api.compare(base, cut).table
    of = {(row["measure"], row["where"], row["level"]): row for row in table.to_dict("records")}
    day = base.day
    gaps = [of.get(("troops_short", where, day)) for where in (EVERYWHERE, BALTIC)]
    form = ".1f" if scale > 1 else ",.0f"
    short = [verdicts.cost(gap, form, unit=scale) for gap in gaps]
    days = [of.get(("days_later", EVERYWHERE, share)) for share in DAY_SHARES]
    return [*short, *(verdicts.cost(row, ".1f") for row in days)]


def _troops(runs: Sequence[StoredRun]) -> str:
    days = [int(level) for level in _rows(runs[0], "troops_closed")["level"]]
    scale = _scale(runs)
    title = f"Troops closed{', in thousands' if scale > 1 else ''}: P50 (P10–P90)"
    there = f"EE LV LT by {on_day(runs[0].day)}"
    head = ["", *(on_day(day) for day in days), "of", there]
    return f"{title}\n{columns(head, [_troops_row(run, scale) for run in runs])}"


def _troops_row(run: StoredRun, scale: float) -> list[str]:
    closed = _records(_rows(run, "troops_closed"))
    baltic = _records(_rows(run, "baltic_troops_closed"))
    (there,) = [row for row in baltic if row["level"] == run.day]
    return [
        run.name,
        *(_band(row, scale) for row in closed),
        _number(closed[0]["of"] / scale),
        f"{_band(there, scale)} of {_number(there['of'] / scale)}",
    ]


def _days(runs: Sequence[StoredRun]) -> str:
    day = on_day(runs[0].day)
    shares = [numbers.share(level) for level in _rows(runs[0], "day_closed")["level"]]
    title = f"Chance of 95 % closed by {day}; day on which a share is closed; brigades by {day}"
    title += "\n(every chance: given these evidence rows)"
    head = ["", "P (95 % interval)", *shares, "brigades"]
    return f"{title}\n{columns(head, [_days_row(run) for run in runs])}"


def _days_row(run: StoredRun) -> list[str]:
    days = [_band(row) for row in _records(_rows(run, "day_closed"))]
    (brigades,) = _records(_rows(run, "brigades_closed"))
    return [
        run.name,
        _chance(run),
        *days,
        f"{_band(brigades)} of {brigades['of']:.0f}",
    ]


def _chance(run: StoredRun) -> str:
    """The probability with its interval; none from fewer than twenty replications."""
    for row in _records(_rows(run, "probability")):
        if math.isclose(row["level"], HEADLINE_SHARE):
            return numbers.chance(row["probability"], row["low"], row["high"])
    return DASH


def _notes(runs: Sequence[StoredRun]) -> str:
    return "\n".join(
        f"{run.name}: {basis_of(run)}; policy {run.manifest.policy}; {run.manifest.title}"
        for run in runs
    )


def _rows(run: StoredRun, measure: str) -> pd.DataFrame:
    table = run.verdict
    if table is None:
        return pd.DataFrame()
    return table.loc[table["measure"] == measure]


def _records(rows: pd.DataFrame) -> list[dict[str, float]]:
    numbers = rows.drop(columns=["measure", "unit"])
    return [{str(k): float(v) for k, v in row.items()} for row in numbers.to_dict("records")]


def _band(row: dict[str, float], unit: float = 1.0) -> str:
    return numbers.band(*(_number(row[name] / unit) for name in ("p10", "p50", "p90")))


def _number(value: float) -> str:
    return NEVER if math.isinf(value) else f"{value:,.0f}"
