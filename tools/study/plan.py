"""What the study asks, and how often: one number of replications scales all of it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
FULL: Final = 64
LEAST: Final = 2  # pairs: of one pair there is no interval
BALTIC: Final = ("EE", "LV", "LT")
RULES: Final = {  # other rules by which movement control may send the force -> what is set for it
    "where a staff sends unit after unit by troops alone": (
        "policy.precedence=units",
        "policy.fighting_share=0.0",
    ),
    "where each lot is charged for the delay of others": ("policy.dispatch=system-optimal",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An open question and its cut, by the names of their files.

    - nobody: files that ask the same where nobody coordinates; without them the rule of dispatch
      is set beside the files of the frame.
    - share: its pair has one of so many of the replications; ``nobody_share`` where nobody
      coordinates.
    - later: cuts that are known from C-day on, told after all else.
    """

    name: str
    cut: str
    nobody: tuple[str, str] | tuple[()] = ()
    share: int = 1
    nobody_share: int = 4
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The frames, the one that is asked most first, and the replications of its pair.

    - variants: other cuts of the first frame.
    - countries: for which the latest order is told.
    - sets: what is set beside every question: a trial on a small force.
    """

    frames: tuple[Frame, ...]
    variants: tuple[str, ...] = ()
    countries: tuple[str, ...] = BALTIC
    replications: int = FULL
    sets: tuple[str, ...] = ()

    def part(self, share: int) -> int:
        """So many replications where each costs more, or where less is enough."""
        return max(LEAST, self.replications // share)


def shipped(replications: int, sets: tuple[str, ...] = ()) -> Plan:
    """The study of the shipped theatre."""
    return Plan(
        frames=(
            Frame(
                name="ready-force",
                cut="ready-force-cut",
                nobody=("user-optimal", "user-optimal-cut"),
                nobody_share=2,
                later=("ready-force-cut-c0",),
            ),
            Frame(name="baseline", cut="baseline-cut", later=("baseline-cut-c0",)),
            Frame(name="no-warning", cut="no-warning-cut", share=4, later=("no-warning-cut-c0",)),
        ),
        variants=(
            "corridor/rail-only",
            "corridor/road-only",
            "corridor/region",
            "corridor/days-14",
            "corridor/day-0",
            "corridor/day-15",
            "corridor/known",
            "corridor/klaipeda",
            "corridor/sea-bridge",
            "corridor/policy-none",
        ),
        replications=replications,
        sets=sets,
    )
