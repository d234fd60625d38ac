"""Frames that several charts of a run are drawn from: each is measured once and kept."""

import functools
from collections.abc import Callable
from typing import TypeVar

from eastflank.runs.stored import StoredRun

Frame = TypeVar("Frame")


def kept(measure: Callable[[StoredRun], Frame]) -> Callable[[StoredRun], Frame]:
    """Measure a run once, and keep what was found with the replication that is told."""

    @functools.wraps(measure)
    def once(run: StoredRun) -> Frame:
        frames = run.told.frames
        if measure.__qualname__ not in frames:
            frames[measure.__qualname__] = measure(run)
        found: Frame = frames[measure.__qualname__]
        return found

    return once
