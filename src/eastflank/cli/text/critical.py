"""What is most critical, as text: closures alone and in pairs, the best protection, the surface."""

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from eastflank.cli.layout import columns
from eastflank.runs.wording.names import Names
from eastflank.runs.wording.numbers import DASH, count, interval, on_day, share, whole_troops
from eastflank.runs.wording.verdicts import FIRM

if TYPE_CHECKING:
    from eastflank.study.decisions import Criticality, Loss

WIDTH: Final = 100
NAME_WIDTH: Final = 44


def critical_text(found: "Criticality", names: Names) -> str:
    """The answer, what each closure costs, what protects best, the longest that is survived."""
    parts = [_answer(found, names), _candidates(found, names), _closed(found, names)]
    if found.protected:
        parts.append(_protected(found, names))
    if found.surface:
        parts.append(_surface(found, names))
    return "\n\n".join([*parts, "\n".join(map(_wrapped, _remarks(found)))])


def thing(target: str, names: Names) -> str:
    """A target of a closure as a planner calls it."""
    kind, _, name = target.partition(":")
    if kind == "link":
        return f"{names.modes.get(name, 'link')} {names.link(name)}"
    return f"{names.kind(name)} {names.place(name)}"


def _things(loss: "Loss", names: Names) -> str:
    return " and ".join(thing(target, names) for target in loss.targets)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH)


def _answer(found: "Criticality", names: Names) -> str:
    if not found.singles:
        return f"{found.label}: nothing carried a load, so nothing is critical."
    worst, most = found.singles[0], whole_troops(found.singles[0].short)
    among = f"{found.label}: of {len(found.singles)} busy links and terminals"
    closure = f"the closure of {_things(worst, names)} from {on_day(worst.start_day)} on"
    of = f"{most} of {whole_troops(found.troops)} troops closed by {on_day(found.day)}"
    if not worst.low > 0:
        return _wrapped(
            f"{among} none is told to cost anything by {worst.pairs} pairs: {closure} has the "
            f"highest mean, {of}, and its interval includes no cost at all."
        )
    told = f"{among} {closure} costs most: {of}."
    safe = _best(found, worst)
    if safe is not None:
        saved = whole_troops(worst.short - safe.short)
        told += f" Of the protections that were tried, “{safe.how}” gives back most: {saved}."
    return _wrapped(told)


def _best(found: "Criticality", worst: "Loss") -> "Loss | None":
    """The protection with the smallest loss."""
    mine = [each for each in found.protected if each.targets == worst.targets]
    return min(mine, key=lambda each: each.short, default=None)


def _candidates(found: "Criticality", names: Names) -> str:
    head = ["screened: what carried most", "lifts", "troops", "tonnes"]
    rows = [
        [
            thing(str(row["target"]), names),
            count(row["lifts"]),
            count(row["troops"]),
            count(row["tonnes"]),
        ]
        for row in found.candidates.to_dict("records")
    ]
    return columns(head, rows)


def _closed(found: "Criticality", names: Names) -> str:
    losses = [*found.singles, *found.doubles]
    bounded = any(not math.isnan(each.bound_less) for each in losses)
    start = on_day(losses[0].start_day) if losses else ""
    head = [f"confirmed: closed from {start}", "troops short", "EE, LV, LT"]
    head += ["bound less"] if bounded else []
    return columns(head, [row for each in losses for row in _loss(each, names, bounded=bounded)])


def _loss(each: "Loss", names: Names, *, bounded: bool) -> list[list[str]]:
    first, *rest = textwrap.wrap(_things(each, names), NAME_WIDTH)
    cells = [first, _short(each), count(each.short_baltic)]
    cells += [count(each.bound_less)] if bounded else []
    return [cells, *([f"  {line}", *[""] * (len(cells) - 1)] for line in rest)]


def _short(each: "Loss") -> str:
    return interval(each.short, each.low, each.high, ",.0f")


def _protected(found: "Criticality", names: Names) -> str:
    head = ["confirmed: protected", "what is done", "troops short", "given back"]
    whole = {each.targets: each.short for each in found.singles}
    rows = [
        [_things(each, names), each.how, _short(each), count(whole[each.targets] - each.short)]
        for each in found.protected
    ]
    return columns(head, [_cut(row) for row in rows])


def _cut(row: Sequence[str]) -> list[str]:
    """A long name is shortened, so that the line fits."""
    return [textwrap.shorten(row[0], NAME_WIDTH - 8, placeholder=" …"), *row[1:]]


def _surface(found: "Criticality", names: Names) -> str:
    lasts = sorted({each.lasts_days for each in found.surface})
    short = {(each.start_day, each.lasts_days): each.short for each in found.surface}
    survived = found.longest_survived()
    head = [
        f"{_things(found.surface[0], names)}, closed for",
        *(f"{days:g} days" for days in lasts),
        "longest survived",
    ]
    rows = [
        [
            f"from {on_day(start)}",
            *(count(short[start, days]) for days in lasts),
            f"{longest:g} days" if longest else DASH,
        ]
        for start, longest in survived.items()
    ]
    return columns(head, [_cut(row) for row in rows])


def _remarks(found: "Criticality") -> list[str]:
    pairs = max((each.pairs for each in found.singles), default=0)
    lines = ["Screened: by tonnes carried in the run at likely values. Confirmed: by paired runs."]
    if pairs < FIRM:
        lines.append(f"{pairs} pairs: differences smaller than the intervals say nothing.")
    if found.surface:
        lines.append(
            f"Survived: no more than {share(found.tolerated)} of the troops closed by "
            f"{on_day(found.day)} are short."
        )
    return lines
