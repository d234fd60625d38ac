"""Overlap: the part of the work on one pool that falls on assets which another counts on too.

A pool is the assets of some types that come to a place. What only the largest aircraft can carry
waits for these alone; what any aircraft can carry waits for all, and takes some of the largest. So
work promised to a pool falls on each of its assets alike, and other pools reckon with the part that
falls on theirs.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import permutations
from typing import NamedTuple

import numpy as np

from eastflank.routing.book import Floats, Ints


class Pool(NamedTuple):
    """An account of a pool, the place that stands for it, and the types that answer there."""

    account: int
    place: str
    types: tuple[str, ...]


class Overlap:
    """Which pools share assets, and how many of them."""

    def __init__(self, pools: Iterable[Pool], count: Callable[..., int]) -> None:
        """``count`` tells how many assets of some types a place counts on."""
        shared = [each for each in _pairs(pools) if set(each[0].types) & set(each[1].types)]
        parts = [_part(into, of, count) for into, of in shared]
        self._into: Ints = np.array([into.account for into, _ in shared], int)
        self._of: Ints = np.array([of.account for _, of in shared], int)
        self._part: Floats = np.array(parts)

    def add_to(self, work: Floats) -> None:
        """Add to the work on each pool what falls on its assets from others."""
        if len(self._part):
            np.add.at(work, self._into, work[self._of] * self._part)


def _pairs(pools: Iterable[Pool]) -> Iterator[tuple[Pool, Pool]]:
    """Each two pools of one place, both ways round."""
    at = defaultdict(list)
    for pool in pools:
        at[pool.place].append(pool)
    for near in at.values():
        yield from permutations(near, 2)


def _part(into: Pool, of: Pool, count: Callable[..., int]) -> float:
    """The part of the assets of one pool that the other counts on too."""
    common = [kind for kind in of.types if kind in into.types]
    held = count(of.place, *of.types)
    return min(count(of.place, *common), held) / held if held else 0.0
