"""What the study asks, and how often: one number of replications scales all of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FULL: Final = 64
LEAST: Final = 2  # pairs: of one pair there is no interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The questions by the names of their files, and the replications of the headline pair.

    - others: told beside the pair, each open frame before its cuts.
    - alone: the pair where nobody coordinates; none where there is none.
    - variants: other cuts of the same open question.
    - countries: for which the latest order is told.
    """

    base: str
    cut: str
    others: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    replications: int = FULL

    def part(self, share: int) -> int:
        """So many replications where each costs more, or where less is enough."""
        return max(LEAST, self.replications // share)


def shipped(replications: int) -> Plan:
    """The study of the shipped theatre."""
    return Plan(
        base="ready-force",
        cut="ready-force-cut",
        others=(
            "ready-force-cut-c0",
            "baseline",
            "baseline-cut",
            "baseline-cut-c0",
            "no-warning",
            "no-warning-cut",
            "no-warning-cut-c0",
        ),
        alone=("user-optimal", "user-optimal-cut"),
        variants=(
            "corridor/day-0",
            "corridor/day-15",
            "corridor/days-7",
            "corridor/days-14",
            "corridor/known",
            "corridor/rail-only",
            "corridor/road-only",
            "corridor/region",
            "corridor/klaipeda",
            "corridor/policy-none",
        ),
        countries=("EE", "LV", "LT"),
        replications=replications,
    )
