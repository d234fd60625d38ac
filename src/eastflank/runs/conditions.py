"""What must be true: where in the evidence a stored run meets its target, and where it fails."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.frames import TINY, quantile
from eastflank.measures.uncertainty.boxes import (
    Score,
    Side,
    alone,
    find_box,
    score,
    unseen_score,
)
from eastflank.model.errors import PlannerError
from eastflank.runs.knowledge import Rows, assumption_of, uncertain_rows, uniforms_of
from eastflank.runs.stored import StoredRun

FEWEST_OF_A_KIND: Final = (
    5  # draws on each side of a threshold; of fewer no box tells more than they
)
FEWEST_DRAWS: Final = 2 * FEWEST_OF_A_KIND
CHANCE_ALLOWED: Final = 0.05  # of so many hits on unseen draws by chance alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One evidence row of a region: at least, at most, in the unit of the row; nan: no end."""

    key: str
    title: str
    unit: str
    grade: str
    group: str
    at_least: float
    at_most: float
    low: float
    high: float
    by_chance: float  # that this side alone holds so many of the outcome by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Where the target is met, or where it fails: conditions that hold together."""

    met: bool
    conditions: Sequence[Condition]
    seen: Score
    unseen: Score

    @property
    def holds(self) -> bool:
        """Whether draws that did not make the region bear it out, beyond chance."""
        return bool(self.conditions) and self.unseen.by_chance <= CHANCE_ALLOWED


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The regions of a run, for a threshold of troops by a day."""

    label: str
    day: float
    troops: float
    force: float
    target: float
    draws: int
    met: int
    target_met: int
    regions: Sequence[Region] = field(default_factory=tuple)

    @property
    def is_of_target(self) -> bool:
        """Whether the threshold is that of the target, and not another."""
        return math.isclose(self.troops, self.target)


def conditions_of(run: StoredRun, *, troops: float | None = None) -> Conditions:
    """Where a run has at least so many troops closed by its target day, and where it has not.

    Without ``troops`` the threshold is the target. Where fewer than five draws lie on one side of
    it, the median of the draws stands in: then the regions say what makes a good and a bad draw.
    """
    closed = _mean_by_draw(run, _closed(run))
    target = run.manifest.target_share * run.force
    asked = target if troops is None else troops
    threshold = asked if troops is not None or _tells(closed, asked) else quantile(closed, 0.5)
    rows = uncertain_rows([run])
    draws = uniforms_of(run, list(closed.index), rows)
    met = _reached(closed, threshold)
    regions = [_region(draws, met, rows, met_is=True), _region(draws, ~met, rows, met_is=False)]
    return Conditions(
        label=run.label,
        day=run.day,
        troops=threshold,
        force=run.force,
        target=target,
        draws=len(closed),
        met=int(met.sum()),
        target_met=int(_reached(closed, target).sum()),
        regions=regions if _tells(closed, threshold) else (),
    )


def _closed(run: StoredRun) -> pd.Series:
    if len(run.drawn) < FEWEST_DRAWS:
        raise PlannerError(
            where=str(run.root),
            found=f"{len(run.drawn)} drawn replications are stored.",
            right=f"Conditions need {FEWEST_DRAWS} at the least, and 64 to be told with "
            f"confidence: {run.manifest.command} --replications 64.",
        )
    return troops_closed(run.closures(run.drawn), by_day=run.day)


def _mean_by_draw(run: StoredRun, closed: pd.Series) -> pd.Series:
    """One value a draw of knowledge: replications that share one are not two draws."""
    shared = run.draws.luck_per_draw
    means = closed.groupby([replication // shared for replication in closed.index]).mean()
    return means.rename(index=lambda draw: int(draw) * shared)


def _reached(closed: pd.Series, threshold: float) -> NDArray[np.bool_]:
    return np.asarray(closed.to_numpy(dtype=float) >= threshold * (1 - TINY))


def _tells(closed: pd.Series, threshold: float) -> bool:
    met = int(_reached(closed, threshold).sum())
    return min(met, len(closed) - met) >= FEWEST_OF_A_KIND


def _region(draws: pd.DataFrame, hits: NDArray[np.bool_], rows: Rows, *, met_is: bool) -> Region:
    box = find_box(draws, hits)
    told = [
        condition
        for side in box
        for row in rows
        if row["group"] == side.group
        for condition in [_condition(row, side, alone(side, draws, hits).by_chance)]
    ]
    return Region(
        met=met_is,
        conditions=told,
        seen=score(box, draws, hits),
        unseen=unseen_score(draws, hits),
    )


def _condition(row: Mapping[str, Any], side: Side, by_chance: float) -> Condition:
    """A side of a box, in the unit of one of the rows that share its draw."""
    value_at = assumption_of(row).quantile
    return Condition(
        key=row["key"],
        title=row.get("title") or row["key"],
        unit=row["unit"],
        grade=row["grade"],
        group=side.group,
        at_least=value_at(side.low) if math.isfinite(side.low) else math.nan,
        at_most=value_at(side.high) if math.isfinite(side.high) else math.nan,
        low=row["low"],
        high=row["high"],
        by_chance=by_chance,
    )
