"""Breakdown on the road: 40 km/h, an hour to form and one to disperse, repairs of 12 hours.

Without luck a budget is its mean: at 1 in 1,000 km, 1,000 vehicle-km.
"""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.model.records import StageRecord
from eastflank.model.scenario import CutPolicy, Scenario
from tests.checker import violations
from tests.facts_of import facts_of, frame_of
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    arrivals,
    cut,
    fleet,
    node,
    of,
    play,
    road,
    scenario,
    unit,
    why,
)

EACH_1000_KM = 1.0
HEAVY = replace(HET, mlc=100.0, capacity=dict.fromkeys(HET.capacity, 10.0), carriers=10)


def way(*links: float, pieces: float = 10.0, cargo: str = "wheeled", **values: Any) -> Scenario:
    """A lot over two-lane links of so many kilometres, and a platoon of ten at the start."""
    places = [f"n{i}" for i in range(len(links) + 1)]
    return scenario(
        [node(place) for place in places],
        [road(f"r{i}", places[i], places[i + 1], km) for i, km in enumerate(links)],
        [],
        [MARCH, HEAVY],
        [fleet("het", places[0], 1)],
        [unit("u", places[0], places[-1], {cargo: [pieces]})],
        **{"breakdown_per_1000_km": EACH_1000_KM, "theta": 1.0, **DAY_AND_NIGHT, **values},
    )


def staged(rows: list[StageRecord]) -> list[tuple[float, float]]:
    """(hour, pieces) of each arrival."""
    return sorted((round(row.to_h, 9), row.pieces) for row in of(rows, "staging"))


def luck(world: Scenario, replication: int) -> list[StageRecord]:
    return play(world, seed=5, replication=replication)[1]


def test_a_column_that_stays_within_its_budget_loses_nobody() -> None:
    """10 vehicles x 80 km = 800 of 1,000 vehicle-km: formed at 1, driven at 3, dispersed at 4."""
    _, rows = play(way(80))

    assert of(rows, "repair") == []
    assert staged(rows) == [(4.0, 10.0)]


def test_one_vehicle_stays_behind_and_follows_by_itself() -> None:
    """10 x 80 + 10 x 40 = 1,200 at the second node, at 1 + 3 = 4: nine go on for 2 h, there at 7.

    One is repaired 4-16, forms to 17, drives 2 h, disperses: 20. Nine drive 720 km more: in all
    1,920, less than a second budget at 2,000.
    """
    end, rows = play(way(80, 40, 80))

    (repair,) = of(rows, "repair")
    assert (repair.lot, repair.place, repair.towards) == ("u/wheeled/00", "n2", "n3")
    assert (repair.from_h, repair.to_h, repair.pieces) == (4.0, 16.0, 1.0)
    assert why(repair) == "breakdown"
    assert staged(rows) == [(7.0, 9.0), (20.0, 1.0)]
    assert end.waiting == ()


def test_what_is_left_of_the_last_link_counts_for_the_next_vehicle() -> None:
    """One link of 250 km: 2,500 vehicle-km are two budgets and a half, so two fall out there."""
    _, rows = play(way(250, 40))

    assert [row.place for row in of(rows, "repair")] == ["n1", "n1"]
    assert [pieces for _, pieces in staged(rows)] == [8.0, 1.0, 1.0]


def test_the_rows_of_a_parted_lot_add_up() -> None:
    """The way of the vehicle to where it stayed is told, and the checker finds nothing wrong."""
    world = way(80, 40, 80)

    _, rows = play(world)

    assert violations(frame_of(rows), facts_of(world)) == []
    transits = [(row.place, row.towards, row.pieces) for row in of(rows, "transit")]
    assert transits == [("n0", "n2", 1.0), ("n0", "n3", 9.0), ("n2", "n3", 1.0)]


def test_a_unit_closes_when_enough_of_it_is_there_whoever_is_still_in_the_workshop() -> None:
    """Nine of ten are enough at a share of 0.9: closed at 7, and the tenth still arrives at 20."""
    _, rows = play(way(80, 40, 80, theta=0.9))

    assert of(rows, "integration")[0].to_h == pytest.approx(7.0)
    assert staged(rows)[-1] == (20.0, 1.0)


