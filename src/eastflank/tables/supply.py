"""Supplies: from which depots the troops in a country are supplied."""

from dataclasses import dataclass
from pathlib import Path

from eastflank.tables.columns import SourcedRow, country, ident
from eastflank.tables.table import Table, read_named


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplyRow(SourcedRow):
    """One depot for the troops in one country; a country may have several."""

    country: str = country()
    depot_node_id: str = ident(references="node")


def read_supply(root: Path, name: str) -> Table[SupplyRow] | None:
    """Read ``experiments/<name>``; no name, no table."""
    if not name:
        return None
    return read_named(root, f"experiments/{name}", SupplyRow, "country", "depot_node_id")
