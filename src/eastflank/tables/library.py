"""The library: all tables that an experiment names, read and checked in one phase."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.spelling import nearest
from eastflank.tables.evidence import AssumptionRow, evidence_errors, judge_errors, read_evidence
from eastflank.tables.fleets import Fleets, asset_type_errors, read_fleets
from eastflank.tables.force import Force, read_force
from eastflank.tables.levers import LeverRow, lever_errors, read_levers
from eastflank.tables.links import isolated_warnings, link_errors
from eastflank.tables.no_fly import no_fly_errors
from eastflank.tables.permission import PermissionRow, permission_errors, read_permission
from eastflank.tables.plain_gmns import plain_gmns
from eastflank.tables.plan import PlanRow, read_plan
from eastflank.tables.references import Target, dangling
from eastflank.tables.supply import SupplyRow, read_supply
from eastflank.tables.table import Table, read_named
from eastflank.tables.terminals import terminal_errors
from eastflank.tables.theatre import SourceRow, Theatre, read_theatre
from eastflank.tables.traction import traction_errors
from eastflank.tables.works import works_errors

OWN_SOURCES: Final = "experiments/sources.csv"
NO_SLIP: Final = 3  # so many unknown sources are no slips: their file is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Which tables to read: the names that an experiment gives."""

    network: str
    force: str
    destinations: str = ""
    unit_types: str = ""
    fleets: str
    assumptions: str
    supply: str = ""
    permission: str = ""
    plan: str = ""
    levers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All tables, free of errors of their own."""

    theatre: Theatre
    force: Force
    fleets: Fleets
    evidence: Table[AssumptionRow]
    supply: Table[SupplyRow] | None = None
    own_sources: Table[SourceRow] | None = None
    permission: Table[PermissionRow] | None = None
    plan: Table[PlanRow] | None = None
    levers: Table[LeverRow] | None = None

    @property
    def network_tables(self) -> Mapping[str, Table[Any]]:
        """The tables of the network folder by name, in the order of reading."""
        return _tables_of(self.theatre)

    @property
    def experiment_tables(self) -> Mapping[str, Table[Any]]:
        """The tables of experiments/ by name, in the order of reading."""
        named = {**_tables_of(self.force), **_tables_of(self.fleets), "assumptions": self.evidence}
        beside: dict[str, Table[Any] | None] = {
            "supply": self.supply,
            "own_sources": self.own_sources,
            "permission": self.permission,
            "plan": self.plan,
            "levers": self.levers,
        }
        return named | {name: table for name, table in beside.items() if table is not None}

    @property
    def tables(self) -> Mapping[str, Table[Any]]:
        """All tables by name, in the order of reading."""
        return {**self.network_tables, **self.experiment_tables}

    @property
    def warnings(self) -> tuple[PlannerError, ...]:
        """What is odd and harmless."""
        return tuple(isolated_warnings(self.theatre))


def read_library(root: Path, shelf: Shelf) -> Library:
    """Read and check all tables below ``root``; raise all their errors at once."""
    if missing := (*_no_folder(root, shelf.network), *plain_gmns(root, shelf.network)):
        raise CollectedError(missing)
    library = Library(
        theatre=read_theatre(root, shelf.network),
        force=read_force(root, shelf.force, shelf.destinations, shelf.unit_types),
        fleets=read_fleets(root, shelf.fleets),
        evidence=read_evidence(root, shelf.assumptions),
        supply=read_supply(root, shelf.supply),
        own_sources=_own_sources(root),
        permission=read_permission(root, shelf.permission),
        plan=read_plan(root, shelf.plan),
        levers=read_levers(root, shelf.levers),
    )
    if errors := tuple(_errors(library)):
        raise CollectedError(errors)
    return library


def _no_folder(root: Path, network: str) -> Iterator[PlannerError]:
    """One error in place of one for each table that would not be found."""
    networks = root / "networks"
    if not (networks / network).is_dir():
        known = sorted(path.name for path in networks.glob("*") if path.is_dir())
        yield PlannerError(
            where=f"networks/{network}",
            found="there is no such folder.",
            right=f"There is {', '.join(known) or 'none'}.",
            near=nearest(network, known),
        )


def _own_sources(root: Path) -> Table[SourceRow] | None:
    """The sources of experiments/, beside those of the network, where there are any."""
    there = (root / OWN_SOURCES).exists()
    return read_named(root, OWN_SOURCES, SourceRow, "source_id") if there else None


def _tables_of(shelf: Theatre | Force | Fleets) -> dict[str, Table[Any]]:
    named = {field.name: getattr(shelf, field.name) for field in fields(shelf)}
    return {name: table for name, table in named.items() if table is not None}


def _errors(library: Library) -> Iterator[PlannerError]:
    for table in library.tables.values():
        yield from table.errors
    yield from _dangling(library)
    yield from _config_rows(library.theatre)
    yield from link_errors(library.theatre)
    yield from terminal_errors(library.theatre)
    yield from traction_errors(library.theatre)
    yield from no_fly_errors(library.theatre)
    yield from works_errors(library.theatre)
    yield from asset_type_errors(library.fleets.asset_types)
    yield from evidence_errors(library.evidence)
    if library.own_sources is not None:
        yield from judge_errors(library.evidence, library.own_sources)
    if library.permission is not None:
        yield from permission_errors(library.permission)
    if library.levers is not None:
        yield from lever_errors(library.levers)


def _dangling(library: Library) -> Iterator[PlannerError]:
    """A network stands alone; experiments may name sources of their own too."""
    targets = {name: Target.of(table) for name, table in library.tables.items()}
    yield from dangling(library.network_tables.values(), targets)
    if library.force.own_types is not None:
        both = library.force.unit_types, library.force.own_types
        targets["unit_types"] = Target.of(*both)
    lacking = [] if library.own_sources else _untold_sources(library)
    if len(lacking) >= NO_SLIP:
        yield _no_own_sources(library, lacking)
        del targets["sources"]
    elif library.own_sources is not None:
        targets["sources"] = Target.of(library.theatre.sources, library.own_sources)
    yield from dangling(library.experiment_tables.values(), targets)


def _untold_sources(library: Library) -> list[str]:
    """The sources that tables of experiments/ name and that those of the network do not tell."""
    named = {
        source
        for table in library.experiment_tables.values()
        for _, cells in table.cells
        for source in cells.get("source", "").split(";")
    }
    return sorted(named - library.theatre.sources.ids - {""})


def _no_own_sources(library: Library, lacking: list[str]) -> PlannerError:
    return PlannerError(
        where=OWN_SOURCES,
        found=f"there is no such file, and {len(lacking)} sources that tables of experiments/ name "
        f"are not in {library.theatre.sources.file} either, {lacking[0]!r} first.",
        right="Give it a row for each.",
    )


def _config_rows(theatre: Theatre) -> Iterator[PlannerError]:
    for row in theatre.config.rows[1:]:
        yield PlannerError(
            where=row.where(), found="config.csv has a second row.", right="Keep one."
        )
