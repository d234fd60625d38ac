"""The page of validation: what was published, what the draws say, and how a miss is read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.validation.results import Result
from eastflank.validation.score import Score, score_of
from eastflank.validation.speed_section import speed_section
from eastflank.validation.speeds import Speeds
from eastflank.validation.tables import CheckRow
from eastflank.validation.telling import band, markdown, published
from eastflank.validation.timing import Found

ROLES: Final = {
    "judged": "Judged",
    "programme": "Programmes: not counted",
    "calibration": "Calibration: not counted",
    "part": "Checks of a part",
    "found later": "Found later: not counted",
}
ABOUT: Final = {
    "programme": (
        "What was published is the length of a programme: days of display, arrivals by a plan, the "
        "first day of an exercise, a way there and back. A move takes no longer than its "
        "programme; how much shorter it was, nobody told. The model has to be quicker."
    ),
    "calibration": "These moves have set rows of trains, so they prove nothing.",
    "part": "These check a part of the model, not a move.",
    "found later": (
        "These moves were found while sources for rows were sought. They count for nothing, and no "
        "row rests on them."
    ),
}
HEAD: Final = (
    "check",
    "move",
    "by",
    "published (band)",
    "P5 – P50 – P95",
    "P95/P5",
    "rank",
    "verdict",
)
INTRO: Final = """\
# Validation: published moves against the draws of the model

`eastflank validate` runs each move and writes this page. Do not edit it: the moves, measures and
readings stand in [experiments/backcasts](../experiments/backcasts).

A move runs on the shipped network with the shipped rows of its regime, peace or crisis. Its force,
its wagons and its ships are those that the sources tell; what they do not tell is a guess of
grade E in its folder. A published figure is **inside** if it lies from the 5th to the 95th
percentile of the draws. **Too quick** and **too slow** say what the model is. The rank is the share
of draws below the published figure. No row of evidence is set by a judged move:
[evidence.md](evidence.md) tells which sources judge and which may set rows."""


def page_of(
    results: Sequence[Result],
    told: Sequence[CheckRow],
    *,
    beside: pd.DataFrame | None = None,
    trains: Sequence[Speeds] = (),
) -> str:
    """The page in Markdown; ``beside``: the table of the same checks with other rows."""
    return "\n\n".join([INTRO, *_parts(results, told, beside, trains)]) + "\n"


def _parts(
    results: Sequence[Result],
    told: Sequence[CheckRow],
    beside: pd.DataFrame | None,
    trains: Sequence[Speeds],
) -> Iterator[str]:
    score = score_of(results)
    if score is not None:
        yield f"## In short\n\n{_score_lines(score, results)}"
    if beside is not None:
        yield f"### The same with the old rows\n\n{_beside(results, beside)}"
    for role, title in ROLES.items():
        of_it = [result for result in results if result.check.row.role == role]
        if of_it:
            yield "\n\n".join(filter(None, (f"## {title}", ABOUT.get(role, ""), _table(of_it))))
    if trains:
        yield f"## Loaded trains from end to end\n\n{speed_section(results, trains)}"
    if any(result.check.reading for result in results):
        yield f"## How the results are read\n\n{_readings(results)}"
    if told:
        yield f"## Not run\n\n{_told(told)}"


def _score_lines(score: Score, results: Sequence[Result]) -> str:
    modes = ", ".join(f"{mode} {inside} of {of}" for mode, (inside, of) in score.by_mode.items())
    draws = min(result.judgement.draws for result in results)
    return markdown(
        ("what", "figure"),
        [
            ("judged figures inside P5 to P95", f"{score.inside} of {score.judged} ({modes})"),
            ("median of P95/P5", f"{score.width:.1f}"),
            ("published figures below and above P50", f"{score.below} and {score.above}"),
            (
                "inside if programmes counted too, as they did before",
                f"{score.inside_with_programmes} of {score.with_programmes}",
            ),
            (
                "inside by the figures that judged before some sources were read anew",
                f"{score.inside_as_before} of {score.judged_as_before}",
            ),
            ("draws a move", f"{draws}"),
        ],
    )


def _beside(results: Sequence[Result], beside: pd.DataFrame) -> str:
    """The judged checks with other rows of evidence: the shares, the widths and each verdict."""
    others: Mapping[str, Mapping[str, Any]] = {
        str(row["check"]): {str(key): value for key, value in row.items()}
        for row in beside.to_dict("records")
    }
    judged = [r for r in results if r.check.row.role == "judged" and r.check.id in others]
    rows = [_pair(result, others[result.check.id]) for result in judged]
    now = sum(result.judgement.found is Found.INSIDE for result in judged)
    old = sum(others[r.check.id]["verdict"] == Found.INSIDE for r in judged)
    width = pd.Series([float(others[r.check.id]["width"]) for r in judged]).median()
    said = (
        f"Of {len(judged)} judged figures {old} were inside with the old rows, {now} are now; "
        f"the median of P95/P5 was {width:.1f}."
    )
    head = ("check", "published", "old P5 – P50 – P95", "old verdict", "now", "verdict now")
    return f"{said}\n\n{markdown(head, rows)}"


def _pair(result: Result, old: Mapping[str, Any]) -> tuple[str, ...]:
    found = result.judgement
    return (
        result.check.id,
        f"{result.check.row.published:g} {result.check.row.unit}",
        band(float(old["p5"]), float(old["p50"]), float(old["p95"])),
        str(old["verdict"]),
        band(found.p5, found.p50, found.p95),
        found.found.value,
    )


def _table(results: Sequence[Result]) -> str:
    return markdown(HEAD, [_line(result) for result in results])


def _line(result: Result) -> tuple[str, ...]:
    row, found = result.check.row, result.judgement
    verdict = found.found.value
    return (
        row.check,
        row.move,
        row.mode,
        published(row),
        band(found.p5, found.p50, found.p95),
        f"{found.width:.1f}",
        f"{found.rank:.2f}",
        verdict if found.found is Found.INSIDE else f"**{verdict}**",
    )


def _readings(results: Sequence[Result]) -> str:
    """What each result teaches; a reading of another verdict is marked and not to be trusted."""
    lines = []
    for result in results:
        if (reading := result.check.reading) is not None:
            stale = (
                f" **This was written when the verdict was {reading.verdict}: read it anew.**"
                if result.is_stale
                else ""
            )
            head = f"- **{result.check.id}**, {result.judgement.found.value}"
            lines.append(f"{head}: {reading.reading}{stale}")
    return "\n".join(lines)


def _told(told: Sequence[CheckRow]) -> str:
    rows = [(row.check, row.move, row.mode, published(row), row.note) for row in told]
    return markdown(("check", "move", "by", "published", "note"), rows)
