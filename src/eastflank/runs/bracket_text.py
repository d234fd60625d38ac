"""The bracket in words: sections of lines, a cell a side, that screens, pages and briefs share."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from eastflank.measures.closure.curves import country_closed, troops_closed
from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.runs.bands import bands_of
from eastflank.runs.basis import basis_of
from eastflank.runs.brackets import BAND, Bracket, Rung, Side, most_of
from eastflank.runs.clocks import after_order, on_both_clocks
from eastflank.runs.comparison import penalty_of
from eastflank.runs.fight import KINDS, fight_ready_of, tells_strength
from eastflank.runs.pairs import common_replications, unlike_horizons, unpairable
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances, numbers, verdicts
from eastflank.runs.wording.names import country
from eastflank.store.folder import LIKELY

COUNTRIES: Final = ("EE", "LV", "LT", "FI", "PL", "RO")
NOT_STORED: Final = "not stored"
FEW: Final = f"under {ENOUGH} draws"


@dataclass(frozen=True, slots=True)
class Line:
    """A label and a cell for each side."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """Lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


def _horizons(bracket: Bracket) -> Iterator[str]:
    """Which cuts do not end when the open run does that their costs are told against."""
    for side, rung, run in _each(bracket):
        base = bracket.first.runs.get(rung) if side in bracket.cuts else None
        if base is not None and (told := unlike_horizons(base, run)):
            yield told


def sections_of(bracket: Bracket) -> list[Lines]:
    """The whole bracket: troops, days on both clocks, chance, countries, costs, what is unsure."""
    found = [
        _troops(bracket),
        _at_likely(bracket),
        _days(bracket),
        _chances(bracket),
        *_countries(bracket),
        *_fight(bracket),
        *_costs(bracket),
        _bands(bracket),
    ]
    return [each for each in found if each.lines]


def remarks_of(bracket: Bracket) -> list[str]:
    """What the numbers rest on, and what they cannot tell."""
    runs = [run for side in bracket.sides for run in side.runs.values()]
    told = [f"{_called(side, rung)}: {basis_of(run)}" for side, rung, run in _each(bracket)]
    told += _horizons(bracket)
    if any(len(run.drawn) > 1 and run.draws.luck_per_draw == 1 for run in runs):
        told.append(verdicts.NOT_APART)
    if any(run.has_probability for run in runs):
        told.append(verdicts.GIVEN)
    if any(side.bound for side in bracket.sides):
        told.append(verdicts.BOUND_BASIS)
    return told


def missing_of(bracket: Bracket) -> list[tuple[str, str]]:
    """What of the bracket is not stored, and the command that makes it."""
    return [
        (f"{rung.value}, {side.name}", command)
        for side in bracket.sides
        for rung, command in side.missing.items()
    ]


def _each(bracket: Bracket) -> Iterator[tuple[Side, Rung, StoredRun]]:
    for side in bracket.sides:
        for rung in Rung:
            if rung in side.runs:
                yield side, rung, side.runs[rung]


def _called(side: Side, rung: Rung) -> str:
    return f"{side.name}, {rung.value}"


def _troops(bracket: Bracket) -> Lines:
    run = bracket.first.run
    lines = (
        Line(rung.value, tuple(_closed(side, rung) for side in bracket.sides)) for rung in Rung
    )
    heading = f"Troops in place by {on_both_clocks(run, run.day)}, of {numbers.count(run.force)}"
    return Lines(heading=heading, lines=tuple(lines))


def _closed(side: Side, rung: Rung) -> str:
    if rung is Rung.BOUND:
        most = most_of(side, side.run.day) if side.bound else None
        return NOT_STORED if most is None else numbers.whole_troops(most, side.run.force)
    run = side.runs.get(rung)
    if run is None:
        return NOT_STORED
    told = _banded(run, ("reading_closed_095", run.day))
    return f"{told} (one run)" if _is_mixed(side) and run.is_deterministic else told


def _is_mixed(side: Side) -> bool:
    """Whether one run stands beside medians of many: they are not to be compared."""
    return len({run.is_deterministic for run in side.runs.values()}) > 1


def _at_likely(bracket: Bracket) -> Lines:
    """Like beside like, where one run stands beside medians: the run at likely values of each."""
    rungs = (Rung.NOBODY, Rung.STAFF) if any(map(_is_mixed, bracket.sides)) else ()
    lines = (
        Line(rung.value, tuple(_likely(side.runs.get(rung)) for side in bracket.sides))
        for rung in rungs
    )
    heading = "The same in one run each, every row at its likely value: not a forecast"
    return Lines(heading=heading, lines=tuple(lines))


def _likely(run: StoredRun | None) -> str:
    if run is None or not run.is_stored(LIKELY):
        return NOT_STORED
    closed = troops_closed(run.closures([LIKELY]), by_day=run.day).iloc[0]
    return numbers.whole_troops(float(closed), run.force)


