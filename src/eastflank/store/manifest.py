"""The manifest: what a run folder holds, what made it, and how far it came."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from eastflank.store.atomic import write_json


class Status(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first file to read in a run folder. Times are UTC, durations seconds."""

    status: Status
    experiment: str
    title: str
    run_id: str
    seed: int
    replications: int
    horizon_h: float
    theta: float
    target_day: float
    target_share: float
    policy: str
    variation: tuple[str, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    commit: str | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    timings_s: Mapping[str, float] = field(default_factory=dict)
    points: int = 1
    factors: tuple[str, ...] = ()
    stopping: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    stopped_by: str = ""
    started: str = ""
    ended: str | None = None

    def drawn_at(self, point: int) -> int:
        """Replications that count at a point: all, or those of the look at which it stopped."""
        found = self.stopping.get(str(point))
        return int(found["replications"]) if found else self.replications

    @property
    def is_sweep(self) -> bool:
        """Whether the folder holds several points."""
        return self.points > 1

    @property
    def file(self) -> str:
        """The experiment file, where it lay."""
        name = f"{self.experiment}.toml"
        return next(
            (path for path in self.inputs if Path(path).name == name), f"experiments/{name}"
        )

    @property
    def command(self) -> str:
        """What it takes to run it again."""
        words = ["eastflank", "sweep" if self.is_sweep else "run", self.file]
        words += ["--seed", str(self.seed)]
        words += ["--replications", str(self.replications)] if self.replications else []
        words += [word for each in self.variation for word in ("--set", each)]
        return shlex.join(words)

    @property
    def label(self) -> str:
        """The experiment and what was set beside its file."""
        return (
            f"{self.experiment} [{', '.join(self.variation)}]"
            if self.variation
            else self.experiment
        )


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write the manifest whole."""
    write_json(path, asdict(manifest))


def read_manifest(path: Path) -> Manifest:
    """The manifest of a run folder."""
    content = json.loads(path.read_text(encoding="utf-8"))
    content["status"] = Status(content["status"])
    for name in ("variation", "factors"):
        content[name] = tuple(content.get(name, ()))
    return Manifest(**content)
