"""What would it take: the cheapest bundle of levers that meets the target with a confidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.config import project_root
from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.compare.bundles import (
    Offer,
    Promise,
    Steps,
    front,
    promised_chance,
    safe_gain,
    to_confirm,
)
from eastflank.measures.uncertainty.intervals import mean_interval, share_interval
from eastflank.model.errors import CollectedError
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import listing
from eastflank.store.requirements import requirement_path, write_requirement
from eastflank.study.case import load_case
from eastflank.study.conduct import Progress
from eastflank.study.settings import Settings
from eastflank.study.variants import Variant, run_variants
from eastflank.tables.levers import LeverRow, lever_errors, read_levers
from eastflank.tables.table import Table

DRAWS: Final = 4  # pairs by which levers are screened
PAIRS: Final = 16
CONFIRMED: Final = 64
BASE: Final = "as it stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What must be met: troops by the target day (the target itself at first), how surely."""

    confidence: float = 0.8
    troops: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverGain:
    """A lever pulled as far as it goes, alone: troops more by the target day, over pairs."""

    row: LeverRow
    mean: float
    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A bundle on the front: what it promises or, where it was run, what it does.

    ``low`` and ``high`` are the 95 % interval of the chance, of confirmed bundles only.
    """

    steps: Steps
    price_meur: float
    more_troops: float
    chance: float
    confirmed: bool
    pairs: int
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What it takes: levers screened one by one, then bundles, the cheapest first.

    ``path``: the table of the bundles as it was stored.
    """

    label: str
    path: Path
    day: float
    troops: float
    force: float
    confidence: float
    chance_now: float
    levers: Sequence[LeverGain]
    bundles: Sequence[Bundle]

    def rows(self) -> list[dict[str, object]]:
        """A row a bundle, as tables have it: its steps as ``lever=number``."""
        asked = {
            "confidence": self.confidence,
            "target_troops": self.troops,
            "by_day": self.day,
        }
        return [{**_row(each), **asked, "pulled": self._pulled(each)} for each in self.bundles]

    def _pulled(self, bundle: Bundle) -> str:
        """How much of what a bundle pulls, in words: 10 het platoons and 80 columns of buses."""
        known = {each.row.lever: each.row for each in self.levers}
        amounts = [_amount(known[lever], number) for lever, number in bundle.steps]
        return listing(amounts) if amounts else ""

    @property
    def cheapest(self) -> Bundle | None:
        """The cheapest bundle that was confirmed to do."""
        does = [each for each in self.bundles if each.confirmed and each.chance >= self.confidence]
        return min(does, key=lambda each: each.price_meur, default=None)


def _amount(row: LeverRow, steps: int) -> str:
    words = row.lever.split("-")
    thing = " ".join(words) if row.unit in words else f"{row.unit} of {row.lever}"
    places = f" at each of {len(row.things)} places" if len(row.things) > 1 else ""
    return f"{steps * row.step:g} {thing}{places}"


