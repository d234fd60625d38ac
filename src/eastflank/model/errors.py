"""What can go wrong: errors that the planner can mend, collected and shown together."""

from collections.abc import Iterable
from functools import partial

from eastflank.model.spelling import looks_like


class EastflankError(Exception):
    """The root of all errors that this package raises on purpose."""


class PlannerError(EastflankError):
    """The reader can mend it: says where, what was found and what would be right."""

    def __init__(self, *, where: str, found: str, right: str = "", near: str | None = None) -> None:
        hint = _hint(found, near) if near else ""
        expected = f" {right}" if right else ""
        super().__init__(f"{where}: {found}{expected}{hint}")
        self.where = where
        self.found = found
        self.right = right
        self.near = near

    def __reduce__(self) -> "tuple[partial[PlannerError], tuple[()]]":
        """So that it comes whole from a worker process."""
        return partial(
            PlannerError, where=self.where, found=self.found, right=self.right, near=self.near
        ), ()


def _hint(found: str, near: str) -> str:
    """The nearest spelling; one that looks as what was found is told apart from it."""
    if near not in found and looks_like(near) in looks_like(found):
        return f" It only looks like {near!r}: some characters are others. Write it anew."
    return f" Did you mean {near!r}?"


class CollectedError(EastflankError):
    """All errors of one phase, shown together."""

    def __init__(self, errors: Iterable[PlannerError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(f"- {error}" for error in self.errors))

    def __reduce__(self) -> "tuple[type[CollectedError], tuple[tuple[PlannerError, ...]]]":
        """So that they come whole from a worker process."""
        return CollectedError, (self.errors,)
