"""The theatre: every row of the table that needs it, in less than an hour on two cores."""

import resource
import tempfile
import time
from collections.abc import Iterator
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


def measured(revision: str) -> dict[str, Figure]:
    """All that only the theatre tells, set against another commit."""
    found: dict[str, Figure] = {}
    with against.tree_of(revision) as tree:
        for name in STAGES:
            with against.on_one_core():
                found |= _beside(tree, name, revision)
        found[f"many.{build()}"] = _many(tree)
    with against.on_one_core():
        found |= dict(_alone())
        told = "more than 100 %: copies of the list and of its fleets"
        file = against.ROOT / "experiments" / "ready-force.toml"
        found["growth"] = Figure(value=exponent(file), beside=told)
        found |= dict(_keeping())
    return found


def _beside(tree: Path, name: str, revision: str) -> Iterator[tuple[str, Figure]]:
    """One replication of each commit, turn by turn."""
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


def _many(tree: Path) -> Figure:
    """A run of several replications by each commit, one after the other."""
    there, here = (against.many_s(each, CUT, MANY) for each in (tree, against.ROOT))
    return Figure(value=here / there, beside=f"{here / 60:.1f} minutes against {there / 60:.1f}")


def _alone() -> Iterator[tuple[str, Figure]]:
    """Events, calls and the floor of stock SimPy, replication 0."""
    for name, stages in STAGES.items():
        world = _scenario(name)
        book = plan_book(world)
        once = partial(_once, world, book)
        once()  # the book is warm from here on
        events, rows, seconds = once()
        yield (
            f"events.{name}",
            Figure(value=events / stages, beside=f"{events:,} events, {rows:,} rows today"),
        )
        if build() == "pure":
            yield f"calls.{name}", Figure(value=calls_of(once) / stages)
            began = time.process_time()
            stock(events, rows, PENDING)
            floor = time.process_time() - began
            yield f"stock.{name}", Figure(value=seconds / floor)


def _once(world: Scenario, book: Itineraries) -> tuple[int, int, float]:
    kept, began = Records(), time.process_time()
    end = run(world, seed=20260101, replication=0, records=kept, book=book)
    return end.events, end.stages, time.process_time() - began


def _keeping() -> Iterator[tuple[str, Figure]]:
    """The share of keeping, and the most memory that this process has had."""
    world = _scenario(CUT)
    engine = Timed(world)
    for level in (Level.SUMMARY, Level.FULL):
        with tempfile.TemporaryDirectory() as folder:
            yield (
                f"keep.{level.value}",
                Figure(value=share(engine, world, Path(folder), level, KEPT)),
            )
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory", Figure(value=peak_mib, beside=f"{len(KEPT)} replications at each level")


def _scenario(name: str) -> Scenario:
    file = against.ROOT / "experiments" / f"{name}.toml"
    return read_and_compile(file).compiled.scenario
