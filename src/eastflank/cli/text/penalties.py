"""One run against another as plain text: the penalty, where it is of a cut."""

import math
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from eastflank.cli.layout import columns
from eastflank.measures.compare.pairing import EVERYWHERE
from eastflank.runs.wording.numbers import DASH, count, days, interval, on_day, share
from eastflank.runs.wording.verdicts import NO_SPREAD, ONE_PAIR, ONE_RUN, mean_of

SHORT: Final = "troops_short"
LATER: Final = "days_later"
P: Final = "probability_difference"
OF_A_CUT: Final = ("base", "cut", "penalty (95 % of the mean)")
OF_ANOTHER: Final = ("base", "other", "difference (95 % of mean)")


def penalty_text(
    table: pd.DataFrame,
    *,
    base: str = "base",
    cut: str = "cut",
    target_day: float = 30.0,
    basis: str = "",
    is_of_a_cut: bool = True,
) -> str:
    """What is less and later: a sentence, then medians of both runs and the mean difference.

    ``basis`` says how the two were set against each other where they are not paired.
    """
    head = OF_A_CUT if is_of_a_cut else OF_ANOTHER
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.itertuples(index=False)]
    lines = [f"{cut} against {base}, {basis or f'paired over {_replications(rows)}'}"]
    lines += _sentence(rows, base, cut, target_day)
    less = "Troops short at" if is_of_a_cut else "Fewer troops closed by"
    tables = {
        f"{less} {on_day(target_day)}": [_short(r) for r in rows if r["measure"] == SHORT],
        "Days later until x is closed": [_late(r) for r in rows if r["measure"] == LATER],
        f"P(at least x by {on_day(target_day)})": [_chance(r) for r in rows if r["measure"] == P],
    }
    told = [columns((title, *head), cells) for title, cells in tables.items()]
    return "\n\n".join(["\n".join(lines), *told]) + "\n"


def _sentence(rows: list[dict[str, Any]], base: str, cut: str, target_day: float) -> Iterator[str]:
    """The answer in words, of all troops by the day that is asked for; one pair gives none."""
    for row in rows:
        if (row["measure"], row["where"], row["level"]) != ("troops_short", EVERYWHERE, target_day):
            continue
        if row["replications"] > 1:
            mean, ends = row["mean"], (row["low"], row["high"])
            if mean < 0:
                ends = (-ends[1], -ends[0])
            told = interval(abs(mean), *ends, ",.0f")
            unsure = ", which may be none" if row["low"] <= 0 <= row["high"] else ""
            unsure = f"; {NO_SPREAD}" if math.isnan(row["low"]) else unsure
            word = "more" if mean < 0 else "fewer"
            yield f"By {on_day(target_day)} {cut} closes {told} troops {word} than {base}{unsure}."


def _replications(rows: list[dict[str, Any]]) -> str:
    many = int(rows[0]["replications"])
    if many == 1:
        return f"{ONE_RUN}: {ONE_PAIR} measures no difference"
    saved = rows[0]["saved_by_pairing"]
    if not math.isfinite(saved):
        return f"{many} replications"
    return f"{many} replications; unpaired it would take {saved:.1f} times as many"


def _short(row: Mapping[str, Any]) -> list[str]:
    medians = (count(row[name]) for name in ("base", "cut"))
    return [f"  {row['where']}", *medians, _spread(row, ",.0f")]


def _late(row: Mapping[str, Any]) -> list[str]:
    label = f"  {row['where']} {share(row['level'])}"
    mark = " *" if row["note"] else ""
    return [label, *(days(row[name]) for name in ("base", "cut")), _spread(row, ".1f") + mark]


def _chance(row: Mapping[str, Any]) -> list[str]:
    label = f"  x = {share(row['level'])}"
    if pd.isna(row["base"]):
        return [label, DASH, DASH, row["note"]]
    return [label, f"{row['base']:.2f}", f"{row['cut']:.2f}", _spread(row, "+.2f")]


def _spread(row: Mapping[str, Any], form: str) -> str:
    if row["replications"] <= 1:
        return ONE_PAIR
    return mean_of(row, form)