def _banded(run: StoredRun, line: tuple[str, float]) -> str:
    row = run.line(*line)
    if row is None:
        return numbers.DASH
    return numbers.band(*(numbers.whole_troops(float(row[name]), run.force) for name in BAND))


def _days(bracket: Bracket) -> Lines:
    run = bracket.first.run
    lines: list[Line] = []
    for rung in Rung:
        lines.append(Line(rung.value, tuple(_day(side, rung) for side in bracket.sides)))
        of_order = tuple(_day_of_order(side, rung) for side in bracket.sides)
        if any(of_order):
            lines.append(Line("  the same, days after the order", of_order))
    troops = numbers.count(HEADLINE_SHARE * run.force)
    heading = f"Day on which {numbers.share(HEADLINE_SHARE)} ({troops}) are in place"
    return Lines(heading=heading, lines=tuple(lines))


def _day(side: Side, rung: Rung) -> str:
    days = days_of(side, rung)
    if days is None:
        return NOT_STORED
    told = numbers.band(*(numbers.c_day(day) for day in days))
    return f"not before {told}" if rung is Rung.BOUND else told


def _day_of_order(side: Side, rung: Rung) -> str:
    days = days_of(side, rung)
    if days is None:
        return ""
    told = [after_order(side.run, day) for day in days]
    return numbers.band(*told) if all(told) else ""


def days_of(side: Side, rung: Rung) -> tuple[float, float, float] | None:
    """The day on which the headline share is in place (P10, P50, P90); None if not stored."""
    if rung is Rung.BOUND:
        return (side.bound.day_of(HEADLINE_SHARE),) * 3 if side.bound else None
    row = side.runs[rung].line("day_closed", HEADLINE_SHARE) if rung in side.runs else None
    if row is None:
        return None
    return float(row["p10"]), float(row["p50"]), float(row["p90"])


def _chances(bracket: Bracket) -> Lines:
    run = bracket.first.run
    simulated = (rung for rung in Rung if rung is not Rung.BOUND)
    lines = (
        Line(rung.value, tuple(_chance(side.runs.get(rung)) for side in bracket.sides))
        for rung in simulated
    )
    share, by = numbers.share(HEADLINE_SHARE), numbers.on_day(run.day)
    heading = f"Chance of {share} by {by}, given these evidence rows"
    return Lines(heading=heading, lines=tuple(lines))


def _chance(run: StoredRun | None) -> str:
    if run is None:
        return NOT_STORED
    row = run.line("probability", HEADLINE_SHARE)
    if row is None or not run.has_probability:
        return FEW
    return chances.said(*(float(row[name]) for name in ("probability", "low", "high")))


def _countries(bracket: Bracket) -> Iterator[Lines]:
    """Troops in place in the countries of the flank, on each rung that is simulated."""
    first = bracket.first
    for rung in (Rung.NOBODY, Rung.STAFF):
        if not any(rung in side.runs for side in bracket.sides):
            continue
        tables = [_by_country(side.runs.get(rung)) for side in bracket.sides]
        known = {code: row for table in tables for code, row in table.items()}
        lines = [
            Line(
                f"{country(code)}, of {_required(known[code], first.run.force)}",
                tuple(_in_country(table, code, first.run.force) for table in tables),
            )
            for code in COUNTRIES
            if code in known
        ]
        heading = f"In place by {numbers.on_day(first.run.day)} by country, {rung.value}"
        yield Lines(heading=heading, lines=tuple(lines))


def _fight(bracket: Bracket) -> Iterator[Lines]:
    """Tanks, infantry, howitzers and air defence in place, on each rung whose folders tell it."""
    day = bracket.first.run.day
    for rung in (Rung.NOBODY, Rung.STAFF):
        tables = [_strength(side.runs.get(rung), day) for side in bracket.sides]
        known = {key: row for table in tables for key, row in table.items()}
        lines = [
            Line(
                f"{called}{of_them}, of {numbers.count(float(known[where, kind]['required']))}",
                tuple(_of_strength(table, (where, kind)) for table in tables),
            )
            for kind, called in KINDS.items()
            for where, of_them in ((EVERYWHERE, ""), (BALTIC, " in EE, LV, LT"))
            if (where, kind) in known
        ]
        heading = f"Fight-ready by {numbers.on_day(day)}, {rung.value}"
        yield Lines(heading=heading, lines=tuple(lines))


def _strength(run: StoredRun | None, day: float) -> dict[tuple[str, str], dict[Any, Any]]:
    if run is None or not tells_strength(run):
        return {}
    rows = fight_ready_of(run, (day,)).to_dict("records")
    return {(str(row["where"]), str(row["kind"])): row for row in rows}


