"""Boxes: the part of the draws in which an answer comes out one way (scenario discovery).

The patient rule induction method (Friedman and Fisher 1999; Bryant and Lempert 2010):
from all draws a thin slice is peeled off, again and again, always the one whose loss leaves the
largest share of hits. A box is judged on draws that did not make it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import bdtrc

Hits = NDArray[np.bool_]

SLICE: Final = (
    0.1  # of the draws in the box, peeled off at a time (Friedman and Fisher: 0.05 to 0.1)
)
FEWEST_INSIDE: Final = 5  # a box of fewer draws is a story about them
MOST_SIDES: Final = 3  # a reader keeps no more conditions in mind, and few draws carry no more
FOLDS: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One condition of a box: the draw of a group is at least ``low`` or at most ``high``."""

    group: str
    low: float = -math.inf
    high: float = math.inf

    def holds(self, draws: pd.DataFrame) -> Hits:
        """In which draws it holds."""
        values = draws[self.group].to_numpy(dtype=float)
        held: Hits = (values >= self.low) & (values <= self.high)
        return held


Box = tuple[Side, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well a box tells hits from others, counted over draws."""

    draws: int
    hits: int
    inside: int
    hits_inside: int

    @property
    def base_rate(self) -> float:
        """The share of hits among all draws."""
        return self.hits / self.draws if self.draws else math.nan

    @property
    def density(self) -> float:
        """The share of hits among the draws of the box."""
        return self.hits_inside / self.inside if self.inside else math.nan

    @property
    def coverage(self) -> float:
        """The share of all hits that lie in the box."""
        return self.hits_inside / self.hits if self.hits else math.nan

    @property
    def by_chance(self) -> float:
        """The chance of so many hits inside if the box had nothing to do with them."""
        if not self.inside:
            return 1.0
        return float(bdtrc(self.hits_inside - 1, self.inside, self.base_rate))

    @property
    def balance(self) -> float:
        """The harmonic mean of coverage and density: high only where both are."""
        return 2 * self.hits_inside / (self.hits + self.inside)


def find_box(draws: pd.DataFrame, hits: Hits) -> Box:
    """The box of the best balance on the way from all draws to the densest few; few sides.

    ``draws`` has a row a draw and a column a group. Of slices that leave the same share of hits
    goes that of the group that tells hits from others best.
    """
    boxes = list(_peeled(ordered_by_strength(draws, hits), hits))
    best = max(boxes, key=lambda box: (score(box, draws, hits).balance, -len(box)))
    return _without_idle_sides(best, draws, hits)


def inside(box: Box, draws: pd.DataFrame) -> Hits:
    """Which draws lie in the box."""
    held = [np.ones(len(draws), dtype=bool), *(side.holds(draws) for side in box)]
    return np.asarray(np.logical_and.reduce(held))


def score(box: Box, draws: pd.DataFrame, hits: Hits) -> Score:
    """The score of a box on these draws."""
    return _counted(inside(box, draws), hits)


def unseen_score(draws: pd.DataFrame, hits: Hits, *, folds: int = FOLDS) -> Score:
    """The score of boxes on draws that did not make them.

    The draws are dealt into folds by turns. For each fold a box is found in all others; its own
    draws are then inside or not. So the whole way of finding a box is judged.
    """
    turn = np.arange(len(draws)) % folds
    held = np.zeros(len(draws), dtype=bool)
    for fold in range(min(folds, len(draws))):
        seen = turn != fold
        held[~seen] = inside(find_box(draws.loc[seen], hits[seen]), draws.loc[~seen])
    return _counted(held, hits)


def alone(side: Side, draws: pd.DataFrame, hits: Hits) -> Score:
    """The score of one side of a box without the others."""
    return score((side,), draws, hits)


def _counted(held: Hits, hits: Hits) -> Score:
    return Score(
        draws=len(hits),
        hits=int(hits.sum()),
        inside=int(held.sum()),
        hits_inside=int((held & hits).sum()),
    )


def _peeled(draws: pd.DataFrame, hits: Hits) -> Iterator[Box]:
    """All draws, then box after box with one slice less."""
    box: Box = ()
    yield box
    while (smaller := _peel(box, draws, hits)) is not None:
        box = smaller
        yield box


def _peel(box: Box, draws: pd.DataFrame, hits: Hits) -> Box | None:
    """The box without the slice whose loss leaves the largest share of hits; None at the end."""
    held = inside(box, draws)
    if held.sum() <= FEWEST_INSIDE or hits[held].all():
        return None
    groups = [side.group for side in box] if len(box) == MOST_SIDES else [*map(str, draws.columns)]
    offers = chain.from_iterable(_slices(group, draws.loc[held]) for group in groups)
    smaller = [_with(box, side) for side in offers]
    scored = [(score(each, draws, hits), each) for each in smaller]
    allowed = [each for each in scored if FEWEST_INSIDE <= each[0].inside < held.sum()]
    return max(allowed, key=lambda each: each[0].density)[1] if allowed else None


def _slices(group: str, held: pd.DataFrame) -> Iterator[Side]:
    """What is left of the draws of a box when the lowest, or the highest, of a group go."""
    values = np.unique(held[group].to_numpy(dtype=float))
    off = max(1, round(SLICE * len(values)))
    if len(values) > off:
        yield Side(group=group, low=float(values[off - 1] + values[off]) / 2)
        yield Side(group=group, high=float(values[-off - 1] + values[-off]) / 2)


def _with(box: Box, new: Side) -> Box:
    """The box with one side moved, or one side more."""
    sides = {side.group: side for side in box}
    old = sides.get(new.group, Side(group=new.group))
    moved = Side(group=new.group, low=max(old.low, new.low), high=min(old.high, new.high))
    return tuple({**sides, new.group: moved}.values())


def _without_idle_sides(box: Box, draws: pd.DataFrame, hits: Hits) -> Box:
    """The box without sides that do not raise its balance."""
    for side in box:
        rest = tuple(other for other in box if other is not side)
        if score(rest, draws, hits).balance >= score(box, draws, hits).balance:
            return _without_idle_sides(rest, draws, hits)
    return box


def ordered_by_strength(draws: pd.DataFrame, hits: Hits) -> pd.DataFrame:
    """The same draws, the group that tells hits from others best in front."""
    told = pd.Series(hits.astype(float), index=draws.index)
    strength = draws.rank().corrwith(told).abs().fillna(0.0)
    return draws[list(strength.sort_values(ascending=False, kind="stable").index)]
