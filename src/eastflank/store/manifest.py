"""The manifest: what a run folder holds, what made it, how far it came, and of what it is a cut."""

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from eastflank.model.errors import PlannerError
from eastflank.store.atomic import write_json
from eastflank.store.damage import damaged

FORMAT: Final = 2  # of run folders: another number when a name in any of their files changes


class Status(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The first file to read in a run folder. Times are UTC, durations seconds.

    - files: the experiment files that ask this question, the one that was run last first.
    - question: a digest of what is asked, whatever is cut: an open run and its cuts have one.
    - cut_of: the experiment file of the open question that this one extends, if it does.
    - variant_of: the experiment file that this one extends and whose question it changes.
    - lean: whether closures alone are kept.
    """

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
    format: int = FORMAT
    files: tuple[str, ...] = ()
    question: str = ""
    cut_of: str = ""
    variant_of: str = ""
    lean: bool = False
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
        """Whether the folder is that of a sweep, of whatever number of points."""
        return self.points > 1 or bool(self.factors)

    @property
    def is_cut(self) -> bool:
        """Whether anything is disrupted in this run."""
        return bool(self.counts.get("disruptions"))

    @property
    def model(self) -> str:
        """The build of the model that made it."""
        return self.versions.get("model", "")

    @property
    def file(self) -> str:
        """The experiment file, where it lay."""
        return self.files[0] if self.files else f"experiments/{self.experiment}.toml"

    @property
    def command(self) -> str:
        """What it takes to run it again."""
        words = ["eastflank", "sweep" if self.is_sweep else "run", self.file]
        words += ["--seed", str(self.seed)]
        words += ["--replications", str(self.replications)]
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
    """The manifest of a run folder; one that is damaged or of another version is refused."""
    if not path.is_file():
        raise no_run_folder(path.parent)
    content = _content(path)
    _refuse_other_format(path, content)
    if wrong := sorted(_wrong(content)):
        raise damaged(path, f"{', '.join(wrong)} is missing, unknown or of a wrong kind")
    content["status"] = Status(content["status"])
    content.update({name: tuple(content[name]) for name in LISTS if name in content})
    return Manifest(**content)


def no_run_folder(folder: Path) -> PlannerError:
    """A folder that was taken for that of a run."""
    return PlannerError(
        where=str(folder),
        found="there is no manifest.json: this is not a run folder.",
        right="Give a folder results/<experiment>/<run-id>.",
    )


def _content(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise damaged(path, str(error)) from None
    if not isinstance(content, dict):
        raise damaged(path, "it holds no table of keys")
    return content


def _refuse_other_format(path: Path, content: Mapping[str, Any]) -> None:
    """A folder of another version is never read as if it were one of ours."""
    found = content.get("format", 1)
    if found == FORMAT:
        return
    versions = content.get("versions")
    maker = versions.get("eastflank", "unknown") if isinstance(versions, dict) else "unknown"
    older = isinstance(found, int) and found < FORMAT
    raise PlannerError(
        where=str(path.parent),
        found=f"the run folder has format {found}, of {'an older' if older else 'a later'} version "
        f"of eastflank ({maker}); this version reads format {FORMAT}.",
        right="Run the experiment again: that makes a new folder.",
    )


LISTS: Final = ("files", "variation", "factors")
OF_KIND: Final[Sequence[tuple[tuple[type, ...], Sequence[str]]]] = (  # in JSON; others are texts
    ((list,), LISTS),
    ((dict,), ("versions", "inputs", "counts", "timings_s", "stopping")),
    ((int,), ("seed", "replications", "points", "format")),
    ((int, float), ("horizon_h", "theta", "target_day", "target_share")),
    ((str, type(None)), ("commit", "ended")),
    ((bool,), ("lean",)),
)
KINDS: Final[dict[str, tuple[type, ...]]] = {
    name: kinds for kinds, names in OF_KIND for name in names
}


def _wrong(content: Mapping[str, Any]) -> set[str]:
    """The keys that make no manifest: missing, unknown, or with a value of a wrong kind."""
    required = {
        each.name
        for each in fields(Manifest)
        if each.default is MISSING and each.default_factory is MISSING
    }
    known = {each.name for each in fields(Manifest)}
    bad = {
        name for name, value in content.items() if not isinstance(value, KINDS.get(name, (str,)))
    }
    if content.get("status") not in list(Status):
        bad.add("status")
    return (required - content.keys()) | (content.keys() - known) | bad
