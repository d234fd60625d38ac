"""Trains a brigade, if all that rolls goes by rail: published moves against the shipped force.

A train is 30 wagons. The bands are those of the facts behind ``experiments/README.md``: the 2017
move of an armoured brigade to Poland took about 900 wagons and 25 to 45 trains.
"""

import math
from collections import defaultdict
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.modes import Mode
from eastflank.model.scenario import CargoClass, Scenario

ROOT = Path(__file__).parents[2]
WAGONS_A_TRAIN = 30
BANDS = {"heavy": (25, 45), "medium": (15, 28), "light": (8, 18)}


@pytest.fixture(scope="module")
def force() -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments/baseline.toml"), ROOT)


def pieces_a_wagon(force: Scenario) -> dict[CargoClass, float]:
    """The best that a wagon of 1435 mm takes of each class."""
    best: dict[CargoClass, float] = defaultdict(float)
    for kind in force.asset_types.values():
        if kind.mode is Mode.RAIL and kind.gauge_mm == 1435:
            for cargo, pieces in kind.capacity.items():
                best[cargo] = max(best[cargo], pieces / kind.carriers)
    return best


def trains_by_brigade(force: Scenario) -> dict[str, float]:
    """Wagons of all classes but people over 30, for each brigade; enablers apart."""
    a_wagon = pieces_a_wagon(force)
    wagons: dict[str, float] = defaultdict(float)
    for lot in force.lots.values():
        if lot.cargo is not CargoClass.PEOPLE:
            wagons[force.units[lot.unit].brigade] += lot.pieces / a_wagon[lot.cargo]
    return {brigade: total / WAGONS_A_TRAIN for brigade, total in wagons.items() if brigade}


def weights(force: Scenario) -> dict[str, str]:
    """The weight of each brigade that moves whole: that of its headquarters."""
    return {
        unit.brigade: unit.weight
        for unit in force.units.values()
        if unit.brigade and unit.unit_type.startswith("hq_") and not unit.in_place
    }


def test_trains_a_brigade_lie_in_the_published_bands(force: Scenario) -> None:
    trains = trains_by_brigade(force)

    outside = {
        brigade: (weight, round(trains[brigade], 1))
        for brigade, weight in weights(force).items()
        if not BANDS[weight][0] <= math.floor(trains[brigade] + 0.5) <= BANDS[weight][1]
    }

    assert len(weights(force)) >= 50
    assert outside == {}


def test_the_moving_force_is_300_000_in_two_tiers(force: Scenario) -> None:
    moving = [unit for unit in force.units.values() if not unit.in_place]

    by_tier = {tier: sum(u.personnel for u in moving if u.tier == tier) for tier in (1, 2)}

    assert by_tier == {1: 100_000, 2: 200_000}
