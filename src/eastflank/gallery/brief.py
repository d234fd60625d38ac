"""The brief of stored runs: its frames, drawn as A4 and as a slide, written as PDF and PNG."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from eastflank.charts.brief import Sheet, brief_chart, front_bracket, front_map, layouts
from eastflank.charts.drawn import Figure
from eastflank.charts.save import rendered
from eastflank.gallery.captions import target_of
from eastflank.gallery.scene import scene_of
from eastflank.model.errors import PlannerError
from eastflank.runs.brackets import Bracket, bracket_table, brackets_of
from eastflank.runs.brief import Brief, brief_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.targets import unlike_targets
from eastflank.runs.wording.numbers import on_day

KINDS = ("pdf", "png")


def write_brief(runs: Sequence[StoredRun], to: Path) -> list[Path]:
    """Write the page of a question, an open run and its cuts; the paths."""
    if all(run.is_sweep for run in runs):
        raise PlannerError(
            where="brief", found="no run was given, only sweeps.", right="Give the open run first."
        )
    bracket = brackets_of(runs)[0]
    _refuse_untold(runs, bracket)
    brief = brief_of(bracket)
    to.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for name, drawn in pages_of(brief):
        for kind in KINDS:
            paths.append(to / f"{name}.{kind}")
            paths[-1].write_bytes(rendered(drawn, kind))
    return paths


def _refuse_untold(runs: Sequence[StoredRun], bracket: Bracket) -> None:
    """One page has one question: nothing that was asked for is left out in silence."""
    told = {run.root for side in bracket.sides for run in side.runs.values()}
    left_out = [run for run in runs if run.root not in told]
    if not left_out:
        return
    first = bracket.first.run.manifest
    alike = [run for run in runs if run.manifest.question == first.question]
    if mistake := unlike_targets(alike):
        raise mistake
    raise PlannerError(
        where="brief",
        found=f"{left_out[0].name} does not ask what {first.label} asks.",
        right="One page tells one question: give an open run and its cuts.",
    )


def pages_of(brief: Brief) -> Iterator[tuple[str, Figure]]:
    """The page upright and as a slide."""
    sheet = sheet_of(brief)
    for name, layout in layouts():
        yield name, brief_chart(sheet, layout)


def front_pictures(brief: Brief) -> dict[str, Figure]:
    """The bracket and the map, each alone, as a page holds them; no map without records."""
    first = brief.first
    drawn = {"bracket": front_bracket(bracket_table(brief.bracket), target_of(first))}
    return drawn | ({"map": front_map(scene_of(first))} if first.told.has_records else {})


def sheet_of(brief: Brief) -> Sheet:
    """What stands on the page."""
    first, bracket = brief.first, brief.bracket
    return Sheet(
        title=brief.question,
        subtitle=f"{bracket.name} · {brief.rung.value} · eastflank, open data, notional units",
        answer=brief.answer,
        bracket=bracket_table(bracket),
        target=target_of(first),
        sides=[side.name for side in bracket.sides],
        places=[(line.label, line.cells) for line in brief.places],
        places_title=f"In place by {on_day(first.day)}, P50 and P10–P90",
        levers=brief.levers,
        unknown=brief.unknown,
        foot=[" · ".join(brief.basis), f"To make it again: {'; '.join(brief.commands)}"],
        scene=scene_of(first) if first.told.has_records else None,
    )
