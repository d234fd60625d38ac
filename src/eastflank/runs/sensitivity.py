"""What a stored run knows of its evidence: the draws of its replications, made anew."""

from dataclasses import dataclass

import pandas as pd

from eastflank.measures.uncertainty.sensitivity import sensitivity_table, weak_share
from eastflank.model.errors import PlannerError
from eastflank.runs.answers import answers_in
from eastflank.runs.knowledge import Rows, uncertain_rows, uniforms_of
from eastflank.runs.pairs import refuse_unpairable
from eastflank.runs.stored import StoredRun


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
    rows = uncertain_rows(asked)
    uniforms = uniforms_of(run, replications, rows)
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
