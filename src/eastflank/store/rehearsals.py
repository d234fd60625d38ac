"""Stored rehearsals: what a planned force expects, one file a question under the results."""

import json
from pathlib import Path
from typing import Final

from eastflank.model.rehearsed import PERIOD_H, Rehearsed
from eastflank.store.atomic import write_json

FOLDER: Final = "rehearsals"


def rehearsal_path(out: Path, name: str) -> Path:
    """Where the rehearsal of a question lies."""
    return out / FOLDER / f"{name}.json"


def write_rehearsal(path: Path, rehearsed: Rehearsed) -> None:
    """Write the mean waits, a row a pool."""
    rows = [{"pool": pool, "waits_h": waits} for pool, waits in rehearsed.waits_h.items()]
    write_json(path, {"period_h": PERIOD_H, "pools": rows})


def read_rehearsal(path: Path) -> Rehearsed | None:
    """The mean waits, or None where nobody has rehearsed."""
    if not path.is_file():
        return None
    found = json.loads(path.read_text(encoding="utf-8"))
    return Rehearsed(waits_h={tuple(row["pool"]): tuple(row["waits_h"]) for row in found["pools"]})
