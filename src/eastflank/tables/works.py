"""Works: when links are closed or narrowed by the calendar, and what must hold of the dates."""

from collections.abc import Iterator
from datetime import date

from eastflank.model.errors import PlannerError
from eastflank.tables.theatre import Theatre, WorksRow


def works_errors(theatre: Theatre) -> Iterator[PlannerError]:
    """All that is wrong with the dates of works."""
    for row in theatre.works.rows if theatre.works is not None else ():
        days = {column: day_of(row, column) for column in ("from_date", "to_date")}
        for column in (column for column, day in days.items() if day is None):
            yield PlannerError(
                where=row.where(column),
                found=f"{getattr(row, column)!r} is no day.",
                right="Write it as 2026-09-01.",
            )
        first, last = days.values()
        if first is not None and last is not None and last < first:
            yield PlannerError(
                where=row.where("to_date"),
                found=f"the works end on {row.to_date}, before they begin on {row.from_date}.",
            )


def day_of(row: WorksRow, column: str) -> date | None:
    """The first or the last day of works; None if the cell is no day."""
    try:
        return date.fromisoformat(getattr(row, column))
    except ValueError:
        return None
