"""Scaling a force: every line has a place in a queue, and a smaller force is a shorter queue.

The rule is R40 of experiments/README.md. The lines of each nation and tier have their own queue. In
it brigades and single units follow each other whole, so that heavy, medium, light and support units
come in proportion. The place of a line is the middle of its troops among those of its queue,
between 0 and 1. Cutting all queues at one place keeps every nation and tier in proportion, to
within half a unit, and a later cut takes all that an earlier one takes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from eastflank.tables.force import WEIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the queue knows of a line of the force."""

    uln: str
    nation: str
    tier: int
    brigade: str
    weight: str
    troops: int

    @property
    def group(self) -> str:
        """What goes or stays in one piece as far as it can: a brigade, or the unit alone."""
        return self.brigade or self.uln


def places(lines: Sequence[Line]) -> Mapping[str, float]:
    """The place of each line, by its id; the order in which lines are given changes nothing."""
    cells: dict[tuple[str, int], list[Line]] = {}
    for line in sorted(lines, key=lambda line: line.uln):
        cells.setdefault((line.nation, line.tier), []).append(line)
    found: dict[str, float] = {}
    for cell in cells.values():
        queue = _queue(cell)
        ulns = (line.uln for line in queue)
        found.update(zip(ulns, middles([line.troops for line in queue]), strict=True))
    return found


def share_of(lines: Sequence[Line], share: float) -> set[str]:
    """The lines of a nation that go when so much of it goes, by id."""
    return {uln for uln, place in places(lines).items() if place < share or share == 1.0}


def first_of(lines: Sequence[Line], troops: int) -> set[str]:
    """The lines at the head of all queues, as many as have no more troops together."""
    place = places(lines)
    queue = sorted(lines, key=lambda line: (place[line.uln], line.uln))
    heads = accumulate(line.troops for line in queue)
    return {line.uln for line, so_far in zip(queue, heads, strict=True) if so_far <= troops}


def middles(sizes: Sequence[int]) -> list[float]:
    """The middle of each stretch when stretches of these sizes lie end to end from 0 to 1."""
    sized = sizes if any(sizes) else [1] * len(sizes)
    whole = sum(sized)
    ends = accumulate(sized)
    return [(end - size / 2) / whole for end, size in zip(ends, sized, strict=True)]


def _queue(cell: Sequence[Line]) -> list[Line]:
    """The lines of one nation and tier: groups whole, the weights in proportion."""
    groups: dict[str, list[Line]] = {}
    for line in cell:
        groups.setdefault(line.group, []).append(line)
    kinds: dict[str, list[list[Line]]] = {}
    for group in groups.values():
        kinds.setdefault(_weight(group), []).append(group)
    placed = [
        (place, group[0].uln, group)
        for alike in kinds.values()
        for place, group in zip(middles([_troops(group) for group in alike]), alike, strict=True)
    ]
    return [line for *_, group in sorted(placed, key=lambda each: each[:2]) for line in group]


def _weight(group: Sequence[Line]) -> str:
    """A brigade weighs what its heaviest unit weighs."""
    return min((line.weight for line in group), key=WEIGHTS.index)


def _troops(group: Sequence[Line]) -> int:
    return sum(line.troops for line in group)
