"""Scaling a force: every line has a place in a queue, and a smaller force is a shorter queue.

The rule is R40 of experiments/README.md. The lines of each nation and tier have their own queue. In
it brigades and single units follow each other whole, so that destinations and weights of the whole
force come in proportion. The place of a line is the middle of its troops among those of its queue,
between 0 and 1. Cutting all queues at one place keeps every nation and tier in proportion, to
within half a unit, and a later cut takes all that an earlier one takes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from eastflank.tables.force import WEIGHTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What the queue knows of a line of the force; ``goal`` is the country that it goes to."""

    uln: str
    nation: str
    tier: int
    brigade: str
    weight: str
    goal: str
    troops: int

    @property
    def group(self) -> str:
        """What goes or stays in one piece as far as it can: a brigade, or the unit alone."""
        return self.brigade or self.uln


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Lines that follow each other, and the stretch of their queue that they fill.

    At first a group stands behind its queue, where no cut takes it.
    """

    lines: tuple[Line, ...]
    size: int
    start: float = 1.0
    end: float = 2.0

    def covered(self, place: float) -> float:
        """How much of it goes when the queue is cut at a place."""
        if place >= self.end:
            return 1.0
        return max(0.0, (place - self.start) / (self.end - self.start))

    @property
    def kinds(self) -> tuple[str, str]:
        """Where it goes and what it weighs: what its heaviest line weighs."""
        return self.lines[0].goal, min((line.weight for line in self.lines), key=WEIGHTS.index)


def places(lines: Sequence[Line]) -> Mapping[str, float]:
    """The place of each line, by its id; the order in which lines are given changes nothing."""
    placed: list[_Group] = []
    found: dict[str, float] = {}
    for cell in _cells(lines):
        queue = _queue(cell, placed)
        placed += queue
        ordered = [line for group in queue for line in group.lines]
        ulns = (line.uln for line in ordered)
        found.update(zip(ulns, middles([line.troops for line in ordered]), strict=True))
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


def _cells(lines: Sequence[Line]) -> list[list[_Group]]:
    """The groups of each nation and tier by id; the largest cell first, for it has most choice."""
    cells: dict[tuple[str, int], dict[str, list[Line]]] = {}
    for line in sorted(lines, key=lambda line: line.uln):
        groups = cells.setdefault((line.nation, line.tier), {})
        groups.setdefault(line.group, []).append(line)
    found = {
        cell: [
            _Group(lines=tuple(group), size=sum(line.troops for line in group))
            for group in groups.values()
        ]
        for cell, groups in cells.items()
    }
    largest = sorted(found, key=lambda cell: (-sum(each.size for each in found[cell]), cell))
    return [found[cell] for cell in largest]


def _queue(cell: Sequence[_Group], placed: Sequence[_Group]) -> list[_Group]:
    """Next comes the group after which all that would go is nearest to the mix of the whole."""
    waiting = [*cell]
    queue: list[_Group] = []
    whole = sum(group.size for group in cell) or 1
    while waiting:
        start = queue[-1].end if queue else 0.0
        offers = [
            _Group(lines=each.lines, size=each.size, start=start, end=start + each.size / whole)
            for each in waiting
        ]
        costs = []
        for number, offer in enumerate(offers):
            others = (*waiting[:number], *waiting[number + 1 :])
            costs.append(_distance((*placed, *queue, offer, *others), offer.end))
        best = costs.index(min(costs))
        queue.append(offers[best])
        del waiting[best]
    return queue


def _distance(groups: Iterable[_Group], place: float) -> float:
    """How far what goes at a cut is from the mix of all, in troops squared over all kinds."""
    surplus: dict[str, float] = {}
    for group in groups:
        more = group.size * (group.covered(place) - place)
        for kind in group.kinds:
            surplus[kind] = surplus.get(kind, 0.0) + more
    return sum(each * each for each in surplus.values())
