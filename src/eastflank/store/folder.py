"""The run folder: where each thing of a run lies, which replications are there, reading them."""

import io
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.model.errors import PlannerError, nearest
from eastflank.store.manifest import Manifest, Status, read_manifest
from eastflank.store.parquet import Level, read_frame, read_note, read_records

LIKELY: Final = -1  # the number in frames of the deterministic run: all rows at likely


def replication_name(replication: int) -> str:
    """How files name a replication."""
    return "likely" if replication == LIKELY else f"{replication:04d}"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``results/<experiment>/<run-id>/``: everything that charts and reports may read.

    Replications are those of one point of a sweep; a run has one point, 0.
    """

    root: Path
    point: int = 0

    def at(self, point: int) -> "RunFolder":
        """The same folder, read at another point."""
        return replace(self, point=point)

    @property
    def manifest_path(self) -> Path:
        """What the folder holds and how far the run came."""
        return self.root / "manifest.json"

    @property
    def charts(self) -> Path:
        """Where charts of this run go."""
        return self.root / "charts"

    @property
    def failures_path(self) -> Path:
        """One JSON object a failed replication, with the command that replays it."""
        return self.root / "failures.jsonl"

    @property
    def design_path(self) -> Path:
        """The points: a row each, with the level of every factor."""
        return self.root / "design.parquet"

    def design(self) -> pd.DataFrame:
        """The points by ``point_id``; a folder of before there were sweeps has one."""
        if not self.design_path.is_file():
            return pd.DataFrame({"point_id": [0]})
        return read_frame(self.design_path)

    @property
    def network_path(self) -> Path:
        """Nodes, links and terminals as the run knew them."""
        return self.root / "network.geojson"

    @property
    def manifest(self) -> Manifest:
        """The manifest as it stands."""
        return read_manifest(self.manifest_path)

    def records_path(self, replication: int) -> Path:
        """The records of one replication."""
        return self._file("records", replication)

    def closures_path(self, replication: int) -> Path:
        """The closures of one replication; written last, so its presence says that it is done."""
        return self._file("closures", replication)

    def _file(self, kind: str, replication: int) -> Path:
        name = f"replication={replication_name(replication)}.parquet"
        return self.root / kind / f"point={self.point:04d}" / name

    def is_stored(self, replication: int, level: Level = Level.SUMMARY) -> bool:
        """Whether a replication is there whole, with its records kept at this level or more."""
        return self.stored_note(replication, level) is not None

    def stored_note(
        self, replication: int, level: Level = Level.SUMMARY
    ) -> dict[str, object] | None:
        """The note of a replication that is there whole at this level or more, else None."""
        note = read_note(self.closures_path(replication))
        if note is None:
            return None
        kept = Level(str(note["records"]))
        present = kept is Level.SUMMARY or self.records_path(replication).is_file()
        return note if present and kept.rank >= level.rank else None

    def note(self, replication: int) -> dict[str, object]:
        """How a stored replication ended: hours, events, stages, lots that still wait."""
        return read_note(self.closures_path(replication)) or {}

    def drawn(self) -> Iterator[int]:
        """The replications that are there, of those the manifest asks for."""
        wanted = range(self.manifest.drawn_at(self.point))
        return (replication for replication in wanted if self.is_stored(replication))

    def closures(self, replications: Iterable[int] | None = None) -> pd.DataFrame:
        """One row a unit and replication: of the replications given, or of all that were drawn."""
        chosen = self.drawn() if replications is None else replications
        frames = [read_frame(self.closures_path(replication)) for replication in chosen]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def records(self, replication: int = LIKELY) -> pd.DataFrame:
        """The records of one replication, at first of the deterministic run."""
        path = self.records_path(replication)
        if not path.is_file():
            raise PlannerError(
                where=str(self.root),
                found=f"no records of replication {replication_name(replication)}.",
                right="Run the experiment again with --records stages or --records full.",
            )
        return read_records(path, replication)

    def units(self) -> pd.DataFrame:
        """The force list as it was compiled."""
        return self.table("units")

    def table(self, name: str) -> pd.DataFrame:
        """One of the tables of the scenario: units, lots, fleets, terminals. Ids stay strings."""
        return read_table((self.root / f"{name}.csv").read_text("utf-8"))

    def links(self) -> pd.DataFrame:
        """The links of the scenario with the countries at their ends, one row a link."""
        features = json.loads(self.network_path.read_text("utf-8"))["features"]
        known = [feature["properties"] for feature in features]
        country = {each["id"]: each["country"] for each in known if each["what"] == "node"}
        links = pd.DataFrame([each for each in known if each["what"] == "link"])
        return links.rename(columns={"id": "link_id"}).assign(
            a_country=links["a"].map(country), b_country=links["b"].map(country)
        )

    def place_names(self) -> dict[str, str]:
        """The names of the nodes by their ids."""
        features = json.loads(self.network_path.read_text("utf-8"))["features"]
        known = [feature["properties"] for feature in features]
        return {each["id"]: each["name"] for each in known if each["what"] == "node"}

    def resolved(self) -> dict[str, object]:
        """The experiment as it was resolved, and what followed from it."""
        content: dict[str, object] = json.loads((self.root / "resolved.json").read_text("utf-8"))
        return content

    def start_over(self) -> None:
        """Remove what was run, and nothing else."""
        for kind in ("records", "closures"):
            shutil.rmtree(self.root / kind, ignore_errors=True)
        self.failures_path.unlink(missing_ok=True)


ID_COLUMNS: Final = (
    "uln", "name", "nation", "brigade", "division", "unit_type", "weight", "origin_node_id",
    "origin_country", "kit_node_id", "destination_node_id", "destination_country", "lot", "unit",
    "cargo", "fleet_id", "owner", "asset_type", "mode", "home_node_id", "terminal_id", "node_id",
    "kind",
)  # fmt: skip


def read_table(text: str) -> pd.DataFrame:
    """A table of the scenario from its CSV text. Ids stay strings."""
    texts = dict.fromkeys(ID_COLUMNS, str)
    frame = pd.read_csv(io.StringIO(text), dtype=texts, keep_default_na=False, na_values=[""])
    return frame.fillna(dict.fromkeys(ID_COLUMNS, ""))


def find_run(name: str | Path, results: Path) -> RunFolder:
    """A run folder by its path, or the latest finished run of an experiment by its name."""
    path = Path(name)
    if (path / "manifest.json").is_file():
        return RunFolder(path)
    experiment = path.stem if path.suffix == ".toml" else str(name)
    runs = _finished(results / experiment)
    if not runs:
        raise _unknown_run(str(name), experiment, results)
    return max(runs, key=_precedence)


def _finished(folder: Path) -> Sequence[RunFolder]:
    runs = [RunFolder(path.parent) for path in sorted(folder.glob("*/manifest.json"))]
    return [run for run in runs if run.manifest.status is Status.FINISHED]


def _precedence(run: RunFolder) -> tuple[bool, bool, str]:
    """Runs go before sweeps, a file as it stands before values set beside it, then the later."""
    found = run.manifest
    return (found.points == 1, not found.variation, found.ended or "")


def _unknown_run(name: str, experiment: str, results: Path) -> PlannerError:
    known = [path.name for path in sorted(results.glob("*")) if path.is_dir()]
    return PlannerError(
        where=str(results),
        found=f"no run folder and no finished run of {name!r}.",
        right=f"Run it first: eastflank run experiments/{experiment}.toml.",
        near=nearest(experiment, [other for other in known if other != experiment]),
    )


def have_met(one: "RunFolder", other: "RunFolder") -> bool:
    """Whether two runs have a replication in common."""
    drawn = not set(one.drawn()).isdisjoint(other.drawn())
    return drawn or (one.is_stored(LIKELY) and other.is_stored(LIKELY))


def paired_closures(base: RunFolder, cut: RunFolder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The closures of the replications that both runs drew, else of both deterministic runs."""
    common = sorted(set(base.drawn()) & set(cut.drawn())) or [LIKELY]
    return base.closures(common), cut.closures(common)
