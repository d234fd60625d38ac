"""Stored runs as commands are given them: found by name, with a word on what was passed over."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eastflank.cli.screen import talk

if TYPE_CHECKING:
    from eastflank.api import StoredRun


def stored(names: Sequence[str], out: Path) -> "list[StoredRun]":
    """The runs of these folders, experiment files or names; what cannot be read is told."""
    from eastflank import api

    found = api.all_stored(names, out)
    for remark in dict.fromkeys(remark for run in found for remark in run.remarks):
        talk(f"note: {remark}")
    return found


def stored_one(name: str, out: Path) -> "StoredRun":
    """The run of one name; a sweep is refused, since it has as many answers as points."""
    return stored_singly([name], out)[0]


def stored_singly(names: Sequence[str], out: Path) -> "list[StoredRun]":
    """The runs of these names, none of them a sweep."""
    from eastflank.runs.finding import single

    return [single(run) for run in stored(names, out)]
