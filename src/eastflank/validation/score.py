"""The score: how many judged figures lie inside, how wide the draws are, on which side they lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from eastflank.validation.judgement import judge
from eastflank.validation.results import Result
from eastflank.validation.timing import Found

JUDGED: Final = "judged"
PROGRAMME: Final = "programme"
MIDDLE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What the judged checks come to; ``below`` and ``above``: figures on either side of P50.

    ``as_before``: by the figures that judged until some sources were read anew.
    """

    judged: int
    inside: int
    width: float
    below: int
    above: int
    by_mode: dict[str, tuple[int, int]]
    inside_with_programmes: int
    with_programmes: int
    inside_as_before: int
    judged_as_before: int

    @property
    def share(self) -> float:
        """The share of the judged checks that lie inside."""
        return self.inside / self.judged


def score_of(results: Sequence[Result]) -> Score | None:
    """The score of the judged checks; None where there are none."""
    judged = [result for result in results if result.check.row.role == JUDGED]
    if not judged:
        return None
    programmes = [result for result in results if result.check.row.role == PROGRAMME]
    before = _as_before(results)
    modes = dict.fromkeys(result.check.row.mode for result in judged)
    return Score(
        judged=len(judged),
        inside=_inside(judged),
        width=median(result.judgement.width for result in judged),
        below=sum(result.judgement.rank < MIDDLE for result in judged),
        above=sum(result.judgement.rank > MIDDLE for result in judged),
        by_mode={mode: _of_mode(judged, mode) for mode in modes},
        inside_with_programmes=_inside([*judged, *programmes]),
        with_programmes=len(judged) + len(programmes),
        inside_as_before=sum(found is Found.INSIDE for found in before),
        judged_as_before=len(before),
    )


def _as_before(results: Sequence[Result]) -> list[Found]:
    """What these draws say of the figures that judged before, of the checks that judged then."""
    told = []
    for result in results:
        row = result.check.row
        if row.judged_before is not None:
            told.append(judge(result.draws, row.judged_before).found)
        elif row.role == JUDGED:
            told.append(result.judgement.found)
    return told


def _of_mode(judged: Sequence[Result], mode: str) -> tuple[int, int]:
    of_it = [result for result in judged if result.check.row.mode == mode]
    return _inside(of_it), len(of_it)


def _inside(judged: Sequence[Result]) -> int:
    return sum(result.judgement.found is Found.INSIDE for result in judged)
