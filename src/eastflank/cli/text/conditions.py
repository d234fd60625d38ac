"""What must be true, as text: sentences in which the reader can put a finger on each number."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from eastflank.cli.layout import columns
from eastflank.runs.wording.numbers import listing, on_day, share, whole_troops
from eastflank.runs.wording.quantities import quantity, range_of
from eastflank.runs.wording.verdicts import FIRM

if TYPE_CHECKING:
    from eastflank.study.decisions import Condition, Conditions, Region

WIDTH: Final = 100
TITLE_WIDTH: Final = 58
HEAD: Final = ("condition", "must be", "of a range of", "grade")
SCORES: Final = ("", "draws inside", "of these so", "of all so", "unseen: inside", "of these so")


def conditions_text(found: "Conditions") -> str:
    """The sentences, then the conditions and how well they hold, last what cannot be told."""
    lines = [_threshold(found), *(_sentence(found, region) for region in found.regions)]
    told = [textwrap.fill(line, WIDTH) for line in lines]
    blocks = ["\n".join(told), *_tables(found), "\n".join(_remarks(found))]
    return "\n\n".join(block for block in blocks if block)


def _goal(found: "Conditions") -> str:
    return f"{whole_troops(found.troops)} troops closed by {on_day(found.day)}"


def _threshold(found: "Conditions") -> str:
    told = f"{found.label}: {_goal(found)} in {found.met} of {found.draws} draws of the evidence."
    if found.is_of_target:
        return told
    return (
        f"{told} The target itself, {whole_troops(found.target)} of {whole_troops(found.force)}, "
        f"is met in {found.target_met}."
    )


def _sentence(found: "Conditions", region: "Region") -> str:
    """In 8 of 10 draws where ..., in 1 of 22 elsewhere."""
    if not region.conditions:
        return f"No evidence row tells where this {_outcome(region)}."
    seen, unseen = region.seen, region.unseen
    rest, hits_out = seen.draws - seen.inside, seen.hits - seen.hits_inside
    where = listing([_clause(group) for group in _by_group(region.conditions)])
    told = (
        f"in {seen.hits_inside} of {seen.inside} draws where {where}; "
        f"in {hits_out} of {rest} elsewhere"
    )
    if region.holds:
        return (
            f"It {_outcome(region)} {told}. Of draws that did not make these conditions but lie "
            f"within them it {_outcome(region)} in {_share(unseen.density)}."
        )
    return (
        f"Where it {_outcome(region)} is not told beyond chance: draws that did not make the "
        f"conditions do not bear them out. A guess: {told}."
    )


def _outcome(region: "Region") -> str:
    return "is met" if region.met else "fails"


def _by_group(conditions: Sequence["Condition"]) -> list[list["Condition"]]:
    groups: dict[str, list[Condition]] = {}
    for each in conditions:
        groups.setdefault(each.group, []).append(each)
    return list(groups.values())


def _clause(group: Sequence["Condition"]) -> str:
    """One side of the box; rows that share a draw go with the first."""
    first, more = group[0], len(group) - 1
    beside = f", and {more} more with it" if more else ""
    return f"“{first.title}” is {_ends(first)}{beside}"


def _ends(each: "Condition") -> str:
    least = f"at least {quantity(each.at_least, each.unit)}"
    most = f"at most {quantity(each.at_most, each.unit)}"
    ends = [] if math.isnan(each.at_least) else [least]
    ends += [] if math.isnan(each.at_most) else [most]
    return listing(ends)


def _tables(found: "Conditions") -> Iterator[str]:
    for region in found.regions:
        if region.conditions:
            rows = [row for each in region.conditions for row in _rows(each)]
            yield f"It {_outcome(region)} where\n{columns(HEAD, rows)}"
    if found.regions:
        yield columns(SCORES, [_scored(region) for region in found.regions])


def _rows(each: "Condition") -> Iterator[list[str]]:
    """A condition; a long title goes over several lines."""
    first, *rest = textwrap.wrap(each.title, TITLE_WIDTH)
    yield [first, _ends(each), range_of(each.low, each.high, each.unit), each.grade]
    yield from ([f"  {line}", "", "", ""] for line in rest)


def _scored(region: "Region") -> list[str]:
    seen, unseen = region.seen, region.unseen
    return [
        _outcome(region),
        f"{seen.inside} of {seen.draws}",
        _share(seen.density),
        _share(seen.coverage),
        f"{unseen.inside} of {unseen.draws}",
        _share(unseen.density),
    ]


def _share(value: float) -> str:
    return "–" if math.isnan(value) else share(value)


def _remarks(found: "Conditions") -> Iterator[str]:
    """How to read it, and what so few draws cannot tell."""
    if found.regions:
        yield "Unseen: by conditions found without the draws that they are counted on."
    if found.draws < FIRM:
        yield textwrap.fill(
            f"{found.draws} draws, fewer than {FIRM}: they cannot tell where the edge of a "
            "condition lies, nor that a row that is not named does not matter.",
            WIDTH,
        )
    if not found.regions:
        yield "Fewer than five draws lie on one side of it: nothing can be told. Ask for another."
