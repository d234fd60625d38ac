"""Sections: a link or a corridor of a stored run by its name, and rows that tell of links."""

from collections.abc import Mapping, Sequence
from typing import Any

from eastflank.model.errors import PlannerError, nearest
from eastflank.store.folder import LIKELY, RunFolder, replication_name
from eastflank.store.parquet import Level


def links_named(folder: RunFolder, name: str) -> tuple[str, ...]:
    """The link of this id, or the links of the corridor of this name."""
    links = {str(link) for link in folder.links()["link_id"]}
    corridors = corridors_of(folder)
    if name in links:
        return (name,)
    if name in corridors:
        return tuple(member for member in corridors[name] if member in links)
    raise PlannerError(
        where=str(folder.root),
        found=f"no link and no corridor {name!r} in this run.",
        right=f"Corridors: {', '.join(sorted(corridors)) or 'none'}; links by their link_id.",
        near=nearest(name, [*corridors, *sorted(links)]),
    )


def corridors_of(folder: RunFolder) -> Mapping[str, Sequence[str]]:
    """The corridors of a run with their members, links and terminals."""
    resolved: Mapping[str, Any] = folder.resolved()
    found: Mapping[str, Sequence[str]] = resolved.get("corridors", {})
    return found


def require_links(folder: RunFolder, replication: int) -> None:
    """Say so when a replication was kept without rows of links."""
    if folder.is_stored(replication, Level.FULL):
        return
    kept = folder.note(replication).get("records")
    name = replication_name(replication)
    raise PlannerError(
        where=str(folder.root),
        found=f"replication {name} was kept with --records {kept}: it has no rows of links."
        if kept
        else f"there is no replication {name}.",
        right="Run the experiment again with --records full; a run also keeps the deterministic "
        "run and replication 0 so, unless --records summary was asked for or it is a sweep.",
    )


def with_links(folders: Sequence[RunFolder]) -> list[int]:
    """The replications that all keep with rows of links, if there are several, else likely."""
    drawn = [set(folder.drawn()) for folder in folders]
    common = sorted(set.intersection(*drawn))
    full = [r for r in common if all(folder.is_stored(r, Level.FULL) for folder in folders)]
    return full if len(full) > 1 else [LIKELY]
