"""Rehearsing: a staff that rehearses does it once a question, before the first replication."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from eastflank.model.rehearsed import PERIOD_H, Rehearsed
from eastflank.model.scenario import Dispatch
from eastflank.model.units import HOURS_PER_DAY
from eastflank.rehearsal.rehearse import RUNS, foreseeable, rehearse
from eastflank.store.identity import digest, model_digest, question_of
from eastflank.store.rehearsals import read_rehearsal, rehearsal_path, write_rehearsal
from eastflank.study.case import Case


def is_rehearsed(case: Case) -> bool:
    """Whether the dispatch policy is that of a staff that has rehearsed."""
    return case.scenario.dispatch is Dispatch.REHEARSED


def path_of(case: Case, out: Path) -> Path:
    """Where the rehearsal of a case lies: an open case and its unannounced cut have the same."""
    tables = {name: found for name, found in case.inputs.items() if not name.endswith(".toml")}
    question = question_of(case.experiment.resolved())
    foreseen = repr(foreseeable(case.scenario))
    parts = (question, json.dumps(tables, sort_keys=True), foreseen, str(RUNS), model_digest())
    return rehearsal_path(out, digest(*parts)[:12])


def rehearsed_for(
    case: Case, out: Path, progress: Callable[[int, int], None] | None = None
) -> Rehearsed | None:
    """What a case expects: as stored, else rehearsed now and stored; None if nobody rehearses."""
    if not is_rehearsed(case):
        return None
    path = path_of(case, out)
    found = read_rehearsal(path)
    if found is None:
        found = rehearse(case.scenario, progress=progress)
        write_rehearsal(path, found)
    return found


class PoolWait(NamedTuple):
    """The day on which lots that come to need a pool wait longest."""

    place: str  # which stands for the side, or the neighbourhood, of the pool
    assets: tuple[str, ...]
    day: int
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """A stored rehearsal, and where lots wait longest in it."""

    path: Path
    rehearsed: Rehearsed
    waits: tuple[PoolWait, ...]


def rehearsal_of(
    case: Case, out: Path, progress: Callable[[int, int], None] | None = None
) -> Rehearsal | None:
    """What a rehearsed case expects, stored now if it was not before; None if nobody rehearses."""
    rehearsed = rehearsed_for(case, out, progress)
    if rehearsed is None:
        return None
    return Rehearsal(path=path_of(case, out), rehearsed=rehearsed, waits=longest_waits(rehearsed))


def longest_waits(rehearsed: Rehearsed) -> tuple[PoolWait, ...]:
    """For each pool its worst day, the longest wait first."""
    found = [_worst(pool, waits) for pool, waits in rehearsed.waits_h.items()]
    return tuple(sorted((wait for wait in found if wait.hours > 0.0), key=lambda w: -w.hours))


def _worst(pool: tuple[str, ...], waits: Sequence[float]) -> PoolWait:
    day = max(range(len(waits)), key=lambda each: waits[each])
    _, place, *assets = pool
    return PoolWait(place, tuple(assets), round(day * PERIOD_H / HOURS_PER_DAY), waits[day])
