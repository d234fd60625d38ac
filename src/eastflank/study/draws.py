"""How a stored run was drawn, and what that says: its sampling and its two bands."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eastflank.measures.components import variance_components
from eastflank.measures.sensitivity import answers_of
from eastflank.sampling import Draws, Sampling
from eastflank.store.folder import RunFolder
from eastflank.units import HOURS_PER_DAY


def draws_of(resolved: Mapping[str, Any]) -> Draws:
    """The sampling of a stored run; runs that do not tell it were drawn as is usual."""
    run = resolved["experiment"]["run"]
    return Draws(
        sampling=Sampling(run.get("sampling", Sampling.LATIN)),
        luck_per_draw=int(run.get("luck_per_draw", 1)),
    )


def components_of(folder: RunFolder) -> pd.DataFrame:
    """The two bands of a run; no row where each replication has a draw of its own."""
    size = draws_of(folder.resolved()).luck_per_draw
    replications = list(folder.drawn())
    if size == 1 or not replications:
        return pd.DataFrame()
    manifest = folder.manifest
    answers = answers_of(
        folder.closures(replications),
        target_day=manifest.target_day,
        horizon_day=manifest.horizon_h / HOURS_PER_DAY,
    )
    return pd.DataFrame(
        variance_components(measure, answer, luck_per_draw=size)
        for measure, answer in answers.items()
    )
