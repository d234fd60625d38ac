"""Prints a digest of the records of each shipped experiment: equal digests, equal runs.

The rows of a replication, sorted, without the three columns of what was waited for. Two trees whose
digests agree ran the same force over the same network, row for row and bit for bit.

    python tools/record_digest.py [experiment ...] [--replications 0 1 ...]
"""

import argparse
import hashlib
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book, run
from eastflank.model.records import Records, StageRecord

ROOT: Final = Path(__file__).parents[1]
EXPERIMENTS: Final = ("ready-force", "ready-force-cut")
SEED: Final = 20260101
NOT_COMPARED: Final = ("cause", "cause_thing", "closed_by")
NUMBERS: Final = ("from_h", "work_h", "to_h", "pieces", "tonnes")
SIGNS: Final = 16


def digest(rows: Iterable[StageRecord]) -> str:
    """The digest of the sorted rows."""
    compared = [name for name in StageRecord._fields if name not in NOT_COMPARED]
    lines = sorted("\x1f".join(_text(row, name) for name in compared) for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:SIGNS]


def _text(row: StageRecord, column: str) -> str:
    value = getattr(row, column)
    return repr(float(value)) if column in NUMBERS else str(value)


def digests(experiment: str, replications: Sequence[int]) -> Iterable[str]:
    """A line for the deterministic run, and one for each replication."""
    scenario = compile_scenario(read_experiment(ROOT / "experiments" / f"{experiment}.toml"), ROOT)
    book = plan_book(scenario)
    for replication in (None, *replications):
        rows = Records()
        began = time.process_time()
        run(scenario, seed=SEED, replication=replication, records=rows, book=book)
        seconds = time.process_time() - began
        name = "likely" if replication is None else f"replication {replication}"
        yield f"{experiment}, {name}: {digest(rows.rows())} ({len(rows)} rows, {seconds:.1f} s)"


def main() -> None:
    """Print the digests that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("experiments", nargs="*", default=EXPERIMENTS)
    parser.add_argument("--replications", nargs="*", type=int, default=[0])
    asked = parser.parse_args()
    for experiment in asked.experiments:
        for line in digests(experiment, asked.replications):
            print(line, flush=True)


if __name__ == "__main__":
    main()
