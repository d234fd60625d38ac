"""A metamodel: Legendre polynomials of the draws by ridge regression, cross-validated."""

import importlib.util
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import eval_legendre

from eastflank.model.errors import PlannerError

Numbers = NDArray[np.float64]
Term = tuple[tuple[int, int], ...]  # (factor, degree) of each factor that takes part

LEADING: Final = 10  # interactions are sought among so many factors
MOST_TERMS: Final = 300
DEGREES: Final = (2, 3, 4, 6, 8, 10)
PENALTIES: Final = tuple(10.0**power for power in range(-6, 4))
FOLDS: Final = 5
SAMPLES: Final = 2048  # Saltelli samples of the metamodel, a power of two
RESAMPLES: Final = 100  # of the draws: a standard error is told to some 7 %
WITHIN: Final = 1.96  # standard errors to each side: 95 % of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Surrogate:
    """A polynomial in the uniforms of the factors."""

    terms: Sequence[Term]
    weights: Numbers
    mean: float
    penalty: float

    def __call__(self, uniforms: Numbers) -> Numbers:
        """What it foretells for each row of uniforms."""
        return _columns(uniforms, self.terms) @ self.weights + self.mean


def fit(uniforms: Numbers, answers: Numbers) -> Surrogate:
    """The basis and penalty with the least error where each answer is left out in turn."""
    bases = _bases(_leading(uniforms, answers), uniforms.shape[1], len(answers))
    fits = [_ridge(uniforms, answers, terms) for terms in bases]
    return min(fits, key=lambda pair: pair[0])[1]


