"""What the answer hangs on: from a run or a sweep to the frame of the sensitivity chart."""

from collections.abc import Iterator
from typing import Final

import pandas as pd

from eastflank.charts.drawn import Drawn
from eastflank.charts.sensitivity import sensitivity_chart
from eastflank.gallery.captions import caption_of
from eastflank.measures.closure.verdict import ENOUGH
from eastflank.measures.uncertainty.surrogate import can_index
from eastflank.model.errors import PlannerError
from eastflank.runs.sensitivity import sensitivity_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.names import level as said_level
from eastflank.runs.wording.numbers import on_day

MEASURES: Final = ("troops_closed_", "day_closed_95", "day_closed_50")


def too_few_draws(run: StoredRun) -> PlannerError | None:
    """Why there is no chart of sensitivity: too few draws, or no evidence that is drawn."""
    if run.most_drawn < ENOUGH:
        return PlannerError(
            where=str(run.root),
            found=f"sensitivity cannot be told from {run.most_drawn} drawn replications.",
            right=f"Run with --replications {ENOUGH} or more.",
        )
    if not any("scope" in row for row in run.evidence):
        return PlannerError(
            where=str(run.root),
            found="the folder does not tell how its evidence rows were drawn.",
            right=f"Run it again: {run.manifest.command}.",
        )
    return None


def sensitivity_drawn(run: StoredRun) -> Drawn:
    """The chart and its frame; of a sweep the first measure that varies, at its ends."""
    table = pd.concat(_swept(run) if run.is_sweep else [_named(run)])
    return sensitivity_chart(table, caption=caption_of(run)), table


def _named(run: StoredRun, point: int = 0) -> pd.DataFrame:
    """The sensitivity at a point, its measures in words and in the order in which they count."""
    found = sensitivity_of(run.at(point), with_indices=can_index()).table
    parts = [found.loc[found["measure"].str.startswith(name)] for name in MEASURES]
    told = pd.concat(parts, ignore_index=True)
    return told.assign(measure=told["measure"].map(_said))


def _said(measure: str) -> str:
    name, _, level = measure.rpartition("_")
    if name == "troops_closed":
        return f"troops closed by {on_day(float(level))}"
    return f"day of {level} % closed"


def _swept(run: StoredRun) -> Iterator[pd.DataFrame]:
    """One measure at the first and at the last point of the sweep."""
    design = run.design
    ends = [design.iloc[0], design.iloc[-1]]
    tables = [_named(run, int(end["point_id"])) for end in ends]
    varies = [set(table.dropna(subset=["rank_correlation"])["measure"]) for table in tables]
    order = dict.fromkeys(tables[0]["measure"])
    shown = next((each for each in order if any(each in known for known in varies)), "")
    for end, table in zip(ends, tables, strict=True):
        at = ", ".join(f"{_short(key)} {said_level(end[key])}" for key in run.manifest.factors)
        yield table.loc[table["measure"] == shown].assign(measure=f"{shown} at {at}")


def _short(key: str) -> str:
    parts = [part for part in key.split(".") if part != "fixed"]
    return parts[-1].replace("_", " ")
