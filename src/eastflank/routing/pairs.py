"""Pairs: of many pairs of terminals the best few, spread over several places."""

import math
from typing import Final

import numpy as np

from eastflank.routing.network import FloatMatrix

PER_PLACE: Final = 2  # pairs kept for one port or airfield


def best_pairs(cost: FloatMatrix, count: int) -> list[tuple[int, int]]:
    """The cheapest pairs, at most two for one start or end, so that the choice stays wide."""
    used: dict[tuple[str, int], int] = {}
    pairs: list[tuple[int, int]] = []
    for flat in np.argsort(cost, axis=None, kind="stable")[: 60 * count]:
        p, q = divmod(int(flat), cost.shape[1])
        if not math.isfinite(cost[p, q]) or len(pairs) >= count:
            break
        if p == q or max(used.get(("p", p), 0), used.get(("q", q), 0)) >= PER_PLACE:
            continue
        used["p", p] = used.get(("p", p), 0) + 1
        used["q", q] = used.get(("q", q), 0) + 1
        pairs.append((p, q))
    return pairs
