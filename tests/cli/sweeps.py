"""A sweep of the small theatre, and what its folder holds."""

from pathlib import Path

from tests.cli.commands import small_project

GRID = """
extends = "cut.toml"
[experiment]
title = "Day and severity"
[run]
replications = 2
[sweep.factors]
"disruptions.suwalki.start_day" = [0.0, 8.0]
"disruptions.suwalki.severity" = [0.0, 1.0]
"""


def grid_project(root: Path, text: str = GRID) -> Path:
    """The small theatre with a sweep of four points."""
    small_project(root)
    (root / "experiments" / "grid.toml").write_text(text)
    return root


def sweep_folder(root: Path, results: str = "results") -> Path:
    """The one run folder of the sweep."""
    (manifest,) = (root / results / "grid").glob("*/manifest.json")
    return manifest.parent


def stored(folder: Path) -> dict[str, bytes]:
    """Every record and closure file, by its path, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in ("closures", "records")
        for path in sorted((folder / kind).rglob("*.parquet"))
    }
