"""Runs with more and with less warning, to learn by when the order must be given."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from eastflank.runs.latest import Asked, Latest, latest_of_warnings
from eastflank.study.conduct import Progress
from eastflank.study.settings import Settings
from eastflank.study.variants import Variant, run_variants

WARNINGS: Final = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0)
REPLICATIONS: Final = 16


def latest_by_runs(
    file: Path,
    asked: Asked,
    *,
    sets: Sequence[str] = (),
    warnings: Sequence[float] = WARNINGS,
    replications: int = REPLICATIONS,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Latest:
    """Run what is missing under each warning, and read the latest orders with C-day as it is."""
    variants = [
        Variant(name=f"{days:g}", file=file, sets=(*sets, f"frame.warning_days={days:g}"))
        for days in sorted(set(warnings))
    ]
    runs = run_variants(variants, replications, settings, progress=progress)
    found = {float(name): run for name, run in runs.items()}
    return latest_of_warnings(file.stem, found, asked)
