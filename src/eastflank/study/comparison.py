"""One stored run against another: what it costs, and how often it gains."""

from dataclasses import dataclass, field

import pandas as pd

from eastflank.measures.compare.gains import gains
from eastflank.measures.compare.pairing import penalty
from eastflank.measures.compare.unpaired import unpaired_penalty
from eastflank.model.units import HOURS_PER_DAY
from eastflank.store.folder import LIKELY, RunFolder, paired_closures
from eastflank.study.draws import components_of, draws_of
from eastflank.study.luck import luck_differences, refuse_other_luck


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The differences of two runs; ``gains`` is None where they are not paired.

    ``replications`` are the numbers of both sides, 0 for the deterministic run. ``bands`` has a row
    a cost where pairs share draws: what is not known of it, and what varies.
    """

    table: pd.DataFrame
    gains: pd.DataFrame | None
    replications: tuple[int, int]
    bands: pd.DataFrame = field(default_factory=pd.DataFrame)


def paired(base: RunFolder, cut: RunFolder) -> Compared:
    """Replication by replication; refused where the two runs met different luck."""
    refuse_other_luck(base, cut)
    closures = paired_closures(base, cut)
    draws, day = draws_of(base.resolved()), base.manifest.target_day
    count = len(set(base.drawn()) & set(cut.drawn()))
    return Compared(
        table=penalty(*closures, target_day=day, horizon_day=_horizon_day(base, cut), draws=draws),
        gains=gains(*closures, target_day=day, draws=draws),
        replications=(count, count),
        bands=components_of(cut, base),
    )


def unpaired(base: RunFolder, cut: RunFolder) -> Compared:
    """The difference of the means of all replications of either run, whatever luck they met."""
    ours, theirs = list(base.drawn()), list(cut.drawn())
    if not (ours and theirs):
        ours = theirs = []
    table = unpaired_penalty(
        base.closures(ours or [LIKELY]),
        cut.closures(theirs or [LIKELY]),
        target_day=base.manifest.target_day,
        horizon_day=_horizon_day(base, cut),
        draws=(draws_of(base.resolved()), draws_of(cut.resolved())),
    )
    return Compared(table=table, gains=None, replications=(len(ours), len(theirs)))


def met_same_luck(base: RunFolder, cut: RunFolder) -> bool:
    """Whether two runs can be paired."""
    return not luck_differences(base, cut)


def _horizon_day(base: RunFolder, cut: RunFolder) -> float:
    return min(base.manifest.horizon_h, cut.manifest.horizon_h) / HOURS_PER_DAY