def test_a_vehicle_on_its_own_waits_for_its_repair() -> None:
    """600 + 600 km: at the second node the budget is 200 over: 1 + 30 h, 12 of repair, 2 + 1."""
    _, rows = play(way(600, 600, 80, pieces=1.0))

    (repair,) = of(rows, "repair")
    assert (repair.place, repair.from_h, repair.to_h) == ("n2", 31.0, 43.0)
    assert repair.lift
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 46.0})
    legs = [(row.place, row.towards, row.from_h, row.to_h) for row in of(rows, "transit")]
    assert legs == [("n0", "n2", 1.0, 31.0), ("n2", "n3", 43.0, 45.0)]


def test_a_vehicle_that_breaks_down_in_the_last_place_is_repaired_there() -> None:
    """120 km = 1,200 vehicle-km: nine there at 1 + 3 + 1 = 5, the tenth repaired at 4 + 12."""
    _, rows = play(way(120))

    assert staged(rows) == [(5.0, 9.0), (16.0, 1.0)]


def test_a_platoon_of_transporters_halts_as_a_whole() -> None:
    """10 transporters x 120 km: loaded at 2, at n1 at 5, halted 4 h, 1 h to n2, unloaded: 12."""
    _, rows = play(way(120, 40, cargo="heavy_tracked"))

    (repair,) = of(rows, "repair")
    assert (repair.asset_type, repair.from_h, repair.to_h) == ("het", 5.0, 9.0)
    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 12.0})


def test_empty_kilometres_wear_a_platoon_as_well() -> None:
    """Called from 80 km away, 800 vehicle-km; back over them 1,600: halted at the end, 4 h.

    2 h empty, loaded 4, driven 6, halted 10, unloaded 12.
    """
    world = way(80, cargo="heavy_tracked")
    away = replace(world, fleets={f.id: f for f in [fleet("het", "n1", 1)]})

    _, rows = play(away)

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 12.0})


def test_a_closure_behind_a_platoon_that_stands_in_repair_does_not_touch_it() -> None:
    """The link behind closes at 6, while it halts at n1 from 5 to 9: there at 12 all the same."""
    shut = cut("r0", start=6.0)

    _, rows = play(way(120, 40, cargo="heavy_tracked", disruptions=(shut,)))

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 12.0})


def test_a_parted_vehicle_that_finds_its_way_cut_is_stranded_and_says_so() -> None:
    """Repaired at 16, the last link has closed at 10, known at 10: it waits for ever at n2."""
    world = way(80, 40, 80, theta=0.9, disruptions=(cut("r2", start=10.0, known=True),))

    end, rows = play(world)

    (waiting,) = end.waiting
    assert staged(rows) == [(7.0, 9.0)]
    assert (waiting.lot, waiting.state, waiting.explained) == ("u/wheeled/00", "stranded", True)


def test_who_is_in_repair_at_the_end_says_that_it_waits_for_it() -> None:
    end, _ = play(way(80, 40, 80, theta=0.9, horizon_h=10.0))

    assert [why(waiting) for waiting in end.waiting] == ["breakdown"]


def test_no_breakdown_is_drawn_where_none_is_asked_for() -> None:
    _, rows = play(way(1000, breakdown_per_1000_km=0))

    assert of(rows, "repair") == []


def test_luck_belongs_to_the_kilometres_of_a_lot_and_not_to_its_route() -> None:
    """One vehicle breaks down on one road of 400 km whenever one does on ten of 40, and not else.

    A vehicle in 1,600 km: about one lot in twelve keeps all ten vehicles for 4,000 vehicle-km.
    """
    rate: dict[str, Any] = {"breakdown_per_1000_km": EACH_1000_KM / 1.6}
    broke = []
    for replication in range(40):
        straight, winding = (
            bool(of(luck(way(*links, **rate), replication), "repair"))
            for links in ([400.0], [40.0] * 10)
        )
        assert straight == winding
        broke.append(straight)

    assert {True, False} == set(broke)


@pytest.mark.parametrize("policy", list(CutPolicy))
def test_breakdowns_and_cuts_together_lose_nobody(policy: CutPolicy) -> None:
    """The middle road closes from 3 to 60: all ten are staged in the end, under any policy."""
    world = way(
        80, 40, 80, disruptions=(cut("r1", start=3.0, end=60.0),), policy=policy, repair=(2, 12, 72)
    )

    for replication in range(10):
        rows = luck(world, replication)
        assert sum(row.pieces for row in of(rows, "staging")) == 10
        assert violations(frame_of(rows), facts_of(world, seed=5, replication=replication)) == []
