"""What the cut does: paired differences against the first run, by destination and by unit."""

import math
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import KEY
from eastflank.measures.compare.pairing import (
    BALTIC,
    DAY_SHARES,
    EVERYWHERE,
    paired_troops,
)
from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.lines import lines_by, lines_of
from eastflank.report.table import Cell, Row, Section, Table, cells
from eastflank.runs.comparison import penalty_of
from eastflank.runs.families import Family
from eastflank.runs.pairs import paired_closures, shorter_horizon_day, unlike_horizons
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.names import country

WORST: Final = 15
MEAN: Final = ("mean", "low", "high")
PLACES: Final = {EVERYWHERE: "everywhere", BALTIC: "Estonia, Latvia and Lithuania"}
ONE_PAIR: Final = (
    "One pair of runs measures no penalty: small changes of a rule move single runs by as much as "
    "the cut does. Run both with 20 replications or more."
)


def penalty_sentences(family: Family) -> Iterator[str]:
    """What each other run costs at the target day, in words."""
    for other in family.others:
        table = penalty_of(family.base, other, places=list(PLACES))
        everywhere, baltic = (_short(table, where) for where in (EVERYWHERE, BALTIC))
        if everywhere is None:
            continue
        if int(everywhere["replications"]) == 1:
            yield f"{sentence_case(other.name)} against {family.base.name}: {ONE_PAIR}"
            continue
        there = "" if baltic is None else f"; in the Baltic states {_cost(baltic)}"
        paired = _basis(int(everywhere["replications"]))
        yield (
            f"{sentence_case(other.name)} against {family.base.name}, troops closed by "
            f"{numbers.on_day(family.base.day)}: {_cost(everywhere)}{there}; {paired}."
        )
    for other in family.unpaired:
        yield f"{other.name} is not compared: it met other luck, or has no replication in common."


def _short(table: pd.DataFrame, where: str) -> dict[str, Any] | None:
    rows = table.loc[(table["measure"] == "troops_short") & (table["where"] == where)]
    return next(iter(lines_of(rows)), None)


def _cost(row: dict[str, Any]) -> str:
    mean, low, high = (float(row[name]) for name in MEAN)
    way = "fewer" if mean >= 0 else "more"
    if mean < 0:
        mean, low, high = -mean, -high, -low
    told = f"{numbers.whole_troops(mean)} {way}"
    if math.isnan(low):
        return told
    return f"{told} (95 % interval {numbers.whole_troops(low)} to {numbers.whole_troops(high)})"


def sentence_case(words: str) -> str:
    """Words with a capital at their beginning."""
    return f"{words[:1].upper()}{words[1:]}"


def _basis(replications: int) -> str:
    return "one pair, not a forecast" if replications == 1 else f"mean of {replications} pairs"


def penalty_table(base: StoredRun, other: StoredRun) -> Table:
    """Troops short at the target day and days later by destination, then the chances."""
    table = penalty_of(base, other)
    rows = lines_of(table)
    of = {(row["measure"], row["where"], row["level"]): row for row in rows}
    places = list(dict.fromkeys(row["where"] for row in rows if row["measure"] == "troops_short"))
    pairs, unit = int(rows[0]["replications"]), numbers.troops_unit(base.force)
    return Table(
        id=f"penalty-{other.manifest.run_id}",
        caption=f"{other.name} against {base.name}: {_basis(pairs)}"
        + (", with the 95 % interval of the mean" if pairs > 1 else ""),
        head=[
            "destination",
            f"closed by {numbers.on_day(base.day)}, {base.name}, {unit}",
            f"{other.name}, {unit}",
            f"short, {unit}",
            *(f"{numbers.share(level)} closed later, days" for level in DAY_SHARES),
        ],
        sections=[
            Section(heading="", rows=[_place_row(base, of, where) for where in places]),
            *_chances(base, other, rows),
        ],
        notes=list(_notes(base, other, rows, pairs)),
    )


def _place_row(
    base: StoredRun, of: dict[tuple[str, str, float], dict[str, Any]], where: str
) -> Row:
    short = of["troops_short", where, base.day]
    scale = numbers.THOUSAND if base.force >= numbers.LARGE_FORCE else 1.0
    form = ",.1f" if scale > 1 else ",.0f"
    return Row(
        label=PLACES.get(where, country(where)),
        cells=cells(
            numbers.troops(float(short["base"]), base.force),
            numbers.troops(float(short["cut"]), base.force),
            verdicts.cost(short, form, unit=scale),
            *(verdicts.cost(of.get(("days_later", where, level)), ".1f") for level in DAY_SHARES),
        ),
        is_key=where == EVERYWHERE,
    )


