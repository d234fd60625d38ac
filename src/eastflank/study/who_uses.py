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
from eastflank.store.folder import RunFolder
from eastflank.study.planned import planned_ways, scenario_of
from eastflank.study.sections import links_named, require_links
from eastflank.study.summary import situation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Users:
    """The units that use some links, a row a unit and mode, and the sums by nation and mode."""

    units: pd.DataFrame
    totals: pd.DataFrame


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkUse:
    """The use of a link or corridor; where nothing is planned, ``not_planned`` says why."""

    folder: RunFolder
    name: str
    links: tuple[str, ...]
    replication: int
    actual: Users
    planned: Users | None
    not_planned: str = ""


def who_uses(folder: RunFolder, name: str, replication: int) -> LinkUse:
    """The units that use a link or corridor in one replication, and by plan."""
    links = links_named(folder, name)
    require_links(folder, replication)
    records, units = folder.records(replication), folder.units()
    planned, why = None, ""
    try:
        scenario = scenario_of(folder, _project(folder))
        ways = planned_parts(planned_ways(scenario, links), ready_hours(records))
        planned = _users(ways, units)
    except (PlannerError, CollectedError) as error:
        why = str(error)
    actual = _users(parts_over(records, links, situation_of(folder).modes), units)
    return LinkUse(
        folder=folder,
        name=name,
        links=links,
        replication=replication,
        actual=actual,
        planned=planned,
        not_planned=why,
    )


def _users(parts: pd.DataFrame, units: pd.DataFrame) -> Users:
    return Users(units=users(parts, units), totals=users_total(parts, units))


def _project(folder: RunFolder) -> Path:
    """The project that a run folder lies in, else the one that the command is given in."""
    root = project_root(folder.manifest_path)
    here = Path("here").absolute()
    return root if (root / "networks").is_dir() else project_root(here)
