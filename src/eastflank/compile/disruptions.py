"""Disruptions: what each closes, found by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from eastflank.compile.network import corridors_of, usable_links, usable_terminals
from eastflank.compile.question import Question
from eastflank.errors import PlannerError
from eastflank.ids import LinkId, TerminalId
from eastflank.scenario import Disruption
from eastflank.tables.cells import closest
from eastflank.tables.table import Table
from eastflank.tables.theatre import Theatre
from eastflank.units import HOURS_PER_DAY


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be closed: the links and terminals behind each target."""

    links: frozenset[str]
    terminals: frozenset[str]
    members: Mapping[str, tuple[str, ...]]

    def of(self, target: str) -> tuple[str, ...]:
        """The links and terminals behind a target."""
        return self.members.get(target, ())


def targets_of(theatre: Theatre) -> Targets:
    """All targets that an experiment can name."""
    links = [row.link_id for row in usable_links(theatre)]
    terminals = usable_terminals(theatre)
    members = {f"corridor:{name}": ids for name, ids in corridors_of(theatre).items()}
    members |= {f"link:{link}": (link,) for link in links}
    members |= {f"terminal:{row.terminal_id}": (row.terminal_id,) for row in terminals}
    for row in terminals:
        at = f"node:{row.node_id}"
        members[at] = (*members.get(at, ()), row.terminal_id)
    return Targets(frozenset(links), frozenset(row.terminal_id for row in terminals), members)


def disruptions_of(question: Question) -> tuple[Disruption, ...]:
    """The disruptions of the experiment, in its order."""
    targets = targets_of(question.library.theatre)
    return tuple(
        Disruption(
            id=cut.id,
            links=tuple(LinkId(id_) for id_ in hit if id_ in targets.links),
            terminals=tuple(TerminalId(id_) for id_ in hit if id_ in targets.terminals),
            start_h=cut.start_day * HOURS_PER_DAY,
            end_h=cut.ends_at_day * HOURS_PER_DAY,
            severity=cut.severity,
            known=cut.known,
        )
        for cut in question.experiment.disruptions
        for hit in [sorted({id_ for target in cut.targets for id_ in targets.of(target)})]
    )


def disruption_errors(question: Question) -> Iterator[PlannerError]:
    """Targets that nothing answers to."""
    targets = targets_of(question.library.theatre)
    for place, cut in enumerate(question.experiment.disruptions):
        where = question.key(f"disruptions[{place}].targets")
        for target in cut.targets:
            if not targets.of(target):
                yield _unknown(target, where, question.library.theatre, targets)


def _unknown(target: str, where: str, theatre: Theatre, targets: Targets) -> PlannerError:
    kind, _, name = target.partition(":")
    tables: dict[str, Table[Any]] = {
        "corridor": theatre.corridor,
        "link": theatre.link,
        "terminal": theatre.terminal,
        "node": theatre.node,
    }
    if name in tables[kind].ids:
        why = "has no terminal that may be used" if kind == "node" else "may not be used"
        return PlannerError(
            where=where,
            found=f"{target!r} {why}, so a cut changes nothing there.",
            right="Take it out, or see country.csv, transit_allowed.",
        )
    known = [found.partition(":")[2] for found in targets.members if found.startswith(f"{kind}:")]
    near = closest(name, known)
    return PlannerError(
        where=where,
        found=f"there is no {target!r}.",
        near=f"{kind}:{near}" if near else closest(target, sorted(targets.members)),
    )
