"""The build that runs: pure Python, or its inner rooms compiled. The results are the same."""

import functools
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import eastflank
from eastflank.model.errors import PlannerError

PACKAGE: Final = Path(eastflank.__file__).parent
ENGINE: Final = "eastflank.engine.run"
NOTE: Final = "compiled.json"  # setup.py leaves it: the digest of each source that was compiled


@functools.cache
def build() -> str:
    """Which build runs, ``pure`` or ``compiled``.

    What was compiled from other sources than those that lie here is refused: it would answer as
    the model did before.
    """
    if not _is_compiled():
        return "pure"
    if changed := list(changed_since(PACKAGE, PACKAGE / NOTE)):
        raise PlannerError(
            where=", ".join(changed),
            found="changed since it was compiled.",
            right="Compile again with make fast, or go back to plain Python with make pure.",
        )
    return "compiled"


def changed_since(package: Path, note: Path) -> Iterator[str]:
    """The sources that are not those of the note."""
    compiled: Mapping[str, str] = json.loads(note.read_text(encoding="utf-8"))
    for name, found in compiled.items():
        source = package / name
        if not source.is_file() or hashlib.sha256(source.read_bytes()).hexdigest() != found:
            yield name


def _is_compiled() -> bool:
    spec = importlib.util.find_spec(ENGINE)
    return spec is not None and not str(spec.origin).endswith(".py")
