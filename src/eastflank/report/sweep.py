"""The page of a sweep: the verdict by point, what its factors do, what the answer hangs on."""

import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from eastflank.charts.inline import Picture, picture
from eastflank.gallery.choice import drawn_of, lacking
from eastflank.gallery.swept import HEATS, factors_of
from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.closure.verdict import ENOUGH, HEADLINE_SHARE, verdict
from eastflank.measures.frames import TINY
from eastflank.measures.uncertainty.sensitivity import sensitivity_table
from eastflank.model.units import HOURS_PER_DAY
from eastflank.report.back import Back, Measures, back_of
from eastflank.report.page import subtitle_of
from eastflank.report.player import Player
from eastflank.report.rating import RULE, rating
from eastflank.report.table import Cell, Row, Section, Table
from eastflank.runs.basis import basis_of_chances
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers, verdicts
from eastflank.runs.wording.names import level as said_level

MEASURES: Final[Measures] = {
    "Verdict": verdict,
    "Closure": unit_closures,
    "Sensitivity": sensitivity_table,
}
Line = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A chart, or why it is not there."""

    picture: Picture | None = None
    absence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepPage:
    """The page of one sweep."""

    title: str
    subtitle: str
    headline: tuple[str, ...]
    rule: str
    verdict: Table
    levels: Table
    heats: tuple[Shown, ...]
    sensitivity: Shown
    back: Back
    is_forecast: bool
    player: Player | None = None


def sweep_page(run: StoredRun, tables: Sequence[str] = ()) -> SweepPage:
    """Everything that the page says of a sweep."""
    points = points_of(run)
    return SweepPage(
        title=run.manifest.title or run.label,
        subtitle=subtitle_of([run]),
        headline=tuple(_headline(run, points)),
        rule=RULE,
        verdict=_verdict(run, points),
        levels=_levels(run, points),
        heats=tuple(_heats(run)),
        sensitivity=_shown(run, "sensitivity"),
        back=back_of([run], MEASURES, tables),
        is_forecast=run.most_drawn >= ENOUGH,
    )


def points_of(run: StoredRun) -> pd.DataFrame:
    """One row a point: its levels, and what is told of it, by measure and quantile."""
    frame, day = run.summary, run.day
    told = {
        "troops": ("reading_closed_095", day),
        "baltic": ("baltic_troops_closed", day),
        "chance": ("probability", HEADLINE_SHARE),
        "closed_on": ("day_closed", HEADLINE_SHARE),
    }
    table = frame.drop_duplicates("point").set_index("point")
    table = table[[*run.manifest.factors, "replications"]]
    for name, (measure, level) in told.items():
        is_asked = (frame["measure"] == measure) & ((frame["level"] - level).abs() < TINY)
        rows = frame.loc[is_asked].set_index("point")
        for column in ("p10", "p50", "p90", "probability", "low", "high"):
            table[f"{name}_{column}"] = rows[column]
    return table.reset_index()


def _headline(run: StoredRun, points: pd.DataFrame) -> Iterator[str]:
    day = numbers.on_day(run.day)
    say = numbers.whole_troops if run.force >= numbers.LARGE_FORCE else numbers.count
    ordered = points.sort_values("troops_p50", kind="stable").to_dict("records")
    least, most = ordered[0], ordered[-1]
    if least["troops_p50"] == most["troops_p50"]:
        yield (
            f"At every point {say(most['troops_p50'])} of {numbers.count(run.force)} troops "
            f"are closed by {day} (P50)."
        )
    else:
        yield (
            f"Over {len(points)} points, {say(least['troops_p50'])} to "
            f"{say(most['troops_p50'])} of {numbers.count(run.force)} troops are closed by "
            f"{day} (P50): fewest at {_at(run, least)}; most at {_at(run, most)}."
        )
    yield _met(run, points)


def _met(run: StoredRun, points: pd.DataFrame) -> str:
    goal = f"{numbers.share(HEADLINE_SHARE)} by {numbers.on_day(run.day)}"
    if run.most_drawn < ENOUGH:
        met = int((points["closed_on_p50"] <= run.day).sum())
        return (
            f"{goal}: met by the median at {met} of {len(points)} points; no chance is told from "
            f"fewer than {ENOUGH} replications."
        )
    letters = [rating(chance, run.most_drawn) for chance in points["chance_probability"]]
    count = {
        letter: sum(each is not None and each.letter == letter for each in letters)
        for letter in "GAR"
    }
    return (
        f"{goal}: likely enough for G at {count['G']} of {len(points)} points, A at {count['A']}, "
        f"R at {count['R']}, given the evidence rows."
    )


def _at(run: StoredRun, point: Line) -> str:
    factors = factors_of(run)
    return ", ".join(f"{name} = {said_level(point[key])}" for key, name in factors.items())


def _verdict(run: StoredRun, points: pd.DataFrame) -> Table:
    factors, day = factors_of(run), numbers.on_day(run.day)
    has_chance = run.most_drawn >= ENOUGH
    chance = [f"chance of {numbers.share(HEADLINE_SHARE)} by {day} (95 % interval)"] * has_chance
    head = [
        "point",
        *factors.values(),
        "replications",
        f"closed by {day}",
        "of them Baltic states",
        *chance,
        f"{numbers.share(HEADLINE_SHARE)} closed on day",
    ]
    rows = [
        Row(
            label=f"{point['point']:04d}",
            cells=[
                *(Cell(said_level(point[key])) for key in factors),
                Cell(f"{point['replications']:.0f}"),
                Cell(_band(point, "troops", lambda value: numbers.troops(value, run.force))),
                Cell(_band(point, "baltic", lambda value: numbers.troops(value, run.force))),
                *[_chance(point)] * has_chance,
                Cell(_band(point, "closed_on", numbers.days)),
            ],
        )
        for point in points.to_dict("records")
    ]
    return Table(
        id="verdict",
        caption=f"The verdict by point: P50 (P10–P90), {numbers.troops_unit(run.force)}",
        head=head,
        sections=[Section(heading="", rows=rows)],
        notes=list(_notes(run, points)),
    )


def _notes(run: StoredRun, points: pd.DataFrame) -> Iterator[str]:
    manifest, basis = run.manifest, basis_of_chances(run)
    yield f"{basis}; policy at a cut: {manifest.policy}. Every point met the same luck."
    yield f"{verdicts.NEVER_MEANS} {numbers.on_day(manifest.horizon_h / HOURS_PER_DAY)}."
    if len(points) < manifest.points:
        missing = manifest.points - len(points)
        yield f"{missing} of {manifest.points} points are not there yet: {manifest.command}."


def _band(point: Line, name: str, say: Any) -> str:
    return numbers.band(*(say(float(point[f"{name}_{share}"])) for share in ("p10", "p50", "p90")))


def _chance(point: Line) -> Cell:
    chance, low, high = (float(point[f"chance_{name}"]) for name in ("probability", "low", "high"))
    if math.isnan(chance):
        return Cell(numbers.DASH)
    told = numbers.chance(chance, low, high)
    return Cell(told, rating(chance, int(point["replications"])))


def _levels(run: StoredRun, points: pd.DataFrame) -> Table:
    """What each factor does, over all points that share a level of it."""
    sections = [
        Section(
            heading=name,
            rows=[
                _level(run, level, here)
                for level, here in points.groupby(key, sort=False, dropna=False)
            ],
        )
        for key, name in factors_of(run).items()
    ]
    day, unit = numbers.on_day(run.day), numbers.troops_unit(run.force)
    return Table(
        id="levels",
        caption=f"What each factor does: troops closed by {day} over the points that "
        f"share a level, {unit} (P50 of each point)",
        head=["level", "points", "mean", "least", "most"],
        sections=sections,
    )


def _level(run: StoredRun, level: object, points: pd.DataFrame) -> Row:
    troops = points["troops_p50"]
    told = (
        numbers.troops(float(value), run.force)
        for value in (troops.mean(), troops.min(), troops.max())
    )
    return Row(label=said_level(level), cells=[Cell(f"{len(points)}"), *map(Cell, told)])


def _heats(run: StoredRun) -> Iterator[Shown]:
    """The heat maps that can be drawn, else why there is none."""
    shown = [_shown(run, chart) for chart in HEATS]
    drawn = [each for each in shown if each.picture]
    yield from drawn or shown[:1]


def _shown(run: StoredRun, chart: str) -> Shown:
    mistake = lacking(run, chart)
    if mistake is not None:
        return Shown(absence=f"Not drawn: {mistake.found} {mistake.right}".strip())
    return Shown(picture=picture(drawn_of(run, chart)[0], name=chart, runs=1))
