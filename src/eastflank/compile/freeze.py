"""Freezing: whole groups, grades or scopes of evidence rows are held at their likely values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Scope
from eastflank.model.spelling import nearest
from eastflank.tables.evidence import AssumptionRow

KINDS: Final = ("group", "grade", "scope", "key")


def names_of(row: AssumptionRow) -> Mapping[str, str]:
    """By what a row can be frozen."""
    group = row.group or row.key
    return {"group": group, "grade": row.grade, "scope": row.scope, "key": row.key}


def is_frozen(row: AssumptionRow, freeze: Sequence[str]) -> bool:
    """Whether the experiment holds the row at likely."""
    return any(f"{kind}:{name}" in freeze for kind, name in names_of(row).items())


def freeze_errors(question: Question) -> Iterator[PlannerError]:
    """What would freeze no row at all."""
    rows = question.library.evidence.rows
    scopes = {f"scope:{scope.value}" for scope in Scope}  # a table may have rows of one alone
    named = {f"{kind}:{name}" for row in rows for kind, name in names_of(row).items()}
    known = sorted(named | scopes)
    for wanted in question.experiment.assumptions.freeze:
        if wanted not in known:
            yield PlannerError(
                where=question.key("assumptions.freeze"),
                found=f"{wanted!r} names no row of {question.library.evidence.file}.",
                right=f"Write {', '.join(f'{kind}:NAME' for kind in KINDS)}.",
                near=nearest(wanted, _of_one_kind(known, wanted)),
            )


def _of_one_kind(known: Iterable[str], wanted: str) -> list[str]:
    """Names of the same kind first: a group is not a misspelt key."""
    kind = f"{wanted.partition(':')[0]}:"
    return [each for each in known if each.startswith(kind)] or list(known)
