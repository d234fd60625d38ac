"""Trains, worked out on paper: load 6 h, 50 km/h, unload 4 h, no queue unless one is drawn."""

from dataclasses import replace
from itertools import pairwise
from typing import Unpack

import pytest

from eastflank.model.scenario import AssetType, Link, Scenario, Terminal
from tests.cells import LinkCells, Paths, UnitCells
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    Force,
    arrivals,
    asset_type,
    crossings,
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

FREE: Paths = {"paths_per_day_each_way": None}  # no separation between trains
WIDE = asset_type("wide", "rail", {"wheeled": 30.0}, gauge_mm=1520)


def line(
    *units: Force,
    km: float = 2000.0,
    sets: int = 1,
    ramps: tuple[int, int] = (1, 1),
    limit: int = 99,
    train: AssetType = TRAIN,
    link: LinkCells | None = None,
    theta: float = 0.95,
    horizon_h: float = 2880.0,
    **values: float,
) -> Scenario:
    """A (ramp) --- km --- B (ramp), with wagon sets at A."""
    return scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", km, **(FREE if link is None else link))],
        [
            terminal("railhead", "a", ramps[0]),
            terminal("railhead", "b", ramps[1], call_forward_limit=limit),
        ],
        [train],
        [fleet("train", "a", sets)],
        units,
        theta=theta,
        horizon_h=horizon_h,
        given=values,
    )


def trains(count: int, pieces: float = 30.0, **more: Unpack[UnitCells]) -> Force:
    """A unit of so many trainloads, from A to B."""
    return unit("u", "a", "b", {"wheeled": [pieces] * count}, **more)


def test_one_train_loads_runs_and_unloads() -> None:
    """Load 6 h, 2000 km at 50 km/h = 40 h, unload 4 h: 50 h."""
    end, rows = play(line(trains(1)))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.0}, abs=1e-9)
    assert end.end_h == pytest.approx(50.0, abs=1e-9)
    assert end.waiting == ()
    assert end.stages == len(rows)


def test_splitting_a_section_adds_nothing() -> None:
    """Four sections of 500 km take what one of 2000 km takes: 6 + 40 + 4 = 50 h."""
    places = ["a", "p", "q", "r", "b"]
    world = scenario(
        [node(name) for name in places],
        [rail(f"{x}{y}", x, y, 500) for x, y in pairwise(places)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1)],
        [trains(1)],
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.0}, abs=1e-9)
    assert len(crossings(rows)) == 4


def test_a_border_costs_its_stop_and_a_slow_line_its_limit() -> None:
    """Load 6, 2000 km at the line's 40 km/h = 50 h, border 3 h, unload 4: 63 h."""
    slow: LinkCells = {"paths_per_day_each_way": None, "limit_kmh": 40.0, "border": True}
    world = line(trains(1), link=slow, border_stop=3)

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 63.0}, abs=1e-9)


def test_a_long_train_is_there_when_its_tail_is() -> None:
    """10 km of train at 50 km/h draw in for 0.2 h: 6 + 40 + 0.2 + 4 = 50.2 h."""
    long = asset_type("train", "rail", {"wheeled": 30.0}, length_km=10.0)

    _, rows = play(line(trains(1), train=long))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.2}, abs=1e-9)


def test_two_trains_share_one_ramp() -> None:
    """Ramp 0-6 and 6-12, each 40 h on the line, off at 46-50 and 52-56."""
    _, rows = play(line(trains(2), sets=2))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 50.0, "u/wheeled/01": 56.0}, abs=1e-9)
    waits = {row.lot: (row.to_h, why(row)) for row in of(rows, "wait")}
    assert waits["u/wheeled/01"] == (6.0, "loading railhead:a")


