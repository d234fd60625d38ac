"""Additions: units and whole brigades that an experiment puts beside its force list."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median_low
from typing import Final

from eastflank.compile.gazetteer import Gazetteer, nearest_nation
from eastflank.compile.question import Question
from eastflank.config.force import Addition
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.tables import Library
from eastflank.tables.force import ForceRow, UnitTypeRow

KEYS: Final = {
    "uln": "id",
    "unit_type": "type",
    "personnel": "troops",
    "notice_d": "notice_days",
    "origin_node_id": "origin",
    "kit_node_id": "kit",
    "destination_node_id": "destination",
}
PLACES: Final = ("origin", "destination", "kit")

_ID: Final = re.compile(r"[^\s;,:/]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRow(ForceRow):
    """A line that the experiment adds; messages name the key that says so."""

    key: str

    def where(self, column: str = "") -> str:
        """The key of the experiment file behind a column."""
        return f"{self.key}.{KEYS.get(column, column)}" if column else self.key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    """An addition whose names are known: what all its lines have."""

    addition: Addition
    key: str
    id: str
    name: str
    nation: str
    origin: str
    kit: str
    destination: str
    notice_d: float
    priority: int
    rdd_day: float


def added_lines(question: Question) -> tuple[list[AddedRow], list[PlannerError]]:
    """The lines of all additions, and what is wrong with the rest."""
    lines: list[AddedRow] = []
    errors: list[PlannerError] = []
    listed = question.library.force.force
    taken = {*listed.ids, *(row.brigade for row in listed.rows)}
    for number, addition in enumerate(question.experiment.force.add):
        key = question.key(f"force.add[{number}]")
        wrong = [*_unknown(addition, question.library, key)]
        if not wrong:
            settled = _settle(addition, question.library, key)
            found = [*_lines(settled, question.library)]
            wrong = [*_twice(found, taken, settled)]
            lines += [] if wrong else found
        errors += wrong
    return lines, errors


def _unknown(addition: Addition, library: Library, key: str) -> Iterator[PlannerError]:
    """Types, places, nations and tiers that nothing answers to."""
    gazetteer = _gazetteer(library)
    yield from _unknown_type(addition, library, key)
    for name in PLACES:
        word = getattr(addition, name)
        found = gazetteer.find(word, f"{key}.{name}") if word else None
        if isinstance(found, PlannerError):
            yield found
    countries = sorted(library.theatre.country.ids)
    if addition.nation and addition.nation not in countries:
        yield PlannerError(
            where=f"{key}.nation",
            found=f"{addition.nation!r} is not in {library.theatre.country.file}.",
            right=f"Give one of {', '.join(countries)}.",
            near=nearest_nation(addition.nation, countries, library.theatre.country.rows),
        )
    if addition.id and not _ID.fullmatch(addition.id):
        yield PlannerError(
            where=f"{key}.id",
            found=f"{addition.id!r} names units.",
            right="Ids have no spaces and none of ; , : / in them; a name may have.",
        )
    yield from _no_middle(addition, library, key)


def _unknown_type(addition: Addition, library: Library, key: str) -> Iterator[PlannerError]:
    known = [*brigades_of(library), *library.force.types]
    if addition.type not in known:
        yield PlannerError(
            where=f"{key}.type",
            found=f"{addition.type!r} is neither a unit type nor a type of brigade.",
            right=f"Brigades are {', '.join(brigades_of(library)) or 'not told'}.",
            near=nearest(addition.type, known),
        )
    elif addition.troops is not None and not _people(addition, library):
        yield PlannerError(
            where=f"{key}.troops",
            found=f"{addition.type!r} has no people.",
            right="Give count.",
        )


def _no_middle(addition: Addition, library: Library, key: str) -> Iterator[PlannerError]:
    """A tier of which the list has no line to take notice, priority and date from."""
    left = [name for name in ("notice_days", "priority", "rdd_day") if _is_left(addition, name)]
    if left and not _of_tier(library, addition.tier):
        yield PlannerError(
            where=f"{key}.tier",
            found=f"the list has no line of tier {addition.tier} to take {', '.join(left)} from.",
            right="Give them.",
        )


def _is_left(addition: Addition, name: str) -> bool:
    return getattr(addition, name) is None


def _of_tier(library: Library, tier: int) -> list[ForceRow]:
    return [row for row in library.force.force.rows if row.tier == tier and not row.in_place]


def _gazetteer(library: Library) -> Gazetteer:
    return Gazetteer(library.theatre.node.rows, library.theatre.node.file)


def _settle(addition: Addition, library: Library, key: str) -> _Settled:
    gazetteer = _gazetteer(library)
    found = {
        name: str(gazetteer.find(word, key)) if (word := getattr(addition, name)) else ""
        for name in PLACES
    }
    named = addition.id or f"{found['origin']}-{found['destination']}-{addition.type}"
    peers = _of_tier(library, addition.tier)
    return _Settled(
        addition=addition,
        key=key,
        id=named,
        name=addition.name or named,
        nation=addition.nation or library.theatre.node.by_id[found["origin"]].country,
        **found,
        notice_d=_or_middle(addition.notice_days, peers, lambda row: row.notice_d),
        priority=int(_or_middle(addition.priority, peers, lambda row: row.priority)),
        rdd_day=_or_middle(addition.rdd_day, peers, lambda row: row.rdd_day),
    )


def _or_middle(
    given: float | None, peers: Sequence[ForceRow], value: Callable[[ForceRow], float]
) -> float:
    """What is given, else that of the middle line of the tier."""
    return median_low([value(row) for row in peers]) if given is None else given


def brigades_of(library: Library) -> Mapping[str, tuple[str, ...]]:
    """The unit types of each type of brigade, one a unit, in the order of the table."""
    table = library.force.brigade_types
    found: dict[str, tuple[str, ...]] = {}
    for row in table.rows if table else ():
        units = (row.unit_type,) * row.count
        found[row.brigade_type] = (*found.get(row.brigade_type, ()), *units)
    return found


def _people(addition: Addition, library: Library) -> int:
    """The people of one unit or brigade of the type."""
    types = library.force.types
    units = brigades_of(library).get(addition.type, (addition.type,))
    return sum(types[name].personnel for name in units)


def _lines(settled: _Settled, library: Library) -> Iterator[AddedRow]:
    """The lines of an addition: each of its brigades whole, or each of its units."""
    addition, types = settled.addition, library.force.types
    units = [types[name] for name in brigades_of(library).get(addition.type, (addition.type,))]
    count = _count(addition, library)
    people = iter(_shared([unit.personnel for unit in units] * count, addition.troops))
    for number in range(1, count + 1):
        ordinal = str(number) if count > 1 else ""
        for place, unit in enumerate(units, start=1):
            within = f"{place:02d}" if len(units) > 1 else ""
            brigade = f"{settled.name} {ordinal}".rstrip() if within else ""
            uln = "-".join(filter(None, (settled.id, ordinal, within)))
            yield _line(settled, unit, uln=uln, brigade=brigade, personnel=next(people))


def _count(addition: Addition, library: Library) -> int:
    if addition.troops is None:
        return 1 if addition.count is None else addition.count
    return max(1, round(addition.troops / _people(addition, library)))


def _shared(people: Sequence[int], troops: int | None) -> list[int]:
    """The people of each unit; where troops are given, so that they come to just as many."""
    if troops is None:
        return [*people]
    whole = sum(people)
    ends = [0, *(round(so_far * troops / whole) for so_far in accumulate(people))]
    return [end - start for start, end in pairwise(ends)]


def _line(
    settled: _Settled, unit: UnitTypeRow, *, uln: str, brigade: str, personnel: int
) -> AddedRow:
    title = re.split("[:,]", unit.title)[0]
    return AddedRow(
        file=settled.key,
        row=0,
        key=settled.key,
        uln=uln,
        name=f"{brigade or settled.name}, {title[:1].lower()}{title[1:]}",
        nation=settled.nation,
        brigade=brigade,
        division=settled.addition.division,
        unit_type=unit.unit_type,
        tier=settled.addition.tier,
        notice_d=settled.notice_d,
        priority=settled.priority,
        personnel=personnel,
        origin_node_id=settled.origin,
        kit_node_id=settled.kit,
        destination_node_id=settled.destination,
        rdd_day=settled.rdd_day,
        in_place=False,
        garrison="notional",
        pledge=(),
        as_of="",
        grade="E",
        source=(),
        note="",
    )


def _twice(lines: Sequence[AddedRow], taken: set[str], settled: _Settled) -> Iterator[PlannerError]:
    """Ids and names of brigades that the list or another addition has already."""
    for column, key in (("uln", "id"), ("brigade", "name")):
        named = dict.fromkeys(getattr(line, column) for line in lines)
        for name in filter(None, named):
            if name in taken:
                yield PlannerError(
                    where=f"{settled.key}.{key}",
                    found=f"there is {name!r} in the force already.",
                    right=f"Give another {key}.",
                )
            taken.add(name)
