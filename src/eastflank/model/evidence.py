"""Evidence: rows of what is not known, their shapes, and the regimes in which they may hold."""

import math
from dataclasses import dataclass
from enum import StrEnum

from eastflank.model.ids import EvidenceKey


class Regime(StrEnum):
    """Under which rules and priorities forces move: rows of the evidence table may differ."""

    PEACE = "peace"
    CRISIS = "crisis"


class Scope(StrEnum):
    """Knowledge is drawn once a replication, luck once a thing and occasion."""

    KNOWLEDGE = "knowledge"
    LUCK = "luck"


class Distribution(StrEnum):
    """The shape between low, likely and high."""

    FIXED = "fixed"
    TRIANGULAR = "triangular"
    LOG_TRIANGULAR = "log_triangular"  # a triangle on a scale of factors, for wide ranges
    UNIFORM = "uniform"


class Likely(StrEnum):
    """What the likely value of a row is: the highest point of its shape, its median or its mean."""

    MODE = "mode"
    MEDIAN = "median"
    MEAN = "mean"


def peak_of(low: float, likely: float, high: float, meaning: Likely) -> float:
    """Where a triangle is highest whose mode, median or mean is ``likely``.

    It lies outside ``low`` to ``high`` where no triangle between them has that median or mean. The
    mean of a triangle is (low + peak + high) / 3; its median halves the area.
    """
    if meaning is Likely.MODE or high <= low:
        return likely
    if meaning is Likely.MEAN:
        return 3.0 * likely - low - high
    width = high - low
    if likely >= low + width / 2.0:
        return low + 2.0 * (likely - low) ** 2 / width
    return high - 2.0 * (high - likely) ** 2 / width


def log_peak_of(low: float, likely: float, high: float, meaning: Likely) -> float:
    """The same of a triangle on a scale of factors: of the logarithms of its values."""
    if meaning is Likely.MODE:
        return likely
    return math.exp(peak_of(math.log(low), math.log(likely), math.log(high), meaning))


def triangular(low: float, peak: float, high: float, share: float) -> float:
    """The value below which ``share`` of a triangle falls (the inverse transform)."""
    width, rise = high - low, peak - low
    if share * width < rise:
        return low + math.sqrt(share * width * rise)
    return high - math.sqrt((1.0 - share) * width * (high - peak))


def log_triangular(low: float, peak: float, high: float, share: float) -> float:
    """The same of a triangle on a scale of factors: a half and a double are equally far away."""
    value = math.exp(triangular(math.log(low), math.log(peak), math.log(high), share))
    return min(max(value, low), high)  # rounding must not carry it past its ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One row of the evidence table, in canonical units.

    A deterministic run uses ``likely``; ``peak`` is where the shape is highest, None where that is
    the likely value itself.
    """

    key: EvidenceKey
    unit: str
    low: float
    likely: float
    high: float
    distribution: Distribution
    scope: Scope
    group: str
    grade: str
    title: str = ""
    peak: float | None = None

    def quantile(self, share: float) -> float:
        """The value below which ``share`` of the draws fall (the inverse transform)."""
        if self.distribution is Distribution.FIXED or self.high <= self.low:
            return self.likely
        if self.distribution is Distribution.UNIFORM:
            return self.low + share * (self.high - self.low)
        peak = self.likely if self.peak is None else self.peak
        if self.distribution is Distribution.LOG_TRIANGULAR:
            return log_triangular(self.low, peak, self.high, share)
        return triangular(self.low, peak, self.high, share)
