"""The folder of a study: tables, texts and figures of each step, and the account of all steps."""

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from eastflank.store.atomic import write_json, write_text
from eastflank.store.identity import commit, digest, model_digest, versions
from eastflank.store.tables import write_frame_csv
from tools.figures.register import Figure, read_register, register_text
from tools.study.ground import Ground, Part
from tools.study.steps import Step

REGISTER: Final = "figures.csv"
MANIFEST: Final = "manifest.json"
INPUTS: Final = ("experiments", "networks")  # what the runs of a study are made from


class State(StrEnum):
    """How far a step came."""

    DONE = "carried out"
    STOPPED = "stopped"
    REFUSED = "refused"
    OPEN = "not begun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step in the account: how far it came, why no further, and what it took.

    ``key`` digests what it was asked of: the plan, the inputs and the model.
    """

    name: str
    asks: str
    state: State
    why: str = ""
    seconds: float = 0.0
    cost: int = 0
    ended: str = ""
    key: str = ""


class Folder:
    """``results/study``: what each step wrote, and the account of them."""

    def __init__(self, ground: Ground, steps: Sequence[Step]) -> None:
        self.root = ground.out / "study"
        self.key = _key(ground)
        self._asked = {"replications": ground.plan.replications, "sets": list(ground.plan.sets)}
        told = read_entries(self.root)
        begun = {name: entry for name, entry in told.items() if entry.key == self.key}
        self.entries = {step.name: begun.get(step.name, self._open(step)) for step in steps}

    def _open(self, step: Step) -> Entry:
        return Entry(name=step.name, asks=step.asks, state=State.OPEN, cost=step.cost, key=self.key)

    def is_done(self, name: str) -> bool:
        """Whether a step was carried out, of this plan, these inputs and this model."""
        return self.entries[name].state is State.DONE

    def settle(self, step: Step, state: State, seconds: float, why: str = "") -> None:
        """Write down how a step ended; the seconds add up until it is carried out."""
        before = self.entries[step.name]
        took = max(before.seconds, seconds) if self.is_done(step.name) else before.seconds + seconds
        self.entries[step.name] = Entry(
            name=step.name,
            asks=step.asks,
            state=state,
            why=why,
            seconds=round(took, 1),
            cost=step.cost,
            ended=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            key=self.key,
        )
        self.write_account()

    def write_account(self) -> None:
        """Write the manifest and the register of what was carried out."""
        entries = {name: asdict(entry) for name, entry in self.entries.items()}
        told = {"asked": self._asked, "commit": commit(), "versions": versions(), "steps": entries}
        write_json(self.root / MANIFEST, told)
        figures = [
            figure
            for name in self.entries
            if self.is_done(name)
            for figure in read_register(self.root / "figures" / f"{name}.csv").values()
        ]
        write_text(self.root / REGISTER, register_text({f.key: f for f in figures}.values()))

    def write(self, name: str, part: Part) -> None:
        """Write what a step found, in place of what it found before."""
        self.forget(name)
        write_frame_csv(self.root / f"{name}.csv", part.table)
        for word, table in part.more.items():
            write_frame_csv(self.root / f"{name}.{word}.csv", table)
        if part.text:
            write_text(self.root / f"{name}.txt", part.text + "\n")
        (self.root / "figures").mkdir(exist_ok=True)
        write_text(self.root / "figures" / f"{name}.csv", register_text(part.figures))

    def forget(self, name: str) -> None:
        """Remove what a step wrote."""
        for path in (*self.root.glob(f"{name}.*"), self.root / "figures" / f"{name}.csv"):
            path.unlink(missing_ok=True)


def read_entries(root: Path) -> dict[str, Entry]:
    """The account of a study by the names of its steps; none where it was not carried out."""
    steps: Mapping[str, Mapping[str, Any]] = read_manifest(root).get("steps", {})
    return {name: Entry(**{**told, "state": State(told["state"])}) for name, told in steps.items()}


def read_manifest(root: Path) -> dict[str, Any]:
    """What was asked, by which build, and the account; empty where no study was carried out."""
    path = root / MANIFEST
    if not path.is_file():
        return {}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def figures_of(root: Path) -> dict[str, Figure]:
    """The figures of what was carried out."""
    path = root / REGISTER
    return read_register(path) if path.is_file() else {}


def _key(ground: Ground) -> str:
    """A digest of all that changes what a study finds."""
    plan = ground.plan
    files = (
        f"{path.relative_to(ground.root).as_posix()} {_of_file(path)}"
        for room in INPUTS
        for path in sorted((ground.root / room).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    )
    return digest(repr(plan), model_digest(), *files)[:12]


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
