"""The theatre: every row of the table that needs it, in less than an hour on two cores."""

import resource
import tempfile
import time
from collections.abc import Callable, Container, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from bench import against
from bench.floors import stock
from bench.growth import exponent
from bench.keeping import Timed, share
from bench.naive import calls_of
from bench.page import Figure
from bench.table import STAGES
from eastflank.engine.run import plan_book, run
from eastflank.model.records import Records
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from eastflank.store.build import build
from eastflank.store.parquet import Level
from eastflank.study.reading import read_and_compile

CUT: Final = "ready-force-cut"
PENDING: Final = 9_000  # wake-ups that wait at a time, as measured at the base
MANY: Final = 16
KEPT: Final = range(2)  # replications of which the share of keeping is told


Figures = Iterator[tuple[str, Figure]]


def measured(revision: str, known: Container[str]) -> Figures:
    """What only the theatre tells and is not known yet, set against another commit; as it comes."""
    for keys, measure in _parts(revision):
        if any(key not in known for key in keys):
            yield from measure()


def _parts(revision: str) -> Iterator[tuple[tuple[str, ...], Callable[[], Figures]]]:
    """The rows that are measured together, and how."""
    told = build()
    for name in STAGES:
        yield (f"warm.{name}.{told}", f"first.{name}"), partial(_beside, name, revision)
    yield (f"many.{told}",), partial(_many, revision)
    for name in STAGES:
        alone = ("calls", "stock") if told == "pure" else ()
        yield tuple(f"{row}.{name}" for row in ("events", *alone)), partial(_alone, name)
    yield ("growth",), _growth
    yield ("keep.summary", "keep.full", "memory"), _keeping


def _beside(name: str, revision: str) -> Figures:
    """One replication of each commit, turn by turn."""
    with against.tree_of(revision) as tree, against.on_one_core():
        inputs = against.frozen_inputs(tree, name)
        there, here = against.side_by_side(tree, name, inputs=inputs)
        said = against.said_of(inputs, revision)
    ratio, book = here.per_lot_s / there.per_lot_s, here.first.book_s
    whole = (book + here.first.seconds) / here.warm_s
    yield f"warm.{name}.{build()}", Figure(value=ratio, beside=said)
    yield (
        f"first.{name}",
        Figure(
            value=here.first.seconds / here.warm_s,
            beside=f"with the book of routes {whole:.2f}; {build()} build",
        ),
    )


def _many(revision: str) -> Figures:
    """A run of several replications by each commit, one after the other."""
    with against.tree_of(revision) as tree:
        there, here = (against.many_s(each, CUT, MANY) for each in (tree, against.ROOT))
    told = f"{here / 60:.1f} minutes against {there / 60:.1f}"
    yield f"many.{build()}", Figure(value=here / there, beside=told)


def _alone(name: str) -> Figures:
    """Events, calls and the floor of stock SimPy, replication 0."""
    world, stages = _scenario(name), STAGES[name]
    book = plan_book(world)
    once = partial(_once, world, book)
    with against.on_one_core():
        once()  # the book is warm from here on
        events, rows, seconds = once()
        told = f"{events:,} events, {rows:,} rows today"
        yield f"events.{name}", Figure(value=events / stages, beside=told)
        if build() == "pure":
            yield f"calls.{name}", Figure(value=calls_of(once) / stages)
            began = time.process_time()
            stock(events, rows, PENDING)
            floor = time.process_time() - began
            yield f"stock.{name}", Figure(value=seconds / floor)


def _growth() -> Figures:
    """How cost grows with the force."""
    told = "more than 100 %: copies of the list and of its fleets"
    with against.on_one_core():
        value = exponent(against.ROOT / "experiments" / "ready-force.toml")
    yield "growth", Figure(value=value, beside=told)


def _once(world: Scenario, book: Itineraries) -> tuple[int, int, float]:
    kept, began = Records(), time.process_time()
    end = run(world, seed=20260101, replication=0, records=kept, book=book)
    return end.events, end.stages, time.process_time() - began


def _keeping() -> Figures:
    """The share of keeping, and the most memory that this process has had."""
    world = _scenario(CUT)
    with against.on_one_core():
        engine = Timed(world)
        for level in (Level.SUMMARY, Level.FULL):
            with tempfile.TemporaryDirectory() as folder:
                kept = share(engine, world, Path(folder), level, KEPT)
                yield f"keep.{level.value}", Figure(value=kept)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory", Figure(value=peak_mib, beside=f"{len(KEPT)} replications at each level")


def _scenario(name: str) -> Scenario:
    file = against.ROOT / "experiments" / f"{name}.toml"
    return read_and_compile(file).compiled.scenario
