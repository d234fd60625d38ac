"""What a stored run knows of its evidence: the draws of its replications, made anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from eastflank.measures.uncertainty.sensitivity import sensitivity_table, weak_share
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Distribution, Scope
from eastflank.model.luck import NATIONAL_SLIP
from eastflank.model.sampling import Knowledge
from eastflank.runs.answers import answers_in
from eastflank.runs.pairs import refuse_unpairable
from eastflank.runs.stored import StoredRun

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What a run hangs on: a row a measure and group, and the share of weak evidence."""

    label: str
    table: pd.DataFrame
    weak: pd.DataFrame


def sensitivity_of(
    run: StoredRun, *, base: StoredRun | None = None, with_indices: bool = True
) -> Sensitivity:
    """The sensitivity of a run to its knowledge rows, from what is stored.

    With a ``base`` that of what the run costs against it, over the replications of both. From 64
    draws on there is a metamodel, which needs the extra ``design`` (SALib). Rows that a sweep sets
    are not drawn.
    """
    asked = [run] if base is None else [run, base]
    if base is not None:
        refuse_unpairable(base, run)
    answers = answers_in(run, base)
    if not answers:
        raise PlannerError(
            where=" and ".join(str(each.root) for each in asked),
            found="no drawn replication is stored.",
            right="Run the experiment with --replications 64 or more.",
        )
    replications = list(next(iter(answers.values())).index)
    rows = _uncertain(asked)
    uniforms = _uniforms(run, replications, rows)
    table = sensitivity_table(answers, uniforms, factors_of(rows), with_indices=with_indices)
    label = " against ".join(each.label for each in asked)
    return Sensitivity(label=label, table=table, weak=weak_share(table))


def factors_of(rows: Rows) -> pd.DataFrame:
    """Key, title and grade by group; a group of several rows names all, with the weakest grade."""
    table = pd.DataFrame([dict(row) for row in rows])[["group", "key", "title", "grade"]]
    groups = table.groupby("group")
    return pd.DataFrame(
        {
            "key": groups["key"].agg(";".join),
            "title": groups["title"].agg("; ".join),
            "grade": groups["grade"].max(),
        }
    )


def _uncertain(asked: Sequence[StoredRun]) -> Rows:
    """The rows of knowledge that vary in one of the runs; a sweep draws none that it sets."""
    found = {
        row["key"]: row
        for run in asked
        for row in run.evidence
        if row["scope"] == Scope.KNOWLEDGE.value
        and row["distribution"] != Distribution.FIXED.value
        and row["low"] < row["high"]
        and not _is_set(row["key"], run.manifest.factors)
    }
    return list(found.values())


def _is_set(key: str, factors: Sequence[str]) -> bool:
    return any(factor.startswith(f"assumptions.set.{key}.") for factor in factors)


def _uniforms(run: StoredRun, replications: Sequence[int], rows: Rows) -> pd.DataFrame:
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


def _troops_by_nation(units: pd.DataFrame) -> Mapping[str, float]:
    troops = units.groupby("nation")["personnel"].sum()
    return {str(nation): float(count) for nation, count in troops.items()}


def _of_nations(known: Knowledge, group: str, weights: Mapping[str, float]) -> float:
    drawn = [known.uniform(f"{group}/{nation}") for nation in weights]
    return float(np.average(drawn, weights=list(weights.values())))
