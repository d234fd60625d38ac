"""The page: everything that is told of some runs, in the order in which it is read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from eastflank.charts.inline import Picture, picture
from eastflank.gallery.brief import front_pictures
from eastflank.gallery.choice import can_draw
from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.closure.verdict import verdict
from eastflank.measures.compare.pairing import penalty
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.report.answer import bracket_section, fight_section, places_section
from eastflank.report.back import Back, Measures, back_of
from eastflank.report.drawing import Sheet, in_hand, pictures
from eastflank.report.drivers import Waits, causes_table, fleets_table, kinds_table
from eastflank.report.headline import headline, headline_rating
from eastflank.report.penalty import penalty_table, unit_table
from eastflank.report.player import Player, player_of
from eastflank.report.rating import RULE, Rating
from eastflank.report.table import Table
from eastflank.report.verdict_table import country_table, verdict_table
from eastflank.runs.brackets import Bracket, brackets_of
from eastflank.runs.brief import Brief, brief_of
from eastflank.runs.families import Family
from eastflank.runs.fight import tells_strength
from eastflank.runs.stored import StoredRun

DRIVERS: Final = (
    "sensitivity",
    "stages",
    "binds",
    "queues",
    "throughput",
    "utilisation",
    "assets",
    "brigades",
    "nations",
    "gantt",
    "late",
    "modes",
    "map",
    "crossings",
    "gantt-corridor",
)
MEASURES: Final[Measures] = {
    "Verdict": verdict,
    "Closure": unit_closures,
    "Penalty of a cut": penalty,
    "Waits by cause": waits_by_cause,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """The charts of one run that show what drives it."""

    run: StoredRun
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What one run costs against the first."""

    run: StoredRun
    penalty: Table
    units: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The first page: the brief with its pictures."""

    brief: Brief
    places: Table
    bracket_picture: Picture
    map_picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """All that is told of one family of runs, the brief first."""

    family: Family
    front: Front
    bracket: Table
    fight: tuple[Table, ...]
    headline: tuple[str, ...]
    rating: Rating | None
    verdict: Table
    first_picture: Picture
    waits: tuple[Waits, ...]
    kinds: Table
    causes: Table
    fleets: Table
    drivers: tuple[Drivers, ...]
    cuts: tuple[Cut, ...]
    countries: Table
    countries_picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    title: str
    subtitle: str
    rule: str
    parts: tuple[Part, ...]
    back: Back
    player: Player | None = None

    @property
    def is_forecast(self) -> bool:
        """Whether any run has replications enough for a chance."""
        return any(run.has_probability for part in self.parts for run in part.family.runs)


def page_of(families: Sequence[Family], tables: Sequence[str] = (), *, workers: int = 1) -> Page:
    """Everything that the page says of these runs; several ``workers`` draw several charts."""
    runs = [run for family in families for run in family.runs]
    first = runs[0]
    with in_hand(runs):
        return Page(
            title=first.manifest.title or first.label,
            subtitle=subtitle_of(runs),
            rule=RULE,
            parts=tuple(_part(family, len(runs), workers) for family in families),
            back=back_of(runs, MEASURES, tables),
            player=player_of(families, workers),
        )


def subtitle_of(runs: Sequence[StoredRun]) -> str:
    """The question of the first run, and what stands beside it."""
    first = runs[0].resolved.get("experiment", {}).get("experiment", {})
    question = str(first.get("question") or "")
    others = [run.manifest.title or run.label for run in runs[1:]]
    beside = f" Beside it: {'; '.join(others)}." if others else ""
    return f"{question}{beside}".strip()


def _part(family: Family, runs: int, workers: int) -> Part:
    waits = tuple(Waits(run) for run in family.runs)
    drivers = [(run, [name for name in DRIVERS if can_draw(run, name)]) for run in family.runs]
    drawing = pictures(_sheets(family, drivers, beside=runs), workers)
    countries_picture = next(drawing)  # now the others are drawn beside what follows
    bracket = brackets_of(family.runs)[0]
    front, cuts, fleets = _front(bracket, runs), tuple(_cuts(family)), fleets_table(family.runs)
    first_picture = next(drawing)
    return Part(
        family=family,
        front=front,
        bracket=bracket_section(bracket),
        fight=tuple(fight_section(run) for run in family.runs if tells_strength(run)),
        headline=tuple(headline(family)),
        rating=headline_rating(front.brief.first),
        verdict=verdict_table(family.runs),
        first_picture=first_picture,
        waits=waits,
        kinds=kinds_table(waits),
        causes=causes_table(waits),
        fleets=fleets,
        drivers=tuple(
            Drivers(run=run, pictures=tuple(islice(drawing, len(names)))) for run, names in drivers
        ),
        cuts=cuts,
        countries=country_table(family.runs),
        countries_picture=countries_picture,
    )


def _sheets(
    family: Family, drivers: Sequence[tuple[StoredRun, Sequence[str]]], *, beside: int
) -> list[Sheet]:
    """The charts of a family: its countries, its first picture, and what drives each run."""
    paired = (family.base, *family.others)
    return [
        Sheet.of("destinations", family.runs, beside=beside),
        Sheet.of("open-cut" if len(paired) > 1 else "closure", paired, beside=beside),
        *(Sheet.of(name, [run], beside=beside) for run, names in drivers for name in names),
    ]


def _cuts(family: Family) -> Iterator[Cut]:
    for other in family.others:
        yield Cut(
            run=other,
            penalty=penalty_table(family.base, other),
            units=unit_table(family.base, other),
        )


def _front(bracket: Bracket, runs: int) -> Front:
    """The brief, the bracket chart of all its sides, and the map of its open run."""
    brief = brief_of(bracket)
    drawn = front_pictures(brief)
    named = {name: picture(each, name=name, runs=runs) for name, each in drawn.items()}
    return Front(
        brief=brief,
        places=places_section(brief),
        bracket_picture=named["bracket"],
        map_picture=named.get("map"),
    )
