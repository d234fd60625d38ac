"""Mending: a file with mistakes is read on without them, so that the others are told too."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from eastflank.config.cut import CONTROL
from eastflank.config.experiment import Question
from eastflank.config.layers import Key, Merged
from eastflank.config.messages import planner_errors
from eastflank.model.errors import PlannerError

PASSES: Final = 4  # a section tells what does not go together only when each of its keys is right
WORD: Final = re.compile(r"\w+")
TABLES: Final = frozenset({"assumptions", "fleets", "force", "network", "schema_version"})


class Mending:
    """What is wrong with merged content, and which keys were left out to read on.

    ``is_whole``: what is left still asks of the same tables, so that these can be held against it.
    """

    def __init__(self, merged: Merged) -> None:
        self.errors: list[PlannerError] = []
        self.dropped: set[Key] = set()
        self.is_whole = False
        for _ in range(PASSES):
            found = _found(merged)
            self.errors += self._told(found, merged)
            if not found or not self._drop_all(merged.content, found):
                self.is_whole = not found and all(key[0] not in TABLES for key in self.dropped)
                return

    def _told(self, found: Sequence[ErrorDetails], merged: Merged) -> Iterable[PlannerError]:
        """Mistakes that the reader made: not those that come of a key that was left out."""
        told = {str(error) for error in self.errors}
        gone = {f"{key[-1]}" for key in self.dropped}
        new = [details for details in found if details["loc"] not in self.dropped]
        for error in planner_errors(new, merged):
            if str(error) not in told and gone.isdisjoint(WORD.findall(error.found)):
                yield error

    def _drop_all(self, content: dict[str, Any], found: Sequence[ErrorDetails]) -> bool:
        """Leave out each key that is wrong; whether that could be done."""
        keys = {each["loc"] for each in found if each["type"] != "missing"}
        lacking = {each["loc"][:-1] for each in found if each["type"] == "missing"}
        mended = [
            _drop(content, key) for key in sorted(keys, key=lambda key: (-len(key), str(key)))
        ]
        mended += [_stand_in(content, key) for key in lacking]
        self.dropped |= {key for key in (*keys, *lacking) if key}
        return bool(mended) and all(mended)


def _deepest_first(key: Key) -> tuple[int, str]:
    return -len(key), str(key)


def _found(merged: Merged) -> list[ErrorDetails]:
    try:
        Question.model_validate(merged.content)
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _drop(content: dict[str, Any], key: Key) -> bool:
    """Take a key out; the item of a list stays, so that the others keep their number."""
    if not key:
        return False
    if _stand_in(content, key):
        return True
    place: Any = content
    for part in key[:-1]:
        inside = isinstance(part, int) and isinstance(place, list) and part < len(place)
        if not inside and not (isinstance(place, dict) and part in place):
            return True  # its section is gone already
        place = place[part]
    if isinstance(place, dict):
        place.pop(key[-1], None)
    return isinstance(place, dict)


def _stand_in(content: dict[str, Any], key: Key) -> bool:
    """A disruption that cannot be read becomes one of the same targets alone, in its place."""
    disruptions = content.get("disruptions")
    is_one = key[:1] == ("disruptions",) and key[1:] == key[-1:]
    if not is_one or not isinstance(disruptions, list) or not isinstance(key[-1], int):
        return False
    old = disruptions[key[-1]]
    targets = old.get("targets") if isinstance(old, dict) else None
    disruptions[key[-1]] = {"id": f"mistaken {key[-1]}", "targets": targets or [CONTROL]}
    return True
