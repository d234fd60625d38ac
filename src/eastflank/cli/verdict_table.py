"""The verdict of several runs side by side: a row a run, few enough columns for a screen."""

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from eastflank.api import RunReport, met_same_luck, penalty_between
from eastflank.cli.screen import columns
from eastflank.measures.closure.verdict import HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, DAY_SHARES, EVERYWHERE
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.numbers import DASH, LARGE_FORCE, NEVER, THOUSAND, on_day

NO_REPLICATION: Final = "no replication stored"


def verdict_table(reports: Sequence[RunReport]) -> str:
    """Troops closed by day, then the chance, the days and the brigades, a row a run each."""
    told = [report for report in reports if report.verdict is not None]
    silent = [report for report in reports if report.verdict is None]
    parts = [f"{report.manifest.label}: {NO_REPLICATION}" for report in silent]
    parts += [_notes(told), penalties_table(told), _troops(told), _days(told)] if told else []
    return "\n\n".join(part for part in parts if part)


def penalties_table(reports: Sequence[RunReport]) -> str:
    """What each cut costs against its open twin (``NAME-cut…`` against ``NAME``), paired."""
    rows = [_penalty_row(base, cut) for base, cut in _twins(reports)]
    if not rows:
        return ""
    day = on_day(reports[0].manifest.target_day)
    title = f"Penalty of the cut, paired mean (95 % interval): thousands short at {day}, days later"
    head = ["", "short, all", "short, EE LV LT", "50 % later", "80 % later", "95 % later"]
    star = f"\n{verdicts.LOWER_BOUND}" if any("*" in cell for row in rows for cell in row) else ""
    return f"{title}\n{columns(head, rows)}{star}"


def _twins(reports: Sequence[RunReport]) -> list[tuple[RunReport, RunReport]]:
    """Runs with their cuts, where both have met the same luck."""
    by_name = {report.manifest.label: report for report in reports}
    pairs = [(by_name.get(label.partition("-cut")[0]), cut) for label, cut in by_name.items()]
    return [
        (base, cut)
        for base, cut in pairs
        if base and base is not cut and met_same_luck(base.folder, cut.folder)
    ]


def _penalty_row(base: RunReport, cut: RunReport) -> list[str]:
    table = penalty_between(base.folder, cut.folder).table
    of = {(row["measure"], row["where"], row["level"]): row for row in table.to_dict("records")}
    day = base.manifest.target_day
    gaps = [of.get(("troops_short", where, day)) for where in (EVERYWHERE, BALTIC)]
    short = [verdicts.cost(gap, ".1f", unit=THOUSAND) for gap in gaps]
    days = [of.get(("days_later", EVERYWHERE, share)) for share in DAY_SHARES]
    late = [verdicts.cost(row, ".1f") for row in days]
    return [cut.manifest.label, *short, *late]


def _troops(reports: Sequence[RunReport]) -> str:
    days = [int(level) for level in _rows(reports[0], "troops_closed")["level"]]
    title = "Troops closed, in thousands: P50 (P10–P90)"
    there = f"EE LV LT by {on_day(reports[0].manifest.target_day)}"
    head = ["", *(on_day(day) for day in days), "of", there]
    return f"{title}\n{columns(head, [_troops_row(report) for report in reports])}"


def _troops_row(report: RunReport) -> list[str]:
    closed = _records(_rows(report, "troops_closed"))
    baltic = _records(_rows(report, "baltic_troops_closed"))
    decimals = 0 if closed[0]["of"] >= LARGE_FORCE else 2
    (there,) = [row for row in baltic if row["level"] == report.manifest.target_day]
    return [
        report.manifest.label,
        *(_band(row, THOUSAND, decimals) for row in closed),
        _number(closed[0]["of"] / THOUSAND, decimals),
        f"{_band(there, THOUSAND, decimals)} of {_number(there['of'] / THOUSAND, decimals)}",
    ]


def _days(reports: Sequence[RunReport]) -> str:
    day = on_day(reports[0].manifest.target_day)
    shares = [numbers.share(level) for level in _rows(reports[0], "day_closed")["level"]]
    title = f"Chance of 95 % closed by {day}; day on which a share is closed; brigades by {day}"
    title += "\n(every chance: given these evidence rows)"
    head = ["", "P (95 % interval)", *shares, "brigades"]
    return f"{title}\n{columns(head, [_days_row(report) for report in reports])}"


def _days_row(report: RunReport) -> list[str]:
    days = [_band(row) for row in _records(_rows(report, "day_closed"))]
    (brigades,) = _records(_rows(report, "brigades_closed"))
    return [
        report.manifest.label,
        _chance(report),
        *days,
        f"{_band(brigades)} of {brigades['of']:.0f}",
    ]


def _chance(report: RunReport) -> str:
    """The probability with its interval; none from fewer than twenty replications."""
    for row in _records(_rows(report, "probability")):
        if math.isclose(row["level"], HEADLINE_SHARE):
            return numbers.chance(row["probability"], row["low"], row["high"])
    return DASH


def _notes(reports: Sequence[RunReport]) -> str:
    return "\n".join(
        f"{report.manifest.label}: {_basis(report)}; policy {report.manifest.policy}; "
        f"{report.manifest.title}"
        for report in reports
    )


def _basis(report: RunReport) -> str:
    drawn, manifest = len(list(report.folder.drawn())), report.manifest
    return verdicts.basis(drawn, wanted=manifest.replications, seed=manifest.seed)


def _rows(report: RunReport, measure: str) -> pd.DataFrame:
    table = report.verdict
    if table is None:
        return pd.DataFrame()
    return table.loc[table["measure"] == measure]


def _records(rows: pd.DataFrame) -> list[dict[str, float]]:
    numbers = rows.drop(columns=["measure", "unit"])
    return [{str(k): float(v) for k, v in row.items()} for row in numbers.to_dict("records")]


def _band(row: dict[str, float], unit: float = 1.0, decimals: int = 0) -> str:
    return numbers.band(*(_number(row[name] / unit, decimals) for name in ("p10", "p50", "p90")))


def _number(value: float, decimals: int) -> str:
    return NEVER if math.isinf(value) else f"{value:.{decimals}f}"
