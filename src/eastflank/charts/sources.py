"""What charts read: a run folder, and nothing else."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from eastflank import __version__
from eastflank.charts.style import Caption, Target
from eastflank.measures.closure.verdict import force_size
from eastflank.measures.use.situation import modes_of
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.errors import PlannerError
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.wording import numbers
from eastflank.runs.wording.names import Names
from eastflank.runs.wording.verdicts import DETERMINISTIC
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.study.summary import sweep_frame


class Source:
    """One run folder, with its tables read when first asked for."""

    def __init__(self, root: Path) -> None:
        if not (root / "manifest.json").is_file():
            raise PlannerError(
                where=str(root),
                found="there is no manifest.json: this is not a run folder.",
                right="Give a folder results/<experiment>/<run-id>.",
            )
        self.folder = RunFolder(root)
        self.manifest = self.folder.manifest

    @cached_property
    def replications(self) -> list[int]:
        """The drawn replications that are stored, else the deterministic run."""
        stored = list(self.folder.drawn())
        if not stored and not self.folder.is_stored(LIKELY):
            raise PlannerError(
                where=str(self.folder.root),
                found="no replication is stored, so there is nothing to draw.",
                right=f"Run it: eastflank run experiments/{self.manifest.experiment}.toml.",
            )
        return stored or [LIKELY]

    @property
    def is_sweep(self) -> bool:
        """Whether the folder holds several points."""
        return self.manifest.is_sweep

    @property
    def drawn(self) -> int:
        """How many replications were drawn, of a sweep at most at a point; 0 of all at likely."""
        if self.is_sweep:
            return int(self.sweep["replications"].max()) if self.manifest.replications else 0
        return sum(replication >= 0 for replication in self.replications)

    @cached_property
    def sweep(self) -> pd.DataFrame:
        """The summary of a sweep: one row a point and measure."""
        if not (self.folder.root / "summary.parquet").is_file():
            raise PlannerError(
                where=str(self.folder.root),
                found="the sweep has no summary yet, so there is nothing to draw.",
                right=f"Go on with it: {self.manifest.command}.",
            )
        return sweep_frame(self.folder)

    @cached_property
    def closures(self) -> pd.DataFrame:
        """One row a unit and replication."""
        table = self.folder.closures(self.replications)
        if not len(table):
            raise PlannerError(
                where=str(self.folder.root),
                found="no unit of this run moves, so there is nothing to draw.",
                right="Give a force list with units that are not in place.",
            )
        return table

    @cached_property
    def told(self) -> int:
        """The replication whose records are drawn: the deterministic run, else the first."""
        return LIKELY if self.folder.records_path(LIKELY).is_file() else self.replications[0]

    @cached_property
    def records(self) -> pd.DataFrame:
        """The records of that replication."""
        return self.folder.records(self.told)

    @cached_property
    def still_waiting(self) -> list[dict[str, Any]]:
        """The lots that have not closed when that replication ends."""
        waiting = self.folder.note(self.told).get("waiting")
        return waiting if isinstance(waiting, list) else []

    @cached_property
    def waits(self) -> pd.DataFrame:
        """The waits of that replication by cause."""
        return waits_by_cause(self.records, self.still_waiting, end_h=self.end_h)

    @cached_property
    def terminals(self) -> dict[str, tuple[str, str]]:
        """The node and the kind of each terminal."""
        table = self.folder.table("terminals")
        if not len(table):
            return {}
        places = zip(table["node_id"], table["kind"], strict=True)
        return dict(zip(table["terminal_id"], places, strict=True))

    @cached_property
    def naming(self) -> Names:
        """What places, terminals and links are called."""
        return Names(
            places=self.names,
            terminals={each: (kind, node) for each, (node, kind) in self.terminals.items()},
            links={link: (str(each["a"]), str(each["b"])) for link, each in self.links.items()},
            roads=frozenset(link for link, each in self.links.items() if each["mode"] == "road"),
        )

    @property
    def end_h(self) -> float:
        """When that replication ended."""
        return float(str(self.folder.note(self.told).get("end_h", self.manifest.horizon_h)))

    @cached_property
    def resolved(self) -> Mapping[str, Any]:
        """The resolved experiment and what followed from it."""
        return self.folder.resolved()

    @cached_property
    def modes(self) -> dict[str, str]:
        """The mode of each asset type."""
        return modes_of(self.folder.table("capacities"))

    @cached_property
    def network(self) -> list[dict[str, Any]]:
        """The features of the network as the run knew it."""
        features: list[dict[str, Any]] = self.drawing("network.geojson")["features"]
        return features

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Nodes: id, name, country, lon, lat; names shortened."""
        rows = [
            {**feature["properties"], "lon": feature["geometry"]["coordinates"][0],
             "lat": feature["geometry"]["coordinates"][1]}
            for feature in self.network
            if feature["properties"]["what"] == "node"
        ]  # fmt: skip
        table = pd.DataFrame(rows, columns=["id", "name", "country", "lon", "lat"])
        return table.assign(name=table["name"].map(short_name))

    @cached_property
    def links(self) -> dict[str, dict[str, Any]]:
        """Links by id: mode, a, b, length_km, paths_per_day_each_way."""
        known = (feature["properties"] for feature in self.network)
        return {link["id"]: link for link in known if link["what"] == "link"}

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of nodes by id."""
        return dict(zip(self.nodes["id"], self.nodes["name"], strict=True))

    @property
    def disruptions(self) -> list[dict[str, Any]]:
        """Disruptions with the links and terminals they close."""
        found: list[dict[str, Any]] = self.resolved.get("disruptions", [])
        return found

    def drawing(self, name: str) -> dict[str, Any]:
        """A GeoJSON file of the run folder; an empty one where it was not kept."""
        path = self.folder.root / name
        if not path.is_file():
            return {"type": "FeatureCollection", "features": []}
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return content

    @property
    def target(self) -> Target:
        """The target of the experiment against its moving force."""
        return Target(
            force=force_size(self.closures),
            day=self.manifest.target_day,
            share=self.manifest.target_share,
        )

    def caption(self, *, of_records: bool = False) -> Caption:
        """What stands under a chart of this run."""
        basis = self._basis(of_records=of_records)
        return Caption(
            title=self.manifest.title or self.manifest.label,
            policy=self.manifest.policy,
            basis=basis,
            run_id=self.manifest.run_id,
            version=self.manifest.versions.get("eastflank", __version__),
            experiment=self.manifest.label if self.manifest.title else "",
        )

    def _basis(self, *, of_records: bool) -> str:
        if self.is_sweep:
            many, least = self.drawn, int(self.sweep["replications"].min())
            each = f"{many}" if many == least else f"{least} to {many}"
            points = self.sweep["point"].nunique()
            if not many:
                return f"{points} points, at each a {DETERMINISTIC}"
            return f"{points} points of {each} replications, seed {self.manifest.seed}"
        chosen = [self.told] if of_records else self.replications
        if chosen == [LIKELY]:
            return DETERMINISTIC
        if of_records:
            return f"replication {self.told}"
        return f"{len(chosen)} replications, seed {self.manifest.seed}"

    @property
    def short(self) -> str:
        """How a chart of several runs calls this one: open, or when what is cut."""
        if not self.disruptions:
            return "open"
        first = min(self.disruptions, key=lambda each: each["start_h"])
        known = ", known" if first.get("known") else ""
        day = float(first["start_h"]) / HOURS_PER_DAY
        return f"cut {f'at {numbers.on_day(day)}' if day > 0 else 'from C-day'}{known}"


def called(sources: Iterable[Source]) -> dict[str, Source]:
    """The runs by short names, or by their labels where short names do not tell them apart."""
    runs = list(sources)
    likely = [run.replications == [LIKELY] for run in runs]
    mixed = any(likely) and not all(likely)  # one run beside medians must be told apart
    short = [
        f"{run.short} (one run)" if mixed and alone else run.short
        for run, alone in zip(runs, likely, strict=True)
    ]
    if len(set(short)) == len(runs):
        return dict(zip(short, runs, strict=True))
    labels = [run.manifest.label for run in runs]
    ids = [f"{run.manifest.label} {run.manifest.run_id}" for run in runs]
    return dict(zip(labels if len(set(labels)) == len(runs) else ids, runs, strict=True))


def short_name(name: str) -> str:
    """The first of several names, without what stands in brackets."""
    plain = re.sub(r"\s*\(.*?\)", "", name)
    first = re.split(r"\s*/\s*", plain, maxsplit=1)[0]
    return re.sub(r"\s+(International )?Airport$", "", first).strip()
