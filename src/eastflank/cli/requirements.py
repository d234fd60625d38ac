"""Requirements: ``--require troops_closed_c30>=285000`` read against the verdict table."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import typer

from eastflank.model.spelling import nearest

HOW: Final[dict[str, Callable[[float, float], bool]]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
WRITTEN: Final = re.compile(r"\s*([a-z0-9_]+)\s*(>=|<=|>|<)\s*(-?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*")
BY_DAY: Final = ("troops_closed", "baltic_troops_closed")
BY_SHARE: Final = ("probability", "day_closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """A measure of the verdict, how it compares, and with what."""

    measure: str
    how: str
    threshold: float

    def __str__(self) -> str:
        """As it was written."""
        return f"{self.measure}{self.how}{self.threshold:g}"


def parse_requirement(text: str) -> Requirement:
    """Read ``measure>=number``."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a requirement; write troops_closed_c30>=285000")
    measure, how, number = found.groups()
    return Requirement(measure=measure, how=how, threshold=float(number))


def unmet(requirements: Sequence[Requirement], verdict: pd.DataFrame) -> list[str]:
    """The requirements that a verdict does not meet, with what it has instead."""
    known = measures(verdict)
    missed = []
    for requirement in requirements:
        value = _value(requirement.measure, known)
        if not HOW[requirement.how](value, requirement.threshold):
            missed.append(f"{requirement} is not met: it is {value:,.6g}")
    return missed


def measures(verdict: pd.DataFrame) -> dict[str, float]:
    """The values of a verdict by name: the median, and _p10 and _p90 beside it."""
    known: dict[str, float] = {}
    for row in verdict.to_dict("records"):
        name = _name(str(row["measure"]), float(row["level"]))
        if row["measure"] == "probability":
            known[name] = float(row["probability"])
        else:
            known |= {name: float(row["p50"])}
            known |= {f"{name}_{tail}": float(row[tail]) for tail in ("p10", "p90")}
    return known


def _name(measure: str, level: float) -> str:
    if measure in BY_DAY:
        return f"{measure}_c{level:g}"
    return f"{measure}_{100 * level:.0f}" if measure in BY_SHARE else measure


def _value(measure: str, known: dict[str, float]) -> float:
    if measure not in known:
        near = nearest(measure, known)
        hint = f" Did you mean {near}?" if near else ""
        raise typer.BadParameter(
            f"there is no measure {measure!r}.{hint} There are: {', '.join(sorted(known))}"
        )
    return known[measure]
