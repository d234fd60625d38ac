"""The stamp in a chart file: which chart of which runs it is, so that it can be drawn again."""

import html
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from PIL import Image

from eastflank import __version__
from eastflank.model.errors import PlannerError

MARK: Final = "eastflank chart "
KINDS: Final = (".svg", ".png", ".pdf")
FIELDS: Final = {"svg": "Description", "png": "Description", "pdf": "Subject"}
IN_SVG: Final = re.compile(r"<dc:description>(.*?)</dc:description>", re.DOTALL)
IN_PDF: Final = re.compile(rb"/Subject \(((?:[^\\()]|\\.)*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampedRun:
    """One run as a stamp names it."""

    experiment: str
    run_id: str
    seed: int
    replications: int
    policy: str
    variation: tuple[str, ...] = ()
    command: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a chart file says of itself; ``replications`` of a deterministic run is 0."""

    chart: str
    runs: tuple[StampedRun, ...]
    version: str = __version__

    @property
    def text(self) -> str:
        """The stamp as plain ASCII."""
        return MARK + json.dumps(asdict(self), sort_keys=True)

    def metadata(self, kind: str) -> dict[str, str]:
        """The stamp where a file of this kind keeps it."""
        return {FIELDS[kind]: self.text}


def read_stamp(file: Path) -> Stamp:
    """The stamp of an SVG, PNG or PDF chart."""
    text = _text(file)
    if not text.startswith(MARK):
        raise PlannerError(
            where=str(file),
            found="this file carries no stamp of a chart.",
            right="Give an SVG, PNG or PDF that eastflank chart wrote.",
        )
    try:
        told: dict[str, Any] = json.loads(text.removeprefix(MARK))
        runs = tuple(
            StampedRun(**{**run, "variation": tuple(run["variation"])}) for run in told.pop("runs")
        )
        return Stamp(runs=runs, **told)
    except (ValueError, TypeError, KeyError):
        raise PlannerError(where=str(file), found="the stamp of this chart is damaged.") from None


def _text(file: Path) -> str:
    if not file.is_file():
        raise PlannerError(where=str(file), found="there is no such file.")
    if file.suffix == ".png":
        return _text_of_png(file)
    if file.suffix == ".svg":
        found = IN_SVG.search(file.read_text(encoding="utf-8", errors="replace"))
        return html.unescape(found[1].strip()) if found else ""
    held = IN_PDF.search(file.read_bytes()) if file.suffix == ".pdf" else None
    return re.sub(r"\\(.)", r"\1", held[1].decode("latin-1")) if held else ""


def _text_of_png(file: Path) -> str:
    """What a picture says of itself; nothing where it is no picture."""
    try:
        with Image.open(file) as picture:
            return str(picture.info.get("Description", ""))
    except (OSError, SyntaxError):  # Pillow's word for a broken picture
        return ""