def test_the_better_priority_takes_the_ramp_first() -> None:
    """One ramp, one hour: priority 1 loads 0-6 and is there at 50, priority 2 at 56."""
    world = line(
        unit("late", "a", "b", {"wheeled": [30]}, priority=1),
        unit("early", "a", "b", {"wheeled": [30]}, priority=2),
        sets=2,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx(
        {"late/wheeled/00": 50.0, "early/wheeled/00": 56.0}, abs=1e-9
    )


def test_a_path_is_the_least_separation_of_two_entries() -> None:
    """24 paths a day are one an hour: two trains loaded at 6 enter at 6 and 7."""
    world = line(trains(2), sets=2, ramps=(2, 2), link={"paths_per_day_each_way": 24.0})

    _, rows = play(world)

    assert [entered for _, _, entered, _ in crossings(rows)] == pytest.approx([6, 7], abs=1e-9)
    assert sorted(arrivals(rows).values()) == pytest.approx([50, 51], abs=1e-9)


def test_a_share_of_the_paths_widens_the_separation() -> None:
    """24 paths a day, a quarter of them military: 6 a day, so 4 h between entries."""
    world = line(
        trains(2),
        sets=2,
        ramps=(2, 2),
        link={"paths_per_day_each_way": 24.0},
        military_path_share=0.25,
    )

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([50, 54], abs=1e-9)


def test_a_fleet_cycles() -> None:
    """J5: 7 loads, 3 sets, T = 6 + 40 + 4 = 50, C = 50 + 40 back = 90: 50 + 90 x 2 = 230 h."""
    _, rows = play(line(trains(7), sets=3, ramps=(9, 9), theta=1.0))

    hours = sorted(arrivals(rows).values())
    assert hours == pytest.approx([50] * 3 + [140] * 3 + [230], abs=1e-9)
    assert [row.to_h - row.from_h for row in of(rows, "empty")] == pytest.approx([40] * 4, abs=1e-9)


def test_a_pipeline_of_ten_trains_takes_104_hours() -> None:
    """J6: load 6, run 40, unload 4, one ramp each: 10 x 6 + 40 + 4 = 104 h."""
    end, rows = play(line(trains(10), sets=10))

    assert max(arrivals(rows).values()) == pytest.approx(104.0, abs=1e-9)
    assert end.end_h == pytest.approx(104.0, abs=1e-9)


def test_a_pipeline_of_thirty_trains_on_two_ramps_takes_175_hours() -> None:
    """J6: pairs loaded at 8 ... 120, run 47, two after another off in 4 h each: 120 + 47 + 8."""
    world = line(trains(30), km=2350.0, sets=30, ramps=(2, 1), train_load=8, theta=1.0)

    end, _ = play(world)

    assert end.end_h == pytest.approx(175.0, abs=1e-9)


def single(paths: float, *units: Force) -> Scenario:
    """C --- 350 km --- B === 100 km of single track === A; a set at A and one at C."""
    one: LinkCells = {"paths_per_day_each_way": paths, "tracks": 1}
    return scenario(
        [node("a"), node("b"), node("c")],
        [rail("ab", "a", "b", 100, **one), rail("bc", "b", "c", 350, **FREE)],
        [terminal("railhead", name, 9) for name in "abc"],
        [TRAIN],
        [fleet("train", "a", 1), fleet("train", "c", 1)],
        units,
    )


def test_single_track_is_one_pool_for_both_directions_of_twice_the_paths() -> None:
    """2 paths a day each way are 4 in the pool: one entry in 6 h, whichever way.

    A's train asks at 6 and enters. C's is loaded at 6, has run 350 km = 7 h, asks B-A at 13: free
    since 12, enters at 13. Over a double track of 2 a day it would have been the same; with 1 a day
    each way the pool gives one entry in 12 h: 18.
    """
    units = (
        unit("east", "a", "b", {"wheeled": [30]}),
        unit("west", "c", "a", {"wheeled": [30]}),
    )

    _, wide = play(single(2.0, *units))
    _, narrow = play(single(1.0, *units))

    assert [entered for link, _, entered, _ in crossings(wide) if link == "ab"] == [6.0, 13.0]
    assert [entered for link, _, entered, _ in crossings(narrow) if link == "ab"] == [6.0, 18.0]
    assert arrivals(narrow)["west/wheeled/00"] == pytest.approx(18 + 2 + 4, abs=1e-9)


def test_a_double_track_has_a_pool_for_each_direction() -> None:
    """1 path a day each way: both enter at once, from either end, as neither is in the other's."""
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 100, paths_per_day_each_way=1.0)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1), fleet("train", "b", 1)],
        [unit("east", "a", "b", {"wheeled": [30]}), unit("west", "b", "a", {"wheeled": [30]})],
    )

    _, rows = play(world)

    assert set(arrivals(rows).values()) == {12.0}


def test_an_empty_uses_the_single_track_too_and_lets_the_loaded_train_go_first() -> None:
    """1 path a day each way = one entry in 12 h; two loads at A and one at C for A.

    A's set enters at 6, is at B at 8, unloaded at 12 and called back: it asks at 12 for the entry
    of 18. C's loaded train asks at 13 and takes it: 18, at A 20, off 24, and answers the call of
    A's second load there and then: load 24-30, entry 30. The empty gets the entry after: 42.
    """
    units = (
        unit("east", "a", "b", {"wheeled": [30, 30]}),
        unit("west", "c", "a", {"wheeled": [30]}, priority=1),
    )

    _, rows = play(single(1.0, *units))

    on_ab = [(towards, entered) for link, towards, entered, _ in crossings(rows) if link == "ab"]
    assert on_ab[:2] == [("b", 6.0), ("a", 18.0)]
    assert arrivals(rows)["west/wheeled/00"] == pytest.approx(24.0, abs=1e-9)
    empties = [row for row in of(rows, "link") if row.pieces == 0]
    assert empties
    assert all(row.work_h >= 30.0 for row in empties)


