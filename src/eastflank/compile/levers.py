"""Levers are pulled: a scenario with more of something, by steps that an experiment asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Assumption
from eastflank.model.ids import EvidenceKey, FleetId, TerminalId
from eastflank.model.scenario import Scenario
from eastflank.model.spelling import nearest
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables import Library
from eastflank.tables.levers import EVIDENCE, FLEET, SERVERS, LeverRow

SHARE_UNIT = "share"


def pulled(scenario: Scenario, rows: Sequence[LeverRow], steps: Mapping[str, int]) -> Scenario:
    """The scenario with each lever pulled by its steps; the order changes nothing."""
    wanted = [(row, steps[row.lever]) for row in rows if steps.get(row.lever)]
    return reduce(lambda world, each: _pull(world, *each), wanted, scenario)


def lever_choice_errors(question: Question) -> Iterator[PlannerError]:
    """Levers that nothing answers to, steps beyond the limit, things that are not there."""
    table, where = question.library.levers, question.key("levers.steps")
    if table is None:
        return
    for name, steps in question.experiment.levers.steps.items():
        row = table.by_id.get(name)
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
        return list(library.theatre.terminal.by_id)
    return [row.key for row in library.evidence.rows]


def _pull(scenario: Scenario, row: LeverRow, steps: int) -> Scenario:
    more = steps * row.step
    if row.acts_on == FLEET:
        return _more_assets(scenario, row.things, round(more))
    if row.acts_on == SERVERS:
        return _more_servers(scenario, row.things, round(more))
    if row.acts_on == EVIDENCE:
        return _moved_rows(scenario, row.things, more)
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
    """A row whose every value lies so much higher; a share stays at most 1."""
    most = 1.0 if row.unit == SHARE_UNIT else float("inf")
    return replace(
        row,
        low=min(row.low + more, most),
        likely=min(row.likely + more, most),
        high=min(row.high + more, most),
        peak=None if row.peak is None else min(row.peak + more, most),
    )
