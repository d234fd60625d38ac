"""The choice of the force: which lines of the list go, and what goes beside them.

First lines are removed, then those without a pledge or of another tier stay; then each nation
sends its share; then the total is met. Troops in place stay where they are, and what is added goes
whole: the total counts it, and the list gives way. Last comes who goes first of all that move.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

from eastflank.compile.additions import AddedRow, added_lines
from eastflank.compile.force import destinations_of, personnel_of
from eastflank.compile.gazetteer import nearest_nation
from eastflank.compile.question import Question
from eastflank.compile.scaling import Line, first_of, share_of
from eastflank.config.force import ForceChoice, Removal
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.tables import Library
from eastflank.tables.force import ForceRow

COLUMNS: Final = ("uln", "brigade", "nation")  # of the force list, that a removal may name
FIRST: Final = 1  # the priority that goes before all others


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceAccount:
    """What the choice made of the list. Troops and units are those that move."""

    said: tuple[str, ...]
    troops_listed: int
    troops_moving: int
    troops_in_place: int
    units_listed: int
    stay: tuple[str, ...]
    added: tuple[str, ...]
    thinned: tuple[str, ...]

    @property
    def is_another(self) -> bool:
        """Whether another force than that of the list moves."""
        return bool(self.stay or self.added)

    def told(self) -> dict[str, object]:
        """All of it in plain values."""
        return {"is_another": self.is_another, **asdict(self)}

    def counts(self) -> dict[str, int]:
        """Its size in numbers, beside those of the scenario."""
        return {
            "troops_listed": self.troops_listed,
            "troops_in_place": self.troops_in_place,
            "units_listed": self.units_listed,
            "units_stay": len(self.stay),
            "units_added": len(self.added),
            "brigades_thinned": len(self.thinned),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenForce:
    """The question with the force that moves, what the choice made of it, and what was wrong."""

    question: Question
    account: ForceAccount
    errors: tuple[PlannerError, ...] = ()


def choose_force(question: Question) -> ChosenForce:
    """The question with the lines that go, in the place of its list.

    Where the choice has errors, the list stands as it is, so that its own errors are found too.
    """
    listed = question.library.force.force.rows
    added, errors = added_lines(question)
    errors += _errors(question)
    if errors:
        whole = _account(question, listed)
        return ChosenForce(question=question, account=whole, errors=tuple(errors))
    lines, errors = _lines(question, added)
    table = replace(question.library.force.force, rows=tuple(lines))
    library = replace(question.library, force=replace(question.library.force, force=table))
    return ChosenForce(
        question=replace(question, library=library),
        account=_account(question, lines),
        errors=tuple(errors),
    )


def _nobody_moves(library: Library) -> PlannerError:
    return PlannerError(
        where=library.force.force.file,
        found="no line moves: all are in place.",
        right="Set in_place to 0 where a unit has to go.",
    )


def _lines(
    question: Question, added: Sequence[AddedRow]
) -> tuple[list[ForceRow], list[PlannerError]]:
    """The lines that are in place or go, and what keeps the total from being met."""
    choice, library = question.experiment.force, question.library
    left = _left(question)
    in_place = [row for row in left if row.in_place]
    listed = [row for row in library.force.force.rows if not row.in_place]
    moving = _shares([row for row in left if not row.in_place and _may_go(row, choice)], question)
    errors: list[PlannerError] = []
    if choice.total is not None:
        beside = [*added, *(in_place if choice.in_place == "counted" else ())]
        room = choice.total - _troops(beside, library)
        errors += _total_errors(question, room, _troops(moving, library))
        going = first_of(_queued(moving, library), room)
        moving = [row for row in moving if row.uln in going]
    if listed and not (errors or moving or added):
        errors.append(PlannerError(where=question.key("force"), found="no unit is left to go."))
    if library.force.force.rows and not (listed or added):
        errors.append(_nobody_moves(library))
    errors += _first_errors(question, [*moving, *added])
    return [*in_place, *_first(question, [*moving, *added])], errors


def _first(question: Question, moving: Sequence[ForceRow]) -> list[ForceRow]:
    """The lines with priority 1 for those that go to the nations named first, and no others."""
    first = question.experiment.force.first
    if not first:
        return [*moving]
    goal = _goals(question.library)
    return [
        replace(row, priority=FIRST if goal(row) in first else max(row.priority, FIRST + 1))
        for row in moving
    ]


def _first_errors(question: Question, moving: Sequence[ForceRow]) -> Iterator[PlannerError]:
    """Nations named first to which nobody goes."""
    goals = sorted(set(map(_goals(question.library), moving)))
    for nation in question.experiment.force.first:
        if goals and nation not in goals:
            yield PlannerError(
                where=question.key("force.first"),
                found=f"no unit that moves goes to {nation!r}.",
                right=f"Units go to {', '.join(goals)}.",
                near=nearest_nation(nation, goals, question.library.theatre.country.rows),
            )


def _goals(library: Library) -> Callable[[ForceRow], str]:
    """The country that a line goes to."""
    country, to = _country_of(library), destinations_of(library)
    return lambda row: country.get(to.get(row.uln, row.destination_node_id), "")


def _shares(rows: Sequence[ForceRow], question: Question) -> list[ForceRow]:
    """The lines that nations send of theirs; a nation without a share sends all."""
    moving = [*rows]
    for nation, share in question.experiment.force.share.items():
        theirs = [row for row in moving if row.nation == nation]
        going = share_of(_queued(theirs, question.library), share)
        moving = [row for row in moving if row.nation != nation or row.uln in going]
    return moving


def _left(question: Question) -> list[ForceRow]:
    """The lines that no removal takes."""
    removals = [each for each in question.experiment.force.remove if each.on]
    country = _country_of(question.library)
    return [
        row
        for row in question.library.force.force.rows
        if not any(_removes(each, row, country) for each in removals)
    ]


def _removes(removal: Removal, row: ForceRow, country: Mapping[str, str]) -> bool:
    """Whether the line has all that the removal names."""
    named = all(getattr(removal, name) in ("", getattr(row, name)) for name in COLUMNS)
    return named and removal.origin_country in ("", country.get(row.origin_node_id))


def _country_of(library: Library) -> Mapping[str, str]:
    return {row.node_id: row.country for row in library.theatre.node.rows}


def _may_go(row: ForceRow, choice: ForceChoice) -> bool:
    pledged = bool(row.pledge) or not choice.pledged_only
    return pledged and (not choice.tiers or row.tier in choice.tiers)


def _queued(rows: Sequence[ForceRow], library: Library) -> list[Line]:
    types, country = library.force.types, _country_of(library)
    return [
        Line(
            uln=row.uln,
            nation=row.nation,
            tier=row.tier,
            brigade=row.brigade,
            weight=types[row.unit_type].weight,
            goal=country.get(row.destination_node_id, ""),
            troops=personnel_of(row, types[row.unit_type]),
        )
        for row in rows
    ]


def _troops(rows: Sequence[ForceRow], library: Library) -> int:
    types = library.force.types
    return sum(personnel_of(row, types[row.unit_type]) for row in rows)


def _total_errors(question: Question, room: int, available: int) -> Iterator[PlannerError]:
    total = question.experiment.force.total or 0
    beside = total - room
    if room < 0:
        yield PlannerError(
            where=question.key("force.total"),
            found=f"{total} troops are fewer than the {beside} that are added or in place.",
            right="Give a larger total.",
        )
    elif room > available:
        yield PlannerError(
            where=question.key("force.total"),
            found=f"only {available + beside} troops can go, not {total}.",
            right="Give a smaller total, or add units with [[force.add]].",
        )


def _errors(question: Question) -> Iterator[PlannerError]:
    """Names of the choice that the list does not have."""
    choice, table = question.experiment.force, question.library.force.force
    nations = {row.nation for row in table.rows}
    for nation in choice.share:
        if nation not in nations:
            yield _no_nation(question, f"force.share.{nation}", nation, nations)
    for number, removal in enumerate(choice.remove):
        yield from _removal_errors(question, f"force.remove[{number}]", removal)
    for tier in choice.tiers:
        if not any(row.tier == tier and not row.in_place for row in table.rows):
            yield PlannerError(
                where=question.key("force.tiers"), found=f"{table.file} has no line of tier {tier}."
            )
    if choice.pledged_only and not any(row.pledge for row in table.rows):
        yield PlannerError(
            where=question.key("force.pledged_only"),
            found=f"{table.file} has no line with a pledge.",
            right="Fill its column pledge with the sources of public pledges.",
        )


def _removal_errors(question: Question, key: str, removal: Removal) -> Iterator[PlannerError]:
    table, country = question.library.force.force, _country_of(question.library)
    errors: list[PlannerError] = []
    for name in ("uln", "brigade"):
        names = {getattr(row, name) for row in table.rows} - {""}
        if (named := getattr(removal, name)) and named not in names:
            errors.append(_not_listed(question, f"{key}.{name}", named, names))
    nations = {row.nation for row in table.rows}
    if removal.nation and removal.nation not in nations:
        errors.append(_no_nation(question, f"{key}.nation", removal.nation, nations))
    starts = {country.get(row.origin_node_id, "") for row in table.rows}
    if removal.origin_country and removal.origin_country not in starts:
        where = removal.origin_country
        errors.append(_no_nation(question, f"{key}.origin_country", where, starts))
    if not errors and not any(_removes(removal, row, country) for row in table.rows):
        found = f"no line of {table.file} has all of this at once."
        errors.append(PlannerError(where=question.key(key), found=found))
    yield from errors


def _not_listed(question: Question, key: str, name: str, names: Iterable[str]) -> PlannerError:
    return PlannerError(
        where=question.key(key),
        found=f"{name!r} is not in {question.library.force.force.file}.",
        near=nearest(name, sorted(names)),
    )


def _no_nation(question: Question, key: str, name: str, nations: Iterable[str]) -> PlannerError:
    return PlannerError(
        where=question.key(key),
        found=f"no line of {question.library.force.force.file} is of {name!r}.",
        right=f"Give one of {', '.join(sorted(nations))}.",
        near=nearest_nation(name, nations, question.library.theatre.country.rows),
    )


def _account(question: Question, lines: Sequence[ForceRow]) -> ForceAccount:
    library = question.library
    listed = [row for row in library.force.force.rows if not row.in_place]
    moving = [row for row in lines if not row.in_place]
    going = {row.uln for row in moving}
    stay = [row for row in listed if row.uln not in going]
    brigades = {row.brigade for row in stay} & {row.brigade for row in moving} - {""}
    return ForceAccount(
        said=tuple(_said(question.experiment.force, moving, library)),
        troops_listed=_troops(listed, library),
        troops_moving=_troops(moving, library),
        troops_in_place=_troops([row for row in lines if row.in_place], library),
        units_listed=len(listed),
        stay=tuple(row.uln for row in stay),
        added=tuple(row.uln for row in moving if isinstance(row, AddedRow)),
        thinned=tuple(sorted(brigades)),
    )


def _said(choice: ForceChoice, moving: Sequence[ForceRow], library: Library) -> Iterator[str]:
    """The choice in words, for captions."""
    for removal in choice.remove:
        if removal.on:
            yield f"without {_removed(removal)}"
    if choice.pledged_only:
        yield "pledged units only"
    if choice.tiers:
        yield f"tier {' and '.join(map(str, choice.tiers))} only"
    for nation, share in sorted(choice.share.items()):
        yield f"{share:.0%} of {nation}"
    if choice.total is not None:
        counted = ", those in place counted" if choice.in_place == "counted" else ""
        yield f"at most {choice.total:,} troops{counted}"
    if choice.first:
        yield f"units for {' and '.join(choice.first)} first"
    added = [row for row in moving if isinstance(row, AddedRow)]
    if added:
        yield f"{_troops(added, library):,} troops added in {len(added)} units"


def _removed(removal: Removal) -> str:
    named = removal.uln or removal.brigade or removal.nation or "units"
    where = f" that start in {removal.origin_country}" if removal.origin_country else ""
    return f"{named}{where}"
