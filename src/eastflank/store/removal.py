"""Removal: run folders that go for good, and nothing that is none."""

import shutil
from pathlib import Path

from eastflank.model.errors import PlannerError
from eastflank.store.folder import MANIFEST


def remove_run(root: Path) -> None:
    """Remove a run folder, and the folder of its experiment where nothing else is in it."""
    if root.is_symlink() or not (root / MANIFEST).is_file():
        raise PlannerError(where=str(root), found="this is no run folder, so it stays.")
    shutil.rmtree(root)
    if not any(root.parent.iterdir()):
        root.parent.rmdir()
