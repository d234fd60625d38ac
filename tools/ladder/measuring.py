"""Measuring: one question on each rung, as stored runs, under the same luck; and its bounds."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from eastflank import api
from eastflank.api import LIKELY, Case, Foresight, Settings, StoredRun
from eastflank.cli.carry import carry_out, quote_text
from eastflank.config import read_experiment
from eastflank.plan.bound import TIGHT
from eastflank.runs.fight import strength_in
from eastflank.study.bounds import bound_of
from tools.figures.register import ROOT
from tools.ladder.climbs import Climb, Found, of_bound, of_closures
from tools.ladder.rungs import Rung


def question(experiment: str, rung: Rung, replications: int) -> Case:
    """The question on a rung; only what differs from its file is set beside it."""
    file = ROOT / "experiments" / f"{rung.file_of(experiment)}.toml"
    (asked,) = api.load_all([file], [f"run.replications={replications}", *sets_of(file, rung)])
    return asked


def sets_of(file: Path, rung: Rung) -> list[str]:
    """What differs from a file on a rung, as ``--set`` has it."""
    policy = read_experiment(file).policy
    wanted = dict(rung.policy) | ({"dispatch": rung.dispatch.value} if rung.dispatch else {})
    others = [f"policy.{key}={x}" for key, x in wanted.items() if getattr(policy, key) != x]
    relaxed = [f"relax.constraints={json.dumps(rung.relaxed)}"] if rung.relaxed else []
    return [*others, *relaxed, *rung.sets]


def climbs(experiment: str, rung: Rung, drawn: int, settings: Settings) -> Iterator[Climb]:
    """Measure what is missing; a row for all rows at likely, and one a replication."""
    case = question(experiment, rung, drawn)
    ahead = api.foresee(case, settings)
    found = _bounds(case, settings) if rung.dispatch is None else _closed(case, ahead, settings)
    for replication in (LIKELY, *range(drawn)):
        yield Climb(
            experiment=experiment,
            rung=rung.name,
            replication=replication,
            run=ahead.folder.root.name,
            found=found(replication),
        )


def _bounds(case: Case, settings: Settings) -> Callable[[int], Found]:
    """What no plan can beat."""
    return lambda number: of_bound(bound_of(case, settings.out, replication=number, form=TIGHT))


def _closed(case: Case, ahead: Foresight, settings: Settings) -> Callable[[int], Found]:
    """What the runs of a rule of dispatch close."""
    if ahead.missing:
        print(quote_text(ahead), flush=True)
        carry_out(case, settings, quiet=False)
    run = StoredRun(ahead.folder.root)
    strength = strength_in(run)
    return lambda number: of_closures(run.closures([number]), strength)
