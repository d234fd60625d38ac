"""The gazetteer: a place of the network by its id, or by a name that a reader would write."""

import re
from collections.abc import Iterable, Iterator

from eastflank.model.errors import PlannerError
from eastflank.model.ids import NodeId
from eastflank.model.spelling import folded, nearest
from eastflank.tables.theatre import CountryRow, NodeRow

_PARTS = re.compile(r"[/()]")  # "Grafenwöhr / Vilseck", "Ulm (JSEC)"


class Gazetteer:
    """Nodes by id, full name and each part of it; accents and upper case make no difference."""

    def __init__(self, nodes: Iterable[NodeRow], file: str) -> None:
        self.country = {NodeId(row.node_id): row.country for row in nodes}
        self._file = file
        self._nodes: dict[str, list[NodeId]] = {}
        self._written: dict[str, str] = {}
        for row in nodes:
            for name in names_of(row):
                self._written.setdefault(folded(name), name)
                found = self._nodes.setdefault(folded(name), [])
                if row.node_id not in found:
                    found.append(NodeId(row.node_id))

    def find(self, word: str, where: str) -> NodeId | PlannerError:
        """The one node that is called so, or why there is none."""
        found = self._nodes.get(folded(word), [])
        if len(found) == 1:
            return found[0]
        if found:
            return PlannerError(
                where=where,
                found=f"{word!r} is the name of {len(found)} places.",
                right=f"Give one of {', '.join(found)}.",
            )
        near = nearest(folded(word), self._nodes)
        return PlannerError(
            where=where,
            found=f"{word!r} is no place of {self._file}.",
            right="Give a node_id or a name.",
            near=self._written[near] if near else None,
        )


def nearest_nation(word: str, known: Iterable[str], countries: Iterable[CountryRow]) -> str | None:
    """The two letters of a country that is written out, else the closest of those known."""
    letters = sorted(known)
    names = {row.name: row.country for row in countries if row.country in letters}
    written_out = nearest(word, names)
    return names[written_out] if written_out else nearest(word, letters)


def names_of(row: NodeRow) -> Iterator[str]:
    """What a place is called; the id first: it may be the name of no other place."""
    yield row.node_id
    yield row.name
    yield from filter(None, (part.strip() for part in _PARTS.split(row.name)))
