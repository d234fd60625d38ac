"""The question being compiled: the experiment, its tables and the folder that messages start at."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.config import Experiment
from eastflank.config.layers import origin_of
from eastflank.tables import Library, Shelf

_STEP: Final = re.compile(r"[^.\[\]]+")  # of force.add[0].name


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the parts of a scenario are made from."""

    experiment: Experiment
    library: Library
    root: Path

    def key(self, dotted: str) -> str:
        """A key as a message names it: with the file or the set that gave it."""
        steps = [int(step) if step.isdigit() else step for step in _STEP.findall(dotted)]
        given_by = origin_of(self.experiment.origins, tuple(steps)) or self.experiment.name
        return f"{given_by}, {dotted}"


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
