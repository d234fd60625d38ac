"""Holding tracks, worked out on paper: load 6 h, 50 km/h, unload 4 h."""

import pytest

from eastflank.compile.relax import relaxed
from eastflank.model.records import StageRecord
from eastflank.model.scenario import CutPolicy, Disruption, Link, Scenario
from tests.cells import Paths, Tracks
from tests.small import (
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
    scenario,
    terminal,
    unit,
    why,
)


def lines(*units: Force, links: list[Link], cuts: tuple[Disruption, ...] = ()) -> Scenario:
    """Places with ramps for all, joined by these links; five sets at A and at C."""
    return scenario(
        [node(name) for name in "wabcde"],
        links,
        [terminal("railhead", name, 9) for name in "wabcde"],
        [TRAIN],
        [fleet("train", "a", 5), fleet("train", "c", 5)],
        units,
        disruptions=cuts,
        policy=CutPolicy.NONE,
    )


def trains(count: int, start: str = "a", end: str = "c", priority: int = 2) -> Force:
    """A unit of so many trainloads."""
    return unit(f"{start}{end}", start, end, {"wheeled": [30] * count}, priority=priority)


def spilling(holding_tracks: float) -> list[Link]:
    """A path every 1.5 h from A to B, one a day from there to C; so many may stand at B."""
    return [
        rail("ab", "a", "b", 100, paths_per_day_each_way=16.0, holding_tracks=holding_tracks),
        rail("bc", "b", "c", 100, paths_per_day_each_way=1.0),
    ]


def entered(rows: list[StageRecord], link: str) -> list[float]:
    return [entry_h for name, _, entry_h, _ in crossings(rows) if name == link]


def test_trains_stand_back_where_the_places_ahead_are_taken() -> None:
    """Two holding tracks on double track: one each way. The path to C is free at 8, 32, 56, 80.

    On A-B at 6, 7.5 and 9; the second stands at B from 9.5, the third, on its way, from 11: one too
    many. The fourth may leave A when the third has gone, at 56, and is at B before its own path.
    """
    _, rows = play(lines(trains(4), links=spilling(2)))

    assert entered(rows, "ab") == [6.0, 7.5, 9.0, 56.0]
    assert entered(rows, "bc") == [8.0, 32.0, 56.0, 80.0]
    assert [why(row) for row in of(rows, "link") if row.place == "ab"] == [
        "",
        "path ab",
        "path ab",
        "holding_track ab",
    ]


@pytest.mark.parametrize("taken_out", [True, False])
def test_without_a_limit_they_stand_at_the_far_end(taken_out: bool) -> None:
    """Where no number is told, or it is taken out, the fourth leaves A at 10.5."""
    world = lines(trains(4), links=spilling(2 if taken_out else float("inf")))

    _, rows = play(relaxed(world, ["holding-tracks"]))

    assert entered(rows, "ab") == [6.0, 7.5, 9.0, 10.5]
    assert entered(rows, "bc") == [8.0, 32.0, 56.0, 80.0]


def test_a_train_that_ends_at_the_next_place_passes_those_that_need_room_there() -> None:
    """It takes the path of 10.5 that the fourth cannot use: at B 12.5, unloaded 16.5."""
    _, rows = play(lines(trains(4), trains(1, end="b", priority=3), links=spilling(2)))

    assert entered(rows, "ab") == [6.0, 7.5, 9.0, 10.5, 56.0]
    assert arrivals(rows)["ab/wheeled/00"] == pytest.approx(16.5, abs=1e-9)


def test_who_waits_before_a_closed_link_keeps_out_who_would_go_another_way() -> None:
    """B-C is closed from 7 to 100: the train for C stands at B from 8, that for D leaves A at 100.

    Without the limit it leaves at 7.5, the next path.
    """
    links = [*spilling(2), rail("bd", "b", "d", 100)]
    cuts = (cut("bc", start=7.0, end=100.0),)
    world = lines(trains(1), trains(2, end="d", priority=3), links=links, cuts=cuts)

    _, rows = play(world)
    _, free = play(relaxed(world, ["holding-tracks"]))

    assert entered(free, "ab") == [6.0, 7.5, 9.0]
    assert entered(rows, "ab") == [6.0, 7.5, 100.0]


def single(ab_paths: float, bc_km: float) -> list[Link]:
    """W --- A === B === C --- E: single track with a place on each link in the middle.

    One path a day each way from B to C is an entry in 12 h. The outer links take an hour.
    """
    few: Tracks = {"tracks": 1, "holding_tracks": 1}
    free: Paths = {"paths_per_day_each_way": None}
    return [
        rail("wa", "w", "a", 50, **free),
        rail("ab", "a", "b", 100, paths_per_day_each_way=ab_paths, **few),
        rail("bc", "b", "c", bc_km, paths_per_day_each_way=1.0, **few),
        rail("ce", "c", "e", 50, **free),
    ]


def test_two_trains_that_stand_in_each_others_way_pass_each_other() -> None:
    """Both are at B at 8 and want the other's link, free from 18; each has the only place there.

    The second to come closes the circle and goes on, so does the other: 18 + 2 + 1 + 4 = 25.
    """
    world = lines(trains(1, "a", "e"), trains(1, "c", "w"), links=single(1.0, 100))

    end, rows = play(world)

    assert set(arrivals(rows).values()) == {25.0}
    assert end.waiting == ()


def test_a_circle_that_is_left_when_one_too_many_goes_on_is_opened_as_well() -> None:
    """From A at 6 and 7.5, entries to A-B every 1.5 h; from C at 6, at B 7.6, in line for 9.

    At 8 the first from A closes the circle and may pass B-C at 18. The second, at B from 9.5, fills
    A-B again: at 18 the second and the train from C wait for each other, and the latter, of better
    priority, goes on at once: at W 18 + 2 + 1 + 4 = 25. B-C is entered at 18 and 30, 1.6 h to run.
    """
    east, west = trains(2, "a", "e"), trains(1, "c", "w", priority=1)

    end, rows = play(lines(east, west, links=single(8.0, 80)))

    assert end.waiting == ()
    assert arrivals(rows) == pytest.approx(
        {"ae/wheeled/00": 24.6, "cw/wheeled/00": 25.0, "ae/wheeled/01": 36.6}, abs=1e-9
    )


@pytest.mark.parametrize("told", [0, 1])
def test_one_train_may_always_stand(told: int) -> None:
    """On a link without holding tracks it stands on the running line, as on a link with one."""
    _, rows = play(lines(trains(4), links=spilling(told)))

    assert entered(rows, "ab") == [6.0, 7.5, 9.0, 56.0]
