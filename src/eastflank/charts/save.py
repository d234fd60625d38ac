"""A chart on disk: SVG, PNG, PDF and the CSV that was drawn; equal data gives equal bytes."""

import io
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from PIL import Image

from eastflank.charts.stamp import Stamp
from eastflank.charts.style import RC
from eastflank.model.formulas import harmless

PNG_DPI: Final = 150
KINDS: Final = ("svg", "png", "pdf")
SILENT: Final[dict[str, dict[str, Any]]] = {
    "svg": {"metadata": {"Date": None, "Creator": None}},
    "png": {"metadata": {"Software": None}, "pil_kwargs": {"compress_level": 2}},
    "pdf": {"metadata": {"CreationDate": None, "Creator": None, "Producer": None}},
}


def save(
    drawn: Figure, data: pd.DataFrame, folder: Path, name: str, *, stamp: Stamp | None = None
) -> list[Path]:
    """Write ``name.svg``, ``.png``, ``.pdf`` and ``.csv`` into a folder; their paths.

    The figures carry the stamp, from which they can be drawn again.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{name}.{kind}" for kind in KINDS]
    for path in paths:
        path.write_bytes(rendered(drawn, path.suffix[1:], stamp=stamp))
    csv = folder / f"{name}.csv"
    marked = data.map(harmless).to_csv(index=False, float_format="%.6g", lineterminator="\n")
    csv.write_text(marked, encoding="utf-8", newline="\n")
    return [*paths, csv]


def small_png(drawn: Figure, *, dpi: float = PNG_DPI, colours: int = 96) -> bytes:
    """The figure as a PNG of few colours, a third of the size, for pages that hold many."""
    picture = _pixels(drawn, dpi).convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    content = io.BytesIO()
    picture.save(content, "png", compress_level=6)  # the ninth takes ten times as long for 3 %
    return content.getvalue()


def _pixels(drawn: Figure, dpi: float) -> Image.Image:
    """The figure as it is painted, without a file between."""
    content = io.BytesIO()
    with mpl.rc_context(RC):
        drawn.savefig(content, format="rgba", dpi=dpi)
    width = int(drawn.get_figwidth() * dpi)
    return Image.frombytes(
        "RGBA", (width, len(content.getvalue()) // 4 // width), content.getvalue()
    )


def rendered(
    drawn: Figure, kind: str, *, dpi: float = PNG_DPI, stamp: Stamp | None = None
) -> bytes:
    """The figure as SVG, PNG or PDF, without a date or a maker in it."""
    content = io.BytesIO()
    told = stamp.metadata(kind) if stamp else {}
    options = {**SILENT[kind], "metadata": {**SILENT[kind]["metadata"], **told}}
    with mpl.rc_context(RC):
        drawn.savefig(content, format=kind, dpi=dpi, **options)
    return content.getvalue()
