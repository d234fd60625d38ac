"""What a run or a comparison says, as tidy frames and figures: the door's answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import pandas as pd

from eastflank.measures.closure.closures import brigade_closures
from eastflank.measures.closure.curves import troops_curves
from eastflank.model.errors import PlannerError
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADLINE: Final = "closed_095"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Where a run lies, how it ended and what it says."""

    folder: RunFolder
    manifest: Manifest
    verdict: pd.DataFrame | None
    warnings: Sequence[PlannerError] = ()

    @property
    def replications(self) -> list[int]:
        """The replications that were drawn, else the deterministic run."""
        return list(self.folder.drawn()) or [LIKELY]

    def closures(self) -> pd.DataFrame:
        """When each unit is ready, leaves, arrives and closes: a row a unit and replication."""
        return self.folder.closures(self.replications)

    def brigades(self) -> pd.DataFrame:
        """When each brigade closes: a row a brigade and replication."""
        return brigade_closures(self.closures())

    def curves(self) -> pd.DataFrame:
        """Troops over time for every reading of the target, with P10, P50 and P90."""
        return troops_curves(self.closures())

    def records(self, replication: int = LIKELY) -> pd.DataFrame:
        """Every stage of every lot and asset in one replication."""
        return self.folder.records(replication)

    def movements(self) -> pd.DataFrame:
        """The movement table: units by POE, POD and mode, with their dates."""
        from eastflank.report import movements

        return movements(self.folder.root)

    def schedules(self) -> pd.DataFrame:
        """What leaves and arrives at each terminal by mode and day."""
        from eastflank.report import schedules

        return schedules(self.folder.root)

    def figure(self, name: str = "closure") -> "Figure":
        """A chart of this run by its name (``eastflank chart --which``)."""
        from eastflank.charts import figure

        return figure([self.folder.root], name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs and the table of their differences.

    ``gains`` tells how often the second closed more in time; None where the runs are not paired.
    ``replications`` are those of either side that were compared, 0 for the deterministic run.
    ``bands`` has a row a cost where pairs share draws: what is not known of it, and what varies.
    """

    base: Manifest
    cut: Manifest
    table: pd.DataFrame
    gains: pd.DataFrame | None = None
    replications: tuple[int, int] = (0, 0)
    folders: tuple[RunFolder, ...] = ()
    bands: pd.DataFrame = field(default_factory=pd.DataFrame)

    def figure(self, name: str = "open-cut") -> "Figure":
        """A chart of both runs by its name: open-cut, destinations or nations."""
        from eastflank.charts import figure

        return figure([folder.root for folder in self.folders], name)
