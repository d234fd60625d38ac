"""Disruptions: what each closes, found by name."""

import math
from collections.abc import Iterator, Sequence
from typing import Final

from eastflank.compile.question import Question
from eastflank.compile.targets import Targets, target_error, targets_of
from eastflank.config import CONTROL, Cut
from eastflank.model.errors import PlannerError
from eastflank.model.ids import AssetTypeId, FleetId, LinkId, TerminalId
from eastflank.model.scenario import Disruption, Recurrence
from eastflank.model.units import HOURS_PER_DAY

POOLS: Final = ("fleet:", "assets:")


def disruptions_of(question: Question) -> tuple[Disruption, ...]:
    """The disruptions of the experiment, in its order."""
    cuts = question.experiment.disruptions
    if not cuts:
        return ()
    targets = targets_of(question.library)
    return tuple(_disruption(cut, targets) for cut in cuts)


def _disruption(cut: Cut, targets: Targets) -> Disruption:
    meant = [found for target in cut.targets for found in targets.meant(target)]
    places = [target for target in meant if not target.startswith(POOLS)]
    hit = sorted({name for target in places for name in targets.of(target)})
    return Disruption(
        id=cut.id,
        links=tuple(LinkId(name) for name in hit if name in targets.links),
        terminals=tuple(TerminalId(name) for name in hit if name in targets.terminals),
        start_h=cut.start_day * HOURS_PER_DAY,
        end_h=_hours(cut.last_day),
        severity=cut.severity,
        known=cut.known,
        warning_h=cut.warning_days * HOURS_PER_DAY,
        announced_end=cut.announced_end,
        estimate_h=_hours(cut.estimate_day),
        chance=cut.chance,
        recurs=_recurrence(cut),
        repair_h=(cut.repair_days or 0.0) * HOURS_PER_DAY,
        fleets=tuple(FleetId(name) for name in _pools(meant, targets, "fleet:")),
        asset_types=tuple(AssetTypeId(name) for name in _pools(meant, targets, "assets:")),
        control=CONTROL in cut.targets,
    )


def _hours(day: float | None) -> float:
    """Hours of a day; what is not told never comes."""
    return math.inf if day is None else day * HOURS_PER_DAY


def _pools(meant: Sequence[str], targets: Targets, kind: str) -> list[str]:
    named = [target for target in meant if target.startswith(kind)]
    return sorted({name for target in named for name in targets.of(target)})


def _recurrence(cut: Cut) -> Recurrence | None:
    if cut.every_days is None or cut.lasts_hours is None:
        return None
    return Recurrence(
        every_h=cut.every_days * HOURS_PER_DAY,
        lasts_h=cut.lasts_hours,
        until_h=_hours(cut.until_day),
        jitter=cut.jitter,
    )


def disruption_warnings(question: Question) -> Iterator[PlannerError]:
    """Disruptions that change nothing, since they never happen while the run lasts."""
    horizon = question.experiment.run.horizon_days
    for place, cut in enumerate(question.experiment.disruptions):
        if reason := _idle(cut, horizon):
            yield PlannerError(
                where=question.key(f"disruptions[{place}]"),
                found=f"{cut.id!r} {reason}, so it changes nothing.",
            )


def _idle(cut: Cut, horizon_days: float) -> str:
    if cut.severity == 0:
        return "has severity 0"
    if cut.chance == 0:
        return "has chance 0"
    if cut.start_day >= horizon_days:
        return f"begins on day {cut.start_day:g}, when the run has ended"
    last = cut.until_day if cut.every_days is not None else cut.last_day
    over = last is not None and last + (cut.repair_days or 0.0) <= 0
    return f"is over on day {last:g}, before the run begins" if over else ""


def disruption_errors(question: Question) -> Iterator[PlannerError]:
    """Targets that nothing answers to."""
    cuts = question.experiment.disruptions
    if not cuts:
        return
    targets = targets_of(question.library)
    for place, cut in enumerate(cuts):
        where = question.key(f"disruptions[{place}].targets")
        for target in cut.targets:
            if not targets.of(target):
                yield target_error(target, where, question.library.theatre, targets)