def require(
    file: Path,
    wanted: Wanted,
    *,
    sets: Sequence[str] = (),
    pairs: int = PAIRS,
    draws: int = DRAWS,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Requirement:
    """Screen each lever alone, then confirm the most promising bundles; what is stored is kept.

    The bundles are written beside the runs of the question, where briefs and reports find them.
    """
    ground = _Ground(file=file, sets=tuple(sets), settings=settings or Settings())
    base = ground.run([()], pairs)[()]
    target = wanted.troops or base.manifest.target_share * base.force
    gains, promises = _screen(ground, base, draws, progress)
    closed = troops_closed(base.closures(base.drawn), by_day=base.day)
    chances = {
        each.steps: promised_chance(closed, each.troops, target, base.force) for each in promises
    }
    short = max(0.0, target - float(closed.median()))
    chosen = to_confirm(promises, chances, wanted.confidence, short)
    runs = {(): base, **ground.run([each.steps for each in chosen], pairs, progress)}
    found = Requirement(
        label=base.manifest.label,
        path=ground.path_of(base, wanted.troops),
        day=base.day,
        troops=target,
        force=base.force,
        confidence=wanted.confidence,
        chance_now=chances[()],
        levers=gains,
        bundles=[
            _confirmed(each, base, runs[each.steps], target)
            if each.steps in runs
            else _screened(each, chances[each.steps], draws)
            for each in promises
        ],
    )
    write_requirement(found.path, found.rows())
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """The question whose levers are pulled, and how its runs are carried out."""

    file: Path
    sets: tuple[str, ...]
    settings: Settings

    def run(
        self, bundles: Sequence[Steps], pairs: int, progress: Progress | None = None
    ) -> Mapping[Steps, StoredRun]:
        """Each bundle with at least so many replications."""
        variants = [_variant(self.file, self.sets, steps) for steps in bundles]
        runs = run_variants(variants, pairs, self.settings, progress=progress)
        return {steps: runs[_name(steps)] for steps in bundles}

    def path_of(self, base: StoredRun, troops: float | None) -> Path:
        """Where what is found is stored: beside the runs of the question, wherever they lie."""
        told = base.manifest
        return requirement_path(self.settings.out / told.experiment / told.run_id, troops)


def _screen(
    ground: _Ground, base: StoredRun, draws: int, progress: Progress | None
) -> tuple[list[LeverGain], list[Promise]]:
    """Each lever as far as it goes, alone; and the front that this promises."""
    alone: dict[Steps, LeverRow] = {
        ((row.lever, row.most),): row for row in levers_of(ground.file, ground.sets)
    }
    runs = ground.run(list(alone), draws, progress)
    gains = [_gain(row, base, runs[steps]) for steps, row in alone.items()]
    offers = [_offer(row, base, runs[steps]) for steps, row in alone.items()]
    return gains, front(offers)


def levers_of(file: Path, sets: Sequence[str] = ()) -> Sequence[LeverRow]:
    """The levers of an experiment; all that is wrong with their table is said at once."""
    experiment = load_case(file, sets).experiment
    table: Table[LeverRow] | None = read_levers(project_root(file), experiment.levers.table)
    if table is None:
        return ()
    if errors := (*table.errors, *lever_errors(table)):
        raise CollectedError(errors)
    return table.rows


def _row(bundle: Bundle) -> dict[str, object]:
    return {
        "steps": " ".join(f"{lever}={number}" for lever, number in bundle.steps),
        "price_meur": bundle.price_meur,
        "more_troops": bundle.more_troops,
        "chance": bundle.chance,
        "low": bundle.low,
        "high": bundle.high,
        "pairs": bundle.pairs,
        "told_by": "confirmed" if bundle.confirmed else "screened",
    }


def _name(steps: Steps) -> str:
    return ", ".join(f"{lever} {count}" for lever, count in steps) or BASE


def _variant(file: Path, sets: Sequence[str], steps: Steps) -> Variant:
    laid = [f"levers.steps.{lever}={count}" for lever, count in steps]
    return Variant(name=_name(steps), file=file, sets=(*sets, *laid))


def _more(base: StoredRun, run: StoredRun) -> pd.Series:
    """Troops more by the target day, pair by pair."""
    common = sorted(set(base.drawn) & set(run.drawn))
    closed = [troops_closed(each.closures(common), by_day=base.day) for each in (run, base)]
    return closed[0] - closed[1]


def _gain(row: LeverRow, base: StoredRun, run: StoredRun) -> LeverGain:
    more = _more(base, run)
    mean, low, high = mean_interval(more, base.draws)
    return LeverGain(row=row, mean=mean, low=low, high=high, pairs=len(more))


def _offer(row: LeverRow, base: StoredRun, run: StoredRun) -> Offer:
    return Offer(
        lever=row.lever,
        price_meur=row.price_meur,
        troops=safe_gain(_more(base, run)) / row.most,
        most=row.most,
    )


def _screened(promise: Promise, chance: float, draws: int) -> Bundle:
    return Bundle(
        steps=promise.steps,
        price_meur=promise.price_meur,
        more_troops=promise.troops,
        chance=chance,
        confirmed=False,
        pairs=draws,
    )


def _confirmed(promise: Promise, base: StoredRun, run: StoredRun, target: float) -> Bundle:
    more = _more(base, run)
    closed = troops_closed(run.closures(run.drawn), by_day=base.day)
    met = share_interval(closed >= target, base.draws)
    return Bundle(
        steps=promise.steps,
        price_meur=promise.price_meur,
        more_troops=float(more.mean()),
        chance=float(met.estimate),
        confirmed=True,
        pairs=len(more),
        low=float(met.low),
        high=float(met.high),
    )
