"""The two bands of an answer: what is not known of it, and what varies."""

import pandas as pd

from eastflank.measures.uncertainty.components import variance_components
from eastflank.runs.answers import answers_in
from eastflank.runs.stored import StoredRun


def bands_of(run: StoredRun, base: StoredRun | None = None) -> pd.DataFrame:
    """The two bands of a run, or of what it costs against a base that met the same luck.

    No row where each replication has a draw of its own.
    """
    size = run.draws.luck_per_draw
    if size == 1:
        return pd.DataFrame()
    return pd.DataFrame(
        variance_components(measure, answer, luck_per_draw=size)
        for measure, answer in answers_in(run, base).items()
    )
