"""Which charts a stored run has: those of a run, of a sweep, of several runs together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from eastflank.charts.drawn import Drawn
from eastflank.gallery.alone import ALONE
from eastflank.gallery.hinges import too_few_draws
from eastflank.gallery.scene import corridor_links
from eastflank.gallery.swept import SWEPT, lacks_heat
from eastflank.gallery.together import TOGETHER
from eastflank.model.errors import PlannerError
from eastflank.runs.fight import tells_strength, untold_strength
from eastflank.runs.pairs import unpairable
from eastflank.runs.stored import StoredRun
from eastflank.runs.targets import unlike_targets

OF_CORRIDOR: Final = frozenset({"crossings", "gantt-corridor"})
OF_PAIRS: Final = frozenset({"open-cut"})
EVERY: Final = tuple(dict.fromkeys((*ALONE, *TOGETHER, *SWEPT)))


def charts_of(run: StoredRun) -> Mapping[str, Callable[[StoredRun], Drawn]]:
    """The charts of one folder by their names: those of a sweep, or of a run."""
    return SWEPT if run.is_sweep else ALONE


def lacking(run: StoredRun, chart: str) -> PlannerError | None:
    """Why a chart of this folder cannot be drawn; None where it can."""
    if chart not in charts_of(run):
        what = "a sweep" if run.is_sweep else "one run"
        return PlannerError(
            where=str(run.root),
            found=f"there is no chart {chart!r} of {what}.",
            right=f"Charts of {what} are {', '.join(sorted(charts_of(run)))}.",
        )
    if chart == "sensitivity":
        return too_few_draws(run)
    if run.is_sweep:
        return lacks_heat(run, chart)
    if chart == "fight-ready" and not tells_strength(run):
        return untold_strength(run)
    if chart in OF_CORRIDOR and not corridor_links(run):
        return PlannerError(
            where=str(run.root),
            found="the network of this run has no corridor 'suwalki', so there are no crossings.",
        )
    return None


def lacking_together(runs: Sequence[StoredRun], chart: str) -> PlannerError | None:
    """Why a chart of these runs cannot be drawn: one target, and differences need pairs."""
    if mistake := unlike_targets(runs):
        return mistake
    if chart not in OF_PAIRS:
        return None
    reasons = (unpairable(runs[0], run) for run in runs[1:])
    return next((reason for reason in reasons if reason is not None), None)


def can_draw(run: StoredRun, chart: str) -> bool:
    """Whether a folder has what a chart is about: crossings need a corridor."""
    return lacking(run, chart) is None


def drawn_of(run: StoredRun, chart: str) -> Drawn:
    """One chart of one folder; where it cannot be drawn, why."""
    if mistake := lacking(run, chart):
        raise mistake
    return charts_of(run)[chart](run)


def drawn_together(runs: Sequence[StoredRun], chart: str) -> Drawn:
    """One chart of several runs, the first of them the open one; else why there is none."""
    if mistake := lacking_together(runs, chart):
        raise mistake
    return TOGETHER[chart](runs)
