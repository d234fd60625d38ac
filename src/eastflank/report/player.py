"""The replay of the page: the tapes of the first runs, and the script that plays them."""

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from eastflank.model.modes import MODES, ModeRow
from eastflank.report.drawing import tapes
from eastflank.report.replay import can_replay, ground_block
from eastflank.runs.families import Family

MOST_RUNS: Final = 2  # each weighs about a megabyte
MODULES: Final = (  # in the order in which they need each other
    "block",
    "buckets",
    "tape",
    "view",
    "ground",
    "clock",
    "symbols",
    "map",
    "curve",
    "panel",
    "hand",
    "still",
    "main",
)
IMPORT: Final = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """What the page holds to play runs."""

    ground: str
    tapes: tuple[str, ...]
    modes: tuple[ModeRow, ...]  # that the legend tells of
    script: str
    style: str

    @property
    def digest(self) -> str:
        """How the page names the one script that it lets run."""
        content = hashlib.sha256(self.script.encode("utf-8")).digest()
        return f"sha256-{base64.b64encode(content).decode('ascii')}"


def player_of(families: Sequence[Family], workers: int = 1) -> Player | None:
    """The player of the first family: its base and the run set against it; None if none can."""
    runs = [run for run in families[0].runs if can_replay(run)][:MOST_RUNS]
    if not runs:
        return None
    taped = tapes(runs, workers)
    told = {mode for tape in taped for mode in tape.modes}
    return Player(
        ground=ground_block(runs[0]),
        tapes=tuple(tape.block for tape in taped),
        modes=tuple(row for mode, row in MODES.items() if mode in told),
        script=script(),
        style=_packaged("replay.css"),
    )


def script() -> str:
    """The modules of the replay as one script; each keeps its names to itself."""
    return "\n".join(["const modules = {};", *map(_scoped, MODULES)])


def _scoped(name: str) -> str:
    """A module as a function that is called at once: its imports and exports by name."""
    text = _packaged(f"{name}.js")
    exports = ", ".join(EXPORT.findall(text))
    body = EXPORT.sub("", IMPORT.sub(r"const \1 = modules.\2;", text))
    return f"modules.{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _packaged(name: str) -> str:
    return files("eastflank.report").joinpath("replay", name).read_text(encoding="utf-8")
