"""An account: what stories are told from, and how they say hours, days and names."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun

SHORT_H: Final = 0.05  # a wait under three minutes is not told


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a story is told from: frames of one replication and the names of places."""

    records: pd.DataFrame
    units: pd.DataFrame
    closures: pd.DataFrame
    place_names: Mapping[str, str]
    asset_names: Mapping[str, str] = field(default_factory=dict)  # of asset types, for readers
    waiting: Sequence[Mapping[str, object]] = ()
    terminals: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> kind, node
    link_ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> nodes

    def place(self, place_id: str) -> str:
        """The name of a place, else its id."""
        return self.place_names.get(place_id, place_id)

    def asset(self, asset_type: str) -> str:
        """An asset type as a reader calls it, else its id."""
        return self.asset_names.get(asset_type, asset_type)

    def link(self, link_id: str) -> str:
        """A link by the places at its ends, else its id."""
        ends = self.link_ends.get(link_id)
        return f"{self.place(ends[0])}–{self.place(ends[1])}" if ends else link_id


def account_of(run: StoredRun, replication: int) -> Account:
    """What the story of a unit is told from."""
    told = run.replication(replication)
    return Account(
        records=told.records,
        units=run.units,
        closures=told.closures,
        place_names=run.network.full_names,
        waiting=told.waiting,
        terminals={name: (kind, node) for name, (node, kind) in run.terminals.items()},
        link_ends=run.network.ends,
    )


def day(hour: float) -> str:
    """An hour as planners say it: C+9.5."""
    return "never" if math.isinf(hour) else f"C{hour / HOURS_PER_DAY:+.1f}"


def span(hours: float) -> str:
    """Hours as planners say them: in days from two days on."""
    return f"{hours / HOURS_PER_DAY:.1f} days" if hours >= 2 * HOURS_PER_DAY else f"{hours:.1f} h"
