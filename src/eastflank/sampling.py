"""How knowledge is drawn: by which sampling, and how many replications share one draw."""

from dataclasses import dataclass
from enum import StrEnum

from eastflank.streams import BLOCK


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
