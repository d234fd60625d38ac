"""Settings: how a study is carried out; nothing here changes a replication's numbers."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.store.parquet import Level
from eastflank.study.plan import Plan, Shard, default_workers

RESULTS: Final = Path("results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a run or a sweep is carried out."""

    out: Path = RESULTS
    workers: int | None = None
    records: Level = Level.STAGES
    only: tuple[int, ...] = ()
    force: bool = False
    lean: bool = False  # keep closures alone: no records, no network, no drawings
    only_point: int | None = None
    shard: Shard | None = None
    budget_s: float | None = None
    cluster: str = ""

    def plan(self, replications: int, points: int = 1) -> Plan:
        """The replications that are wanted."""
        return Plan(
            replications=replications,
            points=points,
            level=self.records,
            workers=self.workers or default_workers(),
            only=self.only,
            only_point=self.only_point,
            lean=self.lean,
            shard=self.shard,
            budget_s=self.budget_s,
            cluster=self.cluster,
        )
