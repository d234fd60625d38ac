"""Keys: dotted keys of an experiment file, brought into the one spelling by which they compare."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from eastflank.config.toml import TOMLError, parse_toml

# tables whose keys are dotted keys of the whole file
HOLDERS: Final = (("sweep", "factors"), ("sweep", "design", "ranges"), ("sweep", "base"))

_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")  # what TOML takes without quotes


def parts_of(key: str) -> tuple[str, ...]:
    """The parts of a dotted key, as TOML reads it; none where it is no key."""
    try:
        tree: Any = parse_toml(f"{key} = 0")
    except TOMLError:
        return ()
    if len(tree) != 1:
        return ()
    parts: list[str] = []
    while isinstance(tree, dict):
        ((part, tree),) = tree.items()
        parts.append(part)
    return tuple(parts)


def spelt(parts: Sequence[str]) -> str:
    """The one spelling of a dotted key: no spaces round the dots, quotes only where TOML asks."""
    return ".".join(
        part if _PLAIN.fullmatch(part) else json.dumps(part, ensure_ascii=False) for part in parts
    )


def placed(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The same key as the content holds it: what stands below a holder is one key of that."""
    for holder in HOLDERS:
        inside = parts[len(holder) :]
        if inside and parts[: len(holder)] == holder:
            return (*holder, spelt([part for name in inside for part in parts_of(name) or (name,)]))
    return parts


def spell_alike(content: Mapping[str, Any]) -> list[str]:
    """Bring the keys of a sweep into one spelling; those that stood there twice, the last one won.

    They may be written with or without quotes round the dotted key.
    """
    tables = {".".join(holder): _at(content, holder) for holder in HOLDERS}
    points = _at(content, ("sweep", "points"))
    for place, point in enumerate(points if isinstance(points, list) else ()):
        tables[f"sweep.points[{place}]"] = point
    return [f"{name}.{key}" for name, table in tables.items() for key in _spell(table)]


def _at(content: Mapping[str, Any], names: Sequence[str]) -> object:
    place: Any = content
    for name in names:
        place = place.get(name) if isinstance(place, dict) else None
    return place


def _spell(table: object) -> list[str]:
    """Give a table the keys of its leaves, in place; those that it had twice."""
    if not isinstance(table, dict):
        return []
    leaves = [(_key(names), value) for names, value in _leaves(table)]
    table.clear()
    table.update(leaves)
    return [key for key, times in Counter(key for key, _ in leaves).items() if times > 1]


def _key(names: tuple[str, ...]) -> str:
    """One key of the names that stand in each other; a name alone that is no key is left as is."""
    if len(names) == 1 and not parts_of(names[0]):
        return names[0]
    return spelt([part for name in names for part in parts_of(name) or (name,)])


def _leaves(
    tree: Mapping[str, Any], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in tree.items():
        here = (*above, name)
        if isinstance(value, dict):
            yield from _leaves(value, here)
        else:
            yield here, value