def cross_validated(uniforms: Numbers, answers: Numbers) -> float:
    """R² of answers that a metamodel made from the other four fifths had not seen."""
    fold = np.random.Generator(np.random.Philox(0)).permutation(len(answers)) % FOLDS
    missed = 0.0
    for each in range(FOLDS):
        unseen = fold == each
        told = fit(uniforms[~unseen], answers[~unseen])(uniforms[unseen])
        missed += float(((answers[unseen] - told) ** 2).sum())
    return 1 - missed / float(((answers - answers.mean()) ** 2).sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """Sobol indices of a metamodel, one a factor, with the half of their 95 % intervals."""

    first: Numbers
    total: Numbers
    first_half: Numbers
    total_half: Numbers


def sobol_indices(surrogate: Surrogate, uniforms: Numbers, answers: Numbers) -> Indices:
    """First-order and total indices of the metamodel (Saltelli and others 2010, by SALib).

    The intervals hold two errors: that of the Saltelli samples, as SALib tells it, and that of the
    draws and their luck, by weights that are fitted anew to draws taken with replacement. Basis and
    penalty are held, so what the polynomial cannot follow is in neither.
    """
    sample, analyze = _salib()
    factors = uniforms.shape[1]
    problem = {
        "num_vars": factors,
        "names": [f"x{place}" for place in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    points = sample(problem, SAMPLES, calc_second_order=False, seed=1)
    found = analyze(
        problem, surrogate(points), calc_second_order=False, num_resamples=RESAMPLES, seed=1
    )
    of_first, of_total = _spread_of_draws(surrogate, uniforms, answers)
    return Indices(
        first=np.asarray(found["S1"]),
        total=np.asarray(found["ST"]),
        first_half=np.hypot(found["S1_conf"], WITHIN * of_first),
        total_half=np.hypot(found["ST_conf"], WITHIN * of_total),
    )


def _spread_of_draws(
    surrogate: Surrogate, uniforms: Numbers, answers: Numbers
) -> tuple[Numbers, Numbers]:
    """Standard errors of both indices over draws taken with replacement (Efron 1979)."""
    columns, count = _columns(uniforms, surrogate.terms), len(answers)
    taken = np.random.Generator(np.random.Philox(0)).integers(0, count, (RESAMPLES, count))
    found = []
    for rows in taken:
        weights = _weights(columns[rows], answers[rows], surrogate.penalty)
        found.append(exact_indices(surrogate.terms, weights, uniforms.shape[1]))
    first, total = np.std(np.array(found), axis=0, ddof=1)
    return first, total


def exact_indices(terms: Sequence[Term], weights: Numbers, factors: int) -> tuple[Numbers, Numbers]:
    """First-order and total indices of a sum of orthonormal terms: squares of its weights."""
    first, total = np.zeros(factors), np.zeros(factors)
    for term, share in zip(terms, weights**2 / max(float((weights**2).sum()), TINY), strict=True):
        for factor, _ in term:
            total[factor] += share
            first[factor] += share if len(term) == 1 else 0.0
    return first, total


TINY: Final = 1e-300


def _weights(columns: Numbers, answers: Numbers, penalty: float) -> Numbers:
    """Ridge regression with a penalty that is given; the smaller of the two systems is solved."""
    count, terms = columns.shape
    right = answers - answers.mean()
    if terms <= count:
        square = columns.T @ columns + penalty * count * np.eye(terms)
        return np.asarray(np.linalg.solve(square, columns.T @ right))
    square = columns @ columns.T + penalty * count * np.eye(count)
    return np.asarray(columns.T @ np.linalg.solve(square, right))


def can_index() -> bool:
    """Whether SALib is there."""
    return importlib.util.find_spec("SALib") is not None


def _salib() -> tuple[Any, Any]:
    try:
        from SALib.analyze import sobol as analysis
        from SALib.sample import sobol as sampling
    except ImportError as missing:
        raise PlannerError(
            where="sensitivity",
            found="SALib is not installed.",
            right='Install the extra: pip install "eastflank[design]".',
        ) from missing
    return sampling.sample, analysis.analyze


def _leading(uniforms: Numbers, answers: Numbers) -> list[int]:
    """The factors that a parabola through the answers tells most about."""
    by_factor = [_explained(uniforms[:, [factor]], answers) for factor in range(uniforms.shape[1])]
    return sorted(np.argsort(by_factor)[::-1][:LEADING].tolist())


def _explained(uniforms: Numbers, answers: Numbers) -> float:
    columns = _columns(uniforms, [((0, degree),) for degree in (1, 2)])
    return float(((columns.T @ (answers - answers.mean())) ** 2).sum())


def _bases(leading: Sequence[int], factors: int, count: int) -> Iterator[list[Term]]:
    """Sums of curves of single factors, then products of powers of the leading ones."""
    limit = max(factors, min(MOST_TERMS, count // 2))
    straight: list[Term] = [((factor, 1),) for factor in range(factors)]
    bent: list[Term] = [((factor, 2),) for factor in range(factors)]
    yield straight
    for base, degree in itertools.product((straight, straight + bent), DEGREES):
        if math.comb(len(leading) + degree, degree) - 1 <= limit:  # so many products there are
            mixed = [term for term in _products(leading, degree) if term not in base]
            if len(base) + len(mixed) <= limit:
                yield base + mixed
        curves = [((factor, each),) for factor in leading for each in range(2, degree + 1)]
        if len(base) + len(curves) <= limit:
            yield base + [term for term in curves if term not in base]


def _products(leading: Sequence[int], degree: int) -> Iterator[Term]:
    """Products of powers with this total degree at most."""
    for total in range(1, degree + 1):
        for chosen in itertools.combinations_with_replacement(leading, total):
            yield tuple((factor, chosen.count(factor)) for factor in sorted(set(chosen)))


def _columns(uniforms: Numbers, terms: Sequence[Term]) -> Numbers:
    """Orthonormal polynomials on (0, 1): each column has mean 0 and variance 1."""
    degrees = {pair for term in terms for pair in term}
    curve = {
        (factor, degree): np.sqrt(2 * degree + 1)
        * eval_legendre(degree, 2 * uniforms[:, factor] - 1)
        for factor, degree in degrees
    }
    return np.column_stack([np.prod([curve[pair] for pair in term], axis=0) for term in terms])


def _ridge(uniforms: Numbers, answers: Numbers, terms: list[Term]) -> tuple[float, Surrogate]:
    """The penalty with the least leave-one-out error; that error, and the fit."""
    columns, mean = _columns(uniforms, terms), float(answers.mean())
    left, sizes, right = np.linalg.svd(columns, full_matrices=False)
    along = left.T @ (answers - mean)
    best: tuple[float, Surrogate] | None = None
    for penalty in PENALTIES:
        shrink = sizes**2 / (sizes**2 + penalty * len(answers))
        rest = 1 - 1 / len(answers) - (left**2) @ shrink
        error = float(np.mean(((answers - mean - left @ (shrink * along)) / rest) ** 2))
        if best is None or error < best[0]:
            weights = right.T @ (shrink / np.maximum(sizes, 1e-12) * along)
            found = Surrogate(terms=terms, weights=weights, mean=mean, penalty=penalty)
            best = error, found
    if best is None:
        raise ValueError("no penalty was tried")
    return best
