"""The one door of the report: run folders in, one page and its tables out."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import jinja2

from eastflank.errors import PlannerError
from eastflank.report.page import Page, page_of
from eastflank.report.runs import families_of
from eastflank.report.tables import write_tables
from eastflank.store.atomic import write_text


def report(folders: Sequence[Path], out: Path, *, csv: Path | None = None) -> list[Path]:
    """Write the page of these runs to ``out``, and their tables into ``csv`` where it is given.

    The first of several runs is the one that the others are set against; runs called NAME-cut...
    are set against NAME. With several runs each has a folder of its own below ``csv``.
    """
    if not folders:
        raise PlannerError(where="report", found="no run was given.")
    families = families_of(folders)
    runs = [run for family in families for run in family.runs]
    tables: list[Path] = []
    for run in runs if csv else ():
        own = csv / run.source.manifest.run_id if csv and len(runs) > 1 else csv
        tables += write_tables(run.source, own or out.parent)
    told = [path.relative_to(csv).as_posix() for path in tables] if csv else []
    write_text(out, html_of(page_of(families, told)))
    return [out, *tables]


def html_of(page: Page) -> str:
    """The page as HTML that needs nothing beside itself."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_packaged),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("page.html.jinja")
    return template.render(page=page, style=_packaged("page.css")) + "\n"


def _packaged(name: str) -> str:
    return files("eastflank.report").joinpath(name).read_text(encoding="utf-8")
