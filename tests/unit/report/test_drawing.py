"""The charts and tapes of a page: the same whether one process makes them or two."""

from tests import made

from eastflank.report.door import html_of
from eastflank.report.page import page_of
from eastflank.runs.families import families_of
from eastflank.runs.stored import StoredRun


def page(workers: int) -> str:
    families = families_of([StoredRun(made.run("ramp"))])
    return html_of(page_of(families, workers=workers))


def test_two_workers_make_the_page_that_one_makes() -> None:
    assert page(2) == page(1)
