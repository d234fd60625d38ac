"""What all measures share: hours to days, quantiles that know 'never', countries, cargo classes."""

import re
from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from eastflank.model.errors import PlannerError
from eastflank.model.ids import SUPPLY
from eastflank.model.records import COLUMNS
from eastflank.model.units import HOURS_PER_DAY

TINY: Final = 1e-9  # shares are sums of floats; 0.95 of the pieces means 0.95 but for rounding
TERMINAL_MARK: Final = re.compile(r"(RH|TY|PT|AF|SA)\d*")  # opens a terminal_id
COUNTRY: Final = re.compile(r"[A-Z]{2}")
NEEDED: Final = (*COLUMNS, "replication")


def require_records(records: pd.DataFrame) -> None:
    """Say so when a frame is not a record table with its replication."""
    missing = [name for name in NEEDED if name not in records.columns]
    if missing:
        raise PlannerError(
            where="records",
            found=f"columns {', '.join(missing)} are missing.",
            right="A record table has one row a stage and the column 'replication'.",
        )


def quantile(values: ArrayLike, share: float) -> float:
    """The least observed value that at least ``share`` of the values do not exceed.

    ``inf`` (never) is a value like any other, so the P90 of days is inf when more than one run in
    ten does not finish. No value lies between two observed ones.
    """
    ordered = np.sort(np.asarray(values, dtype=float))
    if ordered.size == 0:
        return float("nan")
    return float(ordered[place_of(share, ordered.size)])


def place_of(share: float, many: int) -> int:
    """Where the quantile stands among so many ordered values, from 0."""
    return max(int(np.ceil(share * many - TINY)), 1) - 1


def days(hours: pd.Series) -> pd.Series:
    """Hours since 00:00 UTC of C-day as days after C-day; inf stays inf."""
    return hours / HOURS_PER_DAY


def country_of(places: pd.Series, node_country: Mapping[str, str] | None = None) -> pd.Series:
    """The country of each place: from the map, else the two letters before the first ``_``."""
    known = node_country or {}
    unique = pd.unique(places.astype(str))
    country = {place: known.get(place, _prefix(place)) for place in unique}
    return places.astype(str).map(country)


def _prefix(place: str) -> str:
    """``LT_RUKLA`` and ``RH_LT_RUKLA`` lie in ``LT``; a place without a prefix lies nowhere."""
    words = [word for word in place.split("_")[:2] if not TERMINAL_MARK.fullmatch(word)]
    return words[0] if words and COUNTRY.fullmatch(words[0]) else ""


def cargo_of(lots: pd.Series) -> pd.Series:
    """The cargo class in a lot id (``unit/class/ordinal``)."""
    names = lots.astype(str)
    unique = pd.unique(names)
    classes = {name: ([*name.rsplit("/", 2), "", ""])[1] for name in unique}
    return names.map(classes)


def rows_of(records: pd.DataFrame, *stages: str) -> pd.DataFrame:
    """The rows of these stages."""
    return records.loc[records["stage"].isin(stages)]


def lot_rows(records: pd.DataFrame, *stages: str) -> pd.DataFrame:
    """The rows of these stages that tell a lot's story."""
    rows = rows_of(records, *stages)
    return rows.loc[rows["lot"].notna() & (rows["lot"] != "")]


def asset_rows(records: pd.DataFrame, *stages: str) -> pd.DataFrame:
    """The rows of these stages that tell where an asset was."""
    rows = rows_of(records, *stages)
    return rows.loc[rows["lot"].isna() | (rows["lot"] == "")]


def of_supplies(records: pd.DataFrame) -> pd.DataFrame:
    """The rows of lots of supplies, which belong to no unit of the force."""
    return records.loc[_are_supplies(records)]


def of_the_force(records: pd.DataFrame) -> pd.DataFrame:
    """The rows without those of lots of supplies."""
    return records.loc[~_are_supplies(records)]


def _are_supplies(records: pd.DataFrame) -> pd.Series:
    units = records["unit"].fillna("").astype(str)
    known = {unit: unit.startswith(SUPPLY) for unit in pd.unique(units)}
    return units.map(known).astype(bool)
