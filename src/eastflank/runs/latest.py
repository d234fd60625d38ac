"""By when the order must be given for a share of the force to be closed by a date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from eastflank.measures.closure.curves import day_of_share
from eastflank.measures.closure.order_days import (
    OrderDay,
    bound_for,
    days_needed,
    order_days,
    warning_needed,
)
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws
from eastflank.runs.stored import StoredRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What must stand where and by when; no country means the whole force.

    ``by_day`` is a date, told in days after the C-day of the question: that of its target where
    none is given.
    """

    share: float = 0.95
    countries: tuple[str, ...] = ()
    by_day: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest orders by confidence.

    - moves: whether C-day moves with the order, ``warning_days`` after it; else C-day stands.
    - chances: where C-day stands, the share of replications that make it, by days of warning.
    """

    label: str
    asked: Asked
    by_day: float
    troops: float
    replications: int
    days: Sequence[OrderDay]
    moves: bool
    warning_days: float = 0.0
    chances: Mapping[float, float] = field(default_factory=dict)


def latest_of_stored(run: StoredRun, asked: Asked) -> Latest:
    """The latest orders when C-day moves with the order: a shift of what is stored.

    Refused where something stands on the calendar: a cut, or works on the network.
    """
    if run.disruptions:
        raise PlannerError(
            where=run.label,
            found="it has disruptions, which do not move when the order does.",
            right="Give the experiment file with --c-day-fixed: then runs with more and with less "
            "warning are compared.",
        )
    if run.resolved["experiment"].get("levers", {}).get("steps"):
        raise PlannerError(
            where=run.label,
            found="levers are pulled, which may change the warning.",
            right="Give the experiment file with --c-day-fixed.",
        )
    warning = float(run.resolved["experiment"].get("frame", {}).get("warning_days", 0.0))
    closures = run.closures(run.replications)
    needed = days_needed(
        closures, share=asked.share, countries=asked.countries, warning_days=warning
    )
    return Latest(
        label=run.label,
        asked=asked,
        by_day=_by_day(asked, run),
        troops=_troops(closures, asked),
        replications=len(needed),
        days=order_days(needed, run.draws),
        moves=True,
        warning_days=warning,
    )


def latest_of_warnings(label: str, runs: Mapping[float, StoredRun], asked: Asked) -> Latest:
    """The latest orders when C-day stands: from runs under the same luck, by days of warning."""
    common = sorted(set.intersection(*(set(run.drawn) for run in runs.values())))
    closures = {warning: run.closures(common) for warning, run in runs.items()}
    by_day = _by_day(asked, next(iter(runs.values())))
    needed = warning_needed(closures, share=asked.share, countries=asked.countries, by_day=by_day)
    draws: Draws = next(iter(runs.values())).draws
    return Latest(
        label=label,
        asked=asked,
        by_day=by_day,
        troops=_troops(next(iter(closures.values())), asked),
        replications=len(common),
        days=order_days(needed, draws),
        moves=False,
        chances={
            warning: float((_days(table, asked) <= by_day).mean())
            for warning, table in sorted(closures.items())
        },
    )


def _by_day(asked: Asked, run: StoredRun) -> float:
    return run.day if asked.by_day is None else asked.by_day


def _days(closures: pd.DataFrame, asked: Asked) -> pd.Series:
    return day_of_share(bound_for(closures, asked.countries), share=asked.share)


def _troops(closures: pd.DataFrame, asked: Asked) -> float:
    """Troops that the share comes to."""
    first = closures.loc[closures["replication"] == closures["replication"].iloc[0]]
    return asked.share * float(bound_for(first, asked.countries)["troops"].sum())
