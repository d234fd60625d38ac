"""Few engines, worked out on paper: load 6 h, 50 km/h, unload 4 h; an engine turns in 1 h."""

from dataclasses import replace
from typing import Unpack

import pytest

from eastflank.compile.relax import relaxed
from eastflank.model.ids import DistrictId, LinkId, NodeId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import (
    CutPolicy,
    Disruption,
    District,
    Fleet,
    Link,
    Scenario,
)
from tests.cells import Paths, UnitCells
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    Force,
    arrivals,
    crossings,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
    why,
)

FREE: Paths = {"paths_per_day_each_way": None}


def diesel(
    *units: Force,
    engines: int = 1,
    home: str = "a",
    fleets: tuple[Fleet, ...] = (),
    more: tuple[Link, ...] = (),
    cuts: tuple[Disruption, ...] = (),
    policy: CutPolicy = CutPolicy.NONE,
    **values: float,
) -> Scenario:
    """W --- 100 km --- A === 400 km of diesel line === B --- 100 km --- E, ramps for all."""
    world = scenario(
        [node(name) for name in "wabe"],
        [
            rail("wa", "w", "a", 100, **FREE),
            rail("ab", "a", "b", 400, **FREE),
            rail("be", "b", "e", 100, **FREE),
            *more,
        ],
        [terminal("railhead", name, 9) for name in "wabe"],
        [TRAIN, MARCH],
        fleets or (fleet("train", "a", 3),),
        units,
        disruptions=cuts,
        policy=policy,
        engine_turn=1.0,
        given=values,
    )
    district = District(
        id=DistrictId("diesel"), links=(LinkId("ab"),), engines=engines, home=NodeId(home)
    )
    return replace(world, districts={district.id: district})


def trains(count: int, a: str = "a", b: str = "b", **more: Unpack[UnitCells]) -> Force:
    return unit(f"{a}{b}", a, b, {"wheeled": [30.0] * count}, **more)


def waits(rows: list[StageRecord]) -> list[tuple[float, float, str]]:
    """(asked, coupled, for what) of every train that needed an engine."""
    return [(row.from_h, row.work_h, why(row)) for row in of(rows, "traction")]


def test_an_engine_must_come_back_before_it_hauls_the_next_train() -> None:
    """First train 6-14. The engine turns until 15 and runs light until 23: second 23-31, off 35."""
    _, rows = play(diesel(trains(2)))

    assert sorted(arrivals(rows).values()) == pytest.approx([18.0, 35.0], abs=1e-9)
    assert waits(rows) == [(6.0, 6.0, ""), (6.0, 23.0, "locomotive diesel")]


def test_two_engines_haul_two_trains() -> None:
    _, rows = play(diesel(trains(2), engines=2))

    assert sorted(arrivals(rows).values()) == pytest.approx([18.0, 18.0], abs=1e-9)


def test_an_engine_takes_the_train_that_waits_where_it_stands() -> None:
    """B's train is loaded at 6 and worse in rank than A's second, but the engine is at B at 15.

    It hauls B's train 15-23, turns until 24 and takes A's second train: 24-32, off 36.
    """
    world = diesel(
        trains(2),
        trains(1, "b", "a", priority=9),
        fleets=(fleet("train", "a", 2), fleet("train", "b", 1)),
    )

    _, rows = play(world)

    assert arrivals(rows)["ba/wheeled/00"] == pytest.approx(27.0, abs=1e-9)
    assert arrivals(rows)["ab/wheeled/01"] == pytest.approx(36.0, abs=1e-9)


def test_empties_need_engines_too() -> None:
    """The set stands at B, the engine at A: it runs light 0-8, hauls the set 8-16, turns until 17.

    The train is loaded 16-22 and finds the engine at A: 22-30, off 34.
    """
    world = diesel(trains(1), fleets=(fleet("train", "b", 1),))

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"ab/wheeled/00": 34.0}, abs=1e-9)
    assert waits(rows) == [(0.0, 8.0, "locomotive diesel"), (22.0, 22.0, "")]


