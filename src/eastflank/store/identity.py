"""What makes two runs the same question: digests of inputs and model, versions, commit."""

import functools
import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, Final

import eastflank
from eastflank.store.build import PACKAGE, build
from eastflank.store.manifest import FORMAT

OUTSIDE_THE_MODEL: Final = frozenset(
    {
        "api.py",
        "charts",
        "cli",
        "gallery",
        "intake",
        "report",
        "runs",
        "store",
        "study",
        "validation",
    }
)
WORDS_AND_PLANS: Final = frozenset({"experiment", "sweep"})  # sections without effect on a run
WHATEVER_IS_CUT: Final = frozenset({"disruptions", "stopping", "target"})  # of one question
OF_THE_CUT: Final = frozenset({"cut", "caught"})  # keys of [policy] that an open run never reads


def digest(*parts: str) -> str:
    """A short digest of texts."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


@functools.cache
def model_digest() -> str:
    """A digest of the code that a replication's numbers depend on."""
    files = sorted(
        path
        for path in PACKAGE.rglob("*.py")
        if path.relative_to(PACKAGE).parts[0] not in OUTSIDE_THE_MODEL
    )
    return digest(
        *(f"{path.relative_to(PACKAGE).as_posix()}\n{path.read_text()}" for path in files)
    )


def run_id(
    resolved: Mapping[str, object],
    inputs: Mapping[str, str],
    seed: int,
    points: Sequence[Sequence[str]] = (),
) -> str:
    """The name of a run: the same question has the same name, however often it is repeated.

    ``points`` are what is set at each point of a sweep; a run, and a sweep of one point where
    nothing is set, have none.

    The number of replications is left out: a replication is the same whatever their number is, so
    a run with more of them goes on where the shorter one ended. What the experiment files say is
    in ``resolved``; how they say it does not matter.
    """
    question = {key: part for key, part in resolved.items() if key not in WORDS_AND_PLANS}
    settings = question.pop("run", None)
    if isinstance(settings, Mapping):
        beside = ("replications", "seed")
        question["run"] = {key: part for key, part in settings.items() if key not in beside}
    tables = {name: found for name, found in inputs.items() if not name.endswith(".toml")}
    design = [list(point) for point in points] if any(points) else []
    parts = [question, tables, seed, *([design] if design else [])]
    text = json.dumps(parts, sort_keys=True, default=str)
    return digest(text, str(FORMAT), eastflank.__version__, model_digest())[:12]


def question_of(resolved: Mapping[str, Any]) -> str:
    """A digest of what is asked, whatever is cut: an open run and its cuts have the same.

    What is told, how often, how long and with which luck it is run do not belong to the question.
    """
    left_out = WORDS_AND_PLANS | WHATEVER_IS_CUT
    question = {key: part for key, part in resolved.items() if key not in left_out}
    run, policy = (question.pop(name, {}) for name in ("run", "policy"))
    question["theta"] = run.get("theta")
    question["policy"] = {key: part for key, part in policy.items() if key not in OF_THE_CUT}
    return digest(json.dumps(question, sort_keys=True, default=str))[:12]


def versions() -> dict[str, str]:
    """What the run was made with."""
    libraries = {name: version(name) for name in ("numpy", "pandas", "scipy", "simpy")}
    return {
        "eastflank": eastflank.__version__,
        "model": model_digest()[:12],
        "build": build(),
        "python": platform.python_version(),
        **libraries,
    }


@functools.cache
def commit() -> str | None:
    """The commit of this package's source, with ``+dirty`` when it was changed since."""
    if _git("ls-files", "--error-unmatch", "__init__.py") is None:
        return None
    head = _git("rev-parse", "HEAD")
    if head is None:
        return None
    return f"{head}+dirty" if _git("status", "--porcelain", "--", ".") else head


def _git(*words: str) -> str | None:
    """What git says about this package's folder, or None where it says nothing."""
    program = shutil.which("git")
    if program is None:
        return None
    answer = subprocess.run(
        [program, "-C", str(PACKAGE), *words], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() if answer.returncode == 0 else None
