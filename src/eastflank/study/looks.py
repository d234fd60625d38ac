"""Looks: the stopping rule of an experiment, read from the closures that are stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from eastflank.config import Experiment
from eastflank.measures.closure.verdict import share_closed
from eastflank.measures.uncertainty.stopping import StoppingRule, look, looks
from eastflank.model.sampling import Draws
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import RunFolder


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """When a point has been run often enough."""

    rule: StoppingRule
    draws: Draws

    @property
    def looks(self) -> Sequence[int]:
        """The numbers of replications at which it looks, rising."""
        return looks(self.rule)

    def reason(self, folder: RunFolder, replications: int) -> str | None:
        """Why the first replications of a point are enough, or None."""
        closures = StoredRun(folder.root, folder.point).closures(range(replications))
        closed = share_closed(closures, share=self.rule.share, by_day=self.rule.day)
        found = look(closed.sort_index().to_numpy(dtype=bool), self.rule, self.draws)
        return found.reason.value if found.stop else None


def looks_of(experiment: Experiment) -> Looks | None:
    """The rule of an experiment; None runs all replications."""
    asked = experiment.stopping
    if asked is None:
        return None
    rule = StoppingRule(**asked.model_dump())
    draws = Draws(sampling=experiment.run.sampling, luck_per_draw=experiment.run.luck_per_draw)
    return Looks(rule=rule, draws=draws)
