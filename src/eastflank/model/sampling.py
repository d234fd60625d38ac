"""How knowledge is drawn: by which sampling, and how many replications share one draw."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eastflank.model.streams import BLOCK, knowledge_uniform, uniform

SOBOL_DIMENSIONS: Final = 256  # always as many: one group more does not scramble the others anew


class Sampling(StrEnum):
    """How the draws of a knowledge group spread over the replications."""

    LATIN = "latin"
    SOBOL = "sobol"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """The sampling of a run; it is no part of the key of any luck.

    Replications ``m * d`` to ``m * d + m - 1`` share knowledge draw ``d`` where ``m`` is
    ``luck_per_draw``; their luck is each their own.
    """

    sampling: Sampling = Sampling.LATIN
    luck_per_draw: int = 1

    def draw_of(self, replication: int) -> int:
        """The knowledge draw that a replication uses."""
        return replication // self.luck_per_draw

    @property
    def together(self) -> int:
        """Replications that are not independent of each other: of one block, or of one draw."""
        draws = 1 if self.sampling is Sampling.PLAIN else BLOCK
        return draws * self.luck_per_draw


class Knowledge:
    """The uniforms of the knowledge groups in one replication.

    Under Sobol a group has the dimension of its place among ``groups`` in the order of names: a
    new group moves those behind it by one dimension. What is drawn for parts of a group (a nation)
    has no dimension and is drawn by Latin hypercube. Latin and plain draws of a group depend on
    its name alone.
    """

    def __init__(self, draws: Draws, seed: int, replication: int, groups: Iterable[str]) -> None:
        self._seed = seed
        self._sampling = draws.sampling
        self._draw = draws.draw_of(replication)
        self._place = {group: place for place, group in enumerate(sorted(set(groups)))}

    def uniform(self, group: str) -> float:
        """The uniform in (0, 1) that belongs to the group in this draw."""
        if self._sampling is Sampling.PLAIN:
            return uniform(self._seed, self._draw, "knowledge-plain", group)
        place = self._place.get(group, SOBOL_DIMENSIONS)
        if self._sampling is Sampling.LATIN or place >= SOBOL_DIMENSIONS:
            return knowledge_uniform(self._seed, self._draw, group)
        block, row = divmod(self._draw, BLOCK)
        return float(_sobol_block(self._seed, block)[row, place])


@functools.lru_cache(maxsize=4)
def _sobol_block(seed: int, block: int) -> NDArray[np.float64]:
    """64 scrambled points (Sobol 1967, Joe and Kuo 2008, Matousek 1998)."""
    from scipy.stats import qmc

    words = np.random.SeedSequence([seed & 0xFFFFFFFF, seed >> 32, block])
    rng = np.random.Generator(np.random.Philox(words))
    points = qmc.Sobol(SOBOL_DIMENSIONS, scramble=True, rng=rng).random(BLOCK)
    within: NDArray[np.float64] = np.clip(points, 2.0**-53, 1 - 2.0**-53)
    return within
