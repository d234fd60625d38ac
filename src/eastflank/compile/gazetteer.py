"""The gazetteer: a place of the network by its id, or by a name that a reader would write."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from eastflank.model.errors import PlannerError
from eastflank.model.ids import NodeId
from eastflank.tables.cells import closest
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
            for name in _names(row):
                self._written.setdefault(_plain(name), name)
                found = self._nodes.setdefault(_plain(name), [])
                if row.node_id not in found:
                    found.append(NodeId(row.node_id))

    def find(self, word: str, where: str) -> NodeId | PlannerError:
        """The one node that is called so, or why there is none."""
        found = self._nodes.get(_plain(word), [])
        if len(found) == 1:
            return found[0]
        if found:
            return PlannerError(
                where=where,
                found=f"{word!r} is the name of {len(found)} places.",
                right=f"Give one of {', '.join(found)}.",
            )
        near = closest(_plain(word), self._nodes)
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
    written_out = closest(word, names)
    return names[written_out] if written_out else closest(word, letters)


def _names(row: NodeRow) -> Iterator[str]:
    """The id first: it may be the name of no other place."""
    yield row.node_id
    yield row.name
    yield from filter(None, (part.strip() for part in _PARTS.split(row.name)))


def _plain(name: str) -> str:
    """Without accents and capitals."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
