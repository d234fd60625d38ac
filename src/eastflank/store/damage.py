"""Damage: what is said of a file of a run folder that is not there or cannot be read."""

from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError

AGAIN: Final = "Give the command of its run again: what is missing is made again."


def missing(path: Path) -> PlannerError:
    """A file that a whole run folder has."""
    return PlannerError(where=str(path), found="the file is not there.", right=AGAIN)


def damaged(path: Path, why: str) -> PlannerError:
    """A file of a run folder that is cut short, empty or not what was written."""
    return PlannerError(
        where=str(path),
        found=f"the file is damaged: {why.rstrip('.')}.",
        right=f"Remove it. {AGAIN}",
    )


def not_kept(path: Path) -> PlannerError:
    """A file that the folder of a lean run does not have."""
    return PlannerError(
        where=str(path.parent),
        found=f"the folder does not hold {path.name}: closures alone were kept.",
        right="Run the experiment by itself; eastflank ablate keeps no more.",
    )
