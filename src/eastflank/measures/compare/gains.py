"""How often a cut improves closure: replications in which more troops closed with it in time."""

import math
from typing import Final

import pandas as pd

from eastflank.measures.compare.pairing import destinations, paired_troops
from eastflank.measures.uncertainty.intervals import PLAIN, share_interval
from eastflank.model.sampling import Draws

COLUMNS: Final = [
    "where",
    "replications",
    "gains",
    "share",
    "low",
    "high",
    "mean_gain",
    "largest_gain",
    "replication",
]


def gains(
    base: pd.DataFrame, cut: pd.DataFrame, *, target_day: float = 30.0, draws: Draws = PLAIN
) -> pd.DataFrame:
    """How often, and by how much, more troops closed by the target day with the cut than without.

    One row a destination as in ``penalty``.

    - gains: replications with a gain; share of all, with its 95 % interval low..high.
    - mean_gain: troops, mean over the replications with a gain; largest_gain: the largest of them,
      and ``replication`` the (first) one that has it. Empty where no replication has a gain.
    """
    rows = [
        {"where": where, **_gains(paired_troops(base, cut, by_day=target_day, where=where), draws)}
        for where in destinations(base)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _gains(pair: pd.DataFrame, draws: Draws) -> dict[str, object]:
    gained = -pair.set_index("replication")["short"].astype(float)
    gained = gained.loc[gained > 0]
    share = share_interval((pair["short"] < 0).to_numpy(dtype=float), draws)
    told: dict[str, object] = {
        "replications": len(pair),
        "gains": len(gained),
        "share": float(share.estimate),
        "low": float(share.low),
        "high": float(share.high),
        "mean_gain": math.nan,
        "largest_gain": math.nan,
        "replication": math.nan,
    }
    if gained.empty:
        return told
    return {
        **told,
        "mean_gain": float(gained.mean()),
        "largest_gain": float(gained.max()),
        "replication": int(gained.index[int(gained.argmax())]),
    }
