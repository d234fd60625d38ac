"""By when the order must be given, as text."""

import math
import textwrap
from typing import TYPE_CHECKING, Final

from eastflank.cli.layout import columns
from eastflank.runs.wording.names import country
from eastflank.runs.wording.numbers import (
    DASH,
    c_day,
    days,
    decimal,
    listing,
    on_day,
    share,
    whole_troops,
)
from eastflank.runs.wording.verdicts import FIRM

if TYPE_CHECKING:
    from eastflank.study.decisions import Latest, OrderDay

WIDTH: Final = 100
NEVER: Final = "not within these"


def latest_text(found: "Latest") -> str:
    """A sentence, the orders by confidence, and what they rest on."""
    parts = [textwrap.fill(_sentence(found), WIDTH), _orders(found)]
    if found.chances:
        parts.append(_chances(found))
    parts.append("\n".join(textwrap.fill(line, WIDTH) for line in _remarks(found)))
    return "\n\n".join(parts)


def goal(found: "Latest") -> str:
    """What must stand where, in words."""
    asked = found.asked
    where = f" in {listing([country(code) for code in asked.countries])}" if asked.countries else ""
    return f"{share(asked.share)} of the force{where} ({whole_troops(found.troops)} troops)"


def _sentence(found: "Latest") -> str:
    told = {each.confidence: each for each in found.days}
    middle, sure = told[min(told)], told[max(told)]
    date = on_day(found.by_day)
    if found.moves:
        by, before = f"by a fixed date, the {date} of the question as it stands", "that date"
        clock = f"C-day moves with the order and comes {found.warning_days:g} days after it"
    else:
        by, before = f"by {date}", "C-day"
        clock = "C-day stands, and the order alone is given earlier or later"
    return (
        f"{found.label}: {goal(found)} must be closed {by}. For an even chance the order must be "
        f"given {_ahead(middle, before)}, for {share(sure.confidence)} {_ahead(sure, before)}. "
        f"{clock}."
    )


def _ahead(each: "OrderDay", date: str) -> str:
    if math.isinf(each.days_before):
        return "earlier than all that was tried"
    return f"{decimal(each.days_before)} days before {date}"


def _orders(found: "Latest") -> str:
    head = ["confidence", "order at the latest", "days before", "95 % interval"]
    last = found.by_day
    if found.moves:
        head = [*head[:2], "then C-day is on", *head[2:]]
    rows = []
    for each in found.days:
        order = last - each.days_before if found.moves else -each.days_before
        cells = [share(each.confidence), c_day(order) if math.isfinite(order) else NEVER]
        cells += [c_day(order + found.warning_days)] if found.moves else []
        rows.append([*cells, days(each.days_before), _interval(each)])
    return columns(head, rows)


def _interval(each: "OrderDay") -> str:
    return " to ".join(DASH if math.isnan(end) else days(end) for end in (each.low, each.high))


def _chances(found: "Latest") -> str:
    rows = [[f"{warning:g}", share(chance)] for warning, chance in found.chances.items()]
    return columns(["days of warning", "made it"], rows)


def _remarks(found: "Latest") -> list[str]:
    count = found.replications
    few = f"; fewer than {FIRM}, so the ends are rough" if count < FIRM else ""
    lines = [f"From {count} replications{few}. Confidence is that of these evidence rows."]
    if found.moves:
        lines.append("C in the table is the C-day of the question: the date stays, C-day moves.")
    else:
        tried = ", ".join(f"{warning:g}" for warning in found.chances)
        lines.append(f"Warnings that were tried: {tried} days. The truth may lie between two.")
    return lines
