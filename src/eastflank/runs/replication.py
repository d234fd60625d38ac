"""One stored replication: its records, its closures and how it ended, each read once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

import pandas as pd

from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.errors import PlannerError
from eastflank.store.folder import LIKELY, RunFolder, replication_name
from eastflank.store.parquet import Level, read_closures, read_records

ONE: Final = "There is the deterministic run alone."
NO_WAIT: Final = "the end of its stage"  # of a lot that moves or works when the run ends


def closures_of(folder: RunFolder, replications: Sequence[int]) -> pd.DataFrame:
    """The closures of some replications together; an empty table of none."""
    frames = [
        read_closures(folder.closures_path(each), each, folder.point) for each in replications
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


class StoredReplication:
    """One replication of a stored run as it is read."""

    def __init__(self, folder: RunFolder, number: int, *, horizon_h: float) -> None:
        self.folder = folder
        self.number = number
        self.horizon_h = horizon_h
        self.frames: dict[str, Any] = {}  # what was measured of it, by what measured it

    @property
    def has_records(self) -> bool:
        """Whether its records were kept."""
        return self.folder.records_path(self.number).is_file()

    @cached_property
    def records(self) -> pd.DataFrame:
        """Every stage of every lot and asset."""
        self._require()
        if not self.has_records:
            raise PlannerError(
                where=str(self.folder.root),
                found=f"no records of replication {replication_name(self.number)}.",
                right="Run the experiment again with --records stages or --records full.",
            )
        path = self.folder.records_path(self.number)
        return read_records(path, self.number, self.folder.point)

    @cached_property
    def closures(self) -> pd.DataFrame:
        """When each unit is ready, leaves, arrives and closes: one row a unit."""
        self._require()
        path = self.folder.closures_path(self.number)
        return read_closures(path, self.number, self.folder.point)

    @cached_property
    def note(self) -> dict[str, Any]:
        """How it ended: hours, events, stages, lots that still wait."""
        return self.folder.stored_note(self.number) or {}

    @property
    def end_h(self) -> float:
        """When it ended."""
        return float(self.note.get("end_h", self.horizon_h))

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The lots that had not closed when it ended, with what they did."""
        found = self.note.get("waiting")
        return found if isinstance(found, list) else []

    @cached_property
    def waits(self) -> pd.DataFrame:
        """What was waited for, by cause."""
        return waits_by_cause(self.records, self.waiting, end_h=self.end_h)

    def require_links(self) -> None:
        """Say so when it was kept without rows of links."""
        self._require()
        if self.folder.is_stored(self.number, Level.FULL):
            return
        kept, name = self.note.get("records"), replication_name(self.number)
        raise PlannerError(
            where=str(self.folder.root),
            found=f"replication {name} was kept with --records {kept}: it has no rows of links."
            if kept
            else f"replication {name} is not whole.",
            right="Run the experiment again with --records full; a run also keeps the "
            "deterministic run and replication 0 so, unless --records summary was asked for or "
            "it is a sweep.",
        )

    def _require(self) -> None:
        """Say which there are when it is not one of them."""
        there = self.folder.numbers
        if there and self.number not in there:
            raise PlannerError(
                where=str(self.folder.root),
                found=f"there is no replication {replication_name(self.number)}.",
                right=f"There are {_stretches(there)}." if there != [LIKELY] else ONE,
            )


def _stretches(numbers: Sequence[int]) -> str:
    """Numbers of replications in words: the deterministic run, 0 to 3 and 7."""
    words = ["the deterministic run"] if LIKELY in numbers else []
    drawn = [number for number in numbers if number != LIKELY]
    firsts = [number for number in drawn if number - 1 not in drawn]
    lasts = [number for number in drawn if number + 1 not in drawn]
    words += [
        f"{first} to {last}" if last > first else f"{first}"
        for first, last in zip(firsts, lasts, strict=True)
    ]
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
