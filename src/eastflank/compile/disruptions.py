"""Disruptions: what each closes, found by name."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eastflank.compile.network import corridors_of, usable_links, usable_terminals
from eastflank.compile.question import Question
from eastflank.config import CONTROL, Cut
from eastflank.model.errors import PlannerError
from eastflank.model.ids import AssetTypeId, FleetId, LinkId, TerminalId
from eastflank.model.modes import MODES, Mode
from eastflank.model.scenario import Disruption, Recurrence
from eastflank.model.units import HOURS_PER_DAY
from eastflank.tables import Library
from eastflank.tables.cells import closest
from eastflank.tables.table import Table
from eastflank.tables.theatre import LinkRow, TerminalRow, Theatre

POOLS: Final = ("fleet:", "assets:")
MODE_OF: Final[Mapping[str, Mode]] = {  # kind of terminal -> whose terminal it is
    kind: mode for mode, row in MODES.items() for kind in row.servers
}


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be hit: the links, terminals, fleets and types of asset behind each target."""

    links: frozenset[str]
    terminals: frozenset[str]
    members: Mapping[str, tuple[str, ...]]

    def of(self, target: str) -> tuple[str, ...]:
        """The links and terminals, the fleet or the type behind a target."""
        return (CONTROL,) if target == CONTROL else self.members.get(target, ())


def targets_of(library: Library) -> Targets:
    """All targets that an experiment can name."""
    theatre = library.theatre
    links, terminals = usable_links(theatre), usable_terminals(theatre)
    members = {f"corridor:{name}": ids for name, ids in corridors_of(theatre).items()}
    members |= {f"link:{row.link_id}": (row.link_id,) for row in links}
    members |= {f"terminal:{row.terminal_id}": (row.terminal_id,) for row in terminals}
    members |= {f"fleet:{row.fleet_id}": (row.fleet_id,) for row in library.fleets.fleets.rows}
    types = library.fleets.asset_types.rows
    members |= {f"assets:{row.asset_type}": (row.asset_type,) for row in types}
    for target, name in _groups(theatre, links, terminals):
        members[target] = (*members.get(target, ()), name)
    return Targets(
        frozenset(row.link_id for row in links),
        frozenset(row.terminal_id for row in terminals),
        members,
    )


def _groups(
    theatre: Theatre, links: Iterable[LinkRow], terminals: Iterable[TerminalRow]
) -> Iterator[tuple[str, str]]:
    """What is hit by its place, its country or its mode: (target, link or terminal)."""
    country = {node.node_id: node.country for node in theatre.node.rows}
    for link in links:
        for end in sorted({country[link.from_node_id], country[link.to_node_id]}):
            yield f"country:{end}", link.link_id
        yield f"mode:{link.allowed_uses}", link.link_id
    for terminal in terminals:
        yield f"node:{terminal.node_id}", terminal.terminal_id
        yield f"country:{country[terminal.node_id]}", terminal.terminal_id
        if terminal.kind in MODE_OF:
            yield f"mode:{MODE_OF[terminal.kind].value}", terminal.terminal_id


def disruptions_of(question: Question) -> tuple[Disruption, ...]:
    """The disruptions of the experiment, in its order."""
    targets = targets_of(question.library)
    return tuple(_disruption(cut, targets) for cut in question.experiment.disruptions)


def _disruption(cut: Cut, targets: Targets) -> Disruption:
    places = [target for target in cut.targets if not target.startswith(POOLS)]
    hit = sorted({name for target in places for name in targets.of(target)})
    return Disruption(
        id=cut.id,
        links=tuple(LinkId(name) for name in hit if name in targets.links),
        terminals=tuple(TerminalId(name) for name in hit if name in targets.terminals),
        start_h=cut.start_day * HOURS_PER_DAY,
        end_h=_hours(cut.last_day),
        severity=cut.severity,
        known=cut.known,
        warning_h=cut.warning_days * HOURS_PER_DAY,
        announced_end=cut.announced_end,
        estimate_h=_hours(cut.estimate_day),
        chance=cut.chance,
        recurs=_recurrence(cut),
        repair_h=(cut.repair_days or 0.0) * HOURS_PER_DAY,
        fleets=tuple(FleetId(name) for name in _pools(cut, targets, "fleet:")),
        asset_types=tuple(AssetTypeId(name) for name in _pools(cut, targets, "assets:")),
        control=CONTROL in cut.targets,
    )


def _hours(day: float | None) -> float:
    """Hours of a day; what is not told never comes."""
    return math.inf if day is None else day * HOURS_PER_DAY


def _pools(cut: Cut, targets: Targets, kind: str) -> list[str]:
    named = [target for target in cut.targets if target.startswith(kind)]
    return sorted({name for target in named for name in targets.of(target)})


def _recurrence(cut: Cut) -> Recurrence | None:
    if cut.every_days is None or cut.lasts_hours is None:
        return None
    return Recurrence(
        every_h=cut.every_days * HOURS_PER_DAY,
        lasts_h=cut.lasts_hours,
        until_h=_hours(cut.until_day),
        jitter=cut.jitter,
    )


def disruption_errors(question: Question) -> Iterator[PlannerError]:
    """Targets that nothing answers to."""
    targets = targets_of(question.library)
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
        "country": theatre.country,
    }
    if kind in tables and name in tables[kind].ids:
        empty = {
            "node": "has no terminal that may be used",
            "country": "has no link and no terminal that may be used",
        }
        return PlannerError(
            where=where,
            found=f"{target!r} {empty.get(kind, 'may not be used')}, so a cut changes nothing "
            "there.",
            right="Take it out, or see country.csv, transit_allowed.",
        )
    known = [found.partition(":")[2] for found in targets.members if found.startswith(f"{kind}:")]
    near = closest(name, known)
    return PlannerError(
        where=where,
        found=f"there is no {target!r}.",
        near=f"{kind}:{near}" if near else closest(target, sorted(targets.members)),
    )
