"""The steps of the study: what tells most comes first, and what costs nothing follows its runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from eastflank.study.decisions import Screen
from tools.study.asked import (
    SURFACE,
    WARNINGS,
    Closing,
    conditions,
    critical,
    latest,
    latest_of_cut,
    levers,
)
from tools.study.evidence import sensitivity
from tools.study.ground import Ground, Part
from tools.study.parts import answer, bracket, charts, cuts, dispatch, frames, published
from tools.study.plan import RULES, Frame, Plan

WARM: Final = 2  # what it takes to make a question ready to run, in replications
LIKELY: Final = 1  # a run keeps that of likely values beside its replications
CLOSED: Final = Screen(things=4, protected=2)
CLOSED_ALONE: Final = Screen(things=4, paired=0, protected=0)
OF_CLOSED: Final = 4 + 3 + 6  # alone, in pairs, and two of them with three protections
OF_SURFACE: Final = 9
OF_LEVERS: Final = 12
BUNDLES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what it asks, the replications that it runs at most, and how many questions."""

    name: str
    asks: str
    runs: int = 0
    questions: int = 0
    carry_out: Callable[[Ground], Part]

    @property
    def cost(self) -> int:
        """What it takes at most, in replications."""
        return self.runs + WARM * self.questions


def steps_of(plan: Plan) -> list[Step]:
    """All steps in their order."""
    first, *others = plan.frames
    return [
        *_told_of(plan, first),
        *(step for frame in others[:1] for step in _told_of(plan, frame)),
        Step(name="published", asks="how published moves fit", carry_out=published),
        _bracket(plan, first),
        Step(name="charts", asks="the charts", carry_out=partial(charts, frame=first)),
        _levers(plan, first.name, share=1),
        _critical(plan, first, Closing(screen=CLOSED), OF_CLOSED, "critical"),
        *(step for frame in others[1:] for step in _told_of(plan, frame)),
        Step(name="frames", asks="what notice and warning cost", carry_out=frames),
        *(_bracket(plan, frame) for frame in others[:1]),
        _dispatch(plan, first),
        _cuts(plan, first, (*plan.variants, *first.later)),
        _levers(plan, first.cut, share=2),
        *(_levers(plan, frame.name, share=2) for frame in others[:1]),
        _latest_of_cut(plan, first),
        _critical(plan, first, Closing(screen=SURFACE), OF_SURFACE, "surface"),
        *(
            _critical(plan, frame, Closing(screen=CLOSED_ALONE), CLOSED.things, "critical")
            for frame in others[:1]
        ),
        *(_bracket(plan, frame) for frame in others[1:]),
        *(_cuts(plan, frame, frame.later) for frame in others if frame.later),
        *(_levers(plan, frame.cut, share=2) for frame in others[:1]),
    ]


def _told_of(plan: Plan, frame: Frame) -> Iterator[Step]:
    """The pair of a frame, and what is read from it without another run."""
    many = plan.part(frame.share)
    yield Step(
        name=f"answer-{frame.name}",
        asks=f"the answer and the cost of the cut, {frame.name}",
        runs=2 * (many + LIKELY),
        questions=2,
        carry_out=partial(answer, frame=frame),
    )
    if frame.share > 1:
        return  # too few draws to read more from them
    for name, asks, work in (
        ("conditions", "what must be true", conditions),
        ("latest", "by when the order must be given", latest),
        ("evidence", "which evidence rows it hangs on", sensitivity),
    ):
        carry_out = partial(work, frame=frame)
        yield Step(name=f"{name}-{frame.name}", asks=f"{asks}, {frame.name}", carry_out=carry_out)


def _bracket(plan: Plan, frame: Frame) -> Step:
    return Step(
        name=f"bracket-{frame.name}",
        asks=f"nobody coordinates, a staff plans, no plan can beat, {frame.name}",
        runs=2 * (plan.part(frame.nobody_share) + LIKELY),
        questions=2,
        carry_out=partial(bracket, frame=frame),
    )


def _dispatch(plan: Plan, frame: Frame) -> Step:
    return Step(
        name=f"dispatch-{frame.name}",
        asks=f"what the cut costs under other rules of dispatch, {frame.name}",
        runs=2 * len(RULES) * plan.part(4),
        questions=2 * len(RULES),
        carry_out=partial(dispatch, frame=frame),
    )


def _cuts(plan: Plan, frame: Frame, names: tuple[str, ...]) -> Step:
    return Step(
        name=f"cuts-{frame.name}",
        asks=f"what other cuts cost, {frame.name}",
        runs=len(names) * plan.part(8),
        questions=len(names),
        carry_out=partial(cuts, frame=frame, names=names),
    )


def _levers(plan: Plan, name: str, *, share: int) -> Step:
    return Step(
        name=f"levers-{name}",
        asks=f"what it would take, {name}",
        runs=OF_LEVERS * plan.part(8) + BUNDLES * plan.part(share),
        questions=OF_LEVERS + BUNDLES,
        carry_out=partial(levers, name=name, share=share),
    )


def _latest_of_cut(plan: Plan, frame: Frame) -> Step:
    return Step(
        name=f"latest-{frame.cut}",
        asks=f"by when the order must be given, {frame.cut}",
        runs=(len(WARNINGS) - 1) * plan.part(4),
        questions=len(WARNINGS) - 1,
        carry_out=partial(latest_of_cut, frame=frame),
    )


def _critical(plan: Plan, frame: Frame, closing: Closing, many: int, name: str) -> Step:
    return Step(
        name=f"{name}-{frame.name}",
        asks=f"{ASKS_OF_CLOSURES[name]}, {frame.name}",
        runs=many * plan.part(closing.share),
        questions=many,
        carry_out=partial(critical, frame=frame, closing=closing),
    )


ASKS_OF_CLOSURES: Final = {
    "critical": "which links, ports and yards are most critical",
    "surface": "how long the worst of them may be closed",
}
