"""Puts deliberate faults into a copy of the model and says which a test lets pass.

``faults.toml`` has a table a fault: the file, the text that stands there once, the text that takes
its place, and the one test that must fail then. Each is put into a copy of ``src`` alone, and only
its test is run on that copy. Nothing in this folder is changed.

Use: ``python -m tools.faults`` (all), ``python -m tools.faults theta-ignored ...`` (some)
"""

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = Path(__file__).parent / "faults.toml"
FAILED: Final = 1  # what pytest says when a test failed; other codes are no verdict
PASSED: Final = 0
NO_VERDICT: Final = 99
LIBRARIES: Final = (  # loaded once: each child begins with them, and with a model of its own
    "networkx",
    "numpy",
    "pandas",
    "pydantic",
    "scipy.sparse.csgraph",
    "simpy",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: what is wrong, where, and which test must notice."""

    id: str
    what: str
    file: str
    old: str
    new: str
    test: str

    @property
    def count(self) -> int:
        """How often its text stands in the model: once, or the fault is out of date."""
        path = ROOT / "src" / "eastflank" / self.file
        return path.read_text(encoding="utf-8").count(self.old) if path.is_file() else 0


def read_faults() -> list[Fault]:
    """All faults of the table."""
    return [Fault(**each) for each in tomllib.loads(TABLE.read_text(encoding="utf-8"))["fault"]]


def outcomes(faults: Sequence[Fault]) -> Iterator[tuple[Fault, str]]:
    """Each fault with what became of it: caught, survived or broken."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "src"
        shutil.copytree(ROOT / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        for fault in faults:
            yield fault, _outcome(fault, copy)


def _outcome(fault: Fault, copy: Path) -> str:
    if fault.count != 1:
        return f"broken: its text stands {fault.count} times in {fault.file}"
    path = copy / "eastflank" / fault.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
    code = _run(fault.test, copy)
    path.write_text(whole, encoding="utf-8")
    if code not in {FAILED, PASSED}:
        return f"broken: the test did not run (code {code})"
    return "caught" if code == FAILED else "survived"


def _run(test: str, copy: Path) -> int:
    """How pytest ends on one test against the copy, in a child that knows no other model."""
    child = os.fork()
    if child == 0:
        code = NO_VERDICT
        try:
            code = _in_child(test, copy)
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def _in_child(test: str, copy: Path) -> int:
    """Silent: what a failing test says is of no interest."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    sys.path.insert(0, str(copy))
    words = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist", test)
    return int(pytest.main([*words]))


def main() -> None:
    """Print what became of each fault; fail if one survived or is out of date."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("ids", nargs="*")
    wanted = parser.parse_args().ids
    faults = [fault for fault in read_faults() if not wanted or fault.id in wanted]
    if unknown := set(wanted) - {fault.id for fault in faults}:
        raise SystemExit(f"no such fault: {', '.join(sorted(unknown))}")
    for library in LIBRARIES:
        importlib.import_module(library)
    missed = 0
    for fault, outcome in outcomes(faults):
        print(f"{fault.id}: {outcome} ({fault.test})", flush=True)
        missed += outcome != "caught"
    print(f"{len(faults) - missed} of {len(faults)} faults caught")
    raise SystemExit(missed > 0)


if __name__ == "__main__":
    main()