def broken(
    *units: Force,
    near_sets: int = 2,
    far_sets: int = 1,
    tracks: int = 2,
    more: tuple[Link, ...] = (),
    heads: tuple[Terminal, ...] = (),
    types: tuple[AssetType, ...] = (),
    horizon_h: float = 2880.0,
    **values: float,
) -> Scenario:
    """A --- 500 km, 1435 --- Y (yard) --- 500 km, 1520 --- B."""
    return scenario(
        [node("a"), node("y"), node("b")],
        [
            rail("ay", "a", "y", 500, **FREE),
            rail("yb", "y", "b", 500, gauge_mm=1520, **FREE),
            *more,
        ],
        [
            terminal("railhead", "a", 9),
            terminal("railhead", "b", 9, gauge_mm=1520),
            terminal("transfer_yard", "y", tracks, far_gauge_mm=1520),
            *heads,
        ],
        [TRAIN, WIDE, *types],
        [fleet("train", "a", near_sets), fleet("wide", "y", far_sets)],
        units,
        horizon_h=horizon_h,
        given=values,
    )


def test_a_gauge_break_is_a_transfer_between_two_trains() -> None:
    """Load 6, 10 h, transfer 8, 10 h, unload 4: 38 h."""
    _, rows = play(broken(trains(1)))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 38.0}, abs=1e-9)
    (transfer,) = of(rows, "transfer")
    assert (transfer.from_h, transfer.work_h, transfer.to_h) == (16.0, 16.0, 24.0)


def test_a_transfer_waits_for_a_track_and_a_far_side_set_together() -> None:
    """Three loads, two near sets, one far set, two tracks.

    Both first trains are at Y at 16. The far set serves the first 16-24, is at B at 34, free at
    38 and back at 48: the second transfers 48-56, B 66, off 70. The first near set, free at 24, is
    at A at 34, loaded at 40, at Y at 50; the far set, free at 70, is back at 80: 80-88, 98, 102.
    """
    _, rows = play(broken(trains(3)))

    assert sorted(arrivals(rows).values()) == pytest.approx([38, 70, 102], abs=1e-9)
    near = [row for row in of(rows, "serve") if row.place == "transfer_yard:y"]
    assert [(row.work_h, row.to_h) for row in near] == [(16, 24), (48, 56), (80, 88)]


def test_one_transfer_track_serves_one_train_at_a_time() -> None:
    """Two trains at Y at 16, far sets for both, one track: 16-24 and 24-32: off at 38 and 46."""
    _, rows = play(broken(trains(2), far_sets=2, tracks=1))

    assert sorted(arrivals(rows).values()) == pytest.approx([38, 46], abs=1e-9)


def test_nations_share_no_train_whose_far_side_wagons_serve_one_of_them_only() -> None:
    """Half a train each. The near set serves all, the far set at Y serves DE, that at B only PL.

    DE alone holds for nobody: load 0-6, Y 16, transfer to 24, B 34, off 38. The near set, free at
    24, is back at A at 34; PL loads to 40, Y 50, the set of B comes at 60: 68, B 78, off 82.
    """
    world = broken(
        unit("de", "a", "b", {"wheeled": [15]}, nation="DE", priority=1),
        unit("pl", "a", "b", {"wheeled": [15]}, nation="PL", priority=2),
        near_sets=1,
        far_sets=0,
    )
    far = (fleet("wide", "y", 1, serves=("DE",)), fleet("wide", "b", 1, serves=("PL",)))
    world = replace(world, fleets={each.id: each for each in (*world.fleets.values(), *far)})

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"de/wheeled/00": 38, "pl/wheeled/00": 82}, abs=1e-9)


@pytest.mark.parametrize(
    ("transfer_h", "expected_h", "modes"),
    [(1.0, 31.0, {"rail"}), (3.0, 32.0, {"rail", "road"})],
)
def test_a_gauge_break_is_a_choice(transfer_h: float, expected_h: float, modes: set[str]) -> None:
    """Through the yard 6 + 10 + t + 10 + 4 = 30 + t; by road 6 + 10 + 4 + 1 + 10 + 1 = 32 h."""
    world = broken(
        trains(1),
        more=(road("yb-road", "y", "b", 400),),
        heads=(terminal("railhead", "y", 9),),
        types=(MARCH,),
        gauge_transfer=transfer_h,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": expected_h}, abs=1e-9)
    assert {row.lift.partition("-")[0] for row in of(rows, "transit")} == modes


def test_a_set_of_the_far_gauge_does_not_serve_the_near_side() -> None:
    """Sets of 1520 mm only: nothing can take the lot, and nothing explains it."""
    end, rows = play(broken(trains(1), near_sets=0, far_sets=3, horizon_h=48.0))

    assert arrivals(rows) == {}
    (waiting,) = end.waiting
    assert waiting.lot == "u/wheeled/00"
    assert (waiting.state, waiting.explained) == ("stranded", False)
