"""The folder of a study: a table, a text and figures of each part, charts, and the page."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from eastflank import api
from eastflank.store.atomic import write_json, write_text
from eastflank.store.identity import commit, versions
from eastflank.store.tables import write_frame_csv
from tools.figures.marks import filled
from tools.figures.register import Figure, read_register, register_text
from tools.study.ground import Ground, Part
from tools.study.plan import ROOT

TEMPLATE: Final = Path(__file__).parent / "page.md"
PAGE: Final = ROOT / "docs" / "study.md"
CHARTS: Final = ("open-cut",)
REGISTER: Final = "figures.csv"


def write_part(folder: Path, part: Part, ground: Ground) -> None:
    """Write what a part found, and into the manifest when, by which build and how often."""
    write_frame_csv(folder / f"{part.name}.csv", part.table)
    if part.text:
        write_text(folder / f"{part.name}.txt", part.text + "\n")
    write_text(folder / "parts" / f"{part.name}.csv", register_text(part.figures))
    manifest = read_manifest(folder)
    manifest[part.name] = {
        "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "replications": ground.plan.replications,
        "commit": commit(),
        "versions": versions(),
        "runs": {name: run.manifest.run_id for name, run in sorted(ground.runs.items())},
    }
    write_json(folder / "manifest.json", manifest)


def read_manifest(folder: Path) -> dict[str, object]:
    """What was written of parts before."""
    path = folder / "manifest.json"
    found: dict[str, object] = (
        json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    )
    return found


def write_register(folder: Path) -> Mapping[str, Figure]:
    """The figures of all parts that are there, in one register."""
    figures = {
        key: figure
        for path in sorted((folder / "parts").glob("*.csv"))
        for key, figure in read_register(path).items()
    }
    write_text(folder / REGISTER, register_text(figures.values()))
    return figures


def draw(folder: Path, ground: Ground) -> None:
    """The chart of the headline pair."""
    api.chart([ground.base, ground.cut], to=folder / "charts", which=CHARTS)


def write_page(folder: Path, page: Path = PAGE) -> None:
    """The page from its template: prose as it stands there, figures as this study has them."""
    figures = read_register(folder / REGISTER)
    text = filled(TEMPLATE.read_text(encoding="utf-8"), figures, {})
    write_text(page, text)
