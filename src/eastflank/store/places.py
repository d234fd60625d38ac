"""Places that a reader names: what eastflank did not write there is never written over."""

from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError

HEAD: Final = 4096  # bytes in which a file says what it is


def refuse_foreign(path: Path, mark: str, kind: str) -> None:
    """Do not write over a file that has not the mark of this kind, nor over a folder.

    A file that holds nothing is nobody's.
    """
    if path.is_dir():
        raise PlannerError(
            where=str(path), found="it is a folder.", right=f"Name the file of the {kind}."
        )
    if not path.is_file():
        return
    with path.open("rb") as file:
        head = file.read(HEAD).decode("utf-8", errors="replace")
    if head and mark not in head:
        raise in_the_way(path, f"it is no {kind} of eastflank")


def in_the_way(path: Path, why: str) -> PlannerError:
    """A file that stays: what it is, and what to do about it."""
    return PlannerError(
        where=str(path),
        found=f"the file is there already, and {why}.",
        right="Move or remove it, or name another file.",
    )
