"""The one door of the report: run folders in, one page and its tables out."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import jinja2

from eastflank.charts.sources import Source
from eastflank.model.errors import PlannerError
from eastflank.report.page import Page, page_of
from eastflank.report.runs import families_of
from eastflank.report.sweep import SweepPage, sweep_page
from eastflank.report.tables import write_tables
from eastflank.store.atomic import write_text


def report(folders: Sequence[Path], out: Path, *, csv: Path | None = None) -> list[Path]:
    """Write the page of these runs to ``out``, and their tables into ``csv`` where it is given.

    The first of several runs is the one that the others are set against; runs called NAME-cut...
    are set against NAME. With several runs each has a folder of its own below ``csv``.
    """
    if not folders:
        raise PlannerError(where="report", found="no run was given.")
    sources = [Source(folder) for folder in folders]
    if any(source.is_sweep for source in sources):
        return _report_sweep(sources, out, csv)
    families = families_of(sources)
    runs = [run for family in families for run in family.runs]
    tables: list[Path] = []
    for run in runs if csv else ():
        own = csv / run.source.manifest.run_id if csv and len(runs) > 1 else csv
        tables += write_tables(run.source, own or out.parent)
    told = [path.relative_to(csv).as_posix() for path in tables] if csv else []
    write_text(out, html_of(page_of(families, told)))
    return [out, *tables]


def _report_sweep(sources: Sequence[Source], out: Path, csv: Path | None) -> list[Path]:
    """The page of one sweep, and the summary of its points beside it."""
    source, *others = sources
    if others:
        sweep = next(each for each in sources if each.is_sweep)
        raise PlannerError(
            where=str(sweep.folder.root),
            found=f"{sweep.manifest.label} is a sweep, and {len(others)} more folders were given.",
            right="A page tells of one sweep, or of runs.",
        )
    tables = [csv / "sweep.csv"] if csv else []
    for path in tables:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, source.sweep.to_csv(index=False, float_format="%.6g", lineterminator="\n"))
    page = sweep_page(source, [path.name for path in tables])
    write_text(out, html_of(page, "sweep.html.jinja"))
    return [out, *tables]


def html_of(page: Page | SweepPage, name: str = "page.html.jinja") -> str:
    """The page as HTML that needs nothing beside itself."""
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
