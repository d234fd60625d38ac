"""Backcast: what ships carry and how long they sail, through the real tables.

A Point-class ship takes about 300 vehicles; ferries need 20 h for Kiel - Klaipėda and for
Travemünde - Liepāja, from berth to berth.
"""

from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.ids import AssetTypeId, EvidenceKey
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.scenario import (
    CargoClass,
    Scenario,
)

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def shipped() -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments/baseline.toml"), ROOT)


def likely(scenario: Scenario, key: str) -> float:
    return scenario.evidence[EvidenceKey(key)].likely


def test_a_sealift_ship_takes_about_300_vehicles(shipped: Scenario) -> None:
    ship = shipped.asset_types[AssetTypeId("roro_military")]

    assert ship.capacity[CargoClass.WHEELED] == pytest.approx(300, rel=0.05)


@pytest.mark.parametrize("ports", [("DE_KIEL", "LT_KLAIPEDA"), ("DE_LUBECK", "LV_LIEPAJA")])
def test_a_ferry_takes_about_20_hours(shipped: Scenario, ports: tuple[str, str]) -> None:
    """Within a fifth: the lane at the speed made good, and the approach to a port at each end."""
    lanes = (link for link in shipped.links.values() if link.mode is Mode.SEA)
    (lane,) = (lane for lane in lanes if {lane.a, lane.b} == set(ports))
    kmh = shipped.asset_types[AssetTypeId("ropax")].speed_kmh or 0.0

    hours = lane.length_km / (kmh * likely(shipped, "sea_speed_factor"))
    hours += 2.0 * likely(shipped, "port_approach")

    assert hours == pytest.approx(20.0, rel=0.2)


def test_every_port_has_land_for_two_shiploads_a_berth(shipped: Scenario) -> None:
    ports = [t for t in shipped.terminals.values() if t.kind is TerminalKind.PORT]

    assert {port.staging_pieces / port.servers for port in ports} == {600.0}
