"""The verdict of several runs side by side: a row a run, few enough columns for a screen."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.api import RunReport, met_same_luck, penalty_between
from eastflank.cli.screen import columns
from eastflank.measures.compare.pairing import BALTIC, DAY_SHARES, EVERYWHERE

THOUSAND: Final = 1000
LARGE_FORCE: Final = 20_000  # a smaller one is shown with decimals
HEADLINE_SHARE: Final = 0.95
NOT_FORECAST: Final = "one deterministic run: all rows at likely, not a forecast"
NO_REPLICATION: Final = "no replication stored"
STAR: Final = "* a run that did not get there counts as its horizon: a lower bound"


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
    day = f"C+{reports[0].manifest.target_day:g}"
    title = f"Penalty of the cut, paired mean (95 % interval): thousands short at {day}, days later"
    head = ["", "short, all", "short, EE LV LT", "50 % later", "80 % later", "95 % later"]
    star = f"\n{STAR}" if any("*" in cell for row in rows for cell in row) else ""
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
    short = [_mean(gap, THOUSAND) for gap in gaps]
    late = [_mean(of.get(("days_later", EVERYWHERE, share))) for share in DAY_SHARES]
    return [cut.manifest.label, *short, *late]


def _mean(row: Mapping[Hashable, Any] | None, unit: float = 1.0) -> str:
    """A mean and its interval; a star where a run that never got there counts as the horizon."""
    if row is None:
        return "–"
    mean, low, high = (f"{float(row[name]) / unit:.1f}" for name in ("mean", "low", "high"))
    star = "*" if row["note"] else ""
    return f"{mean}{star}" if low == "nan" else f"{mean} ({low} to {high}){star}"


def _troops(reports: Sequence[RunReport]) -> str:
    days = [int(level) for level in _rows(reports[0], "troops_closed")["level"]]
    title = "Troops closed, in thousands: P50 (P10–P90)"
    there = f"EE LV LT by C+{reports[0].manifest.target_day:g}"
    head = ["", *(f"C+{day}" for day in days), "of", there]
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
    day = f"C+{reports[0].manifest.target_day:g}"
    shares = [f"{100 * level:.0f} %" for level in _rows(reports[0], "day_closed")["level"]]
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
            chance, low, high = row["probability"], row["low"], row["high"]
            return "–" if math.isnan(chance) else f"{chance:.2f} ({low:.2f}–{high:.2f})"
    return "–"


def _notes(reports: Sequence[RunReport]) -> str:
    return "\n".join(
        f"{report.manifest.label}: {_basis(report)}; policy {report.manifest.policy}; "
        f"{report.manifest.title}"
        for report in reports
    )


def _basis(report: RunReport) -> str:
    drawn = list(report.folder.drawn())
    if not drawn:
        return NOT_FORECAST
    missing = report.manifest.replications - len(drawn)
    failed = f", {missing} missing" if missing else ""
    many = f"{len(drawn)} replications" if len(drawn) > 1 else "1 replication, not a forecast"
    return f"{many}{failed}, seed {report.manifest.seed}"


def _rows(report: RunReport, measure: str) -> pd.DataFrame:
    table = report.verdict
    if table is None:
        return pd.DataFrame()
    return table.loc[table["measure"] == measure]


def _records(rows: pd.DataFrame) -> list[dict[str, float]]:
    numbers = rows.drop(columns=["measure", "unit"])
    return [{str(k): float(v) for k, v in row.items()} for row in numbers.to_dict("records")]


def _band(row: dict[str, float], unit: float = 1.0, decimals: int = 0) -> str:
    low, middle, high = (_number(row[name] / unit, decimals) for name in ("p10", "p50", "p90"))
    return middle if low == middle == high else f"{middle} ({low}–{high})"


def _number(value: float, decimals: int) -> str:
    return "never" if math.isinf(value) else f"{value:.{decimals}f}"
