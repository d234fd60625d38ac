"""Fight-ready: tanks, infantry, howitzers and air defence that have closed, beside troops."""

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.closure.closures import moving
from eastflank.measures.closure.verdict import BALTIC_STATES
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.measures.frames import TINY, place_of
from eastflank.model.units import HOURS_PER_DAY

KINDS: Final = ("tanks", "infantry_battalions", "howitzers", "air_defence_batteries")
GUNS: Final = ("howitzers_tracked", "howitzers_wheeled")
BAND: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
COLUMNS: Final = ["where", "kind", "day", "required", *BAND]

Floats: TypeAlias = NDArray[np.float64]


def strength_of(units: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """What each moving unit fights with, by its type: one row a unit, a column a kind.

    A type that says nothing of a kind has none of it. Howitzers are the self-propelled ones, which
    inventories count.
    """
    known = types.set_index("unit_type").reindex(columns=[*KINDS, *GUNS]).fillna(0.0).astype(float)
    known["howitzers"] = known[list(GUNS)].sum(axis=1)
    force = moving(units)
    own = known.reindex(force["unit_type"]).fillna(0.0)[list(KINDS)].reset_index(drop=True)
    names = force[["uln", "destination_country"]].astype(str).reset_index(drop=True)
    return pd.concat([names.rename(columns={"uln": "unit"}), own], axis=1)


def fight_ready(
    closures: pd.DataFrame, strength: pd.DataFrame, *, days: Sequence[float]
) -> pd.DataFrame:
    """What of each kind belongs to units closed by each day: everywhere, in EE LV LT, by country.

    A kind counts with its unit: whole, once the unit is closed. One row a place, kind and day:
    where, kind, day, required, p10, p50, p90, replications; places with nothing of a kind are left
    out. ``days`` rise.
    """
    hours = closures.pivot_table(index="replication", columns="unit", values="closed_095_h")
    closed_h = hours.reindex(columns=strength["unit"]).fillna(np.inf).to_numpy(dtype=float)
    held = {
        (where, kind): strength[kind].to_numpy(dtype=float) * _is_in(strength, where)
        for where in _places(strength)
        for kind in KINDS
    }
    parts = [_rows(key, own, closed_h, days) for key, own in held.items() if own.any()]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return table.assign(replications=len(hours))


def _rows(
    key: tuple[str, str], own: Floats, closed_h: Floats, days: Sequence[float]
) -> pd.DataFrame:
    """What is held by units closed by each day: its bands over the replications."""
    limits = HOURS_PER_DAY * np.asarray(days, dtype=float) + TINY
    many, first = len(closed_h), np.searchsorted(limits, closed_h)  # the day that counts it first
    cells = (np.arange(many)[:, None] * (len(days) + 1) + first).ravel()
    added = np.bincount(cells, np.tile(own, many), many * (len(days) + 1))
    ordered = np.sort(added.reshape(many, -1)[:, :-1].cumsum(axis=1), axis=0)
    bands = {name: ordered[place_of(share, many)] for name, share in BAND.items()}
    where, kind = key
    told = {"where": where, "kind": kind, "day": days, "required": float(own.sum()), **bands}
    return pd.DataFrame(told, columns=COLUMNS)


def _places(strength: pd.DataFrame) -> list[str]:
    countries = sorted(strength["destination_country"].unique())
    return [EVERYWHERE, BALTIC, *countries]


def _is_in(strength: pd.DataFrame, where: str) -> np.ndarray:
    country = strength["destination_country"]
    if where == EVERYWHERE:
        return np.ones(len(strength))
    chosen = country.isin(BALTIC_STATES) if where == BALTIC else country == where
    return chosen.to_numpy(dtype=float)
