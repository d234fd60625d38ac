"""The headline: what a commander reads first, one sentence after another."""

import math
from collections.abc import Iterator

from eastflank.measures.closure.verdict import DAY_SHARES, HEADLINE_SHARE, SHARES
from eastflank.report.penalty import penalty_sentences
from eastflank.report.rating import Rating, rating
from eastflank.runs.families import Family
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers

ALL_OR_NOTHING = (0.0, 1.0)
HALF = 0.5


def headline(family: Family) -> list[str]:
    """The answer, what would have to change, then what each other run costs against the first."""
    return [*answer(family.base), *penalty_sentences(family)]


def answer(run: StoredRun) -> list[str]:
    """Whether the target is met, what is closed by the day, and when it would be met."""
    return [_target(run), *_closed(run), *_change(run)]


def headline_rating(run: StoredRun) -> Rating | None:
    """The letter of the headline."""
    line = run.line("probability", HEADLINE_SHARE)
    if line is None or not run.has_probability:
        return None
    return rating(float(line["probability"]), len(run.replications))


def _target(run: StoredRun) -> str:
    share, force = HEADLINE_SHARE, run.force
    troops = f"{numbers.count(force)} troops ({numbers.count(force * share)})"
    goal = f"{numbers.share(share)} of {troops} by {numbers.on_day(run.day)}"
    line = run.line("probability", share)
    if line is None or not run.has_probability:
        return f"{goal}: {_single(run)}"
    hits = round(float(line["probability"]) * len(run.replications))
    often = (
        f"in {hits} of {len(run.replications)} replications"
        if hits
        else (f"in none of {len(run.replications)} replications")
    )
    chance = f"P {line['probability']:.2f}, 95 % interval {line['low']:.2f} to {line['high']:.2f}"
    return f"{goal}: met {often} ({chance}), given the evidence rows."


def _single(run: StoredRun) -> str:
    """Without a probability: whether the runs that are there met the target."""
    day = _day_of(run, HEADLINE_SHARE)
    if run.is_deterministic:
        met = "met" if day["p50"] <= run.day else "not met"
        return f"{met} in one deterministic run, with all rows at likely: not a forecast."
    within = "at the median " + ("met" if day["p50"] <= run.day else "not met")
    plural = "s" if len(run.replications) > 1 else ""
    return f"{within}; no probability from {len(run.replications)} replication{plural}."


def _closed(run: StoredRun) -> Iterator[str]:
    line = run.line("reading_closed_095", run.day)
    if line is None:
        return
    low, mid, high = (numbers.whole_troops(float(line[name])) for name in ("p10", "p50", "p90"))
    spread = "" if low == high else f" (P10 to P90: {low} to {high})"
    told = f"{mid} troops are closed by {numbers.on_day(run.day)}{spread}"
    there = run.line("baltic_troops_closed", run.day)
    if there is not None and float(there["of"]) > 0:
        mid = numbers.whole_troops(float(there["p50"]))
        told += f", {mid} of the {numbers.whole_troops(float(there['of']))} for the Baltic states"
    yield f"{told}."


def _change(run: StoredRun) -> Iterator[str]:
    """When the target is met, or what would be met: P of 0 or 1 informs nobody."""
    day = _day_of(run, HEADLINE_SHARE)
    low, mid, high = (numbers.c_day(day[name]) for name in ("p10", "p50", "p90"))
    spread = "" if low == high else f" (P10 to P90: {low} to {high})"
    if math.isinf(day["p50"]):
        yield f"{numbers.share(HEADLINE_SHARE)} is not reached within the run{spread}."
        yield from _reached(run)
        return
    yield f"{numbers.share(HEADLINE_SHARE)} is reached on {mid}{spread}."
    line = run.line("probability", HEADLINE_SHARE)
    if line is None or not run.has_probability or line["probability"] not in ALL_OR_NOTHING:
        return
    if line["probability"] == 0:
        yield _what_would_do(run, day["p90"])


def _what_would_do(run: StoredRun, late: float) -> str:
    """With a chance of zero: the share that is met by the day, and the day that would be met."""
    day, held = numbers.on_day(run.day), [s for s in SHARES if _chance_of(run, s) >= HALF]
    share = (
        f"{numbers.share(max(held))} is the largest share of the table that is closed by "
        f"{day} in half of the replications or more"
        if held
        else f"not even {numbers.share(min(SHARES))} is closed by {day} in half of them"
    )
    when = f"; the target would have to be {numbers.c_day(late)} to be met in nine of ten"
    return f"For the target to come into reach: {share}{'' if math.isinf(late) else when}."


def _chance_of(run: StoredRun, share: float) -> float:
    line = run.line("probability", share)
    return 0.0 if line is None or math.isnan(line["probability"]) else float(line["probability"])


def _reached(run: StoredRun) -> Iterator[str]:
    shares = [share for share in DAY_SHARES if math.isfinite(_day_of(run, share)["p50"])]
    if shares:
        most = max(shares)
        yield f"{numbers.share(most)} is reached on {numbers.c_day(_day_of(run, most)['p50'])}."
    else:
        yield f"Not even {numbers.share(min(DAY_SHARES))} of the force is ever closed."


def _day_of(run: StoredRun, share: float) -> dict[str, float]:
    line = run.line("day_closed", share)
    if line is None:
        return dict.fromkeys(("p10", "p50", "p90"), math.inf)
    return {name: float(line[name]) for name in ("p10", "p50", "p90")}
