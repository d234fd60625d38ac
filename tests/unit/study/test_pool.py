"""The pool: a worker that is ended from outside costs nothing, and is not replaced for ever."""

import os
import signal
import time
from pathlib import Path

import pytest

from eastflank.model.errors import PlannerError
from eastflank.study.pool import LOSSES, each, in_order

Item = tuple[int, Path]


def ended_once(item: Item) -> int:
    """Twice the number; the first that comes to 3 is killed, as the system kills for memory."""
    number, folder = item
    if number == 3 and not (folder / "killed").exists():
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def ended_always(item: Item) -> int:
    """Never a result."""
    number, folder = item
    (folder / f"{number}-{time.monotonic_ns()}").touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_what_a_killed_worker_had_begun_is_done_by_another(tmp_path: Path) -> None:
    items = [(number, tmp_path) for number in range(12)]

    assert sorted(each(ended_once, items, workers=2)) == [2 * number for number in range(12)]
    assert (tmp_path / "killed").exists()


def test_workers_that_are_always_killed_are_told(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="fewer --workers"):
        list(each(ended_always, [(0, tmp_path), (1, tmp_path)], workers=2))

    begun = [path for path in tmp_path.iterdir() if path.name.startswith("0-")]
    assert 1 <= len(begun) <= LOSSES + 1


def test_work_in_order_says_that_a_worker_was_killed(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="ended from outside"):
        list(in_order(ended_always, [(0, tmp_path), (1, tmp_path)], workers=2))
