"""Progress on stderr, with the time left: a bar on a terminal, else a line now and then."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from eastflank.cli.screen import talk
from eastflank.study.conduct import Progress

LINE_EVERY_S: Final = 30.0
MINUTE_S: Final = 60.0


@contextmanager
def progress_of(name: str, *, quiet: bool, of: str = "replications") -> Iterator[Progress | None]:
    """A callback that shows how many replications (or whatever ``of`` says) are done."""
    if quiet:
        yield None
    elif sys.stderr.isatty():
        yield from _bar(name)
    else:
        yield _Lines(name, of)


def _bar(name: str) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    parts = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*parts, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show


class _Lines:
    """A line every half minute, for logs."""

    def __init__(self, name: str, of: str) -> None:
        self._name = name
        self._of = of
        self._began_s = self._told_s = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        """Say how far it is, if it was not said lately."""
        if done < total and time.monotonic() - self._told_s >= LINE_EVERY_S:
            self._told_s = time.monotonic()
            talk(f"{self._name}: {done} of {total} {self._of}{self._left(done, total)}")

    def _left(self, done: int, total: int) -> str:
        """How long the rest takes at the pace so far."""
        if not done:
            return ""
        left_s = (self._told_s - self._began_s) / done * (total - done)
        unit, size = ("min", MINUTE_S) if left_s >= MINUTE_S else ("s", 1.0)
        return f", about {left_s / size:.0f} {unit} left"
