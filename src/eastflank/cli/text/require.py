"""What it would take, as text: the cheapest confirmed bundle, levers, the front."""

import math
import textwrap
from typing import TYPE_CHECKING, Final

from eastflank.cli.layout import columns
from eastflank.runs.wording.numbers import (
    DASH,
    count,
    decimal,
    interval,
    listing,
    on_day,
    share,
    whole_troops,
)
from eastflank.runs.wording.verdicts import FIRM

if TYPE_CHECKING:
    from eastflank.study.decisions import Bundle, LeverGain, Requirement

WIDTH: Final = 100
STEPS_WIDTH: Final = 48
TITLE_WIDTH: Final = 46
SCREENED: Final = (
    "Screened: what each lever brought alone, less its standard error, added up. Levers help "
    "or hinder each other, so a screened line is a guess until it is confirmed."
)
TOLD: Final = 12  # lines of the front; --csv has all


def require_text(found: "Requirement") -> str:
    """The answer, each lever alone, the front of price against chance, how to read it."""
    parts = [_wrapped(_answer(found)), _levers(found), _front(found)]
    return "\n\n".join([*parts, "\n".join(map(_wrapped, _remarks(found)))])


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH)


def _answer(found: "Requirement") -> str:
    goal = f"{whole_troops(found.troops)} troops closed by {on_day(found.day)}"
    now = f"{found.label}: {goal} has a chance of {share(found.chance_now)} as it stands."
    best = found.cheapest
    wanted = share(found.confidence)
    if best is None:
        most = max((each for each in found.bundles if each.confirmed), key=lambda each: each.chance)
        return (
            f"{now} No bundle that was run gives {wanted}; the best of them gives "
            f"{share(most.chance)} ({_steps(most)})."
        )
    if not best.steps:
        return f"{now} That is {wanted} or more without any lever."
    return (
        f"{now} The cheapest bundle that was run and gives {wanted}: {_steps(best)}, for "
        f"{decimal(best.price_meur)} million euros; the target is met in {_met(best)}."
    )


def _met(bundle: "Bundle") -> str:
    return f"{round(bundle.chance * bundle.pairs)} of {bundle.pairs} pairs"


def _steps(bundle: "Bundle") -> str:
    steps = [f"{lever} × {number}" for lever, number in bundle.steps]
    return listing(steps) if steps else "no lever"


def _levers(found: "Requirement") -> str:
    head = ["each lever as far as it goes, alone", "steps", "million euros", "troops more"]
    ordered = sorted(found.levers, key=lambda each: -each.mean)
    return columns(head, [line for each in ordered for line in _lever(each)])


def _lever(each: "LeverGain") -> list[list[str]]:
    row = each.row
    first, *rest = textwrap.wrap(f"{row.lever}: {row.title}", TITLE_WIDTH)
    gain = interval(each.mean, each.low, each.high, ",.0f")
    lines = [[first, str(row.most), decimal(row.most * row.price_meur), gain]]
    return lines + [[f"  {line}", "", "", ""] for line in rest]


def _front(found: "Requirement") -> str:
    head = ["bundle, the cheapest first", "million euros", "troops more", "chance", "told by"]
    return columns(head, [line for each in _told(found) for line in _bundle(each)])


def _told(found: "Requirement") -> "list[Bundle]":
    """Some of the front, evenly, and all that was run."""
    every = math.ceil(len(found.bundles) / TOLD)
    return [each for place, each in enumerate(found.bundles) if each.confirmed or not place % every]


def _bundle(each: "Bundle") -> list[list[str]]:
    first, *rest = textwrap.wrap(_steps(each), STEPS_WIDTH)
    chance = share(each.chance)
    if each.confirmed:
        chance = f"{chance} ({share(each.low)}{DASH}{share(each.high)})"
    told = f"confirmed, {each.pairs} pairs" if each.confirmed else "screened"
    line = [first, decimal(each.price_meur), count(each.more_troops), chance, told]
    return [line, *([f"  {more}", "", "", "", ""] for more in rest)]


def _remarks(found: "Requirement") -> list[str]:
    pairs = max(each.pairs for each in found.bundles if each.confirmed)
    lines = [
        SCREENED,
        "Prices are those of levers.csv: one year of readiness and one use; most are estimates.",
    ]
    if pairs < FIRM:
        lines.append(f"{pairs} pairs: --confirm goes on to {FIRM} and keeps those that are there.")
    return lines
