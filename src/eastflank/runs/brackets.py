"""The bracket of a question: what nobody coordinates, what a staff plans, what no plan can beat."""

import math
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.measures.closure.verdict import ENOUGH
from eastflank.model.errors import PlannerError
from eastflank.model.scenario import Dispatch
from eastflank.plan.bound import Curve
from eastflank.runs.families import by_question, named
from eastflank.runs.stored import StoredRun
from eastflank.store.bounds import best_bound
from eastflank.store.folder import MANIFEST
from eastflank.store.manifest import Manifest, Status

BAND: Final = ("p10", "p50", "p90")
WORDS: Final = ("experiment", "sweep", "stopping")  # sections without effect on a run


class Rung(StrEnum):
    """How well a force is moved: from each lot for itself to what no plan can beat."""

    NOBODY = "nobody coordinates"
    STAFF = "staff plan"
    BOUND = "no plan can beat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One question, open or cut, on each rung that is stored.

    - run: the run that was asked for; it stands on one of the rungs.
    - runs: the stored run of each rung that is simulated.
    """

    name: str
    run: StoredRun
    runs: Mapping[Rung, StoredRun]
    bound: Curve | None = None

    @property
    def rung(self) -> Rung:
        """The rung of the run that was asked for."""
        return rung_of(self.run)

    @property
    def missing(self) -> dict[Rung, str]:
        """What is not stored, with the command that makes it."""
        commands = {
            Rung.NOBODY: _command(self.run.manifest, Dispatch.USER_OPTIMAL),
            Rung.STAFF: _command(self.run.manifest, Dispatch.PLANNED),
            Rung.BOUND: _bound_command(self.run.manifest),
        }
        there = {*self.runs, *([Rung.BOUND] if self.bound else [])}
        return {rung: command for rung, command in commands.items() if rung not in there}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bracket:
    """One frame: its open question and its cuts, each on every rung that is stored."""

    name: str
    sides: tuple[Side, ...]

    @property
    def first(self) -> Side:
        """The open question, or the only one."""
        return self.sides[0]

    @property
    def cuts(self) -> tuple[Side, ...]:
        """What is set against the first, where that is open."""
        if self.first.run.manifest.is_cut:
            return ()
        return tuple(side for side in self.sides[1:] if side.run.manifest.is_cut)


def brackets_of(runs: Sequence[StoredRun]) -> list[Bracket]:
    """A bracket for each open run with its cuts; a run that another stands beside is told once."""
    found: list[Bracket] = []
    told: set[Path] = set()
    for kin in by_question([run for run in runs if not run.is_sweep]):
        new = [run for run in kin if run.root not in told]
        sides = tuple(side_of(run) for run in (named(new) if new else ()))
        told |= {each.root for side in sides for each in side.runs.values()}
        if sides:
            first = sides[0].run
            found.append(Bracket(name=first.manifest.title or first.label, sides=sides))
    return found


def bracket_table(bracket: Bracket) -> pd.DataFrame:
    """Troops in place by the target day: a row a side and rung, no number where it is not stored.

    Columns: side, rung, p10, p50, p90, replications.
    """
    rows = [
        {"side": side.name, "rung": rung.value, **_closed(side, rung)}
        for side in bracket.sides
        for rung in Rung
    ]
    return pd.DataFrame(rows)


def _closed(side: Side, rung: Rung) -> dict[str, float]:
    if rung is Rung.BOUND:
        return {**dict.fromkeys(BAND, most_of(side, side.run.day)), "replications": 0}
    run = side.runs.get(rung)
    row = None if run is None else run.line("reading_closed_095", run.day)
    if run is None or row is None:
        return {**dict.fromkeys(BAND, math.nan), "replications": 0}
    return {**{name: float(row[name]) for name in BAND}, "replications": len(run.drawn)}


def most_of(side: Side, day: float) -> float:
    """The most troops that any plan could close by a day; no number where no bound is stored."""
    return min(side.bound.at(day), side.bound.force) if side.bound else math.nan


def side_of(run: StoredRun) -> Side:
    """A run, with the best stored run of each other rung that asks the same."""
    runs = {rung_of(run): run}
    for other in sorted(_kin(run), key=_precedence):
        runs.setdefault(rung_of(other), other)
    bounds = (best_bound(each.root) for each in (run, *runs.values()))
    bound = next((curve for curve in bounds if curve is not None), None)
    return Side(name=run.name, run=run, runs=runs, bound=bound)


def rung_of(run: StoredRun) -> Rung:
    """The rung of a simulated run, by its rule of dispatch."""
    return Rung.NOBODY if _dispatch(run) == Dispatch.USER_OPTIMAL else Rung.STAFF


def _dispatch(run: StoredRun) -> str:
    policy = run.resolved.get("experiment", {}).get("policy", {})
    return str(policy.get("dispatch", Dispatch.USER_OPTIMAL.value))


def _precedence(run: StoredRun) -> tuple[bool, bool, int]:
    """First those with replications enough, then a planned force, then the most replications."""
    drawn = len(run.drawn)
    return drawn < ENOUGH, _dispatch(run) != Dispatch.PLANNED, -drawn


def _kin(run: StoredRun) -> Iterator[StoredRun]:
    """Finished runs beside this one that ask the same, whatever their rule of dispatch."""
    if run.root.parent.name != run.manifest.experiment:
        return  # it lies alone, not in a folder of results
    asked = _asked(run)
    for path in sorted(run.root.parent.parent.glob(f"*/*/{MANIFEST}")):
        try:
            other = StoredRun(path.parent)
            is_near = _may_ask_alike(run.manifest, other.manifest)
            if is_near and other.root != run.root and _asked(other) == asked:
                yield other
        except PlannerError:
            continue  # a folder that cannot be read is told of by whoever asks for it


def _may_ask_alike(one: Manifest, other: Manifest) -> bool:
    """What the manifests alone tell, so that few folders are read further."""
    return (
        other.status is Status.FINISHED
        and not other.is_sweep
        and one.is_cut == other.is_cut
        and (one.seed, one.model, one.theta) == (other.seed, other.model, other.theta)
        and _tables(one) == _tables(other)
    )


def _tables(manifest: Manifest) -> dict[str, str]:
    return {name: each for name, each in manifest.inputs.items() if not name.endswith(".toml")}


def _asked(run: StoredRun) -> dict[str, Any]:
    """What is asked, without how lots are dispatched and how often it is drawn."""
    resolved = run.resolved.get("experiment", {})
    asked = {key: part for key, part in resolved.items() if key not in WORDS}
    for section, key in (("run", "replications"), ("policy", "dispatch")):
        kept = asked.get(section, {})
        asked[section] = {name: value for name, value in kept.items() if name != key}
    return asked


def _command(manifest: Manifest, dispatch: Dispatch) -> str:
    return f"{manifest.command} --set policy.dispatch={dispatch.value}"


def _bound_command(manifest: Manifest) -> str:
    sets = [word for each in manifest.variation for word in ("--set", each)]
    return shlex.join(["eastflank", "bound", manifest.file, "--seed", str(manifest.seed), *sets])
