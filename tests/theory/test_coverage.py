"""Intervals cover: 2,000 toy sweeps whose probability is known, for Latin and plain draws."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from eastflank.measures.uncertainty.intervals import share_interval
from eastflank.measures.uncertainty.stopping import StoppingRule, look, looks
from eastflank.model.sampling import Draws, Sampling
from eastflank.model.streams import BLOCK

SWEEPS = 2_000
LEAST = 0.95 - 3 * np.sqrt(0.95 * 0.05 / SWEEPS)
REPLICATIONS = 1024
ROWS = 3  # uncertain rows of the toy
LATIN, PLAIN = Draws(), Draws(sampling=Sampling.PLAIN)
COUNTS = {LATIN: (64, 128, 256, 512, 1024), PLAIN: (128, 256, 512, 1024)}  # docs/sampling.md
CASES = pytest.mark.parametrize(
    ("draws", "p", "known"),
    [
        (draws, p, known)
        for draws in (LATIN, PLAIN)
        for p in (0.02, 0.1, 0.5, 0.9)
        for known in (0.2, 0.8, 1.0)
    ],
)


def uniforms(rng: np.random.Generator, draws: Draws) -> NDArray[np.float64]:
    """Knowledge of all sweeps: (sweep, replication, row); Latin draws in blocks of 64."""
    if draws.sampling is Sampling.PLAIN:
        return rng.random((SWEEPS, REPLICATIONS, ROWS))
    order = rng.random((SWEEPS, REPLICATIONS // BLOCK, BLOCK, ROWS)).argsort(axis=2)
    return ((order + rng.random(order.shape)) / BLOCK).reshape(SWEEPS, REPLICATIONS, ROWS)


def toy(draws: Draws, p: float, known: float) -> NDArray[np.bool_]:
    """Hits with probability p; ``known`` is the share of variance that knowledge brings.

    With 1.0 one row alone decides: the case in which blocks are most alike.
    """
    rng = np.random.default_rng(20260101)
    knowledge = uniforms(rng, draws)
    if known == 1.0:
        return knowledge[..., 0] < p
    normal = ndtri(knowledge).sum(axis=-1) * np.sqrt(known / ROWS)
    luck = rng.standard_normal(normal.shape) * np.sqrt(1 - known)
    hits: NDArray[np.bool_] = normal + luck < ndtri(p)
    return hits


@pytest.mark.slow
@CASES
def test_an_interval_covers_whatever_the_number_of_replications(
    draws: Draws, p: float, known: float
) -> None:
    hits = toy(draws, p, known)

    for count in COUNTS[draws]:
        found = share_interval(hits[:, :count], draws)
        covered = (found.low <= p) & (p <= found.high)
        assert covered.mean() >= LEAST, count


@pytest.mark.slow
@CASES
def test_the_interval_at_which_a_sweep_stops_covers(draws: Draws, p: float, known: float) -> None:
    """A required confidence at p itself: the sweep stops as soon as the interval misses it."""
    hits = toy(draws, p, known)
    rule = StoppingRule(share=0.95, day=30, width=0.06, confidence=p, most=REPLICATIONS)

    ends = [stopped(sweep, rule, draws) for sweep in hits]

    assert np.mean([low <= p <= high for low, high in ends]) >= LEAST


def stopped(hits: NDArray[np.bool_], rule: StoppingRule, draws: Draws) -> tuple[float, float]:
    """The interval at the look that ends the sweep."""
    seen = next(seen for n in looks(rule) if (seen := look(hits[:n], rule, draws)).stop)
    return seen.low, seen.high
