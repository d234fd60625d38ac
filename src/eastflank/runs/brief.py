"""The brief: one page of a question in words, that the report, the brief and README share."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from eastflank.measures.closure.curves import day_of_share
from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.runs.basis import basis_of
from eastflank.runs.bracket_text import Line, cost_of, days_of, is_told, sections_of
from eastflank.runs.brackets import Bracket, Rung, Side, most_of
from eastflank.runs.clocks import after_order, on_both_clocks
from eastflank.runs.commands import command_of
from eastflank.runs.levers import lever_lines, levers_command
from eastflank.runs.sensitivity import sensitivity_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances, numbers, verdicts
from eastflank.store.folder import LIKELY

HANGS_ON: Final = 3
TANKS: Final = "main battle tanks in EE, LV, LT"
SHORT: Final = "Tanks, EE LV LT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a commander reads first.

    - answer: three sentences.
    - places: what is in place by the day by country, and tanks: a cell a side.
    - levers: what would turn the answer, or how to know it.
    - unknown: what the page cannot tell.
    """

    bracket: Bracket
    rung: Rung
    question: str
    answer: tuple[str, ...]
    places: tuple[Line, ...]
    levers: tuple[str, ...]
    unknown: tuple[str, ...]
    commands: tuple[str, ...]
    basis: tuple[str, ...]

    @property
    def first(self) -> StoredRun:
        """The open run on the rung that is told."""
        return self.bracket.first.runs[self.rung]


def brief_of(bracket: Bracket) -> Brief:
    """The brief of a bracket: told of the staff plan where that has draws enough."""
    rung = _told_rung(bracket)
    first = bracket.first.runs[rung]
    return Brief(
        bracket=bracket,
        rung=rung,
        question=question_of(first),
        answer=answer_of(bracket),
        places=tuple(_places(bracket, rung)),
        levers=tuple(_levers(first)),
        unknown=tuple(_unknown(bracket, first)),
        commands=tuple(_commands(bracket)),
        basis=tuple(_basis(bracket)),
    )


def answer_of(bracket: Bracket) -> tuple[str, str, str]:
    """Three sentences: is the target met, what is in place by then, what does the cut cost."""
    rung = _told_rung(bracket)
    first = bracket.first.runs[rung]
    return _target(bracket, rung), _there(first, bracket, rung), _cut(bracket, rung)


def _told_rung(bracket: Bracket) -> Rung:
    staff = bracket.first.runs.get(Rung.STAFF)
    is_drawn = staff is not None and len(staff.drawn) >= ENOUGH
    return Rung.STAFF if is_drawn or Rung.NOBODY not in bracket.first.runs else Rung.NOBODY


def question_of(run: StoredRun) -> str:
    """What is asked of a run, with its force and its day on both clocks."""
    share, force = numbers.share(HEADLINE_SHARE), numbers.count(run.force)
    return f"Can {share} of {force} troops be in place by {on_both_clocks(run, run.day)}?"


def _target(bracket: Bracket, rung: Rung) -> str:
    """How likely it is on each rung that is there, and whether any plan could."""
    side = bracket.first
    told = [_likely(side.runs[rung], rung)]
    told += [_beside(side, rung, other) for other in _others(side, rung)]
    if side.bound:
        most = most_of(side, side.run.day)
        is_out = most < HEADLINE_SHARE * side.run.force
        told.append(
            f"no plan can: at most {numbers.whole_troops(most, side.run.force)} could be in place"
            if is_out
            else "the bound does not rule out a better plan"
        )
    sentence = "; ".join(told)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _others(side: Side, rung: Rung) -> list[Rung]:
    return [each for each in (Rung.NOBODY, Rung.STAFF) if each != rung and each in side.runs]


CONDITIONS: Final = {Rung.NOBODY: "if nobody coordinates", Rung.STAFF: "under a staff plan"}


def _beside(side: Side, rung: Rung, other: Rung) -> str:
    """What another rung says; of one run at likely values beside that of the rung that is told."""
    first, second = side.runs[rung], side.runs[other]
    if first.is_deterministic or not second.is_deterministic or not first.is_stored(LIKELY):
        return _likely(second, other)
    one, another = (
        f"{'yes' if _day_at_likely(run) <= run.day else 'no'} {CONDITIONS[each]}"
        for each, run in ((other, second), (rung, first))
    )
    return f"in one run each at likely values, {one} and {another}"


def _day_at_likely(run: StoredRun) -> float:
    return float(day_of_share(run.closures([LIKELY]), share=HEADLINE_SHARE).iloc[0])


def _likely(run: StoredRun, rung: Rung) -> str:
    row = run.line("probability", HEADLINE_SHARE)
    if row is None or not run.has_probability:
        day = run.line("day_closed", HEADLINE_SHARE)
        is_met = day is not None and float(day["p50"]) <= run.day
        where = "in the run at likely values" if run.is_deterministic else "at the median"
        return f"{'yes' if is_met else 'no'} {where} {CONDITIONS[rung]}"
    told = chances.said(*(float(row[name]) for name in ("probability", "low", "high")))
    return f"{told} {CONDITIONS[rung]}"


def _there(run: StoredRun, bracket: Bracket, rung: Rung) -> str:
    closed, baltic = (
        run.line("reading_closed_095", run.day),
        run.line("baltic_troops_closed", run.day),
    )
    told = f"By then {_band(closed, run.force)} are in place"
    if baltic is not None and float(baltic["of"]) > 0:
        there, of = (numbers.whole_troops(float(baltic[name]), run.force) for name in ("p50", "of"))
        told += f", {there} of the {of} bound for {verdicts.BALTIC}"
    return f"{told}; {_when(bracket.first, run, rung)}."


