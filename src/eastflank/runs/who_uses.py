"""Who uses a link or a corridor of a stored run: as it went, and as was planned."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eastflank.config import project_root
from eastflank.measures.use.link_users import (
    parts_over,
    planned_parts,
    ready_hours,
    users,
    users_total,
)
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.runs.planned import planned_ways, scenario_of
from eastflank.runs.sections import links_named
from eastflank.runs.stored import StoredRun


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """The units that use some links, a row a unit and mode, and the sums by nation and mode."""

    units: pd.DataFrame
    totals: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUse:
    """The use of a link or corridor; where nothing is planned, ``not_planned`` says why."""

    run: StoredRun
    name: str
    links: tuple[str, ...]
    replication: int
    actual: Users
    planned: Users | None
    not_planned: str = ""


def who_uses(run: StoredRun, name: str, replication: int) -> LinkUse:
    """The units that use a link or corridor in one replication, and by plan."""
    links, told = links_named(run, name), run.replication(replication)
    told.require_links()
    planned, why = None, ""
    try:
        scenario = scenario_of(run, _project(run))
        ways = planned_parts(planned_ways(scenario, links), ready_hours(told.records))
        planned = _users(ways, run.units)
    except (PlannerError, CollectedError) as error:
        why = str(error)
    return LinkUse(
        run=run,
        name=name,
        links=links,
        replication=replication,
        actual=_users(parts_over(told.records, links, run.modes), run.units),
        planned=planned,
        not_planned=why,
    )


def _users(parts: pd.DataFrame, units: pd.DataFrame) -> Users:
    return Users(units=users(parts, units), totals=users_total(parts, units))


def _project(run: StoredRun) -> Path:
    """The project that a run folder lies in, else the one that the command is given in."""
    root = project_root(run.root / "manifest.json")
    here = Path("here").absolute()
    return root if (root / "networks").is_dir() else project_root(here)
