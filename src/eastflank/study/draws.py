"""How a stored run was drawn, and what that says: its sampling and its two bands."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from eastflank.measures.uncertainty.components import variance_components
from eastflank.model.sampling import Draws, Sampling
from eastflank.store.folder import RunFolder
from eastflank.study.answers import answers_in


def draws_of(resolved: Mapping[str, Any]) -> Draws:
    """The sampling of a stored run; runs that do not tell it were drawn as is usual."""
    run = resolved["experiment"]["run"]
    return Draws(
        sampling=Sampling(run.get("sampling", Sampling.LATIN)),
        luck_per_draw=int(run.get("luck_per_draw", 1)),
    )


def components_of(folder: RunFolder, base: RunFolder | None = None) -> pd.DataFrame:
    """The two bands of a run, or of what it costs against a base that met the same luck.

    No row where each replication has a draw of its own.
    """
    size = draws_of(folder.resolved()).luck_per_draw
    if size == 1:
        return pd.DataFrame()
    return pd.DataFrame(
        variance_components(measure, answer, luck_per_draw=size)
        for measure, answer in answers_in(folder, base).items()
    )
