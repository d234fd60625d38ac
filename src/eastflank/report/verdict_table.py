"""The verdict table of the page: a column a run, every line of the verdict."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from eastflank.measures.closure.curves import country_closed
from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.lines import Line, lines_by
from eastflank.report.rating import rating
from eastflank.report.table import Cell, Row, Section, Table
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.names import country
from eastflank.runs.wording.verdicts import Block

BAND: Final = ("p10", "p50", "p90")
HEADLINE_READING: Final = "reading_closed_095"
KEYS: Final = {"probability": HEADLINE_SHARE, "day_closed": HEADLINE_SHARE}  # else the target day


def verdict_table(runs: Sequence[StoredRun]) -> Table:
    """Troops closed by day, chances, days, brigades and readings, the runs side by side."""
    first = runs[0]
    blocks = [_section(runs, block) for block in verdicts.blocks(first.day)]
    readings = Section(
        heading=f"{verdicts.readings_heading(first.day)}, {numbers.troops_unit(first.force)}",
        rows=[
            Row(
                label=label,
                cells=[_cell(run, run.line(name, run.day)) for run in runs],
                is_key=name == HEADLINE_READING,
            )
            for name, label in verdicts.READINGS.items()
        ],
    )
    return Table(
        id="verdict",
        caption="The verdict: P50 (P10–P90) over the replications",
        head=["", *(run.name for run in runs)],
        sections=[section for section in (*blocks, readings) if section.rows],
        notes=list(_notes(runs)),
    )


def _section(runs: Sequence[StoredRun], block: Block) -> Section:
    """The lines of one measure; none of a chance that no run has replications enough for."""
    first, key = runs[0], KEYS.get(block.measure, runs[0].day)
    unit = (
        f", {numbers.troops_unit(first.force)}" if block.measure.endswith("troops_closed") else ""
    )
    has_lines = block.measure != "probability" or any(run.has_probability for run in runs)
    rows = [
        Row(
            label=block.label(level),
            cells=[_cell(run, run.line(block.measure, level)) for run in runs],
            is_key=block.measure != "brigades_closed" and math.isclose(level, key),
        )
        for level in (_levels(first, block.measure) if has_lines else ())
    ]
    total = [_of(runs, block.measure, block.total)] if block.total else []
    return Section(heading=f"{block.heading}{unit}", rows=[*rows, *total])


def _levels(run: StoredRun, measure: str) -> list[float]:
    return sorted(level for name, level in run.lines if name == measure)


def _of(runs: Sequence[StoredRun], measure: str, label: str) -> Row:
    totals = []
    for run in runs:
        found = next((line for (name, _), line in run.lines.items() if name == measure), None)
        told = numbers.DASH if found is None else _amount(run, found)(float(found["of"]))
        totals.append(Cell(told))
    return Row(label=label, cells=totals)


def _amount(run: StoredRun, line: Line) -> Callable[[float], str]:
    """How the numbers of a line are said."""
    if line["unit"] == "troops":
        return lambda value: numbers.troops(value, run.force)
    return numbers.days if line["unit"] == "day" else numbers.count


def _cell(run: StoredRun, line: Line | None) -> Cell:
    if line is None:
        return Cell(numbers.DASH)
    if line["unit"] == "probability":
        return _chance(run, line)
    say = _amount(run, line)
    return Cell(numbers.band(*(say(float(line[name])) for name in BAND)))


def _chance(run: StoredRun, line: Line) -> Cell:
    """The share of replications with its interval and letter; nothing where there are too few."""
    if not run.has_probability:
        return Cell(numbers.DASH)
    chance, low, high = (float(line[name]) for name in ("probability", "low", "high"))
    told = numbers.chance(chance, low, high)
    return Cell(told, rating(chance, len(run.replications)))


def _notes(runs: Sequence[StoredRun]) -> Iterator[str]:
    first = runs[0]
    for run in runs:
        policy = run.manifest.policy
        yield f"{run.name}: {run.label}; {basis_of_chances(run)}; policy at a cut: {policy}."
    yield (
        "A unit counts whole or not at all: it is closed when the asked share of each of its cargo "
        f"classes is present and its integration is done. {verdicts.NEVER_MEANS} "
        f"{numbers.on_day(first.manifest.horizon_h / HOURS_PER_DAY)}."
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
        bound = Cell(numbers.troops(float(line["required"]), first.force))
        rows.append(Row(label=country(code), cells=[bound, *told]))
    return Table(
        id="countries",
        caption=f"Troops closed by {numbers.on_day(first.day)} in each country of destination, "
        f"{numbers.troops_unit(first.force)}: P50 (P10–P90)",
        head=["", "bound for it", *(run.name for run in runs)],
        sections=[Section(heading="", rows=rows)],
    )


def _country(run: StoredRun, line: Line | None) -> Cell:
    if line is None:
        return Cell(numbers.DASH)
    return Cell(numbers.band(*(numbers.troops(float(line[name]), run.force) for name in BAND)))
