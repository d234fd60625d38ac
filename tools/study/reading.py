"""The critical reading: sentences whose direction comes from what was found, whatever it is."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from eastflank.measures.uncertainty.sensitivity import WEAK_GRADES
from eastflank.runs.wording import numbers
from tools.study.stored import SIDES, Row, Study, called, side_called, strongest

BY_CHANCE: Final = 0.05
TOLD: Final = 3
ENOUGH: Final = 8  # pairs from which on two cuts are set against each other
WHERE_MET: Final = (
    "At neither end the target is met in more than half of the draws.",
    "At one end the target is met in more than half of the draws, at the other it is not.",
    "At both ends the target is met in more than half of the draws.",
)
NOTHING: Final = "- Nothing of this was carried out."


def holds(study: Study) -> Iterator[str]:
    """What holds over all draws of the evidence and both rules of dispatch, and what does not."""
    told = [
        *(line for frame in study.of("answer") for line in _of_frame(study, frame)),
        *_of_notice(study),
        *(line for frame in study.of("cuts") for line in _of_cuts(study, frame)),
        *(line for name in study.of("levers") for line in _of_levers(study, name)),
        *(line for frame in study.of("critical") for line in _of_closures(study, frame)),
    ]
    yield from told or [NOTHING]


Rung = tuple[str, Sequence[Row]]  # a rule of dispatch in words, and its pairs open and cut


def _of_frame(study: Study, frame: str) -> Iterator[str]:
    rungs = _rungs(study, frame)
    for side in SIDES:
        yield f"- **The target, {side_called(frame, side)}.** {_target(rungs, side)}"
    yield f"- **The cut, {called(frame)}.** {_cut(rungs)}"
    for side, gain in zip(SIDES, study.rows(f"bracket-{frame}", "gains"), strict=False):
        yield f"- **A staff plan, {side_called(frame, side)}.** {_staff(gain)}"


def _rungs(study: Study, frame: str) -> list[Rung]:
    """The pairs of a frame under each rule of dispatch that was tried."""
    others = study.rows(f"dispatch-{frame}", "pairs")
    found = [
        ("under a staff plan", study.rows(f"answer-{frame}", "pairs")),
        ("where nobody coordinates", study.rows(f"bracket-{frame}", "pairs")),
        *(
            (rule, [row for row in others if row["rule"] == rule])
            for rule in dict.fromkeys(row["rule"] for row in others)
        ),
    ]
    return [(words, pairs) for words, pairs in found if pairs]


def _target(rungs: Sequence[Rung], side: str) -> str:
    """In how many draws it is met under each rule; whether that is a verdict."""
    counts = [
        (words, sum(row[side] >= row["target"] for row in pairs), len(pairs))
        for words, pairs in rungs
    ]
    told = f"It is met in {_counted(counts, 'draws')}."
    if all(met == 0 for _, met, _ in counts):
        return f"{told} It is missed over all that was drawn."
    if all(met == many for _, met, many in counts):
        return f"{told} It is met over all that was drawn."
    return f"{told} The draws do not agree: there is a chance and no verdict."


def _cut(rungs: Sequence[Rung]) -> str:
    """In how many pairs it costs troops under each rule, and from how many to how many."""
    worse = [(words, sum(row["short"] > 0 for row in pairs), len(pairs)) for words, pairs in rungs]
    sizes = [row["short"] for _, pairs in rungs for row in pairs]
    least, most = (numbers.whole_troops(each) for each in (min(sizes), max(sizes)))
    told = f"It costs troops in {_counted(worse, 'pairs')}."
    size = f"From draw to draw it costs from {least} to {most} troops."
    if all(some == many for _, some, many in worse):
        return f"{told} Its sign holds over all that was drawn. {size}"
    if not any(some for _, some, _ in worse):
        return f"{told} Nothing that was drawn shows a cost."
    return f"{told} Not even its sign holds over all that was drawn. {size}"


def _counted(counts: Sequence[tuple[str, int, int]], things: str) -> str:
    return numbers.listing([f"{_of(some, many)} {things} {words}" for words, some, many in counts])


def _staff(gain: Row) -> str:
    told = f"It brings more than lots that each go for themselves in {_of_pairs(gain, 'better')}"
    mean = f"{numbers.whole_troops(gain['more'])} troops in the mean"
    if _is_apart(gain):
        sign = "more" if gain["more"] > 0 else "fewer"
        return f"{told}; {mean}, and the whole 95 % interval says {sign}."
    return f"{told}; {mean}, which is not told from nothing."


def _of_notice(study: Study) -> Iterator[str]:
    for row in study.rows("frames"):
        base, other = called(row["base"]), called(row["experiment"])
        told = f"{_interval(row)} troops fewer than with {base}, in {_of_pairs(row, 'worse')}"
        yield f"- **Readiness, {other}.** {told}: {_apart(row)}."


def _of_cuts(study: Study, frame: str) -> Iterator[str]:
    _, *others = study.rows(f"cuts-{frame}")
    firm, few = (
        [row for row in others if (row["pairs"] >= ENOUGH) == enough] for enough in (True, False)
    )
    if few:
        yield (
            f"- **Other cuts, {called(frame)}.** Fewer than {ENOUGH} pairs, so not set against "
            f"the cut at C+8: {_titles(few)}."
        )
    for words, rows in (
        ("Pair by pair these cost more than the cut at C+8", [r for r in firm if _side(r) > 0]),
        ("Pair by pair these cost less than the cut at C+8", [r for r in firm if _side(r) < 0]),
        ("Not told from the cut at C+8", [r for r in firm if not _side(r)]),
        ("Not told from no cut at all", [r for r in firm if not _is_apart(r)]),
    ):
        if rows:
            yield f"- **Other cuts, {called(frame)}.** {words}: {_titles(rows)}."


def _titles(rows: Sequence[Row]) -> str:
    """Titles may hold a semicolon of their own."""
    return numbers.listing([f"“{row['title']}”" for row in rows])


def _side(row: Row) -> int:
    """Whether a cut costs more (1) or less (-1) than the first by the paired difference, or 0."""
    return int(row["beyond_low"] > 0) - int(row["beyond_high"] < 0)


def _of_levers(study: Study, name: str) -> Iterator[str]:
    rows = study.rows(f"levers-{name}", "alone")
    sure = [row["lever"] for row in rows if row["low"] > 0]
    told = numbers.listing(sure) if sure else "none"
    pairs = int(min(row["of"] for row in rows))
    yield f"- **Single levers, {name}.** Told from no gain: {told}. {_lucky(len(rows), pairs)}"


def _of_closures(study: Study, frame: str) -> Iterator[str]:
    rows = [row for row in study.rows(f"critical-{frame}") if row["kind"] == "alone"]
    sure = [row["things"] for row in rows if row["low"] > 0]
    told = "; ".join(sure) if sure else "none"
    pairs = int(min(row["pairs"] for row in rows))
    yield f"- **Closures, {called(frame)}.** Told from no cost: {told}. {_lucky(len(rows), pairs)}"


def _lucky(intervals: int, pairs: int) -> str:
    """How many of so many intervals lie on one side of nothing by luck alone."""
    passing = BY_CHANCE / 2 * intervals
    return (
        f"Each interval rests on {pairs} pairs; of {intervals} of them luck alone puts "
        f"{passing:.1f} on that side of nothing."
    )


def hinges(study: Study) -> Iterator[str]:
    """What hinges on rows of grade D or E."""
    told = [
        *(line for frame in study.of("evidence") for line in _of_evidence(study, frame)),
        *(line for frame in study.of("conditions") for line in _of_conditions(study, frame)),
        *(line for name in study.of("levers") for line in _of_prices(study, name)),
    ]
    yield from told or [NOTHING]


def _of_evidence(study: Study, frame: str) -> Iterator[str]:
    for asked, words in (("answer", "troops closed"), ("cost", "the cost of the cut")):
        rows = strongest(study.rows(f"evidence-{frame}"), asked)
        weak = [row["title"] for row in rows[:TOLD] if row["grade"] in WEAK_GRADES]
        if rows:
            yield (
                f"- **{called(frame)}, {words}.** Of the {len(rows[:TOLD])} rows that it follows "
                f"most, {len(weak)} are of grade D or E{_named(weak)}. {_by_luck(rows)}"
            )


def _named(titles: Sequence[str]) -> str:
    return f": {'; '.join(titles)}" if titles else ""


def _by_luck(rows: Sequence[Row]) -> str:
    """From which correlation on one row alone is told from luck, and how many pass that so."""
    draws = int(rows[0]["replications"])
    if draws <= TOLD:
        return "So few draws tell no row from luck."
    mark = 2 / math.sqrt(draws - 1)
    passing = sum(abs(row["rank_correlation"]) >= mark for row in rows)
    return (
        f"From {draws} draws a single row is told from luck at a correlation of {mark:.2f}; of "
        f"{len(rows)} rows {passing} pass it, and luck alone lets {BY_CHANCE * len(rows):.0f} pass."
    )


def _of_conditions(study: Study, frame: str) -> Iterator[str]:
    rows = study.rows(f"conditions-{frame}")
    for name in dict.fromkeys(row["experiment"] for row in rows):
        for met, words in ((True, "is met"), (False, "fails")):
            mine = [row for row in rows if row["experiment"] == name and row["met"] == met]
            if mine:
                weak = [row["title"] for row in mine if row["grade"] in WEAK_GRADES]
                held = "bear" if mine[0]["holds"] else "do not bear"
                yield (
                    f"- **Where it {words}, {name}.** {len(weak)} of {len(mine)} conditions rest "
                    f"on grade D or E{_named(weak)}. Draws that did not make them {held} them out."
                )


def _of_prices(study: Study, name: str) -> Iterator[str]:
    grades = {row["lever"]: row["grade"] for row in study.rows(f"levers-{name}", "alone")}
    run = [row for row in study.rows(f"levers-{name}") if row["told_by"] == "confirmed"]
    pulled = [row for row in run if isinstance(row["steps"], str)]
    if not pulled:
        return
    best = max(pulled, key=lambda row: (row["chance"], -row["price_meur"]))
    steps = [each.partition("=")[0] for each in best["steps"].split()]
    weak = [lever for lever in steps if grades.get(lever) in WEAK_GRADES]
    yield (
        f"- **The bundle that does most, {name}.** {len(weak)} of its {len(steps)} prices are of "
        f"grade D or E{_named(weak)}. It ranks; it is no budget."
    )


def datum(study: Study) -> Iterator[str]:
    """What datum would change the verdict: the ends of the rows that it follows most."""
    told = [
        f"- **{called(frame)}: {row['title']}** (weakest grade of its draw: {row['grade']}). "
        f"{_ends(row)}"
        for frame in study.of("evidence")
        for row in sorted(study.rows(f"evidence-{frame}", "thirds"), key=_worth)
    ]
    yield from told or [NOTHING]


def _worth(row: Row) -> float:
    """How much lies between the ends; the most first."""
    between = row["good_closed"] - row["bad_closed"]
    return 0.0 if math.isnan(between) else -between


def _ends(row: Row) -> str:
    """What is closed at both ends, and whether most draws meet the target at one end alone."""
    if not (row["good_draws"] and row["bad_draws"]):
        return "Too few draws lie at its ends."
    ends = [
        f"Where it is {row[f'{side}_is']}, {numbers.whole_troops(row[f'{side}_closed'])} troops "
        f"are closed at the median, and the target is met in "
        f"{_of(row[f'{side}_met'], row[f'{side}_draws'])} draws."
        for side in ("good", "bad")
    ]
    mostly = (_mostly(row, "good"), _mostly(row, "bad"))
    return f"{' '.join(ends)} {WHERE_MET[sum(mostly)]}"


def _mostly(row: Row, side: str) -> bool:
    return bool(2 * row[f"{side}_met"] > row[f"{side}_draws"])


def _of(some: float, many: float) -> str:
    return f"{some:.0f} of {many:.0f}"


def _of_pairs(row: Row, name: str) -> str:
    return f"{_of(row[name], row['pairs'])} pairs"


def _interval(row: Row) -> str:
    told, low, high = (numbers.whole_troops(row[each]) for each in ("short", "low", "high"))
    return f"{told} ({low} to {high})"


def _is_apart(row: Row) -> bool:
    """Whether the interval leaves out nothing at all."""
    return bool(row["low"] > 0 or row["high"] < 0)


def _apart(row: Row) -> str:
    return "told from nothing" if _is_apart(row) else "not told from nothing"
