"""The run folder: where each thing of a run lies, and which replications are there whole."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from eastflank.store.parquet import Level, is_whole, read_note

LIKELY: Final = -1  # the number in frames of the deterministic run: all rows at likely
MANIFEST: Final = "manifest.json"


def replication_name(replication: int) -> str:
    """How files name a replication."""
    return "likely" if replication == LIKELY else f"{replication:04d}"


@dataclass(frozen=True, slots=True)
class RunFolder:
    """``results/<experiment>/<run-id>/``: the paths of what is written there.

    Replications are those of one point of a sweep; a run has one point, 0.
    """

    root: Path
    point: int = 0

    def at(self, point: int) -> "RunFolder":
        """The same folder, at another point."""
        return replace(self, point=point)

    @property
    def manifest_path(self) -> Path:
        """What the folder holds and how far the run came."""
        return self.root / MANIFEST

    @property
    def failures_path(self) -> Path:
        """One JSON object a failed replication, with the command that replays it."""
        return self.root / "failures.jsonl"

    @property
    def design_path(self) -> Path:
        """The points: a row each, with the level of every factor."""
        return self.root / "design.parquet"

    @property
    def network_path(self) -> Path:
        """Nodes, links and terminals as the run knew them."""
        return self.root / "network.geojson"

    @property
    def resolved_path(self) -> Path:
        """The experiment as it was resolved, and what followed from it."""
        return self.root / "resolved.json"

    def table_path(self, name: str) -> Path:
        """One of the tables of the scenario: units, lots, fleets, capacities, terminals, plan."""
        return self.root / f"{name}.csv"

    def records_path(self, replication: int) -> Path:
        """The records of one replication."""
        return self._file("records", replication)

    def closures_path(self, replication: int) -> Path:
        """The closures of one replication; written last, so its presence says that it is done."""
        return self._file("closures", replication)

    def _file(self, kind: str, replication: int) -> Path:
        name = f"replication={replication_name(replication)}.parquet"
        return self.root / kind / f"point={self.point:04d}" / name

    @property
    def numbers(self) -> list[int]:
        """The replications of the point that are there, the deterministic run first."""
        names = {path.name for path in self.closures_path(0).parent.glob("replication=*.parquet")}
        found = [LIKELY] if self.closures_path(LIKELY).name in names else []
        drawn = (name.removeprefix("replication=").removesuffix(".parquet") for name in names)
        return found + sorted(int(number) for number in drawn if number.isdecimal())

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
        present = kept is Level.SUMMARY or is_whole(self.records_path(replication))
        return note if present and kept.rank >= level.rank else None

    def start_over(self) -> None:
        """Remove what was run, and nothing else."""
        for kind in ("records", "closures"):
            shutil.rmtree(self.root / kind, ignore_errors=True)
        self.failures_path.unlink(missing_ok=True)