def _of_strength(table: Mapping[tuple[str, str], dict[Any, Any]], key: tuple[str, str]) -> str:
    if key not in table:
        return NOT_STORED
    return numbers.band(*(numbers.count(float(table[key][name])) for name in BAND))


def _by_country(run: StoredRun | None) -> dict[str, dict[Any, Any]]:
    if run is None:
        return {}
    table = country_closed(run.closures(), by_day=run.day)
    return {str(row["destination_country"]): row for row in table.to_dict("records")}


def _required(row: Mapping[Any, Any], force: float) -> str:
    return numbers.whole_troops(float(row["required"]), force)


def _in_country(table: dict[str, dict[Any, Any]], code: str, force: float) -> str:
    if code not in table:
        return NOT_STORED
    return numbers.band(*(numbers.whole_troops(float(table[code][name]), force) for name in BAND))


def _costs(bracket: Bracket) -> Iterator[Lines]:
    """What each cut costs against the first side, pair by pair; nothing from a single pair."""
    run = bracket.first.run
    asked = (
        (f"fewer in place by {numbers.on_day(run.day)}", "troops_short", EVERYWHERE, run.day),
        ("fewer in EE, LV, LT", "troops_short", BALTIC, run.day),
        ("days later for 95 %", "days_later", EVERYWHERE, HEADLINE_SHARE),
    )
    for rung in (Rung.NOBODY, Rung.STAFF):
        if not _can_cost(bracket, rung):
            continue
        lines = [
            Line(
                label,
                tuple(
                    cost_of(bracket, side, rung, key) if side in bracket.cuts else ""
                    for side in bracket.sides
                ),
            )
            for label, *key in asked
        ]
        heading = f"What the cut costs, {rung.value}: mean of pairs (95 % interval)"
        yield Lines(heading=heading, lines=tuple(lines))


def _can_cost(bracket: Bracket, rung: Rung) -> bool:
    return rung in bracket.first.runs and any(rung in cut.runs for cut in bracket.cuts)


def cost_of(bracket: Bracket, cut: Side, rung: Rung, key: Sequence[Any]) -> str:
    """One cost of a cut on a rung; why there is none where it cannot be told."""
    if rung not in cut.runs:
        return NOT_STORED
    base, other = bracket.first.runs[rung], cut.runs[rung]
    if unpairable(base, other) is not None:
        return "not told: other luck"
    if len(common_replications(base, other)) == 1:
        return verdicts.ONE_PAIR
    row = _cost_row(base, other, key)
    if row is None:
        return numbers.DASH
    if row["measure"] == "days_later":
        return verdicts.cost(row, ".1f")
    mean, low, high = (
        numbers.whole_troops(float(row[name]), base.force) for name in ("mean", "low", "high")
    )
    return f"{mean} ({low} to {high})"


def is_told(bracket: Bracket, cut: Side, rung: Rung, key: Sequence[Any]) -> bool:
    """Whether the pairs tell a cost of a cut from none: its interval lies on one side of it."""
    row = _cost_row(bracket.first.runs[rung], cut.runs[rung], key)
    return row is not None and (row["low"] > 0 or row["high"] < 0)


def _cost_row(base: StoredRun, cut: StoredRun, key: Sequence[Any]) -> dict[Any, Any] | None:
    rows = penalty_of(base, cut, places=[key[1]]).to_dict("records")
    return next((row for row in rows if _is_of(row, key)), None)


def _is_of(row: dict[Any, Any], key: Sequence[Any]) -> bool:
    return [row["measure"], row["where"], row["level"]] == list(key)


def _bands(bracket: Bracket) -> Lines:
    """The band of ignorance apart from the band of luck, where replications share draws."""
    run = bracket.first.run
    measure = f"troops_closed_{run.day:g}"
    lines = [
        Line(f"{what}, {rung.value}", tuple(cells))
        for rung in (Rung.NOBODY, Rung.STAFF)
        for what, name in (("what is not known", "knowledge"), ("what varies by luck", "luck"))
        if any(cells := [_band(side.runs.get(rung), measure, name) for side in bracket.sides])
    ]
    heading = f"Troops in place by {numbers.on_day(run.day)}: ignorance apart from luck (P10–P90)"
    return Lines(heading=heading, lines=tuple(lines))


def _band(run: StoredRun | None, measure: str, name: str) -> str:
    rows = [] if run is None else bands_of(run).to_dict("records")
    rows = [row for row in rows if row["measure"] == measure and not row["note"]]
    if not rows:
        return ""
    force = run.force if run else math.inf
    low, high = (
        numbers.whole_troops(float(rows[0][f"{name}_{end}"]), force) for end in ("p10", "p90")
    )
    return f"{low}{numbers.DASH}{high}"
