"""Bundles of levers: which steps of which levers promise most troops for their price."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from eastflank.measures.frames import TINY

Steps = tuple[tuple[str, int], ...]  # lever -> steps, by name


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A lever as the screening saw it: what a step costs and promises, and how many there are."""

    lever: str
    price_meur: float
    troops: float
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A bundle with its price and the troops that its steps promise together."""

    steps: Steps
    price_meur: float
    troops: float


def safe_gain(gains: pd.Series) -> float:
    """What pairs promise: the mean less its standard error, at least 0.

    The best of many levers is partly the luckiest; the standard error is taken off for that.
    """
    values = np.asarray(gains, dtype=float)
    error = values.std(ddof=1) / np.sqrt(values.size) if values.size > 1 else 0.0
    return max(0.0, float(values.mean() - error))


def front(offers: Iterable[Offer]) -> list[Promise]:
    """The bundles that no other beats in both price and promise, the cheapest first.

    Promises add up: levers neither help nor hinder each other here. So a front is a guess, to be
    confirmed by runs.
    """
    best = [Promise(steps=(), price_meur=0.0, troops=0.0)]
    for offer in offers:
        best = _undominated(
            _with(promise, offer, steps) for promise in best for steps in range(offer.most + 1)
        )
    return best


def _with(promise: Promise, offer: Offer, steps: int) -> Promise:
    if not steps:
        return promise
    return Promise(
        steps=tuple(sorted((*promise.steps, (offer.lever, steps)))),
        price_meur=promise.price_meur + steps * offer.price_meur,
        troops=promise.troops + steps * offer.troops,
    )


def _undominated(promises: Iterable[Promise]) -> list[Promise]:
    kept: list[Promise] = []
    for promise in sorted(promises, key=lambda each: (each.price_meur, -each.troops, each.steps)):
        if not kept or promise.troops > kept[-1].troops * (1 + TINY):
            kept.append(promise)
    return kept


def promised_chance(troops: pd.Series, gain: float, target: float, force: float) -> float:
    """The share of draws that reach the target if each had so many troops more."""
    more = np.minimum(np.asarray(troops, dtype=float) + gain, force)
    return float((more >= target * (1 - TINY)).mean())


def to_confirm(
    promises: Sequence[Promise], chances: Mapping[Steps, float], confidence: float, troops: float
) -> list[Promise]:
    """Up to three bundles worth runs.

    The cheapest that promises the confidence; the cheapest that promises half as much again, for
    levers that get in each other's way; and the one that promises most of all.
    """
    enough = [each for each in promises if chances[each.steps] >= confidence]
    first = enough[:1]
    need = first[0].troops if first else troops
    margin = [each for each in promises if each.troops >= 1.5 * need][:1]
    wanted = [*first, *margin, promises[-1]]
    return [each for each in dict.fromkeys(wanted) if each.steps]
