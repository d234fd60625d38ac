"""Measuring: one experiment on each rung, replication by replication, with one book of routes."""

import json
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from eastflank.engine.run import plan_book, run
from eastflank.measures.closure.closures import unit_closures
from eastflank.model.records import Records
from eastflank.model.scenario import Scenario
from eastflank.store.identity import digest, model_digest
from eastflank.store.parquet import records_frame
from eastflank.store.situation import units_table
from eastflank.study.bounds import bound_of
from eastflank.study.case import Case, load_case
from tools.ladder.climbs import Climb, Found, of_bound, of_closures
from tools.ladder.rungs import Rung

SIGNS: Final = 12
MOST_ANSWERS: Final = 8_000  # in a book of routes, before it is begun anew


class Ground:
    """One experiment, compiled once: its book of routes goes from run to run."""

    def __init__(self, file: Path, results: Path) -> None:
        self._case = load_case(file)
        self._results = results
        self._units = units_table(self._case.scenario)
        self._book = plan_book(self._case.scenario)
        self.experiment = file.stem
        self.model = _build(self._case)

    def climb(self, rung: Rung, replication: int) -> Climb:
        """Measure one rung with the luck of one replication."""
        began = time.process_time()
        if rung.dispatch is None:
            found = of_bound(bound_of(self._case, self._results, replication=replication))
        else:
            scenario = replace(self._case.scenario, dispatch=rung.dispatch)
            found = self._run(scenario, replication)
        return Climb(
            experiment=self.experiment,
            rung=rung.name,
            replication=replication,
            model=self.model,
            cpu_s=time.process_time() - began,
            found=found,
        )

    def _run(self, scenario: Scenario, replication: int) -> Found:
        if self._book.answers > MOST_ANSWERS:
            self._book = plan_book(self._case.scenario)
        records = Records()
        seed = self._case.experiment.run.seed
        run(scenario, seed=seed, replication=replication, records=records, book=self._book)
        frame = records_frame(records, replication)
        country = {str(node.id): node.country for node in scenario.nodes.values()}
        return of_closures(unit_closures(frame, self._units, scenario.theta, node_country=country))


def _build(case: Case) -> str:
    """What the numbers depend on beside the rung: the build of the model and all tables."""
    tables = json.dumps(dict(case.inputs), sort_keys=True)
    return digest(model_digest(), tables)[:SIGNS]


def missing(
    ground: Ground, known: Sequence[Climb], rungs: Sequence[Rung], pairs: int
) -> list[tuple[int, Rung]]:
    """What is not measured yet of this build: pair after pair, all rungs of each."""
    done = {
        (each.rung, each.replication)
        for each in known
        if each.experiment == ground.experiment and each.model == ground.model
    }
    return [
        (replication, rung)
        for replication in range(pairs)
        for rung in rungs
        if (rung.name, replication) not in done
    ]
