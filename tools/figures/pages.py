"""The pages that hold figures and the pictures that they show, written from figures and runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from eastflank import api
from eastflank.api import StoredRun
from eastflank.charts.save import small_png
from tools.figures.marks import filled
from tools.figures.register import ROOT, FigureError, Figures, study_figures
from tools.figures.tables import HEADLINE, tables_of
from tools.study.page import blocks

PAGES: Final = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
PICTURES: Final = {  # the runs and the chart of each picture
    "open-cut-ready-force": (HEADLINE, "open-cut"),
    "map-ready-force-cut": (HEADLINE[1:], "map"),
    "bracket-ready-force": (HEADLINE, "bracket"),
}


def fill_pages(figures: Figures) -> list[Path]:
    """Fill the marks of every page; the pages that changed."""
    tables, changed = {**tables_of(figures), **blocks()}, []
    known = {**study_figures(), **figures}
    for page in PAGES:
        before = page.read_text(encoding="utf-8")
        try:
            after = filled(before, known, tables)
        except FigureError as error:
            raise FigureError(f"{page.relative_to(ROOT)}: {error}") from None
        if after != before:
            page.write_text(after, encoding="utf-8")
            changed.append(page)
    return changed


def draw_pictures(runs: Mapping[str, StoredRun]) -> list[Path]:
    """Draw the pictures that pages show."""
    paths = []
    for name, (asked, chart) in PICTURES.items():
        path = ROOT / "docs" / "images" / f"{name}.png"
        drawn = api.figure([runs[each] for each in asked], chart)
        path.write_bytes(small_png(drawn))
        paths.append(path)
    return paths
