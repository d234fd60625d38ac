"""The question being compiled: the experiment, its tables and the folder that messages start at."""

from dataclasses import dataclass
from pathlib import Path

from eastflank.config import Experiment
from eastflank.config.layers import label
from eastflank.tables import Library, Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the parts of a scenario are made from."""

    experiment: Experiment
    library: Library
    root: Path

    def key(self, dotted: str) -> str:
        """A key of the experiment file as a message names it."""
        files = self.experiment.files
        file = label(files[0], self.root.resolve()) if files else self.experiment.name
        return f"{file}, {dotted}"


def shelf_of(experiment: Experiment) -> Shelf:
    """The names of the tables that an experiment reads."""
    return Shelf(
        network=experiment.network.folder,
        force=experiment.force.list,
        destinations=experiment.force.destinations,
        unit_types=experiment.force.unit_types,
        fleets=experiment.fleets.list,
        assumptions=experiment.assumptions.table,
        supply=experiment.sustainment.table if experiment.sustainment.on else "",
        permission=experiment.frame.permission_factors,
        plan=experiment.force.plan,
        levers=experiment.levers.table if experiment.levers.steps else "",
    )
