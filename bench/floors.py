"""Floors: as many wake-ups and rows as a run makes, with nothing of the model in them."""

import heapq
from collections.abc import Generator
from typing import Final

import simpy

ROW: Final = ("link", "a", "b", "u", "l", "t", "x", "train", 0.0, 0.0, 2.0, 30, 30.0, 300.0)


def bare(wake_ups: int, rows: int, pending: int) -> int:
    """A loop over a heap: what the language costs. How many rows it left."""
    heap = [(_step_h(each), each) for each in range(pending)]
    heapq.heapify(heap)
    kept, owed, share = [], 0.0, rows / wake_ups
    for _ in range(wake_ups):
        hour, who = heapq.heappop(heap)
        owed += share
        if owed >= 1.0:
            owed -= 1.0
            kept.append((*ROW[:8], hour, hour, hour, *ROW[11:]))
        heapq.heappush(heap, (hour + _step_h(who), who))
    return len(kept)


def stock(wake_ups: int, rows: int, pending: int) -> int:
    """Stock SimPy, a process each that sleeps as often as it must. How many rows they left."""
    env = simpy.Environment()
    kept: list[tuple[object, ...]] = []
    share = rows / wake_ups
    each, more = divmod(wake_ups, pending)
    for who in range(pending):
        env.process(_sleeper(env, who, each + (who < more), share, kept))
    env.run()
    return len(kept)


def _sleeper(
    env: simpy.Environment, who: int, times: int, share: float, kept: list[tuple[object, ...]]
) -> Generator[simpy.Event, object, None]:
    owed, step_h = (who % 7) / 7, _step_h(who)
    for _ in range(times):
        yield env.timeout(step_h)
        owed += share
        if owed >= 1.0:
            owed -= 1.0
            kept.append((*ROW[:8], env.now, env.now, env.now, *ROW[11:]))


def _step_h(who: int) -> float:
    """Hours between two wake-ups of one: each has its own, so that the heap is well mixed."""
    return 1.0 + (who * 7919 % 1000) / 1000.0
