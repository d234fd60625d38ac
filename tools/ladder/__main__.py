"""Measure the ladder of dispatch policies, and write it into docs/plan.md.

python -m tools.ladder --run    measure what is missing (it resumes), then write the page
python -m tools.ladder          write the page from docs/ladder.csv

Each run is one replication; the same replication means the same luck on every rung. Rows of another
build of the model or of other tables are measured again.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.figures.pages import fill_pages
from tools.figures.register import ROOT, read_register
from tools.ladder.climbs import REGISTER, Climb, read_climbs, write_climbs
from tools.ladder.measuring import Ground, missing
from tools.ladder.rungs import HIGHEST, RUNGS, Rung

EXPERIMENTS: Final = ("ready-force", "ready-force-cut", "ready-force-cut-c0")
PAIRS: Final = 8


def measure(experiment: str, rungs: Sequence[Rung], pairs: int, results: Path) -> None:
    """Measure what is missing of one experiment; each row is kept as soon as it is there."""
    ground = Ground(ROOT / "experiments" / f"{experiment}.toml", results)
    for replication, rung in missing(ground, read_climbs(REGISTER), rungs, pairs):
        climb = ground.climb(rung, replication)
        write_climbs(REGISTER, [*_others(climb), climb])
        print(f"{experiment}, {rung.name}, replication {replication}: {climb.cpu_s:.0f} s")


def _others(climb: Climb) -> list[Climb]:
    """All rows but the one that this one takes the place of."""
    place = (climb.experiment, climb.rung, climb.replication)
    rows = read_climbs(REGISTER)
    return [row for row in rows if (row.experiment, row.rung, row.replication) != place]


def main() -> None:
    """Do what is asked."""
    asked = _asked()
    rungs = [rung for rung in RUNGS if rung.name in asked.rungs]
    if unknown := set(asked.rungs) - {rung.name for rung in RUNGS}:
        sys.exit(f"no rung {', '.join(sorted(unknown))}; there are {', '.join(_names())}")
    if asked.run:
        for experiment in asked.experiments:
            measure(experiment, rungs, asked.pairs, asked.results)
    for page in fill_pages(read_register()):
        print(page.relative_to(ROOT))


def _names() -> list[str]:
    return [rung.name for rung in RUNGS]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("experiments", nargs="*", default=EXPERIMENTS)
    parser.add_argument("--run", action="store_true", help="measure what is missing first")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="replications (%(default)s)")
    parser.add_argument(
        "--rungs", nargs="*", default=_names(), help=f"({HIGHEST.name} takes a minute each)"
    )
    parser.add_argument(
        "--results", type=Path, default=ROOT / "results", help="the folder of all results"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
