"""Marches on own wheels: published moves against the shipped roads and the shipped evidence.

Published: a convoy of 21 vehicles over about 700 km, 9 to 12 January 2017; Dragoon Ride, 1,800 to
1,900 km in 2015 at 150 to 165 km a day and 2,200 to 2,400 km in 2016 at about 115, both with halts
for show; 2 of about 60 Strykers not fully mission-capable at the end of the first.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book
from eastflank.model.evidence import Assumption, Distribution, Scope
from eastflank.model.ids import EvidenceKey, NodeId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Scenario
from tests.small import MARCH, node, of, play, road, scenario, unit

ROOT = Path(__file__).parents[2]
Evidence = Mapping[EvidenceKey, Assumption]


@cache
def theatre(**fixed: float) -> Scenario:
    """The moves were made in peace. ``fixed`` sets rows of evidence."""
    sets = ["frame.regime=peace", *(f"assumptions.set.{key}.fixed={fixed[key]}" for key in fixed)]
    return compile_scenario(read_experiment(ROOT / "experiments/baseline.toml", sets), ROOT)


def roads(start: str, end: str, **fixed: float) -> tuple[dict[str, float], float]:
    """Kilometres by road class of the quickest way on the shipped roads, and its hours of march."""
    network = plan_book(theatre(**fixed)).network
    ways = network.reach(frozenset()).road
    pair = network.index[NodeId(start)], network.index[NodeId(end)]
    km: dict[str, float] = defaultdict(float)
    for hop in ways.way(*pair):
        link = theatre().links[hop.link]
        km[link.road_class or "local"] += link.length_km
    return km, float(ways.hours[pair])


def column(pieces: float, km: Mapping[str, float], evidence: Evidence, parts: int = 1) -> Scenario:
    """A column over so many kilometres of each class of road, in equal parts, one after another."""
    stretches = [(kind, far / parts) for kind, far in sorted(km.items()) for _ in range(parts)]
    places = [f"n{i:03d}" for i in range(len(stretches) + 1)]
    world = scenario(
        [node(place) for place in places],
        [
            road(f"r{i:03d}", places[i], places[i + 1], far, road_class=kind)
            for i, (kind, far) in enumerate(stretches)
        ],
        [],
        [MARCH],
        [],
        [unit("u", places[0], places[-1], {"wheeled": [pieces]})],
        theta=1.0,
    )
    return replace(world, evidence=evidence)


def played(world: Scenario, replication: int | None = None) -> list[StageRecord]:
    return play(world, seed=20260101, replication=replication)[1]


def days_on_the_way(rows: list[StageRecord]) -> float:
    """From the midnight at which the column is ready until its last vehicle has dispersed."""
    (ready,), (arrived,) = of(rows, "ready"), of(rows, "unload")
    return (arrived.to_h - ready.to_h) / 24.0


def km_a_day(start: str, end: str, **fixed: float) -> float:
    """What a column covers in a day of march on the shipped roads, else at likely values."""
    km, hours = roads(start, end, **fixed)
    return sum(km.values()) / hours * plan_book(theatre(**fixed)).catalogue.road_day_h((MARCH.id,))


def test_the_three_days_of_a_convoy_over_700_km_lie_inside_the_range_of_the_evidence() -> None:
    """January 2017: slower than the likely march on the way to Drawsko, quicker than the slowest.

    The slowest: a driver of the civil law who drives 4.5 hours, and 40 km/h on motorways.
    """
    likely = 700.0 / km_a_day("DE_BREMERHAVEN", "PL_DRAWSKO")
    slow = {"driving_hours_per_day": 4.5, "march_speed_motorway": 40.0}

    assert likely <= 3.0 <= 700.0 / km_a_day("DE_BREMERHAVEN", "PL_DRAWSKO", **slow)


def test_a_convoy_of_21_vehicles_arrives_on_its_third_day() -> None:
    """The same through the engine, on the roads to Drawsko drawn out to the 700 km driven.

    It left on the 9th and was there on the 12th: only dates are known, so two to four days; ours
    is at the quick end, since columns set out at five in the morning.
    """
    km, _ = roads("DE_BREMERHAVEN", "PL_DRAWSKO")
    drawn_out = {kind: far * 700.0 / sum(km.values()) for kind, far in km.items()}

    days = days_on_the_way(played(column(21.0, drawn_out, theatre().evidence)))

    assert 2.0 <= days <= 4.0


def test_a_day_of_march_is_longer_than_for_show_and_shorter_than_the_manual() -> None:
    """Bavaria to Estonia, 115 to 165 km a day with displays on the way: at least that.

    At most 300: what the field manual's speeds make of 6.4 hours at the wheel on mixed roads.
    A column that is not on show does not stop for visitors, and does rest, refuel and halt.
    """
    assert 165.0 <= km_a_day("DE_GRAFENWOHR", "EE_TAPA") <= 300.0


def likely_knowledge() -> Evidence:
    """The shipped evidence with what is knowledge at its likely value; luck stays luck."""
    return {
        key: row
        if row.scope is Scope.LUCK
        else replace(row, low=row.likely, high=row.likely, distribution=Distribution.FIXED)
        for key, row in theatre().evidence.items()
    }


def test_of_sixty_vehicles_two_break_down_on_the_way_from_estonia_to_bavaria() -> None:
    """60 x 1,850 km x 0.02 in 1,000 km = 2.2 on average; published 2; 0 to 6 in nearly all runs."""
    far = replace(theatre().evidence[EvidenceKey("march_limit")], low=1850, likely=1850, high=1850)
    evidence = {**likely_knowledge(), far.key: far}
    world = column(60.0, {"primary": 1850.0}, evidence, parts=20)

    counts = [len(of(played(world, replication), "repair")) for replication in range(300)]

    assert sum(counts) / len(counts) == pytest.approx(2.22, abs=0.25)  # 3 standard errors
    assert sum(0 <= count <= 6 for count in counts) >= 0.97 * len(counts)
    assert max(counts) > 6 or min(counts) == 0  # luck, and not the mean every time
