"""Works: what the calendar closes or narrows, if the experiment says on which day C-day falls."""

from collections.abc import Iterator
from datetime import date

from eastflank.compile.network import usable_links
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import LinkId
from eastflank.model.scenario import AnnouncedEnd, Disruption
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables.theatre import WorksRow
from eastflank.tables.works import day_of


def works_of(question: Question) -> tuple[Disruption, ...]:
    """The works that fall into the run, known beforehand with their ends; none without a date."""
    c_day, theatre = question.experiment.frame.c_day, question.library.theatre
    if c_day is None or theatre.works is None:
        return ()
    usable = {row.link_id for row in usable_links(theatre)}
    horizon_h = question.experiment.run.horizon_days * HOURS_PER_DAY
    found = (work for row in theatre.works.rows for work in _work(row, c_day, usable))
    return tuple(work for work in found if work.end_h > 0 and work.start_h < horizon_h)


def works_errors(question: Question) -> Iterator[PlannerError]:
    """The year of the terminals is not that of C-day."""
    c_day, year = question.experiment.frame.c_day, question.experiment.network.year
    if c_day is not None and c_day.year != year:
        yield PlannerError(
            where=question.key("network.year"),
            found=f"terminals are those of {year}, but C-day is {c_day}.",
            right=f"Write {c_day.year}, or another frame.c_day.",
        )


def _work(row: WorksRow, c_day: date, usable: set[str]) -> Iterator[Disruption]:
    """Works as a disruption: from the first hour of their first day to the last of their last."""
    first, last = day_of(row, "from_date"), day_of(row, "to_date")
    links = tuple(LinkId(link) for link in row.link_ids if link in usable)
    if first is None or last is None or not links:
        return
    yield Disruption(
        id=f"works:{row.works_id}",
        links=links,
        terminals=(),
        start_h=(first - c_day).days * HOURS_PER_DAY,
        end_h=((last - c_day).days + 1) * HOURS_PER_DAY,
        severity=1.0 - row.open_share,
        known=True,
        announced_end=AnnouncedEnd.KNOWN,
        works=True,
    )
