"""Charts inside the page: as vectors where that is light, else as pictures."""

import base64
from dataclasses import dataclass
from typing import Final

from matplotlib.figure import Figure

from eastflank.charts.save import rendered, small_png

LIGHT: Final = 280_000  # bytes of SVG that a page takes without becoming heavy
HEAVY: Final = frozenset(
    {  # thousands of paths
        "map",
        "gantt",
        "gantt-corridor",
        "assets",
        "modes",
        "queues",
        "stages",
        "throughput",
        "utilisation",
        "brigades",
    }
)
MANY_RUNS: Final = 3  # more of them are pictures throughout
DPI: Final = 132.0  # 11 inches on the 7 of a printed page: 207 dots an inch; on a screen 1,452


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart as a data address, with what it shows in words."""

    name: str
    address: str
    alt: str


def picture(drawn: Figure, *, name: str, runs: int) -> Picture:
    """The chart as the page holds it."""
    alt = ". ".join(text.get_text() for text in drawn.texts[:2] if text.get_text())
    is_heavy = runs > MANY_RUNS or name in HEAVY
    vectors = b"" if is_heavy else rendered(drawn, "svg")
    if vectors and len(vectors) <= LIGHT:
        return Picture(name=name, address=_address("image/svg+xml", vectors), alt=alt)
    return Picture(name=name, address=_address("image/png", small_png(drawn, dpi=DPI)), alt=alt)


def _address(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
