"""Fight-ready: tanks, infantry, howitzers and air defence that have closed, beside troops."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import moving
from eastflank.measures.closure.verdict import BALTIC_STATES
from eastflank.measures.compare.pairing import BALTIC, EVERYWHERE
from eastflank.measures.frames import TINY, quantile
from eastflank.model.units import HOURS_PER_DAY

KINDS: Final = ("tanks", "infantry_battalions", "howitzers", "air_defence_batteries")
GUNS: Final = ("howitzers_tracked", "howitzers_wheeled")
BAND: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}


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
    out.
    """
    hours = closures.pivot_table(index="replication", columns="unit", values="closed_095_h")
    hours = hours.reindex(columns=strength["unit"]).fillna(np.inf)
    rows = [
        _row(hours, strength, where, kind, day)
        for where in _places(strength)
        for kind in KINDS
        for day in days
    ]
    table = pd.DataFrame(rows, columns=COLUMNS).assign(replications=len(hours))
    return table.loc[table["required"] > 0].reset_index(drop=True)


COLUMNS: Final = ["where", "kind", "day", "required", *BAND]


def _places(strength: pd.DataFrame) -> list[str]:
    countries = sorted(strength["destination_country"].unique())
    return [EVERYWHERE, BALTIC, *countries]


def _row(
    hours: pd.DataFrame, strength: pd.DataFrame, where: str, kind: str, day: float
) -> dict[str, object]:
    own = strength[kind].to_numpy(dtype=float) * _is_in(strength, where)
    closed = hours.to_numpy(dtype=float) <= HOURS_PER_DAY * day + TINY
    counted = closed @ own
    band = {name: quantile(counted, share) for name, share in BAND.items()}
    return {"where": where, "kind": kind, "day": day, "required": float(own.sum()), **band}


def _is_in(strength: pd.DataFrame, where: str) -> np.ndarray:
    country = strength["destination_country"]
    if where == EVERYWHERE:
        return np.ones(len(strength))
    chosen = country.isin(BALTIC_STATES) if where == BALTIC else country == where
    return chosen.to_numpy(dtype=float)
