"""The situation: what there is of each finite thing, beside the records of its use."""

from dataclasses import dataclass

import pandas as pd

from eastflank.model.ids import MARCH
from eastflank.model.modes import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The tables that use and waiting are read against; ids are strings.

    - terminals: terminal_id, kind, servers, call_forward_limit.
    - fleets: asset_type, held, callup; one row a fleet.
    - links: link_id, mode, a, b, a_country, b_country, length_km, tracks, paths_per_day_each_way,
      holding_tracks (none where they are not counted), border (bool).
    - capacities: asset_type, mode, cargo, pieces (of that class alone that fill one asset).
    - path_share: the part of a line's paths that military trains get.
    """

    terminals: pd.DataFrame
    fleets: pd.DataFrame
    links: pd.DataFrame
    capacities: pd.DataFrame
    path_share: float = 1.0

    @property
    def modes(self) -> dict[str, str]:
        """The mode of each asset type, of what moves by itself too."""
        return modes_of(self.capacities)


def modes_of(capacities: pd.DataFrame) -> dict[str, str]:
    """The mode of each asset type, by the table of what they carry."""
    known = zip(capacities["asset_type"], capacities["mode"], strict=True)
    return {MARCH: Mode.ROAD.value, **dict(known)}