def _when(side: Side, run: StoredRun, rung: Rung) -> str:
    days = days_of(side, rung)
    share = numbers.share(HEADLINE_SHARE)
    if days is None or days[1] == float("inf"):
        return f"{share} are never in place within the run"
    of_order = after_order(run, days[1])
    clock = f", day {of_order} after the order" if of_order else ""
    return f"{share} are in place on {numbers.c_day(days[1])}{clock}"


def _band(row: Any, force: float) -> str:
    if row is None:
        return numbers.DASH
    low, mid, high = (
        numbers.whole_troops(float(row[name]), force) for name in ("p10", "p50", "p90")
    )
    return mid if low == high else f"{mid} ({low} to {high})"


def _cut(bracket: Bracket, rung: Rung) -> str:
    """What the first cut costs; why that is not told where there are no pairs."""
    cut = next((cut for cut in bracket.cuts if rung in cut.runs), None)
    if cut is None:
        return "What a cut of the corridor costs is not stored beside this run."
    run = cut.runs[rung]
    closed = _band(run.line("reading_closed_095", run.day), run.force)
    name = f"{cut.name[:1].upper()}{cut.name[1:]}"
    there = f"{name}, {closed} are in place by then"
    of_all, of_baltic, of_days = (
        ("troops_short", EVERYWHERE, run.day),
        ("troops_short", BALTIC, run.day),
        ("days_later", EVERYWHERE, HEADLINE_SHARE),
    )
    short = cost_of(bracket, cut, rung, of_all)
    if short == verdicts.ONE_PAIR or "(" not in short:
        return f"{there}; a single pair of runs does not measure what the cut costs."
    told = [
        f"{short} fewer in all" if is_told(bracket, cut, rung, of_all) else UNTOLD.format(short)
    ]
    if is_told(bracket, cut, rung, of_baltic):
        baltic = _mean(cost_of(bracket, cut, rung, of_baltic))
        told.append(f"{baltic} fewer in {verdicts.BALTIC}")
    if is_told(bracket, cut, rung, of_days):
        late = _mean(cost_of(bracket, cut, rung, of_days))
        told.append(f"{numbers.share(HEADLINE_SHARE)} come {late} days later")
    return f"{there}: {'; '.join(told)}."


UNTOLD: Final = "{} fewer in all, which the pairs do not tell from none"


def _mean(cost: str) -> str:
    """A cost without its interval."""
    return cost.split(" (", maxsplit=1)[0]


def _places(bracket: Bracket, rung: Rung) -> Iterator[Line]:
    """The countries of the flank, and the tanks of the Baltic states."""
    for section in sections_of(bracket):
        if section.heading.endswith(rung.value) and "by country" in section.heading:
            yield from section.lines
        if section.heading.endswith(rung.value) and section.heading.startswith("Fight-ready"):
            tanks = (line for line in section.lines if line.label.startswith(TANKS))
            yield from (Line(line.label.replace(TANKS, SHORT), line.cells) for line in tanks)


def _levers(run: StoredRun) -> Iterator[str]:
    found = lever_lines(run)
    yield from found
    if not found:
        yield f"Not computed yet: {levers_command(run)}"


def _unknown(bracket: Bracket, first: StoredRun) -> Iterator[str]:
    """What the numbers cannot tell, then what they hang on."""
    drawn = len(first.drawn)
    if not drawn:
        yield "No spread and no chance: one run with every row at its likely value."
    elif drawn < verdicts.FIRM:
        yield f"{drawn} draws: the true spread is wider than P10–P90 says."
    if drawn and first.draws.luck_per_draw == 1:
        yield "How much of the spread is ignorance and how much is luck."
    missing = {rung for side in bracket.sides for rung in side.missing}
    if Rung.STAFF in missing:
        yield "What a staff plan would reach: not computed for every side."
    if Rung.BOUND in missing:
        yield "What no plan can beat: not computed for every side."
    if first.has_probability:
        yield f"The answer hangs most on: {_hangs_on(first)}."
    yield "Enemy action beside the named closures; what else the model leaves out: docs/limits.md."


def _hangs_on(run: StoredRun) -> str:
    """The rows that troops in place follow most, with their grades."""
    table = sensitivity_of(run, with_indices=False).table
    first = table.loc[table["measure"] == table["measure"].iloc[0]]
    strength = first["rank_correlation"].abs().sort_values(ascending=False)
    rows = first.loc[strength.index].head(HANGS_ON).to_dict("records")
    told = [f"{_short(str(row['title']))} (grade {row['grade']})" for row in rows]
    return "; ".join(told)


def _short(title: str) -> str:
    """The first title of a group of rows, begun in small letters."""
    first, *more = title.split("; ")
    told = f"{first[:1].lower()}{first[1:]}"
    return f"{told} and {len(more)} of its group" if more else told


def _basis(bracket: Bracket) -> Iterator[str]:
    """What all numbers of the page rest on, each thing once."""
    runs = [run for side in bracket.sides for run in side.runs.values()]
    yield from dict.fromkeys(basis_of(run) for run in runs)
    yield verdicts.GIVEN
    if any(side.bound for side in bracket.sides):
        yield verdicts.BOUND_BASIS


def _commands(bracket: Bracket) -> Iterator[str]:
    yield from (command_of(run) for side in bracket.sides for run in side.runs.values())
