"""A stored run as it is read: one door to the run folder, each file read when first asked for."""

import json
import math
from collections.abc import Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import brigade_closures
from eastflank.measures.closure.curves import STEP_DAYS, troops_curves
from eastflank.measures.closure.verdict import COLUMNS, ENOUGH, force_size, verdict
from eastflank.measures.uncertainty.quantiles import quantile_table
from eastflank.measures.use.situation import Situation, modes_of
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws
from eastflank.runs.draws import draws_of
from eastflank.runs.network import Network
from eastflank.runs.replication import StoredReplication, closures_of
from eastflank.runs.wording.names import Names
from eastflank.store.bounds import best_bound
from eastflank.store.checksums import is_sealed, read_sealed
from eastflank.store.damage import damaged, missing, not_kept
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import read_manifest
from eastflank.store.parquet import Level, read_frame
from eastflank.store.tables import read_table

NOT_IN_SUMMARY: Final = ("unit", "of")  # columns of the verdict that only a screen needs


class StoredRun:
    """A run folder as it is read, at one point of a sweep.

    - name: what the run is called beside others; its label where it stands alone.
    - remarks: what whoever looked for it has to tell: folders that could not be read.
    """

    def __init__(self, root: Path | str, point: int = 0, *, remarks: Sequence[str] = ()) -> None:
        self.folder = RunFolder(Path(root), point)
        self.manifest = read_manifest(self.folder.manifest_path)
        self.name = self.manifest.label
        self.remarks = tuple(remarks)
        self._gathered: dict[tuple[int, ...], pd.DataFrame] = {}

    def at(self, point: int) -> Self:
        """The same folder, read at another point."""
        return type(self)(self.root, point, remarks=self.remarks)

    def called(self, name: str) -> Self:
        """The same run, with what was read of it, under another name."""
        same = copy(self)
        same.name = name
        return same

    @property
    def root(self) -> Path:
        """The run folder."""
        return self.folder.root

    @property
    def label(self) -> str:
        """The experiment, and what was set beside its file."""
        return self.manifest.label

    @property
    def is_sweep(self) -> bool:
        """Whether the folder is that of a sweep."""
        return self.manifest.is_sweep

    # which replications there are

    @cached_property
    def drawn(self) -> list[int]:
        """The replications that are there, of those the manifest asks for."""
        wanted = range(self.manifest.drawn_at(self.folder.point))
        return [replication for replication in wanted if self.is_stored(replication)]

    def is_stored(self, replication: int, level: Level = Level.SUMMARY) -> bool:
        """Whether a replication is there whole, with its records kept at this level or more."""
        return self.folder.is_stored(replication, level)

    @cached_property
    def replications(self) -> list[int]:
        """The drawn replications, else the deterministic run; none is the reader's mistake."""
        if not self.drawn and not self.is_stored(LIKELY):
            raise PlannerError(
                where=str(self.root),
                found="no replication is stored, so there is nothing to tell.",
                right=f"Run it: {self.manifest.command}.",
            )
        return self.drawn or [LIKELY]

    @property
    def day(self) -> float:
        """The day by which the target is asked for, after C-day."""
        return self.manifest.target_day

    @property
    def is_deterministic(self) -> bool:
        """Whether no replication was drawn: all rows stand at likely."""
        return self.replications == [LIKELY]

    @property
    def most_drawn(self) -> int:
        """How many replications were drawn, of a sweep at most at a point; 0 of all at likely."""
        if self.is_sweep:
            return int(self.summary["replications"].max()) if self.manifest.replications else 0
        return len(self.drawn)

    # what they say

    def closures(self, replications: Sequence[int] | None = None) -> pd.DataFrame:
        """When each unit is ready, leaves, arrives and closes: a row a unit and replication."""
        if replications is None:
            return self._closures
        return self._read_closures(tuple(replications))

    @cached_property
    def _closures(self) -> pd.DataFrame:
        table = self._read_closures(tuple(self.replications))
        if not len(table):
            raise PlannerError(
                where=str(self.root),
                found="no unit of this run moves, so there is nothing to tell.",
                right="Give a force list with units that are not in place.",
            )
        return table

    def _read_closures(self, replications: tuple[int, ...]) -> pd.DataFrame:
        """The closures of some replications together, read once for all who ask for the same."""
        if replications not in self._gathered:
            self._gathered[replications] = closures_of(self.folder, replications)
        return self._gathered[replications]

    def replication(self, number: int = LIKELY) -> StoredReplication:
        """One replication, at first the deterministic one."""
        return StoredReplication(self.folder, number, horizon_h=self.manifest.horizon_h)

    @cached_property
    def told(self) -> StoredReplication:
        """The replication whose records are told: the deterministic run, else the first."""
        has_likely = self.folder.records_path(LIKELY).is_file()
        return self.replication(LIKELY if has_likely else self.replications[0])

    def records(self, replication: int = LIKELY) -> pd.DataFrame:
        """Every stage of every lot and asset in one replication."""
        is_told = replication == LIKELY and self.folder.records_path(LIKELY).is_file()
        return (self.told if is_told else self.replication(replication)).records

    def brigades(self) -> pd.DataFrame:
        """When each brigade closes: a row a brigade and replication."""
        return brigade_closures(self.closures())

    def curves(self) -> pd.DataFrame:
        """Troops over time for every reading of the target, with P10, P50 and P90."""
        return troops_curves(self.closures())

    @cached_property
    def bound(self) -> pd.DataFrame | None:
        """The most troops that any plan could close by the day, every row at its likely value.

        None unless ``eastflank bound`` was asked for the same question.
        """
        curve = best_bound(self.root)
        if curve is None or self.is_sweep:
            return None
        days = np.arange(0.0, 60.0 + STEP_DAYS, STEP_DAYS)
        return pd.DataFrame({"day": days, "troops": [min(curve.at(x), curve.force) for x in days]})

    @cached_property
    def force(self) -> float:
        """Troops of the moving force."""
        return force_size(self.closures())

    @cached_property
    def verdict(self) -> pd.DataFrame | None:
        """The verdict over the replications that are there; None where there are none.

        Without a drawn replication the deterministic run stands in: all rows at likely.
        """
        if not self.drawn and not self.is_stored(LIKELY):
            return None
        return verdict(self.closures(), target_day=self.day, draws=self.draws)

    @cached_property
    def lines(self) -> dict[tuple[str, float], Mapping[str, Any]]:
        """The lines of the verdict by measure and level."""
        table = self.verdict
        rows = [] if table is None else table.to_dict("records")
        told = [{str(name): cell for name, cell in row.items()} for row in rows]
        return {(str(row["measure"]), float(row["level"])): row for row in told}

    def line(self, measure: str, level: float) -> Mapping[str, Any] | None:
        """The line of a measure at a level, if the verdict has it."""
        near = (key for key in self.lines if key[0] == measure and math.isclose(key[1], level))
        return next((self.lines[key] for key in near), None)

    @property
    def has_probability(self) -> bool:
        """Whether there are replications enough to speak of probability."""
        return not self.is_deterministic and len(self.replications) >= ENOUGH

    def quantiles(self) -> pd.DataFrame | None:
        """P10, P50 and P90 with their intervals; None for sweeps and single replications."""
        if self.is_sweep or len(self.drawn) <= 1:
            return None
        return quantile_table(self.closures(), draws=self.draws)

    # what was asked

    @cached_property
    def resolved(self) -> Mapping[str, Any]:
        """The experiment as it was resolved, and what followed from it."""
        return self._json(self.folder.resolved_path)

    @cached_property
    def draws(self) -> Draws:
        """How the replications were drawn."""
        return draws_of(self.resolved)

    @property
    def evidence(self) -> Sequence[Mapping[str, Any]]:
        """The evidence rows as the run used them."""
        rows: Sequence[Mapping[str, Any]] = self.resolved.get("evidence", ())
        return rows

    @property
    def disruptions(self) -> Sequence[Mapping[str, Any]]:
        """Disruptions with the links and terminals they close."""
        found: Sequence[Mapping[str, Any]] = self.resolved.get("disruptions", ())
        return found

    @property
    def corridors(self) -> Mapping[str, Sequence[str]]:
        """The corridors with their members, links and terminals."""
        found: Mapping[str, Sequence[str]] = self.resolved.get("corridors", {})
        return found

    @cached_property
    def path_share(self) -> float:
        """The likely part of a line's paths that military trains get."""
        known = {row["key"]: row["likely"] for row in self.evidence}
        return float(known.get("military_path_share", 1.0))

    # what there was

    @cached_property
    def units(self) -> pd.DataFrame:
        """The force list as it was compiled."""
        return self.table("units")

    @cached_property
    def fleets(self) -> pd.DataFrame:
        """The fleets with what is held and can be called up."""
        return self.table("fleets")

    @cached_property
    def terminal_table(self) -> pd.DataFrame:
        """The terminals, one row each."""
        return self.table("terminals")

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables of the scenario: units, lots, fleets, capacities, terminals, plan."""
        path = self.folder.table_path(name)
        try:
            return read_table(self._text(path))
        except ValueError as error:
            raise damaged(path, str(error)) from None

    @cached_property
    def modes(self) -> dict[str, str]:
        """The mode of each asset type."""
        return modes_of(self.table("capacities"))

    @cached_property
    def terminals(self) -> dict[str, tuple[str, str]]:
        """The node and the kind of each terminal."""
        table = self.terminal_table
        if not len(table):
            return {}
        places = zip(table["node_id"], table["kind"], strict=True)
        return dict(zip(table["terminal_id"], places, strict=True))

    @cached_property
    def network(self) -> Network:
        """The network as the run knew it; a lean run kept none."""
        is_kept = self.folder.network_path.is_file() or not self.manifest.lean
        content = self._json(self.folder.network_path) if is_kept else {}
        return Network(content.get("features", ()))

    @cached_property
    def names(self) -> Names:
        """What places, terminals and links are called."""
        return self._named(self.network.full_names)

    @cached_property
    def short_names(self) -> Names:
        """The same, with places as maps and tables call them."""
        return self._named(self.network.names)

    def _named(self, places: Mapping[str, str]) -> Names:
        links = self.network.links.items()
        return Names(
            places=places,
            terminals={name: (kind, node) for name, (node, kind) in self.terminals.items()},
            links=self.network.ends,
            modes={link: each["mode"] for link, each in links},
        )

    @cached_property
    def situation(self) -> Situation:
        """What there was of each finite thing."""
        return Situation(
            terminals=self.terminal_table,
            fleets=self.fleets,
            links=self.network.link_table,
            capacities=self.table("capacities"),
            path_share=self.path_share,
        )

    def drawing(self, name: str) -> Mapping[str, Any]:
        """A drawing of the network that is kept for maps; an empty one where it was not kept."""
        path = self.root / name
        return self._json(path) if path.is_file() else {"features": []}

    def kept(self, name: str) -> str | None:
        """The text of a file of the inputs that the folder keeps; None where it keeps none."""
        path = self.root / name
        return self._text(path) if path.is_file() or is_sealed(path) else None

    # what a sweep adds

    @cached_property
    def design(self) -> pd.DataFrame:
        """The points by ``point_id``, with the level of every factor."""
        return read_frame(self.folder.design_path)

    @property
    def has_summary(self) -> bool:
        """Whether the verdict of its points was written down."""
        return self._summary_path.is_file()

    @property
    def _summary_path(self) -> Path:
        return self.root / "summary.parquet"

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdict of every point as it was written down, a column for each factor before it."""
        if not self.has_summary:
            raise PlannerError(
                where=str(self.root),
                found="it has no summary yet, so there is nothing to tell.",
                right=f"Go on with it: {self.manifest.command}.",
            )
        return read_frame(self._summary_path)

    @cached_property
    def summary(self) -> pd.DataFrame:
        """The verdict of every point in long form: one row a point and measure.

        Columns: ``point``, the factors by their dotted keys (``manifest.factors``), ``measure``,
        ``level``, ``p10``, ``p50``, ``p90``, ``probability``, ``low``, ``high``, ``replications``.
        A run is a sweep of one point without factors.
        """
        pointed = self.verdicts if "point" in self.verdicts else self.verdicts.assign(point=0)
        told = (name for name in COLUMNS if name not in NOT_IN_SUMMARY)
        return pointed[["point", *self.manifest.factors, *told]]

    @cached_property
    def differences(self) -> pd.DataFrame | None:
        """Each point of a sweep against its base, as it wrote it down; None without a base."""
        path = self.root / "differences.parquet"
        return read_frame(path) if path.is_file() else None

    # how it is read

    def _text(self, path: Path) -> str:
        if not path.is_file():
            raise not_kept(path) if self.manifest.lean else missing(path)
        return read_sealed(path)

    def _json(self, path: Path) -> Mapping[str, Any]:
        text = self._text(path)
        try:
            content = json.loads(text)
        except ValueError as error:
            raise damaged(path, str(error)) from None
        if not isinstance(content, dict):
            raise damaged(path, "it holds no table of keys")
        return content
