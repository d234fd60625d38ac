"""Permission: how long hosts take for single nations, relative to the evidence row."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eastflank.model.errors import PlannerError
from eastflank.tables.columns import ANY, SourcedRow, country, number, text
from eastflank.tables.table import Table, read_named


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionRow(SourcedRow):
    """A factor on the hours that a host takes to let a nation in; * is any nation or host."""

    nation: str = country(wildcard=True)
    host: str = country(wildcard=True)
    factor: float = number(maximum=100)
    reason: str = text()


def read_permission(root: Path, name: str) -> Table[PermissionRow] | None:
    """Read the factors ``name``; without a name all factors are 1."""
    if not name:
        return None
    return read_named(root, f"experiments/{name}.csv", PermissionRow, "nation", "host")


def permission_errors(table: Table[PermissionRow]) -> Iterator[PlannerError]:
    """Nobody asks at home."""
    for row in table.rows:
        if row.nation == row.host != ANY:
            yield PlannerError(
                where=row.where("host"),
                found=f"{row.nation!r} needs no permission of its own.",
                right="Delete the row.",
            )
