"""Cells: from the text of a cell to a value, or to the reason why not."""

import math
import re
from typing import Final

from eastflank.model.spelling import CONTROL, nearest
from eastflank.tables.columns import ANY, Column, Kind
from eastflank.tables.numerals import Refusal, not_a_number

Value = str | float | int | bool | tuple[str, ...] | None

_WHOLE: Final = re.compile(r"-?[0-9]+")
_NOT_IN_IDS: Final = re.compile(r"[\s;,:/]")
_FORMULA: Final = re.compile(r"[=+@-]")  # a spreadsheet computes what begins so
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def read_cell(text: str, column: Column) -> Value | Refusal:
    """The value of a cell, or why it is refused."""
    if text != text.strip():
        return Refusal(
            found=f"{text!r} begins or ends with a space.", right=f"Write {text.strip()!r}."
        )
    if text == "":
        return _empty(column)
    if found := CONTROL.search(text):
        return Refusal(
            found=f"{text!r} holds the control character {found[0]!r}.", right="Take it out."
        )
    if column.separator:
        return _several(text, column)
    return _one(text, column)


def _empty(column: Column) -> Value | Refusal:
    if column.required:
        return Refusal(found="the cell is empty.", right=f"Give a {column.kind}.")
    if column.separator:
        return ()
    return None if column.kind in {Kind.NUMBER, Kind.WHOLE} else ""


def _several(text: str, column: Column) -> Value | Refusal:
    parts = tuple(part.strip() for part in text.split(column.separator))
    if column.separator == " ":
        parts = tuple(text.split())
    for part in parts:
        value = _one(part, column) if part else Refusal(found=f"{text!r} has an empty entry.")
        if isinstance(value, Refusal):
            return value
    return parts


def _one(text: str, column: Column) -> Value | Refusal:
    match column.kind:
        case Kind.NUMBER | Kind.WHOLE:
            return _number(text, column)
        case Kind.FLAG:
            return _flag(text)
        case Kind.WORD:
            return _word(text, column)
        case Kind.ID:
            return _id(text)
        case Kind.COUNTRY:
            return text if column.wildcard and text == ANY else _country(text)
        case Kind.TEXT:
            return text


def _number(text: str, column: Column) -> Value | Refusal:
    refusal = not_a_number(text, column)
    if refusal is None and column.kind is Kind.WHOLE and not _WHOLE.fullmatch(text):
        refusal = Refusal(found=f"{text!r} is not a whole number.")
    if refusal is None and column.choices and text not in column.choices:
        refusal = _unknown(text, column.choices)
    if refusal is not None:
        return refusal
    value = float(text)
    if column.kind is Kind.WHOLE and math.isfinite(value):
        return _within(int(text), text, column)
    return _within(value, text, column)


def _within(value: float, text: str, column: Column) -> Value | Refusal:
    if not math.isfinite(value):
        return Refusal(found=f"{text!r} is too large for a number.")
    if value < column.minimum or value <= column.above or value > column.maximum:
        return Refusal(found=f"{text} is out of range.", right=f"Give {_range(column)}.")
    return value


def _range(column: Column) -> str:
    low = f"above {column.above:g}" if column.above >= column.minimum else ""
    if not low and math.isfinite(column.minimum):
        low = f"at least {column.minimum:g}"
    high = f"at most {column.maximum:,g}".replace(",", " ") if column.maximum < math.inf else ""
    return " and ".join(part for part in (low, high) if part)


def _flag(text: str) -> Value | Refusal:
    if text in {"0", "1"}:
        return text == "1"
    yes = text.casefold() in {"true", "yes", "y", "x"}
    no = text.casefold() in {"false", "no", "n"}
    near = "1" if yes else "0" if no else None
    return Refusal(found=f"{text!r} is neither 0 nor 1.", near=near)


def _word(text: str, column: Column) -> Value | Refusal:
    return text if text in column.choices else _unknown(text, column.choices)


def _unknown(text: str, choices: tuple[str, ...]) -> Refusal:
    return Refusal(
        found=f"{text!r} is not known here.",
        right=f"Give one of {', '.join(choices)}.",
        near=nearest(text, choices),
    )


def _id(text: str) -> Value | Refusal:
    if found := _NOT_IN_IDS.search(text):
        return Refusal(
            found=f"the id {text!r} holds {found[0]!r}.",
            right="Ids have no spaces and none of ; , : / in them.",
        )
    if _FORMULA.match(text):
        return Refusal(
            found=f"the id {text!r} begins with {text[0]!r}.",
            right="A spreadsheet would take it for a formula: begin with a letter or a figure.",
        )
    return text


def _country(text: str) -> Value | Refusal:
    if _COUNTRY.fullmatch(text):
        return text
    near = text.upper() if _COUNTRY.fullmatch(text.upper()) else None
    return Refusal(found=f"{text!r} is not a two-letter country.", near=near)
