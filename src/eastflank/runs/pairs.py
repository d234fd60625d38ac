"""Pairs: the replications that two stored runs have in common, and whether they may be paired."""

import pandas as pd

from eastflank.model.errors import PlannerError
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.luck import luck_differences
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import on_day
from eastflank.store.folder import LIKELY


def have_met(one: StoredRun, other: StoredRun) -> bool:
    """Whether two runs have a replication in common."""
    drawn = not set(one.drawn).isdisjoint(other.drawn)
    return drawn or (one.is_stored(LIKELY) and other.is_stored(LIKELY))


def unpairable(base: StoredRun, cut: StoredRun) -> PlannerError | None:
    """Why two runs cannot be compared replication by replication; None where they can."""
    where = f"{base.label} and {cut.label}"
    if differences := luck_differences(base, cut):
        return PlannerError(
            where=where,
            found=f"they met different luck: {'; '.join(differences)}.",
            right="Run both with the same seed, sampling and rows of luck; "
            "compare --unpaired sets their means side by side.",
        )
    if not have_met(base, cut):
        return PlannerError(
            where=where,
            found="they have no replication in common.",
            right="Run both with --replications, or both without.",
        )
    return None


def refuse_unpairable(base: StoredRun, cut: StoredRun) -> None:
    """Do not pair runs that did not meet the same luck."""
    if mistake := unpairable(base, cut):
        raise mistake


def common_replications(base: StoredRun, cut: StoredRun) -> list[int]:
    """The replications that both runs drew, else the deterministic one."""
    return sorted(set(base.drawn) & set(cut.drawn)) or [LIKELY]


def paired_closures(base: StoredRun, cut: StoredRun) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The closures of the replications that both runs drew, else of both deterministic runs."""
    common = common_replications(base, cut)
    return base.closures(common), cut.closures(common)


def shorter_horizon_day(*runs: StoredRun) -> float:
    """The day on which the first of these runs ends."""
    return min(run.manifest.horizon_h for run in runs) / HOURS_PER_DAY


def unlike_horizons(base: StoredRun, cut: StoredRun) -> str:
    """What a reader must know of two runs that end on different days; nothing where they do not."""
    days = [run.manifest.horizon_h / HOURS_PER_DAY for run in (base, cut)]
    if days[0] == days[1]:
        return ""
    return (
        f"the horizons differ: {base.name} ends at {on_day(days[0])}, {cut.name} at "
        f"{on_day(days[1])}; what closes after {on_day(min(days))} counts as closed then in both, "
        "so days later are a lower bound."
    )
