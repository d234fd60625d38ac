"""Two commits side by side: one warm replication each, at once, on one core.

    python -m bench against REV [EXPERIMENT ...]

Both processes share a core and its caches, turn by turn, so what else the machine does slows both
alike; only the ratio of their CPU times counts. Each commit reads the inputs that it has.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
EXPERIMENTS: Final = ("ready-force", "ready-force-cut")
ROUNDS: Final = 3
WORK: Final = """
import sys, time
from pathlib import Path
from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book, run
root = Path(sys.argv[1])
scenario = compile_scenario(read_experiment(root / "experiments" / f"{sys.argv[2]}.toml"), root)
book = plan_book(scenario)
def seconds():
    try:
        from eastflank.model.records import Records
        kept = {"records": Records()}
    except ImportError:
        kept = {"record": [].append}  # before records had columns
    began = time.process_time()
    run(scenario, seed=20260101, replication=0, book=book, **kept)
    return time.process_time() - began
print(seconds(), flush=True)
for _ in sys.stdin:
    print(seconds(), flush=True)
"""


class Runner:
    """A process that runs one replication whenever it is asked."""

    def __init__(self, tree: Path, experiment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WORK, str(tree), experiment],
            env={**os.environ, "PYTHONPATH": str(tree / "src")},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self) -> None:
        """Run one more."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def seconds(self) -> float:
        """The CPU time of the run that was asked for; the first is cold, and asked for already."""
        assert self._process.stdout is not None
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End."""
        self._process.communicate()


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


def side_by_side(tree: Path, experiment: str) -> tuple[list[float], list[float]]:
    """CPU seconds of the other commit and of this one: cold, then warm on average."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    both = [Runner(each, experiment) for each in (tree, ROOT)]
    cold = [runner.seconds() for runner in both]
    warm = [0.0, 0.0]
    for _ in range(ROUNDS):
        for runner in both:
            runner.ask()
        for place, runner in enumerate(both):
            warm[place] += runner.seconds() / ROUNDS
    for runner in both:
        runner.close()
    return cold, warm


def main(revision: str, experiments: Sequence[str] = ()) -> None:
    """Print the ratios."""
    print(f"{'experiment':20}{'cold, s':>16}{'ratio':>8}{'warm, s':>16}{'ratio':>8}")
    with tree_of(revision) as tree:
        for name in experiments or EXPERIMENTS:
            told = (
                f"{there:8.1f}{here:8.1f}{here / there:8.2f}"
                for there, here in side_by_side(tree, name)
            )
            print(f"{name:20}{''.join(told)}", flush=True)
