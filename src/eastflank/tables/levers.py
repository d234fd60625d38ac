"""Levers: what could be had more of, in which steps, up to where, and at which price."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.tables.columns import SourcedRow, ident, idents, number, text, whole, word
from eastflank.tables.table import Table, read_named

FLEET: Final = "fleet"
SERVERS: Final = "servers"
EVIDENCE: Final = "evidence"
WARNING: Final = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverRow(SourcedRow):
    """One lever. A step adds ``step`` to each of the things, at most ``most`` times.

    - acts_on: fleet (assets held), servers (of terminals), evidence (low, likely and high of a
      row, by a step in the unit of the row) or warning (days).
    - price_*: million euros of a step for one year of readiness and one use.
    """

    lever: str = ident()
    title: str = text()
    acts_on: str = word(FLEET, SERVERS, EVIDENCE, WARNING)
    things: tuple[str, ...] = idents(required=False)
    step: float = number(above=0.0)
    unit: str = text()
    most: int = whole(minimum=1, maximum=100)
    price_low_meur: float = number()
    price_meur: float = number(above=0.0)
    price_high_meur: float = number()


def read_levers(root: Path, name: str) -> Table[LeverRow] | None:
    """Read ``experiments/<name>``; no name, no table."""
    if not name:
        return None
    return read_named(root, f"experiments/{name}", LeverRow, "lever")


def lever_errors(table: Table[LeverRow]) -> Iterator[PlannerError]:
    """All that is wrong with levers by themselves."""
    for row in table.rows:
        if not row.price_low_meur <= row.price_meur <= row.price_high_meur:
            yield PlannerError(
                where=row.where("price_meur"),
                found=f"{row.price_meur:g} does not lie between {row.price_low_meur:g} and "
                f"{row.price_high_meur:g}.",
            )
        if bool(row.things) == (row.acts_on == WARNING):
            yield PlannerError(
                where=row.where("things"),
                found=f"a lever on {row.acts_on} has {len(row.things)} things.",
                right="Warning has none; all other levers name what they act on.",
            )
        if row.acts_on in {FLEET, SERVERS} and row.step != round(row.step):
            yield PlannerError(
                where=row.where("step"),
                found=f"{row.step:g} is no whole number of {row.unit}.",
                right="Assets and servers come in whole ones.",
            )
