"""The verdict table of the page: a column a run, every line of the verdict."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from eastflank.charts.words import country
from eastflank.measures.closure.curves import country_closed
from eastflank.measures.closure.verdict import (
    DAY_SHARES,
    DAYS,
    ENOUGH,
    HEADLINE_SHARE,
    SHARES,
)
from eastflank.report import text
from eastflank.report.lines import lines_by
from eastflank.report.rating import rating
from eastflank.report.table import Cell, Row, Section, Table
from eastflank.report.text import Line
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.stored import StoredRun

BAND: Final = ("p10", "p50", "p90")
READINGS: Final = {
    "reading_ready": "ready to move",
    "reading_departed": "departed (first lift has left)",
    "reading_in_country": "in the country of destination",
    "reading_closed_080": "closed, counted at 80 % present",
    "reading_closed_095": "closed, counted at 95 % present (headline)",
    "reading_closed_100": "closed, counted at 100 % present",
}


def verdict_table(runs: Sequence[StoredRun]) -> Table:
    """Troops closed by day, chances, days, brigades and readings, the runs side by side."""
    first = runs[0]
    by, unit = f"C+{first.day:g}", text.troops_unit(first.force)
    sections = [
        Section(heading=f"Troops closed by day, {unit}", rows=[
            *_rows(runs, "troops_closed", DAYS, "C+{:g}", 1, first.day),
            _of(runs, "troops_closed", "of a moving force of"),
        ]),
        Section(heading=f"… of them in Estonia, Latvia and Lithuania, {unit}", rows=[
            *_rows(runs, "baltic_troops_closed", sorted({first.day, 60.0}), "C+{:g}", 1, first.day),
            _of(runs, "baltic_troops_closed", "of those bound for them"),
        ]),
        *_chances(runs),
        Section(
            heading="Day after C-day on which x of the force is closed",
            rows=_rows(runs, "day_closed", DAY_SHARES, "x = {:.0f} %", 100, HEADLINE_SHARE),
        ),
        Section(heading=f"Brigades with all their units closed by {by}", rows=[
            *_rows(runs, "brigades_closed", [first.day], "by C+{:g}", 1, None),
            _of(runs, "brigades_closed", "of brigades that move"),
        ]),
        Section(heading=f"“300,000 in 30 days” in six readings: troops by {by}, {unit}", rows=[
            Row(label=label, cells=[_cell(run, run.line(name, run.day)) for run in runs],
                is_key=name == "reading_closed_095")
            for name, label in READINGS.items()
        ]),
    ]  # fmt: skip
    return Table(
        id="verdict",
        caption="The verdict: P50 (P10–P90) over the replications",
        head=["", *(run.name for run in runs)],
        sections=[section for section in sections if section.rows],
        notes=list(_notes(runs)),
    )


def _chances(runs: Sequence[StoredRun]) -> Iterator[Section]:
    """None where no run has replications enough."""
    if any(run.has_probability for run in runs):
        yield Section(
            heading="Chance that at least x of the force is closed by "
            f"C+{runs[0].day:g} (95 % interval)",
            rows=_rows(runs, "probability", SHARES, "x = {:.0f} %", 100, HEADLINE_SHARE),
        )


def _rows(
    runs: Sequence[StoredRun], measure: str, levels: Sequence[float], label: str, scale: float,
    key: float | None,
) -> list[Row]:  # fmt: skip
    return [
        Row(
            label=label.format(scale * level),
            cells=[_cell(run, run.line(measure, level)) for run in runs],
            is_key=level == key,
        )
        for level in levels
    ]


def _of(runs: Sequence[StoredRun], measure: str, label: str) -> Row:
    totals = []
    for run in runs:
        found = next((line for (name, _), line in run.lines.items() if name == measure), None)
        told = text.DASH if found is None else _amount(run, found)(float(found["of"]))
        totals.append(Cell(told))
    return Row(label=label, cells=totals)


def _amount(run: StoredRun, line: Line) -> Callable[[float], str]:
    """How the numbers of a line are said."""
    if line["unit"] == "troops":
        return lambda value: text.troops(value, run.force)
    return text.day if line["unit"] == "day" else text.count


def _cell(run: StoredRun, line: Line | None) -> Cell:
    if line is None:
        return Cell(text.DASH)
    if line["unit"] == "probability":
        return _chance(run, line)
    say = _amount(run, line)
    return Cell(text.band(*(say(float(line[name])) for name in BAND)))


def _chance(run: StoredRun, line: Line) -> Cell:
    """The share of replications with its interval and letter; nothing where there are too few."""
    if not run.has_probability:
        return Cell(text.DASH)
    chance, low, high = (float(line[name]) for name in ("probability", "low", "high"))
    told = f"{chance:.2f} ({low:.2f}{text.DASH}{high:.2f})"
    return Cell(told, rating(chance, len(run.replications)))


def _notes(runs: Sequence[StoredRun]) -> Iterator[str]:
    for run in runs:
        policy = run.manifest.policy
        yield f"{run.name}: {run.label}; {basis_of_chances(run)}; policy at a cut: {policy}."
    yield (
        "A unit counts whole or not at all: it is closed when the asked share of each of its cargo "
        "classes is present and its integration is done. never: not within the horizon of "
        f"C+{runs[0].manifest.horizon_h / 24:g}."
    )
    if not all(run.has_probability for run in runs):
        yield f"No probability is told from fewer than {ENOUGH} replications."


def country_table(runs: Sequence[StoredRun]) -> Table:
    """Troops closed by the target day in each country of destination."""
    first = runs[0]
    tables = [
        lines_by(country_closed(run.closures(), by_day=first.day), "destination_country")
        for run in runs
    ]
    rows = []
    for code, line in tables[0].items():
        told = [_country(run, table.get(code)) for run, table in zip(runs, tables, strict=True)]
        bound = Cell(text.troops(float(line["required"]), first.force))
        rows.append(Row(label=country(code), cells=[bound, *told]))
    return Table(
        id="countries",
        caption=f"Troops closed by C+{first.day:g} in each country of destination, "
        f"{text.troops_unit(first.force)}: P50 (P10–P90)",
        head=["", "bound for it", *(run.name for run in runs)],
        sections=[Section(heading="", rows=rows)],
    )


def _country(run: StoredRun, line: Line | None) -> Cell:
    if line is None:
        return Cell(text.DASH)
    return Cell(text.band(*(text.troops(float(line[name]), run.force) for name in BAND)))
