"""One stored run against another: what it costs, and how often it gains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from eastflank.measures.closure.verdict import ENOUGH
from eastflank.measures.compare.gains import gains
from eastflank.measures.compare.pairing import penalty
from eastflank.measures.compare.unpaired import unpaired_penalty
from eastflank.runs.bands import bands_of
from eastflank.runs.pairs import (
    common_replications,
    paired_closures,
    refuse_unpairable,
    shorter_horizon_day,
    unlike_horizons,
)
from eastflank.runs.stored import StoredRun
from eastflank.runs.targets import target_text, unlike_targets
from eastflank.runs.wording.numbers import count
from eastflank.store.folder import LIKELY


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs and the table of their differences.

    ``gains`` tells how often the second closed more in time; None where the runs are not paired.
    ``replications`` are those of either side that were compared, 0 for the deterministic run.
    ``bands`` has a row a cost where pairs share draws: what is not known of it, and what varies.
    """

    base: StoredRun
    cut: StoredRun
    table: pd.DataFrame
    gains: pd.DataFrame | None = None
    replications: tuple[int, int] = (0, 0)
    bands: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def is_of_a_cut(self) -> bool:
        """Whether the second asks the open question of the first with something cut, and no more.

        Only then what it loses is the cost of a cut.
        """
        base, cut = self.base.manifest, self.cut.manifest
        one_question = bool(base.question) and base.question == cut.question
        return one_question and cut.is_cut and not base.is_cut

    @property
    def remarks(self) -> list[str]:
        """What a reader must know of the two beside their numbers."""
        horizons = unlike_horizons(self.base, self.cut)
        return [
            *self._other_builds(),
            *self._other_forces(),
            *self._other_targets(),
            *([horizons] if horizons else []),
        ]

    def _other_builds(self) -> Iterator[str]:
        if self.base.manifest.model != self.cut.manifest.model:
            pair = f"{self.base.label} and {self.cut.label}"
            yield f"{pair} come from different builds of the model: run them again to compare."

    def _other_forces(self) -> Iterator[str]:
        ours, theirs = self.base.force, self.cut.force
        if ours != theirs:
            yield (
                f"the forces differ: {count(ours)} troops move in {self.base.name}, "
                f"{count(theirs)} in {self.cut.name}; a share is one of its own force."
            )

    def _other_targets(self) -> Iterator[str]:
        if unlike_targets([self.base, self.cut]):
            yield (
                f"the targets differ: {target_text(self.base)} in {self.base.name}, "
                f"{target_text(self.cut)} in {self.cut.name}; both are told by that of "
                f"{self.base.name}."
            )


def paired(base: StoredRun, cut: StoredRun) -> Comparison:
    """Replication by replication; refused where the two runs met different luck."""
    refuse_unpairable(base, cut)
    count = len([each for each in common_replications(base, cut) if each != LIKELY])
    closures, day = paired_closures(base, cut), base.manifest.target_day
    return Comparison(
        base=base,
        cut=cut,
        table=penalty_of(base, cut),
        gains=gains(*closures, target_day=day, draws=base.draws),
        replications=(count, count),
        bands=bands_of(cut, base),
    )


def penalty_of(
    base: StoredRun, cut: StoredRun, places: Sequence[str] | None = None
) -> pd.DataFrame:
    """The paired differences of two runs, a row a measure and destination, or some of these."""
    return penalty(
        *paired_closures(base, cut),
        target_day=base.manifest.target_day,
        horizon_day=shorter_horizon_day(base, cut),
        draws=base.draws,
        places=places,
    )


def unpaired(base: StoredRun, cut: StoredRun) -> Comparison:
    """The difference of the means of all replications of either run, whatever luck they met."""
    ours, theirs = base.drawn, cut.drawn
    if not (ours and theirs):
        ours = theirs = []
    table = unpaired_penalty(
        base.closures(ours or [LIKELY]),
        cut.closures(theirs or [LIKELY]),
        target_day=base.manifest.target_day,
        horizon_day=shorter_horizon_day(base, cut),
        draws=(base.draws, cut.draws),
    )
    few = min(len(ours), len(theirs)) < ENOUGH
    return Comparison(
        base=base,
        cut=cut,
        table=_without_false_certainty(table) if few else table,
        replications=(len(ours), len(theirs)),
    )


def _without_false_certainty(table: pd.DataFrame) -> pd.DataFrame:
    """Few draws that are all equal have no spread to take an interval from, so they have none."""
    ends = ["low", "high"]
    return table.assign(**{end: table[end].mask(table["low"] == table["high"]) for end in ends})
