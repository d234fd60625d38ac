"""Sets: ``run.horizon_days=60`` from the command line, laid over the files."""

import re
from collections.abc import Sequence
from typing import Any, Final

from eastflank.config.keys import parts_of, placed, spelt
from eastflank.config.layers import Key, Merged, merge_table
from eastflank.config.toml import TOMLError, parse_toml
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest

ORIGIN: Final = "--set"

# entered by id, also where a file has none
LISTS: Final[frozenset[Key]] = frozenset({("disruptions",), ("force", "add"), ("force", "remove")})

# a bare word is text: shells eat the quotes that TOML wants
_BARE: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*")


def apply_sets(merged: Merged, sets: Sequence[str]) -> None:
    """Lay each ``key=value`` over the content; errors are collected in ``merged``."""
    for text in sets:
        try:
            key, value = _parse(text)
            apply(merged, key, value, text)
        except PlannerError as error:
            merged.errors.append(error)


def apply(merged: Merged, key: Sequence[str], value: Any, text: str) -> None:
    """Put ``value`` at the dotted ``key``; tables merge, a list of tables is entered by id."""
    place: Any = merged.content
    path: Key = ()
    for part in key[:-1]:
        place, step = _enter(place, (*path, part), text)
        path = (*path, step)
    if not isinstance(place, dict):
        raise _not_a_table(text, key[-1])
    origin = f"{ORIGIN} {text}"
    if isinstance(value, dict) and isinstance(place.get(key[-1]), dict):
        merge_table(place, {key[-1]: value}, path, merged.origins, origin)
        return
    place[key[-1]] = value
    merged.origins[(*path, key[-1])] = origin


def parse_key(key: str, text: str) -> tuple[str, ...]:
    """The parts of a dotted key, as TOML reads it; ``text`` is the whole for messages."""
    parts = parts_of(key)
    if not parts:
        raise PlannerError(where=f"{ORIGIN} {text}", found=f"{key!r} is not a dotted key.")
    return parts


def in_one_spelling(text: str) -> str:
    """A set whose key is spelt as all others are; one that cannot be read is left as it is."""
    key, equals, value = text.partition("=")
    parts = parts_of(key.strip())
    return f"{spelt(placed(parts))}={value.strip()}" if equals and parts else text


def _parse(text: str) -> tuple[tuple[str, ...], Any]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise PlannerError(
            where=f"{ORIGIN} {text}",
            found="there is no key=value.",
            right="For example run.seed=7.",
        )
    return placed(parse_key(key.strip(), text)), _value(value.strip(), text)


def _value(value: str, text: str) -> Any:
    try:
        tree = parse_toml(f"value = {value}")
    except TOMLError:
        tree = {"value": value} if _BARE.fullmatch(value) else {}
    if len(tree) == 1:
        return tree["value"]
    raise PlannerError(
        where=f"{ORIGIN} {text}",
        found=f"{value!r} is not a TOML value.",
        right='Write 60, 0.5, true, "text" or ["a", "b"].',
    )


def _enter(place: Any, path: Key, text: str) -> tuple[Any, str | int]:
    """The table or list that the last part of ``path`` names, and the step to it."""
    part = str(path[-1])
    if isinstance(place, list):
        ids = [str(item.get("id", "")) for item in place if isinstance(item, dict)]
        if part not in ids:
            raise PlannerError(
                where=f"{ORIGIN} {text}",
                found=f"there is no table with id {part!r}.",
                right=f"There are {', '.join(filter(None, ids)) or 'none'}.",
                near=nearest(part, ids),
            )
        return place[ids.index(part)], ids.index(part)
    if not isinstance(place, dict):
        raise _not_a_table(text, part)
    return place.setdefault(part, [] if path in LISTS else {}), part


def _not_a_table(text: str, part: str) -> PlannerError:
    return PlannerError(
        where=f"{ORIGIN} {text}", found=f"there is no table that could hold {part!r}."
    )
