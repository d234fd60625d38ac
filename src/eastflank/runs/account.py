"""An account: what the timeline of a unit is told from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from eastflank.runs.wording.names import Names


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a unit is told from: frames of one replication and the names of places."""

    records: pd.DataFrame
    units: pd.DataFrame
    closures: pd.DataFrame
    place_names: Mapping[str, str]
    waiting: Sequence[Mapping[str, object]] = ()
    terminals: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> kind, node
    link_ends: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> nodes

    @cached_property
    def names(self) -> Names:
        """What places, terminals and links are called."""
        return Names(places=self.place_names, terminals=self.terminals, links=self.link_ends)
