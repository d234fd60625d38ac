"""docs/study.md: prose that stands there, and between marks what the study found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from eastflank.runs.wording import numbers
from tools.figures.marks import filled
from tools.figures.register import said
from tools.page_table import markdown
from tools.study.ground import minutes
from tools.study.plan import ROOT
from tools.study.reading import datum, hinges, holds
from tools.study.stored import SIDES, Row, Study, called, side_called, strongest
from tools.study.write import State

PAGE: Final = ROOT / "docs" / "study.md"
STORED: Final = ROOT / "results" / "study"
NOTHING: Final = "The study has not been carried out: `make study`."
TOLD: Final = 5  # evidence rows of each question
OF_FRAMES: Final = (
    "question",
    "C+30 is",
    "closed by C+30",
    "of them in EE, LV, LT",
    "95 % closed",
    "the same, day",
    "chance of 95 % by C+30",
    "draws",
)
OF_BRACKET: Final = (
    "question",
    "nobody coordinates",
    "a staff plan",
    "no plan can beat",
    "a staff brings more, paired",
    "in pairs",
)
OF_CUTS: Final = ("question", "what is cut", "troops short at C+30", "EE, LV, LT", "costs in")
OF_DISPATCH: Final = ("question", "rule", "troops short at C+30 by the cut", "costs in")
OF_EVIDENCE: Final = ("question", "follows", "grade", "rank correlation")
OF_STEPS: Final = ("step", "what it asks", "seconds", "how far it came")


def write_page(folder: Path, to: Path = PAGE) -> Path:
    """Fill the marks of the page from the folder of a study."""
    study = Study.at(folder)
    page = PAGE.read_text(encoding="utf-8")
    to.write_text(filled(page, study.figures, blocks(folder)), encoding="utf-8")
    return to


def blocks(folder: Path = STORED) -> Mapping[str, str]:
    """What stands between the marks of whole blocks, by their names."""
    study = Study.at(folder)
    if not study.entries:
        return dict.fromkeys(BLOCKS, NOTHING)
    return {name: "\n".join(block(study)) for name, block in BLOCKS.items()}


def _basis(study: Study) -> Iterator[str]:
    asked = study.manifest["asked"]
    done = sum(entry.state is State.DONE for entry in study.entries.values())
    seconds = sum(entry.seconds for entry in study.entries.values())
    yield (
        f"{asked['replications']} replications of the first pair were asked for; {done} of "
        f"{len(study.entries)} steps were carried out, in {minutes(seconds)}."
    )
    if asked["sets"]:
        yield ""
        yield f"This is a trial: {numbers.listing(asked['sets'])} was set beside every question."


def _frames(study: Study) -> Iterator[str]:
    rows = [
        [side_called(frame, side), *_cells(study, row[name])]
        for frame in study.of("answer")
        for row in study.rows(f"answer-{frame}", "costs")
        for side, name in zip(SIDES, ("base", "experiment"), strict=True)
    ]
    yield from _table(OF_FRAMES, rows)
    yield from study.undone("answer")


def _cells(study: Study, name: str) -> list[str]:
    figures, key = study.figures, f"study.{name}"
    asked = ("closed", "baltic", "day-95", "day-95-of-order", "chance")
    bands = [said(figures, f"{key}.{each}:band") for each in asked]
    bands[1] += f" of {said(figures, f'{key}.baltic-bound')}"
    order = f"day {said(figures, f'{key}.target-of-order')}"
    return [order, *bands, said(figures, f"{key}.closed:replications")]


def _bracket(study: Study) -> Iterator[str]:
    rows = [row for frame in study.of("bracket") for row in _rungs(study, frame)]
    yield from _table(OF_BRACKET, rows)
    yield from study.undone("bracket")


def _rungs(study: Study, frame: str) -> Iterator[list[str]]:
    """A row a side: what is in place on each rung by the target day."""
    told = study.rows(f"bracket-{frame}")
    sides = list(dict.fromkeys(row["side"] for row in told))
    gains = study.rows(f"bracket-{frame}", "gains")
    for name, side, gain in zip(SIDES, sides, gains, strict=True):
        rungs = [_rung(row) for row in told if row["side"] == side]
        better = f"{gain['better']} of {gain['pairs']}"
        yield [side_called(frame, name), *rungs, _interval(gain, "more"), better]


def _rung(row: Row) -> str:
    return numbers.band(*(numbers.whole_troops(row[name]) for name in ("p10", "p50", "p90")))


def _interval(row: Row, mean: str) -> str:
    told, low, high = (numbers.whole_troops(float(row[each])) for each in (mean, "low", "high"))
    return f"{told} ({low} to {high})"


def _cuts(study: Study) -> Iterator[str]:
    told = [row for frame in study.of("answer") for row in study.rows(f"answer-{frame}", "costs")]
    told += [row for frame in study.of("cuts") for row in study.rows(f"cuts-{frame}")[1:]]
    rows = [
        [
            called(row["base"]),
            row["title"],
            _interval(row, "short"),
            numbers.whole_troops(row["short_baltic"]),
            f"{row['worse']} of {row['pairs']} pairs",
        ]
        for row in told
    ]
    yield from _table(OF_CUTS, rows)
    yield from study.undone("cuts")


def _dispatch(study: Study) -> Iterator[str]:
    rows = [
        [
            called(frame),
            row["rule"],
            _interval(row, "short"),
            f"{row['worse']} of {row['pairs']} pairs",
        ]
        for frame in study.of("dispatch")
        for row in study.rows(f"dispatch-{frame}")
    ]
    yield from _table(OF_DISPATCH, rows)
    yield from study.undone("dispatch")


def _leads_of(*kinds: str) -> Callable[[Study], Iterator[str]]:
    """The block of steps whose texts begin with a sentence."""

    def block(study: Study) -> Iterator[str]:
        for name in study.entries:
            if name.partition("-")[0] in kinds and study.is_done(name):
                yield from (f"- {lead}" for lead in study.leads(name))
                yield f"- The whole: [{name}.txt](../results/study/{name}.txt)."
        yield from study.undone(*kinds)

    return block


def _critical(study: Study) -> Iterator[str]:
    """What costs most, and what the worst of them costs by the day and the length of closure."""
    yield from _leads_of("critical")(study)
    for frame in study.of("surface"):
        rows = [row for row in study.rows(f"surface-{frame}") if row["kind"] == "surface"]
        if rows:
            yield ""
            yield from _surface(frame, rows)
        yield f"- The whole: [surface-{frame}.txt](../results/study/surface-{frame}.txt)."
    yield from study.undone("surface")


def _surface(frame: str, rows: Sequence[Row]) -> Iterator[str]:
    lasts, starts = (sorted({row[name] for row in rows}) for name in ("lasts_days", "start_day"))
    short = {(row["start_day"], row["lasts_days"]): _interval(row, "short") for row in rows}
    head = [
        f"{frame}: {rows[0]['things']}, closed",
        *(f"for {days:g} days, troops short at C+30" for days in lasts),
    ]
    told = [
        [f"from {numbers.on_day(start)}", *(short[start, days] for days in lasts)]
        for start in starts
    ]
    yield from _table(head, told)


def _evidence(study: Study) -> Iterator[str]:
    rows, still = [], []
    for frame in study.of("evidence"):
        for asked, words in (("answer", "troops closed"), ("cost", "cost of the cut")):
            told = f"{called(frame)}, {words}"
            found = strongest(study.rows(f"evidence-{frame}"), asked, TOLD)
            rows += [[told, *_hangs_on(row)] for row in found]
            still += [] if found else [f"- {told}: the same in every draw, so it follows no row."]
    yield from _table(OF_EVIDENCE, rows)
    yield from still
    yield from study.undone("evidence")


def _hangs_on(row: Row) -> list[str]:
    rank = numbers.signed(f"{row['rank_correlation']:.2f}")
    return [str(row["title"]), str(row["grade"]), rank]


def _published(study: Study) -> Iterator[str]:
    rows = study.rows("published")
    if rows:
        told = said(study.figures, "study.published.inside")
        missed = [f"{row['move']} ({row['verdict']})" for row in rows if row["verdict"] != "inside"]
        yield f"- Of the published figures that were judged, {told} lie inside the draws."
        yield from [f"- Outside: {'; '.join(missed)}."] if missed else []
    yield from study.undone("published")


def _steps(study: Study) -> Iterator[str]:
    rows = [
        [entry.name, entry.asks, numbers.count(entry.seconds), entry.state.value]
        for entry in study.entries.values()
    ]
    yield from _table(OF_STEPS, rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield markdown(head, rows)
        yield ""


BLOCKS: Final[Mapping[str, Callable[[Study], Iterator[str]]]] = {
    "study-basis": _basis,
    "study-frames": _frames,
    "study-bracket": _bracket,
    "study-cuts": _cuts,
    "study-dispatch": _dispatch,
    "study-conditions": _leads_of("conditions"),
    "study-latest": _leads_of("latest"),
    "study-levers": _leads_of("levers"),
    "study-critical": _critical,
    "study-evidence": _evidence,
    "study-published": _published,
    "study-holds": holds,
    "study-hinges": hinges,
    "study-datum": datum,
    "study-steps": _steps,
}
