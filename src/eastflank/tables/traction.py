"""Traction: what must hold between districts of scarce engines and the rail links that they own."""

from collections.abc import Iterator

from eastflank.model.errors import PlannerError
from eastflank.tables.theatre import LinkRow, Theatre, TractionRow


def traction_errors(theatre: Theatre) -> Iterator[PlannerError]:
    """All that is wrong with the districts."""
    if theatre.traction is None or not theatre.link.readable:
        return
    links, owner = theatre.link.by_id, dict[str, TractionRow]()
    for row in theatre.traction.rows:
        lines = [links[link] for link in row.link_ids if link in links]
        yield from _rail_only(row, lines)
        yield from _joined(row, lines)
        for link in row.link_ids:
            if link in owner:
                yield PlannerError(
                    where=row.where("link_ids"),
                    found=f"{link!r} stands already in row {owner[link].row}.",
                    right="A link belongs to one district.",
                )
            owner.setdefault(link, row)


def _rail_only(row: TractionRow, lines: list[LinkRow]) -> Iterator[PlannerError]:
    for line in lines:
        if line.allowed_uses != "rail":
            yield PlannerError(
                where=row.where("link_ids"),
                found=f"{line.link_id!r} is a {line.allowed_uses} link.",
                right="Engines run on rail links.",
            )


def _joined(row: TractionRow, lines: list[LinkRow]) -> Iterator[PlannerError]:
    """Engines go from any place of a district to any other without leaving it."""
    reached, left = {row.home_node_id}, list(lines)
    while near := [x for x in left if {x.from_node_id, x.to_node_id} & reached]:
        left = [line for line in left if line not in near]
        reached |= {end for line in near for end in (line.from_node_id, line.to_node_id)}
    if lines and len(reached) == 1:
        yield PlannerError(
            where=row.where("home_node_id"),
            found=f"no link of the district touches {row.home_node_id!r}.",
            right="The engines stand at an end of one of its links.",
        )
    elif left:
        yield PlannerError(
            where=row.where("link_ids"),
            found=f"{left[0].link_id!r} is not joined to {row.home_node_id!r} within the district.",
            right="Make it two districts, or name the links between.",
        )
