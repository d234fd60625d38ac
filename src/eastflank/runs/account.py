"""An account: what stories are told from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

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
