"""Sections: a link or a corridor of a stored run by its name, and who keeps rows of links."""

from collections.abc import Sequence

from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY
from eastflank.store.parquet import Level


def links_named(run: StoredRun, name: str) -> tuple[str, ...]:
    """The link of this id, or the links of the corridor of this name."""
    links, corridors = run.network.links, run.corridors
    if name in links:
        return (name,)
    if name in corridors:
        return tuple(member for member in corridors[name] if member in links)
    raise PlannerError(
        where=str(run.root),
        found=f"no link and no corridor {name!r} in this run.",
        right=f"Corridors: {', '.join(sorted(corridors)) or 'none'}; links by their link_id.",
        near=nearest(name, [*corridors, *sorted(links)]),
    )


def with_links(runs: Sequence[StoredRun]) -> list[int]:
    """The replications that all keep with rows of links, if there are several, else likely."""
    common = sorted(set.intersection(*(set(run.drawn) for run in runs)))
    full = [r for r in common if all(run.is_stored(r, Level.FULL) for run in runs)]
    return full if len(full) > 1 else [LIKELY]
