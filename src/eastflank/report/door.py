"""The one door of the report: stored runs in, one page and its tables out."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import jinja2

from eastflank.model.errors import PlannerError
from eastflank.report.page import Page, page_of
from eastflank.report.sweep import SweepPage, sweep_page
from eastflank.report.tables import write_tables
from eastflank.runs.families import families_of
from eastflank.runs.stored import StoredRun
from eastflank.store.atomic import write_text
from eastflank.store.places import refuse_foreign
from eastflank.store.tables import write_frame_csv

MARK: Final = '<meta name="generator" content="eastflank">'  # of every page


def report(
    runs: Sequence[StoredRun], out: Path, *, csv: Path | None = None, workers: int = 1
) -> list[Path]:
    """Write the page of these runs to ``out``, and their tables into ``csv`` where it is given.

    Several ``workers`` draw several charts at once.

    Cuts are set against the open run of their question; where no run is the cut of another, all
    are set against the first. With several runs each has a folder of its own below ``csv``.
    """
    if not runs:
        raise PlannerError(where="report", found="no run was given.")
    if any(run.is_sweep for run in runs):
        return _report_sweep(runs, out, csv)
    families = families_of(runs)
    told = [run for family in families for run in family.runs]
    tables: list[Path] = []
    for run in told if csv else ():
        own = csv / run.manifest.run_id if csv and len(told) > 1 else csv
        tables += write_tables(run, own or out.parent)
    names = [path.relative_to(csv).as_posix() for path in tables] if csv else []
    write_text(out, html_of(page_of(families, names, workers=workers)))
    return [out, *tables]


def refuse_other_page(named: Path | None) -> None:
    """Do not write a page over a file that a reader named and that is no page of ours."""
    if named is not None:
        refuse_foreign(named, MARK, "page")


def _report_sweep(runs: Sequence[StoredRun], out: Path, csv: Path | None) -> list[Path]:
    """The page of one sweep, and the summary of its points beside it."""
    sweep = next(run for run in runs if run.is_sweep)
    if len(runs) > 1:
        raise PlannerError(
            where=str(sweep.root),
            found=f"{sweep.label} is a sweep, and {len(runs) - 1} more folders were given.",
            right="A page tells of one sweep, or of runs.",
        )
    tables = [csv / "sweep.csv"] if csv else []
    for path in tables:
        refuse_foreign(path, ",".join(sweep.summary.columns), "table")
        write_frame_csv(path, sweep.summary)
    page = sweep_page(sweep, [path.name for path in tables])
    write_text(out, html_of(page, "sweep.html.jinja"))
    return [out, *tables]


def html_of(page: Page | SweepPage, name: str = "page.html.jinja") -> str:
    """The page of a report as HTML that needs nothing beside itself."""
    return rendered(name, page)


def rendered(name: str, page: object) -> str:
    """A page from its template; whatever it holds is shown and never obeyed."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_packaged),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template(name)
    return template.render(page=page, style=_packaged("page.css")) + "\n"


def _packaged(name: str) -> str:
    return files("eastflank.report").joinpath(name).read_text(encoding="utf-8")
