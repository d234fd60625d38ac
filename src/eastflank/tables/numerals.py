"""Numerals: why a text is no number, as precisely as its spelling tells, and what was meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from eastflank.tables.columns import Column, Kind

_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_GROUPED: Final = re.compile(r"-?[0-9]{1,3}(?:[ ,.'_\u00a0\u202f’][0-9]{3})+(?:[.,][0-9]+)?")
GROUP: Final = 3  # digits of thousands
_ONE_COMMA: Final = re.compile(r"-?[0-9]{1,3},[0-9]{3}")
_DECIMAL_COMMA: Final = re.compile(r"-?[0-9]+,[0-9]+")
_DATES: Final = (
    re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*"),
    re.compile(r"[0-9]{1,2}([./])[0-9]{1,2}\1[0-9]{2,4}"),
)
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_PER_CENT: Final = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*%")
_WITH_UNIT: Final = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)\s*[^0-9\s.,:/-][^0-9]*[23]?")
_NOT_FINITE: Final = frozenset({"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "na", "n/a"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a cell is not taken: what was found, what would be right, the nearest spelling."""

    found: str
    right: str = ""
    near: str | None = None


def not_a_number(text: str, column: Column) -> Refusal | None:
    """Why ``text`` is not a number; None if it is one."""
    if _NUMBER.fullmatch(text):
        return None
    if text.casefold() in _NOT_FINITE:
        return Refusal(
            found=f"{text!r} is not a finite number.",
            right="Give a number, or leave the cell empty where nothing is known.",
        )
    plain = Refusal(found=f"{text!r} is not a number.")
    return next((found for found in _readings(text, column) if found), plain)


def _readings(text: str, column: Column) -> Iterator[Refusal | None]:
    """What the text may have been meant as, the surest reading first."""
    yield _date(text)
    yield _clock(text)
    yield _one_comma(text, column)
    yield _grouped(text)
    yield _decimal_comma(text)
    yield _per_cent(text)
    yield _with_unit(text)


def _date(text: str) -> Refusal | None:
    if not any(form.fullmatch(text) for form in _DATES):
        return None
    return Refusal(
        found=f"{text!r} is a date.",
        right="Write a number; a day is told in days after C-day, as 8 or 8.5.",
    )


def _clock(text: str) -> Refusal | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours = int(found[1]) + int(found[2]) / 60 + int(found[3] or 0) / 3600
    return Refusal(found=f"{text!r} is a time of day.", right=f"Write it in hours: {hours:g}.")


def _one_comma(text: str, column: Column) -> Refusal | None:
    """One comma before three digits: thousands to one reader, decimals to another."""
    if not _ONE_COMMA.fullmatch(text):
        return None
    whole, decimal = text.replace(",", ""), text.replace(",", ".")
    meant = [each for each in (whole, decimal) if _is_within(float(each), column)] or [whole]
    if column.kind is Kind.WHOLE:
        meant = [whole]
    return Refusal(
        found=f"{text!r} has a comma, which may stand before thousands or before decimals.",
        right=f"Write {' or '.join(meant)}.",
    )


def _is_within(value: float, column: Column) -> bool:
    return column.minimum <= value <= column.maximum and value > column.above


def _grouped(text: str) -> Refusal | None:
    """Groups of three digits; another mark before the last group is that of the decimals."""
    if not _GROUPED.fullmatch(text):
        return None
    marks = re.findall(r"[^0-9-]", text)
    whole, _, last = text.rpartition(marks[-1])
    has_decimals = marks[-1] in ".," and marks[-1] != marks[0]
    if not has_decimals and len(last) != GROUP:
        return None
    digits = [re.sub(r"[^0-9-]", "", whole), "." if has_decimals else "", last]
    return Refusal(
        found=f"{text!r} looks like a number with thousands separators.",
        right=f"Write {''.join(digits)}, with a point before decimals and no separators.",
    )


def _decimal_comma(text: str) -> Refusal | None:
    if not _DECIMAL_COMMA.fullmatch(text):
        return None
    return Refusal(
        found=f"{text!r} has a decimal comma.",
        right=f"Write it with a point: {text.replace(',', '.')}.",
    )


def _per_cent(text: str) -> Refusal | None:
    found = _PER_CENT.fullmatch(text)
    if found is None:
        return None
    share = float(found[1]) / 100
    return _more_than_a_number(
        text, f"Write {share:g} for a share or a factor, {found[1]} where the unit is per cent."
    )


def _with_unit(text: str) -> Refusal | None:
    found = _WITH_UNIT.fullmatch(text)
    if found is None:
        return None
    return _more_than_a_number(
        text, f"Write {found[1]}; the unit stands in the column's name or in config.csv."
    )


def _more_than_a_number(text: str, right: str) -> Refusal:
    return Refusal(found=f"{text!r} is not a number alone.", right=right)
