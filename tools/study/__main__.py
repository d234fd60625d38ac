"""Carry out the study and write results/study, and from it the page docs/study.md.

python -m tools.study                     the whole study, some hours
python -m tools.study --replications 16   a short one, about half an hour
python -m tools.study --budget 25         as much of it as 25 minutes allow, what tells most first
python -m tools.study --list              the steps, what each costs, which are carried out
python -m tools.study --page              the page alone, from what is stored
python -m tools.study --set force.total=9000 --results build/trial   a trial on a small force

It resumes: a step that was carried out is not carried out again, and runs that are stored are not
run again. A study that was stopped writes a whole page, which says what was not carried out.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.runs.wording.numbers import listing
from tools.figures.register import FigureError
from tools.study.ground import MINUTE_S, Ground, OutOfTimeError, minutes
from tools.study.page import PAGE, write_page
from tools.study.plan import FULL, ROOT, shipped
from tools.study.steps import Step, steps_of
from tools.study.write import Folder, State

RESULTS: Final = ROOT / "results"


def main() -> None:
    """Do what is asked; mistakes that the reader can mend are told without a traceback."""
    try:
        _do(_wanted())
    except (FigureError, PlannerError) as error:
        sys.exit(str(error))


def _do(wanted: argparse.Namespace) -> None:
    ground = Ground(
        root=ROOT,
        out=wanted.results,
        plan=shipped(wanted.replications, tuple(wanted.set)),
        workers=wanted.workers,
        until_s=None if wanted.budget is None else time.monotonic() + wanted.budget * MINUTE_S,
        say=lambda text: print(text, file=sys.stderr, flush=True),
    )
    steps = steps_of(ground.plan)
    if wanted.list:
        print(listed(Folder(ground, steps)))
    elif wanted.page:
        print(_page(ground))
    else:
        try:
            carry_out(ground, steps, chosen(steps, wanted.steps), again=wanted.again)
        finally:
            print(_page(ground))


def chosen(steps: Sequence[Step], names: Sequence[str] | None) -> list[Step]:
    """The steps that are named, by their names or the first word of them; all where none is."""
    if not names:
        return list(steps)
    found = [step for step in steps if {step.name, step.name.partition("-")[0]} & set(names)]
    known = {word for step in steps for word in (step.name, step.name.partition("-")[0])}
    if unknown := sorted(set(names) - known):
        sys.exit(f"no step {listing(unknown)}. There are {', '.join(s.name for s in steps)}.")
    return found


def carry_out(
    ground: Ground, steps: Sequence[Step], wanted: Sequence[Step], *, again: bool = False
) -> Folder:
    """The steps that are wanted in their order, each written as soon as it is there."""
    folder = Folder(ground, steps)
    folder.write_account()
    pace = Pace([step for step in wanted if again or not folder.is_done(step.name)])
    for step in list(pace.ahead):
        ground.say(f"study: {step.name}: {step.asks} ({pace.left()})")
        began_s = time.monotonic()
        _carry_out(ground, folder, step)
        pace.passed(step, time.monotonic() - began_s)
    return folder


def _carry_out(ground: Ground, folder: Folder, step: Step) -> None:
    """One step: done, refused for what the reader can mend, or stopped by the time.

    What was found before is there until it is found again: a step that is stopped keeps it.
    """
    began_s, why = time.monotonic(), ""
    state = State.DONE if folder.is_done(step.name) else State.STOPPED
    try:
        ground.refuse_late()
        folder.write(step.name, step.carry_out(ground))
        state = State.DONE
    except OutOfTimeError:
        if state is State.STOPPED:
            folder.forget(step.name)
            why = "the time was used"
    except PlannerError as error:
        folder.forget(step.name)
        state, why = State.REFUSED, str(error).replace(f"{ground.root}/", "")
        ground.say(f"study: {step.name}: {error}")
    finally:
        folder.settle(step, state, time.monotonic() - began_s, why)


class Pace:
    """How long the steps ahead take, at the pace of those that are behind."""

    def __init__(self, ahead: Sequence[Step]) -> None:
        self.ahead = list(ahead)
        self._cost = self._seconds = 0.0

    def passed(self, step: Step, seconds: float) -> None:
        """A step is behind."""
        self.ahead.remove(step)
        if step.cost:
            self._cost += step.cost
            self._seconds += seconds

    def left(self) -> str:
        """What is left, in words."""
        steps = f"{len(self.ahead)} steps ahead"
        if not self._cost:
            return steps
        cost = sum(step.cost for step in self.ahead)
        return f"{steps}, about {minutes(cost * self._seconds / self._cost)}"


def listed(folder: Folder) -> str:
    """The account, a line a step: what it costs in replications, the state, the seconds."""
    lines = []
    for entry in folder.entries.values():
        took = f"{entry.cost:>5} {entry.seconds:>7.0f} s"
        lines.append(f"{entry.name:<28} {took}  {entry.state.value}: {entry.asks}")
    return "\n".join(lines)


def _page(ground: Ground) -> Path:
    """The page of the project; that of a trial lies beside its results."""
    folder = ground.out / "study"
    is_trial = ground.plan.sets or ground.out != RESULTS
    return write_page(folder, folder / PAGE.name if is_trial else PAGE)


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="the steps; run nothing")
    what.add_argument("--page", action="store_true", help="the page alone; run nothing")
    parser.add_argument(
        "--replications", type=int, default=FULL, help="of the first pair (%(default)s)"
    )
    parser.add_argument("--steps", nargs="+", metavar="STEP", help="these alone, in their order")
    parser.add_argument("--budget", type=float, metavar="MINUTES", help="begin nothing after it")
    parser.add_argument("--again", action="store_true", help="also what was carried out before")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="beside every question"
    )
    parser.add_argument("--workers", type=int, help="processes (two)")
    parser.add_argument("--results", type=Path, default=RESULTS, help="the folder of all results")
    return parser.parse_args()


if __name__ == "__main__":
    main()
