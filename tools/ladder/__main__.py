"""Measure the ladder of dispatch policies, and write it into docs/plan.md.

python -m tools.ladder --run    run what is missing (it resumes), then write the page
python -m tools.ladder          write the page from docs/ladder.csv

Each rung is a stored run of the same question; the same replication means the same luck on every
rung. What is run is shared with whatever else asks the same question.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from eastflank.api import Level, Settings
from tools.figures.pages import fill_pages
from tools.figures.register import ROOT, read_register
from tools.ladder.climbs import keep
from tools.ladder.measuring import climbs
from tools.ladder.rungs import ALL, HIGHEST, RUNGS, Rung
from tools.ladder.table import EXPERIMENTS

PAIRS: Final = 64


def measure(experiment: str, rungs: Sequence[Rung], asked: argparse.Namespace) -> None:
    """Measure one experiment; the rows of a rung are kept as soon as they are there."""
    settings = Settings(out=asked.results, records=Level.SUMMARY, workers=asked.workers)
    for rung in rungs:
        if not rung.is_asked_of(experiment):
            continue
        drawn = asked.bounds if rung.dispatch is None else asked.pairs
        keep(experiment, rung.name, list(climbs(experiment, rung, drawn, settings)))


def main() -> None:
    """Do what is asked."""
    asked = _asked()
    rungs = [rung for rung in ALL if rung.name in asked.rungs]
    if unknown := set(asked.rungs) - set(_names(ALL)):
        sys.exit(f"no rung {', '.join(sorted(unknown))}; there are {', '.join(_names(ALL))}")
    if asked.run:
        for experiment in asked.experiments:
            measure(experiment, rungs, asked)
    for page in fill_pages(read_register()):
        print(page.relative_to(ROOT))


def _names(rungs: Sequence[Rung]) -> list[str]:
    return [rung.name for rung in rungs]


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("experiments", nargs="*", default=EXPERIMENTS)
    parser.add_argument("--run", action="store_true", help="run what is missing first")
    parser.add_argument("--pairs", type=int, default=PAIRS, help="replications (%(default)s)")
    parser.add_argument("--bounds", type=int, default=0, help="of them with a bound of their own")
    parser.add_argument("--workers", type=int, help="processes (as many as there are cores)")
    parser.add_argument(
        "--rungs", nargs="*", default=_names(RUNGS), help=f"({HIGHEST.name} takes minutes each)"
    )
    parser.add_argument(
        "--results", type=Path, default=ROOT / "results", help="the folder of all results"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
