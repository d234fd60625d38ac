"""The modes that a question switches on: the rows of all others are as if they were not there."""

from collections.abc import Callable, Container
from dataclasses import replace
from typing import Final

from eastflank.config import Experiment
from eastflank.model.modes import MODES, Mode, switched_on
from eastflank.tables import Library
from eastflank.tables.table import R, Table

ALL: Final = frozenset(MODES)


def modes_of(experiment: Experiment) -> frozenset[Mode]:
    """The modes that a question has."""
    return switched_on(experiment.network.optional_modes)


def library_of(library: Library, modes: frozenset[Mode]) -> Library:
    """The library without links, terminals, types, pools and evidence of other modes."""
    if modes == ALL:
        return library
    off = {mode: row for mode, row in MODES.items() if mode not in modes}
    kinds = {kind for row in off.values() for kind in row.servers}
    fleets, force, theatre = library.fleets, library.force, library.theatre
    types = {row.asset_type for row in fleets.asset_types.rows if row.mode in off}
    terminals = {row.terminal_id for row in theatre.terminal.rows if row.kind in kinds}
    pools = _without(fleets.fleets, lambda row: row.asset_type in types)
    asset_types = _without(fleets.asset_types, lambda row: row.asset_type in types)
    kept = replace(
        library,
        fleets=replace(fleets, asset_types=asset_types, fleets=pools),
        force=replace(force, loading=_without(force.loading, lambda row: row.asset_type in types)),
        theatre=replace(
            theatre,
            link=_without(theatre.link, lambda row: row.allowed_uses in off),
            terminal=_without(theatre.terminal, lambda row: row.terminal_id in terminals),
        ),
    )
    unread = {key for row in off.values() for key in row.evidence}
    unread |= _keys_of(library, types) - _keys_of(kept, kept.fleets.asset_types.by_id)
    return replace(kept, evidence=_without(library.evidence, lambda row: row.key in unread))


def _keys_of(library: Library, types: Container[str]) -> set[str]:
    """The rows of evidence that these types of asset and their pools name."""
    fleets = library.fleets
    kinds = (row for row in fleets.asset_types.rows if row.asset_type in types)
    pools = (row for row in fleets.fleets.rows if row.asset_type in types)
    named = {key for row in kinds for key in (row.load_key, row.unload_key)}
    return named.union(*(row.keys for row in pools))


def _without(table: Table[R], is_off: Callable[[R], bool]) -> Table[R]:
    return replace(table, rows=tuple(row for row in table.rows if not is_off(row)))
