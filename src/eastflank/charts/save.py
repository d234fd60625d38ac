"""A chart on disk: SVG, PNG and the CSV that was drawn; equal data gives equal bytes."""

from pathlib import Path
from typing import Final

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from eastflank.charts.style import RC

PNG_DPI: Final = 150


def save(drawn: Figure, data: pd.DataFrame, folder: Path, name: str) -> list[Path]:
    """Write ``name.svg``, ``name.png`` and ``name.csv`` into a folder; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    svg, png, csv = (folder / f"{name}.{kind}" for kind in ("svg", "png", "csv"))
    with mpl.rc_context(RC):
        drawn.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        drawn.savefig(png, format="png", dpi=PNG_DPI, metadata={"Software": None})
    csv.write_text(
        data.to_csv(index=False, float_format="%.6g", lineterminator="\n"),
        encoding="utf-8",
        newline="\n",
    )
    return [svg, png, csv]
