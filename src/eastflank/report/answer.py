"""The tables of the answer: the bracket, what is in place by country, what could fight."""

from eastflank.report.table import Row, Section, Table, cells
from eastflank.runs.bracket_text import Line, missing_of, remarks_of, sections_of
from eastflank.runs.brackets import Bracket
from eastflank.runs.brief import Brief
from eastflank.runs.fight_text import HEAD, fight_lines, fight_notes
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import on_day


def bracket_section(bracket: Bracket) -> Table:
    """Every line of the bracket, a column a side; below it what is not stored."""
    missing = [f"Not stored: {what}. To have it: {how}" for what, how in missing_of(bracket)]
    return Table(
        id=f"bracket-{bracket.first.run.manifest.run_id}",
        caption="The answer from three sides: P50 (P10–P90)",
        head=["", *(side.name for side in bracket.sides)],
        sections=[
            Section(heading=found.heading, rows=[_row(line) for line in found.lines])
            for found in sections_of(bracket)
        ],
        notes=[*remarks_of(bracket), *missing],
    )


def places_section(brief: Brief) -> Table:
    """What is in place by country, and the tanks of the Baltic states."""
    run = brief.first
    return Table(
        id=f"places-{run.manifest.run_id}",
        caption=f"In place by {on_day(run.day)}, {brief.rung.value}: P50 (P10–P90)",
        head=["", *(side.name for side in brief.bracket.sides)],
        sections=[Section(heading="", rows=[_row(line) for line in brief.places])],
    )


def fight_section(run: StoredRun) -> Table:
    """What of a run could fight by the target day, by country."""
    return Table(
        id=f"fight-{run.manifest.run_id}",
        caption=f"Fight-ready by {on_day(run.day)}: {run.name}, P50 (P10–P90)",
        head=list(HEAD),
        sections=[Section(heading="", rows=[_row(line) for line in fight_lines(run)])],
        notes=list(fight_notes(run)),
    )


def _row(line: Line) -> Row:
    return Row(label=line.label.strip(), cells=cells(*line.cells))
