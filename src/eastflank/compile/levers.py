"""Levers are pulled: a scenario with more of something, by steps that an experiment asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from typing import Final

from eastflank.compile.evidence import has_march_hours, set_rows
from eastflank.compile.network import usable_terminals
from eastflank.compile.question import Question
from eastflank.config.experiment import MOST_WARNING_DAYS
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Assumption
from eastflank.model.ids import EvidenceKey, FleetId, TerminalId
from eastflank.model.scenario import Scenario
from eastflank.model.spelling import nearest
from eastflank.model.units import CANONICAL, HOURS_PER_DAY
from eastflank.tables import Library
from eastflank.tables.evidence import AssumptionRow
from eastflank.tables.levers import EVIDENCE, FLEET, SERVERS, WARNING, LeverRow
from eastflank.tables.plausible import bounds_of, is_plausible

MARCH_DAY: Final = ("march_day_start", "march_day_end")


def pulled(scenario: Scenario, rows: Sequence[LeverRow], steps: Mapping[str, int]) -> Scenario:
    """The scenario with each lever pulled by its steps; the order changes nothing."""
    wanted = [(row, steps[row.lever]) for row in rows if steps.get(row.lever)]
    return reduce(lambda world, each: _pull(world, *each), wanted, scenario)


def lever_choice_errors(question: Question) -> Iterator[PlannerError]:
    """Levers that nothing answers to, steps beyond the limit, things that are not there."""
    table = question.library.levers
    if table is None:
        return
    for name, steps in question.experiment.levers.steps.items():
        row, where = table.by_id.get(name), question.key(f"levers.steps.{name}")
        if row is None:
            yield PlannerError(
                where=where,
                found=f"there is no lever {name!r}.",
                right=f"There are {', '.join(table.by_id)}.",
                near=nearest(name, list(table.by_id)),
            )
        elif steps > row.most:
            yield PlannerError(
                where=where,
                found=f"{steps} steps of {name!r}.",
                right=f"Its limit is {row.most}.",
            )
    yield from _absent_things(table.rows, question)
    yield from _misfits(table.rows, question)
    yield from _too_early(table.rows, question)


def _absent_things(rows: Sequence[LeverRow], question: Question) -> Iterator[PlannerError]:
    """Things of the levers that are pulled, and that the question does not have."""
    steps = question.experiment.levers.steps
    for row in rows:
        known = _known(row.acts_on, question.library)
        for thing in row.things if steps.get(row.lever) else ():
            if thing not in known:
                yield PlannerError(
                    where=row.where("things"),
                    found=f"there is no {thing!r} among what {row.acts_on} are of this question.",
                    near=nearest(thing, list(known)),
                )


def _known(acts_on: str, library: Library) -> Sequence[str]:
    if acts_on == FLEET:
        return list(library.fleets.fleets.by_id)
    if acts_on == SERVERS:
        return [row.terminal_id for row in usable_terminals(library.theatre)]
    return [row.key for row in library.evidence.rows]


def _misfits(rows: Sequence[LeverRow], question: Question) -> Iterator[PlannerError]:
    """Levers whose steps are in no unit of their row, or take it to where no row may lie."""
    steps, evidence = question.experiment.levers.steps, dict(set_rows(question))
    for row in rows:
        for thing in row.things if row.acts_on == EVIDENCE and steps.get(row.lever) else ():
            if thing not in evidence:
                continue
            old = evidence[thing]
            if CANONICAL.get(row.unit, ("",))[0] != CANONICAL[old.unit][0]:
                yield PlannerError(
                    where=row.where("unit"),
                    found=f"a step of {row.lever!r} is in {row.unit}, but {thing!r} in {old.unit}.",
                    right=f"Give step in {old.unit}.",
                )
                continue
            evidence[thing] = _raised(old, steps[row.lever] * _canonical_step(row))
            yield from _out_of_range(row, steps[row.lever], evidence[thing], evidence)


def _raised(row: AssumptionRow, more: float) -> AssumptionRow:
    """A row whose every value lies so much higher, told in its canonical unit."""
    more /= CANONICAL[row.unit][1]
    return replace(row, low=row.lowest + more, likely=row.likely + more, high=row.highest + more)


def _out_of_range(
    lever: LeverRow, steps: int, row: AssumptionRow, evidence: Mapping[str, AssumptionRow]
) -> Iterator[PlannerError]:
    bounds = bounds_of(row.key, row.unit)
    pulled_so = f"{steps} steps of {lever.lever!r} take {row.key!r} to {row.highest:g} {row.unit}"
    if bounds and not is_plausible(row.key, row.unit, row.lowest, row.highest):
        yield PlannerError(
            where=lever.where("step"),
            found=f"{pulled_so}.",
            right=f"{row.where()} may be at most {bounds[1]:g} {row.unit}.",
        )
    elif row.key in MARCH_DAY and not _has_march_hours(evidence):
        yield PlannerError(
            where=lever.where("step"),
            found=f"{pulled_so}, which leaves a march day no hours.",
            right="It must begin before it ends, within 0 and 24.",
        )


def _has_march_hours(evidence: Mapping[str, AssumptionRow]) -> bool:
    ends = [evidence[key] for key in MARCH_DAY if key in evidence]
    return len(ends) < len(MARCH_DAY) or has_march_hours(*ends)


def _too_early(rows: Sequence[LeverRow], question: Question) -> Iterator[PlannerError]:
    """Levers that give more warning than a question may have."""
    steps, days = question.experiment.levers.steps, question.experiment.frame.warning_days
    for row in rows:
        days += steps.get(row.lever, 0) * row.step if row.acts_on == WARNING else 0.0
        if row.acts_on == WARNING and steps.get(row.lever) and days > MOST_WARNING_DAYS:
            yield PlannerError(
                where=row.where("step"),
                found=f"{steps[row.lever]} steps of {row.lever!r} make {days:g} days of warning.",
                right=f"There may be {MOST_WARNING_DAYS:g}.",
            )


def _canonical_step(row: LeverRow) -> float:
    """A step on a row of evidence, in the unit that the model reckons in."""
    return row.step * CANONICAL[row.unit][1]


def _pull(scenario: Scenario, row: LeverRow, steps: int) -> Scenario:
    more = steps * row.step
    if row.acts_on == FLEET:
        return _more_assets(scenario, row.things, round(more))
    if row.acts_on == SERVERS:
        return _more_servers(scenario, row.things, round(more))
    if row.acts_on == EVIDENCE:
        return _moved_rows(scenario, row.things, steps * _canonical_step(row))
    warning_h = scenario.frame.warning_h + more * HOURS_PER_DAY
    return replace(scenario, frame=replace(scenario.frame, warning_h=warning_h))


def _more_assets(scenario: Scenario, things: Sequence[str], more: int) -> Scenario:
    fleets = dict(scenario.fleets)
    for thing in map(FleetId, things):
        fleets[thing] = replace(fleets[thing], held=fleets[thing].held + more)
    return replace(scenario, fleets=fleets)


def _more_servers(scenario: Scenario, things: Sequence[str], more: int) -> Scenario:
    """More servers, and places on the way to them in proportion."""
    terminals = dict(scenario.terminals)
    for thing in map(TerminalId, things):
        old = terminals[thing]
        places = round(old.call_forward_limit * (old.servers + more) / max(old.servers, 1))
        terminals[thing] = replace(old, servers=old.servers + more, call_forward_limit=places)
    return replace(scenario, terminals=terminals)


def _moved_rows(scenario: Scenario, things: Sequence[str], more: float) -> Scenario:
    evidence = dict(scenario.evidence)
    for thing in map(EvidenceKey, things):
        evidence[thing] = _moved(evidence[thing], more)
    return replace(scenario, evidence=evidence)


def _moved(row: Assumption, more: float) -> Assumption:
    """A row whose every value lies so much higher."""
    return replace(
        row,
        low=row.low + more,
        likely=row.likely + more,
        high=row.high + more,
        peak=None if row.peak is None else row.peak + more,
    )
