"""Measuring: one question on each rung, as stored runs, under the same luck; and its bounds."""

from collections.abc import Iterator

from eastflank import api
from eastflank.api import LIKELY, Case, Settings, StoredRun
from eastflank.cli.carry import carry_out, quote_text
from eastflank.plan.bound import TIGHT
from eastflank.runs.fight import strength_in
from eastflank.study.bounds import bound_of
from tools.figures.register import ROOT
from tools.ladder.climbs import Climb, of_bound, of_closures
from tools.ladder.rungs import Rung


def question(experiment: str, rung: Rung, replications: int) -> Case:
    """The question on a rung; only what differs from its file is set beside it."""
    file = ROOT / "experiments" / f"{rung.file_of(experiment)}.toml"
    drawn = f"run.replications={replications}"
    (case,) = api.load_all([file], [drawn])
    policy = case.experiment.policy
    wanted = dict(rung.policy) | ({"dispatch": rung.dispatch.value} if rung.dispatch else {})
    others = [f"policy.{key}={x}" for key, x in wanted.items() if getattr(policy, key) != x]
    (asked,) = api.load_all([file], [drawn, *others])
    return asked


def climbs_of_runs(experiment: str, rung: Rung, pairs: int, settings: Settings) -> Iterator[Climb]:
    """Run what is missing on a rung; then a row for all rows at likely, and one a replication."""
    case = question(experiment, rung, pairs)
    ahead = api.foresee(case, settings)
    if ahead.missing:
        print(quote_text(ahead), flush=True)
        carry_out(case, settings, quiet=False)
    run = StoredRun(ahead.folder.root)
    for replication in (LIKELY, *range(pairs)):
        yield Climb(
            experiment=experiment,
            rung=rung.name,
            replication=replication,
            run=run.root.name,
            found=of_closures(run.closures([replication]), strength_in(run)),
        )


def climbs_of_bounds(
    experiment: str, rung: Rung, drawn: int, settings: Settings
) -> Iterator[Climb]:
    """What no plan can beat, all rows at likely and as some replications draw them."""
    case = question(experiment, rung, drawn)
    folder = api.foresee(case, settings).folder
    for replication in (LIKELY, *range(drawn)):
        yield Climb(
            experiment=experiment,
            rung=rung.name,
            replication=replication,
            run=folder.root.name,
            found=of_bound(bound_of(case, settings.out, replication=replication, form=TIGHT)),
        )