def test_an_engine_stays_in_its_district() -> None:
    """W-A 2 h on other engines; the diesel hauls A-B only, and is free at 17 while B-E is run.

    First train: 6, A 8, B 16, E 18, off 22. Second, loaded with it: the engine turns until 17 and
    is at A at 25: B 33, E 35, off 39.
    """
    _, rows = play(diesel(trains(2, "w", "e"), fleets=(fleet("train", "w", 2),)))

    assert sorted(arrivals(rows).values()) == pytest.approx([22.0, 39.0], abs=1e-9)
    assert [row[1] for row in waits(rows)] == [8.0, 25.0]


def test_the_number_of_engines_has_its_factor_and_is_never_none() -> None:
    """Two engines times a half is one; one engine times nothing is still one."""
    half = arrivals(play(diesel(trains(2), engines=2, traction_factor=0.5))[1])
    none = arrivals(play(diesel(trains(2), engines=1, traction_factor=0.0))[1])

    assert sorted(half.values()) == pytest.approx([18.0, 35.0], abs=1e-9)
    assert half == none


def test_a_train_that_turns_back_keeps_its_engine() -> None:
    """A-B closes at 10 under the train that entered at 6: back at A at 14; open again at 30.

    It enters at 30 with the engine that it has: B 38, off 42. The second train waits for it: turn
    until 39, light until 47, B 55, off 59.
    """
    world = diesel(trains(2), cuts=(cut("ab", start=10, end=30),))

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([42.0, 59.0], abs=1e-9)
    assert [(way, entered) for _, way, entered, _ in crossings(rows)] == [
        ("a", 6.0),
        ("b", 30.0),
        ("b", 47.0),
    ]


def test_an_engine_beyond_a_closed_link_comes_when_it_opens() -> None:
    """The engine is at B, A-B shut from 0 to 20: light 20-28, train 28-36, off 40."""
    world = diesel(trains(1), home="b", cuts=(cut("ab", start=0, end=20, known=True),))

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"ab/wheeled/00": 40.0}, abs=1e-9)
    assert waits(rows) == [(6.0, 28.0, "locomotive diesel")]


def test_a_link_that_closes_under_a_light_engine_keeps_it_where_it_was() -> None:
    """Called at 6 from B, closed at 10: at 14 it is back at B, and waits; open at 50: A at 58."""
    world = diesel(trains(1), home="b", cuts=(cut("ab", start=10, end=50),))

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"ab/wheeled/00": 70.0}, abs=1e-9)


def test_a_train_that_hears_of_a_closure_gives_up_its_wait_for_an_engine() -> None:
    """One engine. A-B closes at 10, news at 16: the first train is back at A since 14.

    Both are unloaded at A 16-20 and march: 1 + 2000 / 40 + 1 = 52 h, there at 72, and
    at 72.03 behind the 30 vehicles of the other.
    """
    world = diesel(
        trains(2),
        more=(road("ab-road", "a", "b", 2000),),
        cuts=(cut("ab", start=10, end=40),),
        policy=CutPolicy.SUBSTITUTE,
        march_limit=3000.0,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([72.0, 72.03], abs=1e-9)
    assert waits(rows) == [(6.0, 6.0, ""), (6.0, 16.0, "locomotive diesel")]


def test_an_engine_that_was_given_up_hauls_the_next_train() -> None:
    """As above; a unit that needs a day for its kit is loaded at A at 48-54 and runs 54-62."""
    late, lots = unit("late", "a", "b", {"tracked": [30]})
    world = diesel(
        trains(2),
        (replace(late, kit_origin=NodeId("w")), lots),
        more=(road("ab-road", "a", "b", 2000),),
        cuts=(cut("ab", start=10, end=40),),
        policy=CutPolicy.SUBSTITUTE,
        prepositioned_draw=48.0,
        march_limit=3000.0,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows)["late/tracked/00"] == pytest.approx(66.0, abs=1e-9)
    assert waits(rows)[2] == (54.0, 54.0, "")


def test_without_scarce_traction_engines_are_always_there() -> None:
    _, rows = play(relaxed(diesel(trains(2)), ["traction"]))

    assert sorted(arrivals(rows).values()) == pytest.approx([18.0, 18.0], abs=1e-9)
    assert waits(rows) == []
