"""Where the lots of two stored runs went, and what bound next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from eastflank.measures.closure.closures import moving
from eastflank.measures.compare.moves import Moved, moves_table, risen_waits, ways_of_lots
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.errors import PlannerError
from eastflank.runs.sections import links_named, with_links
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Ways and waits of two runs side by side, over the same replications."""

    corridor: str
    replications: tuple[int, ...]
    ways: pd.DataFrame
    waits: pd.DataFrame
    names: Names


def moves_between(
    base: StoredRun, cut: StoredRun, *, corridor: str = "", replication: int | None = None
) -> Moves:
    """Where lots went in both runs; needs rows of links.

    Without ``corridor`` it is the one that the second run cuts; without ``replication`` all that
    both keep with links, or the deterministic runs where there are not several.
    """
    name = corridor or corridor_cut(base, cut)
    numbers = with_links([base, cut]) if replication is None else [replication]
    for run in (base, cut):
        for number in numbers:
            run.replication(number).require_links()
    ways, waits = zip(*(_told(run, name, numbers) for run in (base, cut)), strict=True)
    return Moves(
        corridor=name,
        replications=tuple(numbers),
        ways=moves_table(*ways),
        waits=risen_waits(*waits),
        names=cut.names,
    )


def corridor_cut(base: StoredRun, cut: StoredRun) -> str:
    """The one corridor that the second run, or else the first, closes."""
    for run in (cut, base):
        named = {target.removeprefix("corridor:") for target in _targets(run.resolved)}
        found = sorted(named & set(run.corridors))
        if len(found) == 1:
            return found[0]
        if found:
            raise PlannerError(
                where=run.label,
                found=f"it cuts several corridors: {', '.join(found)}.",
                right="Name one with --corridor.",
            )
    raise PlannerError(
        where=f"{base.label} and {cut.label}",
        found="neither cuts a corridor, so there is none to tell ways by.",
        right=f"Name one with --corridor: {', '.join(sorted(base.corridors)) or 'none'}.",
    )


def _targets(resolved: Mapping[str, Any]) -> Iterable[str]:
    for disruption in resolved["experiment"].get("disruptions", ()):
        yield from (target for target in disruption["targets"] if target.startswith("corridor:"))


def _told(
    run: StoredRun, corridor: str, numbers: Sequence[int]
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """The ways of the lots, and the waits of each replication; one is read after the other."""
    units = moving(run.units)
    lots = run.table("lots")
    lots = lots.loc[lots["unit"].isin(units["uln"])]
    links = links_named(run, corridor)
    ways, waits = [], []
    for number in numbers:
        replication = run.replication(number)
        moved = Moved(
            records=replication.records, lots=lots, units=units, corridor=links, modes=run.modes
        )
        ways.append(ways_of_lots(moved))
        waits.append(
            waits_by_cause(replication.records, replication.waiting, end_h=replication.end_h)
        )
    return pd.concat(ways, ignore_index=True), waits
