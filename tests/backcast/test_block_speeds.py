"""Backcast: block speeds of aircraft against published planning factors, through the real tables.

AFPAM 10-1403 (2018) gives the C-130 286 kt over 500 nautical miles; the C-17 is planned with about
335 kt over 500 nautical miles, rising to 410 kt and more on long flights.
"""

from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import AssetTypeId, EvidenceKey
from eastflank.model.scenario import Scenario
from eastflank.routing.flights import block_h

ROOT = Path(__file__).parents[2]
KM_PER_NAUTICAL_MILE = 1.852


@pytest.fixture(scope="module")
def shipped() -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments/baseline.toml"), ROOT)


def knots(scenario: Scenario, kind: str, nautical_miles: float) -> float:
    """The block speed of a type with the likely fixed part."""
    extra_h = scenario.evidence[EvidenceKey("air_block_extra")].likely
    km = nautical_miles * KM_PER_NAUTICAL_MILE
    return nautical_miles / block_h(scenario.asset_types[AssetTypeId(kind)], km, extra_h)


@pytest.mark.parametrize(
    ("kind", "nautical_miles", "published_kt"),
    [("c17", 500, 335), ("c130", 500, 286), ("a400m", 500, 310)],
)
def test_a_short_flight_has_the_published_block_speed(
    shipped: Scenario, kind: str, nautical_miles: float, published_kt: float
) -> None:
    assert knots(shipped, kind, nautical_miles) == pytest.approx(published_kt, rel=0.01)


def test_a_c17_across_the_ocean_makes_410_knots_and_more(shipped: Scenario) -> None:
    assert 410 <= knots(shipped, "c17", 3500) <= 425