def _chances(base: StoredRun, other: StoredRun, rows: list[dict[str, Any]]) -> Iterator[Section]:
    told = [
        row
        for row in rows
        if row["measure"] == "probability_difference" and not math.isnan(float(row["mean"]))
    ]
    if told:
        yield Section(
            heading=f"Chance of x by {numbers.on_day(base.day)}: "
            f"{base.name}, {other.name}, difference",
            rows=[
                Row(
                    label=f"x = {numbers.share(row['level'])}",
                    cells=[
                        Cell(f"{row['base']:.2f}"),
                        Cell(f"{row['cut']:.2f}"),
                        Cell(numbers.interval(row["mean"], row["low"], row["high"], form="+.2f")),
                        *cells(*[""] * len(DAY_SHARES)),
                    ],
                )
                for row in told
            ],
        )


def _notes(
    base: StoredRun, other: StoredRun, rows: list[dict[str, Any]], pairs: int
) -> Iterator[str]:
    yield "Closed: medians of each run. Short and later: paired replication by replication."
    if any(row["note"] and row["measure"] == "days_later" for row in rows):
        yield f"{verdicts.LOWER_BOUND}."
    if horizons := unlike_horizons(base, other):
        yield f"{horizons[:1].upper()}{horizons[1:]}"
    if pairs == 1:
        yield ONE_PAIR
        return
    short = paired_troops(*paired_closures(base, other), by_day=base.day)["short"]
    better = int((short < 0).sum())
    yield (
        f"In {better} of {pairs} replications {other.name} has more troops closed by "
        f"{numbers.on_day(base.day)} than {base.name}: where each lot takes what is best for "
        "itself, a closure may send lots to ships that they might have taken at once."
    )
    yield (
        "A difference of chances is told only where both lie between 0.05 and 0.95 and there are "
        "20 replications or more."
    )


def unit_table(base: StoredRun, other: StoredRun) -> Table:
    """The units that close later, or never, because of the difference: the worst first."""
    first, second = paired_closures(base, other)
    force = lines_by(first.drop_duplicates("unit"), "unit")
    late = _lateness(first, second, horizon_h=shorter_horizon_day(base, other) * HOURS_PER_DAY)
    worst = late.sort_values("later", ascending=False, kind="stable").head(WORST).reset_index()
    rows = [_unit_row(line, force[str(line["unit"])]) for line in lines_of(worst)]
    return Table(
        id=f"units-{other.manifest.run_id}",
        caption=f"Units that lose most: {other.name} against {base.name}",
        head=[
            "unit",
            "destination",
            f"closed, day after C-day, {base.name}",
            f"{other.name}, day after C-day",
            "later, days",
            "never closed, % of replications",
        ],
        sections=[Section(heading="", rows=rows)],
        notes=["Medians; days later is the paired mean, with what never closes at the horizon."],
    )


def _lateness(first: pd.DataFrame, second: pd.DataFrame, *, horizon_h: float) -> pd.DataFrame:
    """Of each unit that closes later: its days in both, how much later, how often never."""
    hours = [table.set_index(KEY)["closed_095_h"] for table in (first, second)]
    base_day, cut_day = (each.clip(upper=horizon_h) / HOURS_PER_DAY for each in hours)
    table = pd.DataFrame(
        {
            "base": base_day.groupby("unit").median(),
            "cut": cut_day.groupby("unit").median(),
            "later": (cut_day - base_day).groupby("unit").mean(),
            "never": np.isinf(hours[1]).groupby("unit").mean(),
        }
    )
    return table.loc[table["later"] > 0]


def _unit_row(line: dict[str, Any], unit: dict[str, Any]) -> Row:
    return Row(
        label=f"{unit['name']} ({line['unit']})",
        cells=cells(
            country(unit["destination_country"]),
            f"{line['base']:.1f}",
            f"{line['cut']:.1f}",
            numbers.signed(f"{line['later']:+.1f}"),
            numbers.share(line["never"]) if line["never"] > 0 else numbers.DASH,
        ),
    )
