"""Targets: what a disruption can hit, found by id or by the name that a reader would write."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from eastflank.compile.gazetteer import names_of
from eastflank.compile.network import corridors_of, usable_links, usable_terminals
from eastflank.config import CONTROL
from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES, Mode
from eastflank.model.spelling import folded, nearest
from eastflank.tables import Library
from eastflank.tables.table import Table
from eastflank.tables.theatre import LinkRow, TerminalRow, Theatre

MODE_OF: Final[Mapping[str, Mode]] = {  # kind of terminal -> whose terminal it is
    kind: mode for mode, row in MODES.items() for kind in row.servers
}
SHOWN: Final = 8  # things of one name that a message lists


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be hit: the links, terminals, fleets and types of asset behind each target.

    ``names`` tells which targets are called so: a folded name, and the targets it may mean.
    """

    links: frozenset[str]
    terminals: frozenset[str]
    members: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[str, ...]]
    written: Mapping[str, str]

    def of(self, target: str) -> tuple[str, ...]:
        """The links and terminals, the fleet or the type behind a target."""
        found = self.meant(target)
        return self.members.get(found[0], (CONTROL,)) if len(found) == 1 else ()

    def meant(self, target: str) -> tuple[str, ...]:
        """The targets that this may mean: one by its id, else all that are called so."""
        if target == CONTROL or target in self.members:
            return (target,)
        kind, colon, name = target.partition(":")
        named = self.names.get(folded(name if colon else kind), ())
        return tuple(found for found in named if not colon or found.startswith(f"{kind}:"))

    def near(self, target: str) -> str | None:
        """The target whose id or name is spelt most like this one, of its kind where it has one."""
        kind, colon, name = target.partition(":")
        within = f"{kind}:" if colon else ""
        known = {
            self.written[spelt]: found
            for spelt, named in self.names.items()
            for found in named[:1]
            if found.startswith(within)
        }
        close = nearest(name if colon else kind, known)
        return known[close] if close else nearest(target, sorted(self.members))


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
    names, written = _named(library, members)
    return Targets(
        frozenset(row.link_id for row in links),
        frozenset(row.terminal_id for row in terminals),
        members,
        names,
        written,
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


def _named(
    library: Library, members: Mapping[str, tuple[str, ...]]
) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, str]]:
    """Which targets each folded name may mean, and how that name is written."""
    names: dict[str, tuple[str, ...]] = {}
    written: dict[str, str] = {}
    for target, name in (*_ids(members), *_called(library)):
        spelt = folded(name)
        written.setdefault(spelt, name)
        if target in members and target not in names.get(spelt, ()):
            names[spelt] = (*names.get(spelt, ()), target)
    return {spelt: names[spelt] for spelt in written if spelt in names}, written


def _ids(members: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((target, target.partition(":")[2]) for target in members)


def _called(library: Library) -> Iterator[tuple[str, str]]:
    """Targets and what they are called: places, terminals by kind and place, countries, assets."""
    theatre = library.theatre
    for node in theatre.node.rows:
        yield from ((f"node:{node.node_id}", name) for name in names_of(node))
    places = theatre.node.by_id
    for terminal in theatre.terminal.rows:
        kind = terminal.kind.replace("_", " ")
        for name in names_of(places[terminal.node_id]):
            yield from ((f"terminal:{terminal.terminal_id}", f"{kind} {of}{name}") for of in OF)
            yield f"terminal:{terminal.terminal_id}", f"{name} {kind}"
    for airfield in theatre.airfield.rows:
        yield from ((f"terminal:{airfield.terminal_id}", x) for x in (airfield.name, airfield.icao))
    yield from ((f"country:{row.country}", row.name) for row in theatre.country.rows)
    yield from ((f"link:{row.link_id}", row.name) for row in theatre.link.rows if row.name)
    yield from ((f"assets:{t.asset_type}", t.title) for t in library.fleets.asset_types.rows)


OF: Final = ("", "of ")  # "port Klaipėda", "port of Klaipėda"


def target_error(target: str, where: str, theatre: Theatre, targets: Targets) -> PlannerError:
    """Why a target is none: it may not be used, means several things, or is unknown."""
    kind, _, name = target.partition(":")
    tables: dict[str, Table[Any]] = {
        "corridor": theatre.corridor,
        "link": theatre.link,
        "terminal": theatre.terminal,
        "node": theatre.node,
        "country": theatre.country,
    }
    if kind in tables and name in tables[kind].ids:
        return _unused(kind, target, where)
    if meant := targets.meant(target):
        more = f" and {len(meant) - SHOWN} more" if len(meant) > SHOWN else ""
        return PlannerError(
            where=where,
            found=f"{target!r} may mean {len(meant)} things.",
            right=f"Give one of {', '.join(meant[:SHOWN])}{more}.",
        )
    return PlannerError(where=where, found=f"there is no {target!r}.", near=targets.near(target))


def _unused(kind: str, target: str, where: str) -> PlannerError:
    empty = {
        "node": "has no terminal that may be used",
        "country": "has no link and no terminal that may be used",
    }
    return PlannerError(
        where=where,
        found=f"{target!r} {empty.get(kind, 'may not be used')}, so a cut changes nothing there.",
        right="Take it out, or see country.csv, transit_allowed.",
    )
