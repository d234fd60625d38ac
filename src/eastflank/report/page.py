"""The page: everything that is told of some runs, in the order in which it is read."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from inspect import getdoc
from pathlib import Path
from typing import Any, Final

from eastflank.charts.gallery import ALONE, TOGETHER, can_draw
from eastflank.charts.inline import Picture, picture
from eastflank.measures.closure import unit_closures
from eastflank.measures.pairing import penalty
from eastflank.measures.verdict import verdict
from eastflank.measures.waiting import waits_by_cause
from eastflank.report.drivers import Waits, causes_table, fleets_table, kinds_table
from eastflank.report.evidence import Body, evidence_of
from eastflank.report.headline import headline, headline_rating
from eastflank.report.limits import limits_table
from eastflank.report.penalty import penalty_table, unit_table
from eastflank.report.player import Player, player_of
from eastflank.report.rating import RULE, Rating
from eastflank.report.runs import Family, Run
from eastflank.report.stress import Item, disruption_sentence, stress_items
from eastflank.report.table import Table
from eastflank.report.verdict_table import country_table, verdict_table
from eastflank.units import HOURS_PER_DAY

DRIVERS: Final = (
    "stages", "binds", "queues", "throughput", "utilisation", "assets", "brigades", "nations",
    "gantt", "late", "modes", "map", "crossings", "gantt-corridor",
)  # fmt: skip
MEASURES: Final = {
    "Verdict": verdict,
    "Closure": unit_closures,
    "Penalty of a cut": penalty,
    "Waits by cause": waits_by_cause,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """The charts of one run that show what drives it."""

    run: Run
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What one run costs against the first."""

    run: Run
    penalty: Table
    units: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """All that is told of one family of runs."""

    family: Family
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
class Definition:
    """A measure and its definition, as the code has it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """What it takes to run one experiment again."""

    run: Run
    command: str
    disruptions: tuple[str, ...]
    settings: tuple[tuple[str, str], ...]
    experiment_file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole page."""

    title: str
    subtitle: str
    rule: str
    parts: tuple[Part, ...]
    definitions: tuple[Definition, ...]
    evidence: Body
    evidence_of: str
    limits: Table
    stress: tuple[Item, ...]
    folders: tuple[Folder, ...]
    inputs: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    player: Player | None = None

    @property
    def is_forecast(self) -> bool:
        """Whether any run has replications enough for a chance."""
        return any(run.has_probability for part in self.parts for run in part.family.runs)


def page_of(families: Sequence[Family], tables: Sequence[str] = ()) -> Page:
    """Everything that the page says of these runs."""
    runs = [run for family in families for run in family.runs]
    first = runs[0]
    return Page(
        title=first.source.manifest.title or first.label,
        subtitle=_subtitle(runs),
        rule=RULE,
        parts=tuple(_part(family, len(runs)) for family in families),
        definitions=tuple(_definitions()),
        evidence=evidence_of(first),
        evidence_of=first.label,
        limits=limits_table(),
        stress=tuple(stress_items(runs)),
        folders=tuple(_folder(run) for run in runs),
        inputs=tuple(_inputs(runs)),
        tables=tuple(tables),
        player=player_of(families),
    )


def _inputs(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Input files with their digests, each once unless runs read it in different states."""
    return sorted({pair for run in runs for pair in run.source.manifest.inputs.items()})


def _subtitle(runs: Sequence[Run]) -> str:
    first = runs[0].source.resolved.get("experiment", {}).get("experiment", {})
    question = str(first.get("question") or "")
    others = [run.source.manifest.title or run.label for run in runs[1:]]
    beside = f" Beside it: {'; '.join(others)}." if others else ""
    return f"{question}{beside}".strip()


def _part(family: Family, runs: int) -> Part:
    waits = tuple(Waits(run) for run in family.runs)
    sources = [run.source for run in (family.base, *family.others)]
    together = len(sources) > 1
    opening = TOGETHER["open-cut"](sources) if together else ALONE["closure"](sources[0])
    places = TOGETHER["destinations"]([run.source for run in family.runs])
    return Part(
        family=family,
        headline=tuple(headline(family)),
        rating=headline_rating(family.base),
        verdict=verdict_table(family.runs),
        first_picture=picture(opening[0], name="open-cut" if together else "closure", runs=runs),
        waits=waits,
        kinds=kinds_table(waits),
        causes=causes_table(waits),
        fleets=fleets_table(family.runs),
        drivers=tuple(_drivers(run, runs) for run in family.runs),
        cuts=tuple(
            Cut(run=other, penalty=penalty_table(family.base, other),
                units=unit_table(family.base, other))
            for other in family.others
        ),
        countries=country_table(family.runs),
        countries_picture=picture(places[0], name="destinations", runs=runs),
    )  # fmt: skip


def _drivers(run: Run, runs: int) -> Drivers:
    drawn = (
        picture(ALONE[name](run.source)[0], name=name, runs=runs)
        for name in DRIVERS
        if can_draw(run.source, name)
    )
    return Drivers(run=run, pictures=tuple(drawn))


def _definitions() -> Iterator[Definition]:
    for name, measure in MEASURES.items():
        told = (getdoc(measure) or "").replace("``", "")
        yield Definition(name=name, text=told)


def _folder(run: Run) -> Folder:
    manifest = run.source.manifest
    words = ["eastflank", "run", f"experiments/{manifest.experiment}.toml"]
    words += ["--seed", str(manifest.seed)]
    words += ["--replications", str(manifest.replications)] if manifest.replications else []
    words += [word for each in manifest.variation for word in ("--set", each)]
    return Folder(
        run=run,
        command=shlex.join(words),
        disruptions=tuple(map(disruption_sentence, run.source.disruptions)),
        settings=tuple(_settings(run)),
        experiment_file=_text(run.source.folder.root / "experiment.toml"),
    )


def _settings(run: Run) -> Iterator[tuple[str, str]]:
    """What was asked, section by section, in a line each."""
    manifest = run.source.manifest
    experiment: dict[str, Any] = run.source.resolved.get("experiment", {})
    frame, force = experiment.get("frame", {}), experiment.get("force", {})
    fleets = experiment.get("fleets", {})
    yield "experiment", run.label
    yield "run id", manifest.run_id
    yield "numbers rest on", run.basis
    yield "policy at a cut", manifest.policy
    yield "target", f"{100 * manifest.target_share:g} % closed by C+{manifest.target_day:g}"
    yield "a unit closes at", f"{100 * manifest.theta:g} % of each cargo class present"
    yield "horizon", f"C+{manifest.horizon_h / HOURS_PER_DAY:g}"
    if frame:
        yield "readiness", f"{frame['readiness']}, warning {frame['warning_days']:g} days"
        yield "permissions", f"{frame['permission']} rules"
    if force:
        yield "force", f"{force['list']} {force['destinations']}".strip()
    if fleets:
        factors = ", ".join(f"{kind} × {factor:g}" for kind, factor in fleets["factors"].items())
        yield "fleets", f"{fleets['list']}{f', {factors}' if factors else ''}"
    yield (
        "model",
        (
            f"eastflank {manifest.versions.get('eastflank', 'unknown')}, model "
            f"{manifest.versions.get('model', 'unknown')}, commit {manifest.commit or 'unknown'}"
        ),
    )


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
