"""Where the lots of two stored runs went, and what bound next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from eastflank.measures.closure.closures import moving
from eastflank.measures.compare.moves import Moved, moves_table, risen_waits, ways_of_lots
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.errors import PlannerError
from eastflank.runs.wording.names import Names
from eastflank.store.folder import RunFolder
from eastflank.study.sections import corridors_of, links_named, require_links, with_links
from eastflank.study.summary import names_of, situation_of, waiting_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Ways and waits of two runs side by side, over the same replications."""

    corridor: str
    replications: tuple[int, ...]
    ways: pd.DataFrame
    waits: pd.DataFrame
    names: Names


def moves_between(
    base: RunFolder, cut: RunFolder, *, corridor: str = "", replication: int | None = None
) -> Moves:
    """Where lots went in both runs; needs rows of links.

    Without ``corridor`` it is the one that the second run cuts; without ``replication`` all that
    both keep with links, or the deterministic runs where there are not several.
    """
    name = corridor or corridor_cut(base, cut)
    numbers = with_links([base, cut]) if replication is None else [replication]
    for folder in (base, cut):
        for number in numbers:
            require_links(folder, number)
    return Moves(
        corridor=name,
        replications=tuple(numbers),
        ways=moves_table(_ways(base, name, numbers), _ways(cut, name, numbers)),
        waits=risen_waits(_waits(base, numbers), _waits(cut, numbers)),
        names=names_of(cut),
    )


def corridor_cut(base: RunFolder, cut: RunFolder) -> str:
    """The one corridor that the second run, or else the first, closes."""
    for folder in (cut, base):
        named = {target.removeprefix("corridor:") for target in _targets(folder.resolved())}
        found = sorted(named & set(corridors_of(folder)))
        if len(found) == 1:
            return found[0]
        if found:
            raise PlannerError(
                where=folder.manifest.label,
                found=f"it cuts several corridors: {', '.join(found)}.",
                right="Name one with --corridor.",
            )
    raise PlannerError(
        where=f"{base.manifest.label} and {cut.manifest.label}",
        found="neither cuts a corridor, so there is none to tell ways by.",
        right=f"Name one with --corridor: {', '.join(sorted(corridors_of(base))) or 'none'}.",
    )


def _targets(resolved: Mapping[str, Any]) -> Iterable[str]:
    for disruption in resolved["experiment"].get("disruptions", ()):
        yield from (target for target in disruption["targets"] if target.startswith("corridor:"))


def _ways(folder: RunFolder, corridor: str, numbers: Sequence[int]) -> pd.DataFrame:
    units = moving(folder.units())
    lots = folder.table("lots")
    links, modes = links_named(folder, corridor), situation_of(folder).modes
    moved = [
        Moved(
            records=folder.records(number),
            lots=lots.loc[lots["unit"].isin(units["uln"])],
            units=units,
            corridor=links,
            modes=modes,
        )
        for number in numbers
    ]
    return pd.concat([ways_of_lots(each) for each in moved], ignore_index=True)


def _waits(folder: RunFolder, numbers: Sequence[int]) -> list[pd.DataFrame]:
    return [
        waits_by_cause(
            folder.records(number),
            waiting_of(folder, number),
            end_h=float(str(folder.note(number).get("end_h", "nan"))),
        )
        for number in numbers
    ]
