"""What the replications of a stored run drew of what is not known, made anew from their keys."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from eastflank.model.evidence import Assumption, Distribution, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.luck import NATIONAL_SLIP
from eastflank.model.sampling import Knowledge
from eastflank.runs.stored import StoredRun

Rows = Sequence[Mapping[str, Any]]

ORDER_LEAD: Final = "order_lead"  # told beside the answer: it lies before the order
NEWS_DELAY: Final = "news_delay"
REPLAN_H: Final = "replan_h"


def uncertain_rows(runs: Sequence[StoredRun]) -> Rows:
    """The rows of knowledge that vary in one of the runs and can move its answer.

    A sweep draws none that it sets.
    """
    found = {
        row["key"]: row
        for run in runs
        for row in run.evidence
        if row["scope"] == Scope.KNOWLEDGE.value
        and row["distribution"] != Distribution.FIXED.value
        and row["low"] < row["high"]
        and row["key"] not in _without_effect(run)
        and not _is_set(row["key"], run.manifest.factors)
    }
    return list(found.values())


def _without_effect(run: StoredRun) -> set[str]:
    """Rows that nothing in a run asks for: by chance alone they go with its answer."""
    found = {ORDER_LEAD}
    if not run.disruptions:
        found.add(NEWS_DELAY)
    if not any(each["control"] for each in run.disruptions):
        found.add(REPLAN_H)
    return found


def uniforms_of(run: StoredRun, replications: Sequence[int], rows: Rows) -> pd.DataFrame:
    """A row a replication, a column a group; what nations draw counts by their troops."""
    seed, weights = run.manifest.seed, _troops_by_nation(run.units)
    knowledge_groups = [
        row["group"] for row in run.evidence if row["scope"] == Scope.KNOWLEDGE.value
    ]
    national = {row["group"] for row in rows if row["key"] == NATIONAL_SLIP}
    table = []
    for replication in replications:
        known = Knowledge(run.draws, seed, replication, knowledge_groups)
        table.append(
            {
                group: _of_nations(known, group, weights)
                if group in national
                else known.uniform(group)
                for group in sorted({row["group"] for row in rows})
            }
        )
    return pd.DataFrame(table, index=pd.Index(replications, name="replication"))


def assumption_of(row: Mapping[str, Any]) -> Assumption:
    """A row of evidence as the run used it."""
    told = {name: row.get(name) for name in ("title", "peak")}
    return Assumption(
        key=EvidenceKey(row["key"]),
        unit=row["unit"],
        low=row["low"],
        likely=row["likely"],
        high=row["high"],
        distribution=Distribution(row["distribution"]),
        scope=Scope(row["scope"]),
        group=row["group"],
        grade=row["grade"],
        title=told["title"] or "",
        peak=told["peak"],
    )


def _is_set(key: str, factors: Sequence[str]) -> bool:
    return any(factor.startswith(f"assumptions.set.{key}.") for factor in factors)


def _troops_by_nation(units: pd.DataFrame) -> Mapping[str, float]:
    troops = units.groupby("nation")["personnel"].sum()
    return {str(nation): float(count) for nation, count in troops.items()}


def _of_nations(known: Knowledge, group: str, weights: Mapping[str, float]) -> float:
    drawn = [known.uniform(f"{group}/{nation}") for nation in weights]
    return float(np.average(drawn, weights=list(weights.values())))
