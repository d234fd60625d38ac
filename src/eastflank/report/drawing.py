"""Drawing: the charts and the tapes of a page, each made once, several at once.

Processes that are forked have the runs in hand as the page has read them; elsewhere each reads
them anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from eastflank.charts.inline import Picture, picture
from eastflank.gallery.choice import drawn_of, drawn_together
from eastflank.model.modes import Mode
from eastflank.report.replay import Tape, tape_block
from eastflank.runs.stored import StoredRun
from eastflank.study.pool import in_order

Key: TypeAlias = tuple[Path, str]  # the folder of a run, and what the page calls it
_IN_HAND: Final[dict[Key, StoredRun]] = {}  # the runs of the page that is being made


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A chart of the page: of one run, or of several side by side."""

    name: str
    keys: tuple[Key, ...]
    beside: int  # runs on the page: where there are many, charts are pictures throughout

    @classmethod
    def of(cls, name: str, runs: Sequence[StoredRun], *, beside: int) -> "Sheet":
        """The sheet of a chart of these runs."""
        return cls(name=name, keys=tuple(map(_key, runs)), beside=beside)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taped:
    """A run as the page carries it to be played, and the modes that it tells of."""

    block: str
    modes: tuple[Mode, ...]


@contextmanager
def in_hand(runs: Sequence[StoredRun]) -> Iterator[None]:
    """Have these runs in hand, with all that was read of them, until the page is made."""
    _IN_HAND.update({_key(run): run for run in runs})
    try:
        yield
    finally:
        _IN_HAND.clear()


def pictures(sheets: Sequence[Sheet], workers: int) -> Iterator[Picture]:
    """The charts as the page holds them, in order; all are begun when the first is asked for."""
    return in_order(_picture, sheets, workers)


def tapes(runs: Sequence[StoredRun], workers: int) -> list[Taped]:
    """The runs as the page plays them, in order."""
    return list(in_order(_taped, [_key(run) for run in runs], workers))


def _picture(sheet: Sheet) -> Picture:
    runs = [_run(key) for key in sheet.keys]
    drawn = drawn_of(runs[0], sheet.name) if len(runs) == 1 else drawn_together(runs, sheet.name)
    return picture(drawn[0], name=sheet.name, runs=sheet.beside)


def _taped(key: Key) -> Taped:
    tape = Tape(_run(key))
    return Taped(block=tape_block(tape), modes=tuple(tape.modes))


def _key(run: StoredRun) -> Key:
    return run.root, run.name


def _run(key: Key) -> StoredRun:
    if key not in _IN_HAND:
        folder, name = key
        _IN_HAND[key] = StoredRun(folder).called(name)
    return _IN_HAND[key]
