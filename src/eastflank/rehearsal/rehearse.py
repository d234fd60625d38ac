"""A rehearsal: the force is run on likely values, and expects next time what it waited for.

Nobody rehearses what nobody can know: a cut without announcement is left out, and no luck is drawn.
A plan is so made of what is known before C-day, and judged on luck that it has not seen.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from eastflank.engine.run import plan_book, run
from eastflank.engine.state.wait_log import WaitLog
from eastflank.model.records import Records
from eastflank.model.rehearsed import Rehearsed
from eastflank.model.scenario import CutPolicy, Disruption, Scenario
from eastflank.rehearsal.learning import Learning

RUNS: Final = 4
NO_SEED: Final = 0  # a deterministic run draws nothing

Progress = Callable[[int, int], None]


def rehearse(
    scenario: Scenario, *, runs: int = RUNS, progress: Progress | None = None
) -> Rehearsed:
    """What the runs have taught; each but the first expects what those before it have shown."""
    foreseen = replace(scenario, disruptions=foreseeable(scenario))
    learning, book = Learning(), plan_book(foreseen)
    for done in range(runs):
        log = WaitLog()
        run(
            replace(foreseen, rehearsed=learning.rehearsed()),
            seed=NO_SEED,
            replication=None,
            records=Records(assets=False),
            book=book,
            wait_log=log,
        )
        learning.learn(log.waits)
        if progress is not None:
            progress(done + 1, runs)
    return learning.rehearsed()


def foreseeable(scenario: Scenario) -> tuple[Disruption, ...]:
    """The disruptions that are known before they come."""
    if scenario.policy is CutPolicy.FORESIGHT:
        return scenario.disruptions
    return tuple(each for each in scenario.disruptions if each.known)
