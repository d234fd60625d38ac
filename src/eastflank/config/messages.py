"""Messages: from what pydantic refuses to errors that name the file, the key and a spelling."""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from eastflank.config.experiment import Question
from eastflank.config.layers import Key, Merged
from eastflank.config.section import EACH
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest

RIGHT: Final = {
    "float_type": "Write a number, without quotes.",
    "int_type": "Write a whole number, without quotes.",
    "int_from_float": "Write a whole number, without a point.",
    "bool_type": "Write true or false, without quotes.",
    "string_type": "Write text in quotes.",
    "finite_number": "Write a finite number.",
    "model_type": "Make it a table.",
    "dict_type": "Make it a table.",
    "tuple_type": "Make it a list in [ ].",
}
AS_DATE: Final = re.compile(r"\d{4}-\d|\d[./:]\d+")
DATES: Final = (dt.date, dt.time)  # a moment in time is a date too
RENAMED: Final[
    dict[tuple[int | str, ...], dict[str, str]]
] = {  # key -> words that it took once, and what they are called now
    ("policy", "dispatch"): {"soonest": "user-optimal", "considerate": "system-optimal"},
}


def planner_errors(found: Iterable[ErrorDetails], merged: Merged) -> Iterator[PlannerError]:
    """One error for each that pydantic found, without its own words where ours are better."""
    for details in found:
        if details["type"] == "value_error":
            yield from _value_errors(details, merged)
        else:
            yield _planner_error(details, merged)


def _value_errors(details: ErrorDetails, merged: Merged) -> Iterator[PlannerError]:
    """What a section or key refuses in words of its own, each for itself."""
    where = ", ".join(filter(None, (merged.origin(details["loc"]), dotted(details["loc"]))))
    for message in details["msg"].removeprefix("Value error, ").split(EACH):
        yield PlannerError(where=where, found=f"{message}.")


def _planner_error(details: ErrorDetails, merged: Merged) -> PlannerError:
    key = details["loc"]
    where = f"{merged.origin(key)}, {dotted(key)}"
    kind = details["type"]
    if kind == "extra_forbidden":
        return PlannerError(
            where=where, found="there is no such key.", near=_near(key, str(key[-1]))
        )
    if kind == "missing":
        return PlannerError(where=where, found="the key is missing.", right="Give it.")
    if kind in {"enum", "literal_error"}:
        return _word(where, details)
    return PlannerError(where=where, found=_found(details["input"]), right=_right(details))


def _found(value: object) -> str:
    """What stands there, a date as it was written."""
    return f"found {value if isinstance(value, DATES) else repr(value)}."


def _right(details: ErrorDetails) -> str:
    """What would be right: by what stands there, else by what pydantic asks for."""
    kind, value = details["type"], details["input"]
    if kind == "tuple_type" and isinstance(value, dict):
        return f"Begin each of its tables with [[{dotted(details['loc'])}]], in two brackets."
    if kind == "float_type" and not _is_quoted(value):
        of_days = "; a day is told in days after C-day, as 8 or 8.5" if _is_date(value) else ""
        return f"Write a number{of_days}."
    return RIGHT.get(kind, details["msg"].replace("Input should", "It should") + ".")


def _is_date(value: object) -> bool:
    return isinstance(value, DATES) or (
        isinstance(value, str) and AS_DATE.search(value) is not None
    )


def _is_quoted(value: object) -> bool:
    """Whether it is a number but for the quotes round it."""
    try:
        return isinstance(value, str) and math.isfinite(float(value))
    except ValueError:
        return False


def _word(where: str, details: ErrorDetails) -> PlannerError:
    old = str(details["input"])
    new = RENAMED.get(details["loc"], {}).get(old)
    if new is not None:
        found = f"{old!r} is called {new!r} now."
        return PlannerError(where=where, found=found, right=f"Write {new!r}.")
    expected = str(details.get("ctx", {}).get("expected", ""))
    known = [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]
    return PlannerError(
        where=where,
        found=f"{details['input']!r} is not known here.",
        right=f"Give one of {', '.join(known)}.",
        near=nearest(old, known),
    )


def dotted(key: Key) -> str:
    """A key as a reader writes it: disruptions[0].severity."""
    text = ""
    for part in key:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def _near(key: Key, word: str) -> str | None:
    model = _model_at(Question, key[:-1])
    names = [*model.model_fields] if model else []
    if model is Question:
        names.append("extends")
    return nearest(word, names) or _elsewhere(word)


def _elsewhere(word: str) -> str | None:
    """The dotted key of another section that has exactly this name."""
    for section, found in Question.model_fields.items():
        model = _model_in(found.annotation)
        if model and word in model.model_fields:
            return f"{section}.{word}"
    return None


def _model_at(model: type[BaseModel], key: Key) -> type[BaseModel] | None:
    place: Any = model
    for part in key:
        if isinstance(part, str) and part in getattr(place, "model_fields", {}):
            place = _model_in(place.model_fields[part].annotation)
    return place if isinstance(place, type) and issubclass(place, BaseModel) else None


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation holds: itself, or inside a tuple or a dict."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_model_in(part) for part in get_args(annotation))
    return next((model for model in found if model), None)
