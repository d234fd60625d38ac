"""Two commits side by side: one warm replication each, at once, on one core.

    python -m bench --against REV [--experiment NAME]

Both processes share a core and its caches, turn by turn, so what else the machine does slows both
alike; only the ratio of their CPU times counts. Both read the inputs of the other commit where this
one can read them; else each reads its own, and CPU time is told for each lot that moves.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from eastflank.model.errors import EastflankError
from eastflank.study.reading import read_and_compile

ROOT: Final = Path(__file__).parents[1]
EXPERIMENTS: Final = ("ready-force", "ready-force-cut")
ROUNDS: Final = 3
WORKERS: Final = 2
WORK: Final = """
import json, resource, sys, time
from pathlib import Path
from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book, run
root = Path(sys.argv[1])
file = root / "experiments" / f"{sys.argv[2]}.toml"
sets = sys.argv[3:]
scenario = compile_scenario(read_experiment(file, sets) if sets else read_experiment(file), root)
lots = sum(lot.origin != lot.destination for lot in scenario.lots.values())
began = time.process_time()
book = plan_book(scenario)
if hasattr(book, "answer_all"):  # before that, the first replication makes it
    book.answer_all()
book_s = time.process_time() - began
def once():
    try:
        from eastflank.model.records import Records
        kept = {"records": Records()}
    except ImportError:
        kept = {"record": [].append}  # before records had columns
    began = time.process_time()
    end = run(scenario, seed=20260101, replication=0, book=book, **kept)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "book_s": book_s, "lots": lots, "events": end.events,
                      "stages": end.stages, "peak_mib": peak}), flush=True)
once()
for _ in sys.stdin:
    once()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a process tells of one replication: CPU time, and what was done in it."""

    seconds: float
    book_s: float
    lots: int
    events: int
    stages: int
    peak_mib: float

    @property
    def per_lot_s(self) -> float:
        """CPU time for each lot that moves."""
        return self.seconds / self.lots


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """The first replication of a process, and the warm ones after it."""

    first: Told
    warm: tuple[Told, ...]

    @property
    def warm_s(self) -> float:
        """CPU time of a warm replication: the middle one."""
        return statistics.median(told.seconds for told in self.warm)

    @property
    def per_lot_s(self) -> float:
        """The same for each lot that moves."""
        return statistics.median(told.per_lot_s for told in self.warm)


class Runner:
    """A process that runs one replication whenever it is asked; the first at once."""

    def __init__(
        self, tree: Path, experiment: str, sets: Sequence[str] = (), *, inputs: Path | None = None
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(inputs or tree), experiment, *sets],
            env={**os.environ, "PYTHONPATH": str(tree / "src")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def ask(self) -> None:
        """Run one more."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def told(self) -> Told:
        """What it tells of the next replication that was asked for."""
        assert self._process.stdout is not None
        return Told(**json.loads(self._process.stdout.readline()))


@contextmanager
def tree_of(revision: str) -> Iterator[Path]:
    """The files of a commit, for a while."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        git = ("git", "-C", str(ROOT), "worktree")
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), revision], check=True)
        try:
            yield tree
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)


def commit_of_tree(*besides: str) -> str:
    """The commit of this tree, short; a plus where files differ from it, beside some of its own."""
    git, others = ("git", "-C", str(ROOT)), (f":(exclude){name}" for name in besides)
    asked = (*git, "rev-parse", "--short", "HEAD")
    head = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    differ = subprocess.run((*git, "diff", "--quiet", "HEAD", "--", ".", *others), check=False)
    return f"{head}+" if differ.returncode else head


def frozen_inputs(tree: Path, experiment: str) -> Path | None:
    """The inputs of the other commit, where this one can read them."""
    try:
        read_and_compile(tree / "experiments" / f"{experiment}.toml")
    except EastflankError:
        return None
    return tree


def side_by_side(tree: Path, experiment: str, *, inputs: Path | None = None) -> tuple[Side, Side]:
    """The other commit and this one, turn by turn."""
    with (
        Runner(tree, experiment, inputs=inputs) as there,
        Runner(ROOT, experiment, inputs=inputs) as here,
    ):
        both = (there, here)
        first = [runner.told() for runner in both]
        warm: list[list[Told]] = [[], []]
        for _ in range(ROUNDS):
            for runner in both:
                runner.ask()
            for place, runner in enumerate(both):
                warm[place].append(runner.told())
    sides = [Side(first=one, warm=tuple(more)) for one, more in zip(first, warm, strict=True)]
    return sides[0], sides[1]


@contextmanager
def on_one_core() -> Iterator[None]:
    """This process and those that it starts share a core for a while, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def many_s(tree: Path, experiment: str, replications: int) -> float:
    """Seconds that a run of so many replications takes with two workers, from start to end."""
    with tempfile.TemporaryDirectory() as out:
        asked = ("run", f"experiments/{experiment}.toml", "--out", out, "--records", "summary")
        sizes = ("--replications", str(replications), "--workers", str(WORKERS))
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "eastflank", *asked, *sizes],
            cwd=tree,
            env={**os.environ, "PYTHONPATH": str(tree / "src")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return time.perf_counter() - began


def tell(revision: str, experiments: Sequence[str]) -> None:
    """Print the ratios of this commit to another one."""
    print(f"{'experiment':20}{'first, s':>16}{'ratio':>7}{'warm, s':>16}{'ratio':>7}{'a lot':>7}")
    with tree_of(revision) as tree, on_one_core():
        for name in experiments:
            inputs = frozen_inputs(tree, name)
            there, here = side_by_side(tree, name, inputs=inputs)
            first, warm = (there.first.seconds, here.first.seconds), (there.warm_s, here.warm_s)
            told = "".join(f"{a:8.1f}{b:8.1f}{b / a:7.2f}" for a, b in (first, warm))
            lot = here.per_lot_s / there.per_lot_s
            print(f"{name:20}{told}{lot:7.2f}  {said_of(inputs, revision)}", flush=True)


def said_of(inputs: Path | None, revision: str) -> str:
    """Which inputs both have read."""
    return (
        f"each its own inputs: those of {revision} cannot be read here"
        if inputs is None
        else (f"inputs of {revision}")
    )
