"""Carry out the study and write results/study: tables, texts, charts, figures, the manifest.

python -m tools.study                     the whole study, some hours; it resumes
python -m tools.study --replications 16   a short one, about half an hour
python -m tools.study --only conditions   one part alone, or several

Then docs/study.md is written from tools/study/page.md, with the figures of this study.
"""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.runs.conditions import FEWEST_DRAWS
from tools.study.asked import conditions, critical, latest, levers
from tools.study.ground import Ground, Part
from tools.study.parts import backcasts, bracket, cut, frames, sensitivity
from tools.study.plan import FULL, ROOT, shipped
from tools.study.write import draw, write_page, write_part, write_register

PARTS: Final[Mapping[str, Callable[[Ground], Part]]] = {
    "frames": frames,
    "cut": cut,
    "bracket": bracket,
    "conditions": conditions,
    "latest": latest,
    "sensitivity": sensitivity,
    "levers": levers,
    "critical": critical,
    "backcasts": backcasts,
}


def main() -> None:
    """Do what is asked; mistakes that the reader can mend are told without a traceback."""
    wanted = _wanted()
    if wanted.replications < FEWEST_DRAWS:
        sys.exit(f"--replications {wanted.replications}: conditions need {FEWEST_DRAWS} at least.")
    ground = Ground(
        root=ROOT,
        out=wanted.results,
        plan=shipped(wanted.replications),
        workers=wanted.workers,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    try:
        carry_out(ground, wanted.only or list(PARTS))
    except PlannerError as error:
        sys.exit(str(error))


def carry_out(ground: Ground, names: list[str]) -> Path:
    """Each part in turn, written as soon as it is there; the folder of the study."""
    folder = ground.out / "study"
    for name in names:
        ground.say(f"study: {name}")
        write_part(folder, PARTS[name](ground), ground)
    draw(folder, ground)
    write_register(folder)
    if ground.root == ROOT and not set(PARTS) - set(names):
        write_page(folder)
    return folder


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--replications", type=int, default=FULL, help="of the headline pair (%(default)s)"
    )
    parser.add_argument("--only", nargs="+", choices=list(PARTS), help="these parts alone")
    parser.add_argument("--workers", type=int, help="processes (two)")
    parser.add_argument(
        "--results", type=Path, default=ROOT / "results", help="the folder of all results"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
