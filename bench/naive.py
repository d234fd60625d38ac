"""A corridor of trains four times: the engine, naive SimPy, and two floors.

Naive is what one writes first: a ``Resource`` for each section, ramp and pool, a process for each
train and for each headway. Both tell one row a stage, and all loads must arrive at the same hours.
Stock SimPy and a bare loop over a heap wake up as often and leave as many rows as the engine.
"""

import cProfile
import math
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

import simpy
from simpy.resources.resource import Request
from tests.small import TRAIN, fleet, node, rail, scenario, terminal, unit

from bench.floors import bare, stock
from bench.page import Figure
from eastflank.engine.run import plan_book, run
from eastflank.model.records import Records, Stage, StageRecord
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from eastflank.store.build import build

LOADS = 400
SETS = 60
SECTIONS = 12
KM = 100.0
KMH = 50.0
RAMPS = 4
LOAD_H = 6.0
UNLOAD_H = 4.0
HEADWAY_H = 0.5
ROUNDS = 5

Process = Generator[simpy.Event, object, None]


def corridor() -> Scenario:
    """A - 12 sections of 100 km - B, 48 paths a day, 4 ramps at each end, 60 sets at A."""
    places = [f"n{i:02d}" for i in range(SECTIONS + 1)]
    first, last = places[0], places[-1]
    return scenario(
        [node(place) for place in places],
        [
            rail(f"s{i:02d}", places[i], places[i + 1], KM, paths_per_day_each_way=24.0 / HEADWAY_H)
            for i in range(SECTIONS)
        ],
        [terminal("railhead", first, RAMPS), terminal("railhead", last, RAMPS)],
        [TRAIN],
        [fleet("train", first, SETS)],
        [unit("u", first, last, {"wheeled": [30.0] * LOADS})],
        theta=1.0,
    )


class NaiveCorridor:
    """The same corridor as one writes it first."""

    def __init__(self) -> None:
        self.env = simpy.Environment()
        self.rows: list[StageRecord] = []
        self.arrived: list[float] = []
        self.events = 0
        self.sets = simpy.Resource(self.env, SETS)
        self.ramps = [simpy.Resource(self.env, RAMPS) for _ in range(2)]
        self.entries = [[simpy.Resource(self.env) for _ in range(SECTIONS)] for _ in range(2)]
        for load in range(LOADS):
            self.env.process(self.train(load))

    def tell(self, stage: Stage, place: str, train: str, asked_h: float, work_h: float) -> None:
        """Leave a row."""
        self.rows.append(
            StageRecord(
                stage=stage,
                place=place,
                lift=train,
                from_h=asked_h,
                work_h=work_h,
                to_h=self.env.now,
                pieces=30.0,
                tonnes=300.0,
            )
        )

    def hold(self, entry: simpy.Resource, request: Request) -> Process:
        """Keep the entry shut for the headway."""
        yield self.env.timeout(HEADWAY_H)
        entry.release(request)

    def drive(self, train: str, way: int) -> Process:
        """Section after section, to B (0) or back to A (1)."""
        sections = range(SECTIONS) if way == 0 else range(SECTIONS - 1, -1, -1)
        for section in sections:
            asked_h = self.env.now
            request = self.entries[way][section].request()
            yield request
            self.env.process(self.hold(self.entries[way][section], request))
            work_h = self.env.now
            yield self.env.timeout(KM / KMH)
            self.tell(Stage.LINK, f"s{section:02d}", train, asked_h, work_h)

    def serve(self, train: str, end: int, hours: float, stage: Stage) -> Process:
        """Wait for a ramp and work on it."""
        asked_h = self.env.now
        with self.ramps[end].request() as ramp:
            yield ramp
            work_h = self.env.now
            yield self.env.timeout(hours)
        self.tell(Stage.SERVE, str(end), train, asked_h, work_h)
        self.tell(stage, str(end), train, asked_h, work_h)

    def train(self, load: int) -> Process:
        """Load, go, unload, and send the set back."""
        name = f"rail-{load:05d}"
        self.tell(Stage.READY, "a", name, 0.0, 0.0)
        request = self.sets.request()
        yield request
        self.tell(Stage.WAIT, "a", name, 0.0, self.env.now)
        yield from self.serve(name, 0, LOAD_H, Stage.LOAD)
        start_h = self.env.now
        yield from self.drive(name, 0)
        self.tell(Stage.TRANSIT, "a", name, start_h, start_h)
        yield from self.serve(name, 1, UNLOAD_H, Stage.UNLOAD)
        self.arrived.append(self.env.now)
        self.tell(Stage.STAGING, "b", name, self.env.now, self.env.now)
        if self.env.now and self.sets.queue:
            self.env.process(self.back(name, request))
        else:
            self.sets.release(request)

    def back(self, name: str, request: Request) -> Process:
        """Bring the empty set to A."""
        start_h = self.env.now
        yield from self.drive(name, 1)
        self.tell(Stage.EMPTY, "b", name, start_h, start_h)
        self.sets.release(request)

    def run(self) -> None:
        """Step to the end, counting."""
        while self.env.peek() != math.inf:
            self.env.step()
            self.events += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """One run of the engine: its rows, its kernel events and its CPU time."""

    rows: list[StageRecord]
    events: int
    seconds: float


def measured() -> dict[str, Figure]:
    """The engine, naive SimPy, stock SimPy and a bare loop take turns; the best of each counts."""
    world = corridor()
    book = plan_book(world)
    best = dict.fromkeys(("engine", "naive", "stock", "bare"), math.inf)
    for _ in range(ROUNDS):
        once, first = _engine(world, book), NaiveCorridor()
        wake_ups, count = once.events, len(once.rows)
        best["engine"] = min(best["engine"], once.seconds)
        best["naive"] = min(best["naive"], _seconds(first.run))
        best["stock"] = min(best["stock"], _seconds(partial(stock, wake_ups, count, LOADS)))
        best["bare"] = min(best["bare"], _seconds(partial(bare, wake_ups, count, LOADS)))
    _refuse_other_arrivals(once.rows, first.arrived)
    return _figures(best, once, first, calls_of(partial(_engine, world, book)))


def calls_of(work: Callable[[], object]) -> int:
    """How many calls of Python functions work makes, as cProfile counts them."""
    profile = cProfile.Profile(builtins=False)
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def _figures(
    best: Mapping[str, float], once: Once, first: NaiveCorridor, calls: int
) -> dict[str, Figure]:
    stages, engine = len(once.rows), best["engine"]
    told = f"{stages:,} stages, {once.events:,} events; naive: {first.events:,} events"
    return {
        f"naive.{build()}": Figure(value=best["naive"] / engine, beside=told),
        "corridor.events": Figure(value=once.events / stages),
        "corridor.calls": Figure(value=calls / stages),
        "corridor.stock": Figure(value=engine / best["stock"], beside=f"{build()} build"),
        "corridor.bare": Figure(value=engine / best["bare"], beside=f"{build()} build"),
    }


def _refuse_other_arrivals(rows: Iterable[StageRecord], naive: Iterable[float]) -> None:
    arrived = sorted(row.to_h for row in rows if row.stage == Stage.STAGING)
    same = all(math.isclose(a, b) for a, b in zip(arrived, sorted(naive), strict=True))
    assert same, "naive SimPy and the engine bring the loads at other hours"


def _engine(world: Scenario, book: Itineraries) -> Once:
    kept = Records()
    began = time.process_time()
    end = run(world, seed=1, replication=None, records=kept, book=book)
    seconds = time.process_time() - began
    return Once(rows=kept.rows(), events=end.events, seconds=seconds)


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
