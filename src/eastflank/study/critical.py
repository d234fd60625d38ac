"""What is most critical: busy links and terminals are closed, alone and in pairs, and protected."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.config import read_experiment
from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE, paired_troops
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.measures.use.busiest import busiest_links, busiest_terminals
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY
from eastflank.study.bounds import bound_of
from eastflank.study.conduct import Progress
from eastflank.study.screened import screened
from eastflank.study.settings import Settings
from eastflank.study.variants import Variant, run_variants

BASE: Final = "open"
PROTECTIONS: Final[Mapping[str, Mapping[str, object]]] = {  # what is done -> keys of the closure
    "repaired after a week": {"duration_days": 7.0},
    "half of it kept open": {"severity": 0.5},
    "foreseen from the start": {"known": True},
}
STARTS: Final = (0.0, 7.0, 14.0)
LASTS: Final = (3.0, 7.0, 14.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How many links and terminals are closed, from when on, and over how many pairs.

    ``paired``: so many of the worst are closed two at a time; ``protected``: so many get each
    protection. ``surface``: the worst is closed from several days on, for several spans.
    """

    things: int = 6
    from_day: float = 8.0
    pairs: int = 4
    paired: int = 3
    protected: int = 3
    surface: bool = False
    with_bound: bool = False
    tolerated: float = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a closure costs: troops short by the target day, mean and 95 % interval over pairs.

    ``bound_less``: so many fewer troops no plan could pass; nan where it was not asked for.
    """

    targets: tuple[str, ...]
    how: str
    start_day: float
    lasts_days: float
    short: float
    low: float
    high: float
    short_baltic: float
    pairs: int
    bound_less: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Criticality:
    """The candidates by what they carried, and what each closure cost in runs."""

    label: str
    day: float
    troops: float
    tolerated: float
    candidates: pd.DataFrame
    singles: Sequence[Loss]
    doubles: Sequence[Loss]
    protected: Sequence[Loss]
    surface: Sequence[Loss]

    def longest_survived(self) -> Mapping[float, float]:
        """By day of start the longest closure that costs no more than is tolerated; 0: none."""
        most = self.tolerated * self.troops
        starts = sorted({loss.start_day for loss in self.surface})
        return {
            start: max(
                (each.lasts_days for each in _lasting(self.surface, start, most)), default=0.0
            )
            for start in starts
        }


def _lasting(surface: Sequence[Loss], start: float, most: float) -> Iterator[Loss]:
    """Closures of one start, ever longer, until one costs too much."""
    of_start = sorted((s for s in surface if s.start_day == start), key=lambda s: s.lasts_days)
    return itertools.takewhile(lambda loss: loss.short <= most, of_start)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closure:
    """One closure to try, beside the cuts that the question has."""

    targets: tuple[str, ...]
    start_day: float
    how: str = "closed"
    more: tuple[tuple[str, object], ...] = ()

    @property
    def name(self) -> str:
        """What tells it from the others."""
        more = json.dumps(dict(self.more))
        return f"{' and '.join(self.targets)} {self.how} {self.start_day:g} {more}"


def criticality(
    file: Path,
    run: StoredRun,
    screen: Screen,
    *,
    sets: Sequence[str] = (),
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> Criticality:
    """Screen by the flows of a stored run of the question, then close each candidate in pairs.

    A run of the same experiment that asks something else, or was made with other sets, is refused.
    What is stored of these runs is read, so that the same call resumes.
    """
    ground = _Ground(file, tuple(sets), screen, settings or Settings(), progress)
    run = screened(run, file, sets)
    candidates = _candidates(run, screen.things)
    closures = [
        _Closure(targets=(target,), start_day=screen.from_day) for target in candidates["target"]
    ]
    singles = sorted(ground.losses(closures), key=lambda loss: -loss.short)
    worst = [loss.targets for loss in singles]
    double = [
        _Closure(targets=one + other, start_day=screen.from_day)
        for one, other in itertools.combinations(worst[: screen.paired], 2)
    ]
    safer = [
        _Closure(targets=each, start_day=screen.from_day, how=how, more=tuple(keys.items()))
        for each in worst[: screen.protected]
        for how, keys in PROTECTIONS.items()
    ]
    base = ground.open()
    closed = troops_closed(base.closures(base.drawn), by_day=base.day)
    return Criticality(
        label=run.label,
        day=base.day,
        troops=float(closed.mean()),
        tolerated=screen.tolerated,
        candidates=candidates,
        singles=singles,
        doubles=sorted(ground.losses(double), key=lambda loss: -loss.short),
        protected=ground.losses(safer),
        surface=ground.losses(_surface(worst[0])) if screen.surface and worst else (),
    )


def _candidates(run: StoredRun, things: int) -> pd.DataFrame:
    """Half links and half terminals, those that carried most."""
    told = run.replication(LIKELY)
    told.require_links()
    records = told.records
    links = busiest_links(records, run.modes, (things + 1) // 2)
    ends = busiest_terminals(records, run.modes, run.terminals, things - len(links))
    return pd.concat([links, ends], ignore_index=True)


def _surface(targets: tuple[str, ...]) -> list[_Closure]:
    return [
        _Closure(targets=targets, start_day=start, more=(("duration_days", lasts),))
        for start in STARTS
        for lasts in LASTS
    ]


class _Ground:
    """The question that is closed in places, and how its runs are carried out."""

    def __init__(
        self,
        file: Path,
        sets: tuple[str, ...],
        screen: Screen,
        settings: Settings,
        progress: Progress | None,
    ) -> None:
        self._file, self._sets, self._screen = file, sets, screen
        self._settings, self._progress = settings, progress
        found = read_experiment(file, sets).disruptions
        self._cuts = [cut.model_dump(mode="json", exclude_defaults=True) for cut in found]

    def losses(self, closures: Sequence[_Closure]) -> list[Loss]:
        """What each closure costs against the open run, pair by pair."""
        if not closures:
            return []
        variants = [self._variant(each) for each in closures]
        runs = self._run([Variant(name=BASE, file=self._file, sets=self._sets), *variants])
        return [
            self._loss(each, runs[BASE], runs[variant.name], variant)
            for each, variant in zip(closures, variants, strict=True)
        ]

    def open(self) -> StoredRun:
        """The question as it stands."""
        return self._run([Variant(name=BASE, file=self._file, sets=self._sets)])[BASE]

    def _run(self, variants: Sequence[Variant]) -> Mapping[str, StoredRun]:
        return run_variants(variants, self._screen.pairs, self._settings, progress=self._progress)

    def _variant(self, closure: _Closure) -> Variant:
        keys = {
            "id": "critical",
            "targets": list(closure.targets),
            "start_day": closure.start_day,
            **dict(closure.more),
        }
        cuts = ", ".join(_inline(cut) for cut in (*self._cuts, keys))
        sets = (*self._sets, f"disruptions=[{cuts}]")
        return Variant(name=closure.name, file=self._file, sets=sets)

    def _loss(self, closure: _Closure, base: StoredRun, cut: StoredRun, variant: Variant) -> Loss:
        common = sorted(set(base.drawn) & set(cut.drawn))
        pair = base.closures(common), cut.closures(common)
        short = {
            where: paired_troops(*pair, by_day=base.day, where=where)["short"]
            for where in (EVERYWHERE, BALTIC)
        }
        mean, low, high = mean_interval(short[EVERYWHERE], base.draws)
        lasts = dict(closure.more).get("duration_days", float("inf"))
        return Loss(
            targets=closure.targets,
            how=closure.how,
            start_day=closure.start_day,
            lasts_days=float(str(lasts)),
            short=mean,
            low=low,
            high=high,
            short_baltic=float(short[BALTIC].mean()),
            pairs=len(common),
            bound_less=self._bound_less(variant, base.day)
            if closure.how == "closed"
            else float("nan"),
        )

    def _bound_less(self, variant: Variant, day: float) -> float:
        """So many fewer troops no plan could close, if the closure was known from the start."""
        if not self._screen.with_bound:
            return float("nan")
        asked = Variant(name=BASE, file=self._file, sets=self._sets), variant
        curves = [bound_of(each.case(0), self._settings.out) for each in asked]
        return curves[0].at(day) - curves[1].at(day)


def _inline(table: Mapping[str, object]) -> str:
    """A table as TOML writes it in a line."""
    cells = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items())
    return f"{{ {', '.join(cells)} }}"
