"""The rules of the cut (design, section 5) on a fork that fits on paper.

A --- 500 km --- M --- 500 km --- B, and a detour M --- 400 km --- D --- 400 km --- B, all rail at
50 km/h. Unhindered: load 0-6, A-M 6-16, M-B 16-26, unload 30. By the detour 36. News takes 6 h.
"""

from dataclasses import replace
from typing import Any, Unpack

import pytest

from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import (
    AssetType,
    CutPolicy,
    Disruption,
    Fleet,
    Link,
    Scenario,
    Terminal,
)
from tests.cells import UnitCells
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    Force,
    arrivals,
    asset_type,
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

LONG = asset_type("train", "rail", {"wheeled": 30.0}, length_km=50.0)  # its tail is 1 h behind
DETOUR = (rail("md", "m", "d", 400), rail("db", "d", "b", 400))
ROAD = (road("mb-road", "m", "b", 400),)  # 1 + 10 + 1 h


def load(name: str = "u", **more: Unpack[UnitCells]) -> Force:
    """One trainload from A to B."""
    return unit(name, "a", "b", {"wheeled": [30]}, **more)


def fork(
    *disruptions: Disruption,
    units: tuple[Force, ...] = (),
    aside: tuple[Link, ...] = DETOUR,
    heads: tuple[Terminal, ...] = (),
    types: tuple[AssetType, ...] = (TRAIN,),
    fleets: tuple[Fleet, ...] = (),
    paths: float = 24.0,
    **more: Any,
) -> Scenario:
    """The fork with these disruptions."""
    return scenario(
        [node(name) for name in "abdm"],
        [
            rail("am", "a", "m", 500, paths_per_day_each_way=paths),
            rail("mb", "m", "b", 500, paths_per_day_each_way=paths),
            *aside,
        ],
        [terminal("railhead", "a", 9), terminal("railhead", "b", 9), *heads],
        types,
        fleets or (fleet("train", "a", 3),),
        units or (load(),),
        disruptions=disruptions,
        **{**DAY_AND_NIGHT, **more},
    )


def there(rows: list[StageRecord], name: str = "u") -> float:
    """When the unit's one lot was staged."""
    return arrivals(rows)[f"{name}/wheeled/00"]


# -- on the link (rule 1) and the news (rule 3) --------------------------------------------------


def test_a_train_on_the_link_turns_back_as_long_as_it_had_been_on_it_and_waits_for_news() -> None:
    """On M-B since 16, cut at 20: back at M at 24, news at 26, detour 16 h: 42, off 46."""
    _, rows = play(fork(cut("mb", start=20)))

    assert crossings(rows) == [
        ("am", "m", 6.0, 16.0),
        ("mb", "m", 16.0, 24.0),
        ("md", "d", 26.0, 34.0),
        ("db", "b", 34.0, 42.0),
    ]
    assert there(rows) == pytest.approx(46.0, abs=1e-9)


def test_news_that_comes_on_the_way_back_is_acted_on_at_the_near_end() -> None:
    """Cut at 20, news at 22: back at M at 24, detour at once: 40, off 44."""
    _, rows = play(fork(cut("mb", start=20), news_delay=2))

    assert there(rows) == pytest.approx(44.0, abs=1e-9)


def test_a_train_is_unloaded_at_the_near_end_and_goes_on_by_road() -> None:
    """No detour by rail: at news, 26, unload at M to 30, march 1 + 10 + 1: 42 h."""
    world = fork(
        cut("mb", start=20), aside=ROAD, heads=(terminal("railhead", "m"),), types=(TRAIN, MARCH)
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(42.0, abs=1e-9)
    assert [(row.place, row.to_h) for row in of(rows, "unload")] == [("m", 30.0), ("b", 42.0)]


def test_a_loaded_train_is_unloaded_where_it_stands_when_every_railway_is_closed() -> None:
    """Loaded at 6, cut at 5, news at 7: unload at A to 11, march 1 + 30 + 1: 43 h."""
    world = fork(
        cut("am", "mb", start=5),
        aside=(road("ab-road", "a", "b", 1200),),
        types=(TRAIN, MARCH),
        news_delay=2,
    )

    _, rows = play(world)

    assert [(row.place, row.to_h) for row in of(rows, "unload")] == [("a", 11.0), ("b", 43.0)]


def test_a_column_turns_back_like_a_train() -> None:
    """Formed 1, on A-B since 1, cut at 4: back at 7, news at 10, around 240 km = 6 h, 17."""
    world = scenario(
        [node("a"), node("b"), node("c")],
        [road("ab", "a", "b", 200), road("ac", "a", "c", 120), road("cb", "c", "b", 120)],
        [],
        [MARCH],
        [],
        [load()],
        disruptions=(cut("ab", start=4),),
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert crossings(rows)[0] == ("ab", "a", 1.0, 7.0)
    assert there(rows) == pytest.approx(17.0, abs=1e-9)


def test_a_train_that_has_its_tail_on_the_closing_link_backs_out_of_it() -> None:
    """50 km of train: at M at 16, its tail at 17. A-M closes at 16.5: back at M at 17, at A at 27.

    It had been on A-M for 10.5 h. The link opens at 100: A-M 110, M-B 120, tail in 121, off 125.
    """
    _, rows = play(fork(cut("am", start=16.5, end=100), types=(LONG,)))

    assert crossings(rows)[:3] == [
        ("am", "m", 6.0, 16.0),
        ("mb", "m", 16.0, 17.0),
        ("am", "a", 17.0, 27.0),
    ]
    assert there(rows) == pytest.approx(125.0, abs=1e-9)


def test_a_train_with_head_and_tail_on_two_closing_links_backs_out_of_both() -> None:
    """The same when M-B closes too, in whichever order the two are named."""
    expected = [("am", "m", 6.0, 16.0), ("mb", "m", 16.0, 17.0), ("am", "a", 17.0, 27.0)]

    for links in (("am", "mb"), ("mb", "am")):
        _, rows = play(fork(cut(*links, start=16.5, end=100), types=(LONG,)))

        assert crossings(rows)[:3] == expected
        assert there(rows) == pytest.approx(125.0, abs=1e-9)


def test_a_train_that_waits_with_its_tail_on_a_link_that_is_known_to_close_backs_out() -> None:
    """A-M takes a train every 12 h, M-B one every 24 h: U enters them at 6 and 16, V at 18 and 40.

    V is at M at 28 and waits, its tail on A-M until 29. At 28.5 A-M closes and all know at once:
    V goes back over it for 10 h, to 38.5. Open at 100: M 110, B 120, tail in 121, off 125.
    """
    world = replace(
        fork(
            cut("am", start=28.5, end=100),
            units=(load(), load("v")),
            types=(LONG,),
            aside=(),
            news_delay=0,
        ),
        links={
            LinkId("am"): rail("am", "a", "m", 500, paths_per_day_each_way=2.0),
            LinkId("mb"): rail("mb", "m", "b", 500, paths_per_day_each_way=1.0),
        },
    )

    _, rows = play(world)

    assert ("am", "a", 28.5, 38.5) in crossings(rows)
    assert there(rows, "v") == pytest.approx(125.0, abs=1e-9)


# -- before it leaves (rule 3) -------------------------------------------------------------------


def test_before_the_news_a_train_drives_to_the_near_end_and_waits() -> None:
    """Cut at 1, news at 31: at M at 16, waits, detour at 31: 47, off 51."""
    _, rows = play(fork(cut("mb", start=1), news_delay=30))

    assert crossings(rows)[0] == ("am", "m", 6.0, 16.0)
    assert there(rows) == pytest.approx(51.0, abs=1e-9)


def test_a_lot_that_is_loading_at_news_leaves_by_the_detour() -> None:
    """Cut at 1, news at 3, loaded at 6: A-M 16, detour 32, off 36."""
    _, rows = play(fork(cut("mb", start=1), news_delay=2))

    assert there(rows) == pytest.approx(36.0, abs=1e-9)


def test_a_lot_that_waits_for_wagons_at_news_plans_anew() -> None:
    """Its wagons come at 50; cut at 1, news at 7: 56 + 10 + 16 + 4 = 86 by the detour."""
    _, rows = play(fork(cut("mb", start=1), held_ready_rail=50))

    assert there(rows) == pytest.approx(86.0, abs=1e-9)


def test_a_cut_that_is_known_at_hour_0_is_planned_around() -> None:
    """Load 6, A-M 16, detour 32, off 36."""
    _, rows = play(fork(cut("mb", start=0, known=True)))

    assert [link for link, *_ in crossings(rows)] == ["am", "md", "db"]
    assert there(rows) == pytest.approx(36.0, abs=1e-9)


def test_a_cut_before_c_day_is_a_cut_at_hour_0() -> None:
    """Begun at -100: as above, 36 h."""
    _, rows = play(fork(cut("mb", start=-100, known=True)))

    assert there(rows) == pytest.approx(36.0, abs=1e-9)


# -- policies ------------------------------------------------------------------------------------


def test_policy_none_waits_for_the_end_of_the_cut() -> None:
    """Back at M at 24, opened at 100: 110, off 114, though a detour is open."""
    _, rows = play(fork(cut("mb", start=20, end=100), policy=CutPolicy.NONE))

    assert crossings(rows)[-1] == ("mb", "b", 100.0, 110.0)
    assert there(rows) == pytest.approx(114.0, abs=1e-9)


def test_policy_reroute_stays_on_the_rails() -> None:
    """No detour by rail: it waits at M for 100 and is off at 114, though a road is open."""
    world = fork(
        cut("mb", start=20, end=100),
        aside=ROAD,
        heads=(terminal("railhead", "m"),),
        types=(TRAIN, MARCH),
        policy=CutPolicy.REROUTE,
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(114.0, abs=1e-9)


# -- severity (rule 5) ---------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "apart_h"), [(0.0, 1.0), (0.5, 2.0), (0.75, 4.0)])
def test_severity_stretches_the_separation(severity: float, apart_h: float) -> None:
    """24 paths a day: 1 h apart, divided by 1 - severity."""
    world = fork(cut("am", start=0, severity=severity), units=(load(), load("v")))

    _, rows = play(world)

    assert (there(rows), there(rows, "v")) == pytest.approx((30.0, 30.0 + apart_h), abs=1e-9)


def test_who_is_on_a_link_that_only_degrades_finishes() -> None:
    """Severity 0.99 at 20, when the train is on M-B since 16: off at 30 all the same."""
    _, rows = play(fork(cut("mb", start=20, severity=0.99)))

    assert there(rows) == pytest.approx(30.0, abs=1e-9)


def test_severity_half_doubles_the_service_time_of_a_terminal() -> None:
    """Unload at B 4 / (1 - 0.5) = 8: 34 h."""
    _, rows = play(fork(cut(start=0, terminals=(TerminalId("railhead:b"),), severity=0.5)))

    assert there(rows) == pytest.approx(34.0, abs=1e-9)


def test_a_closure_counts_where_another_disruption_only_degrades() -> None:
    """Slowed 0-60, cut 20-40, nobody replans: back at M at 24, in at 40, 50, off 54."""
    world = fork(
        cut("mb", start=0, end=60, severity=0.5),
        cut("mb", start=20, end=40, id="second"),
        policy=CutPolicy.NONE,
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(54.0, abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other"),
    [((20, 40), (30, 60)), ((20, 60), (30, 40))],
    ids=["they overlap", "one lies within the other"],
)
def test_overlapping_disruptions_combine_to_the_worst_and_end_on_their_own(
    one: tuple[float, float], other: tuple[float, float]
) -> None:
    """Cut from 20 to 60 by two together, nobody replans: back at M at 24, in at 60, 70, off 74."""
    world = fork(
        cut("mb", start=one[0], end=one[1]),
        cut("mb", start=other[0], end=other[1], id="other"),
        policy=CutPolicy.NONE,
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(74.0, abs=1e-9)


# -- reopening (rules 8 and 9) -------------------------------------------------------------------


def test_a_reopening_before_the_news_lets_the_train_go_on() -> None:
    """Cut 20-30, news at 32: at M since 24, in at 30, 40, off 44."""
    _, rows = play(fork(cut("mb", start=20, end=30), news_delay=12))

    assert crossings(rows)[-1] == ("mb", "b", 30.0, 40.0)
    assert there(rows) == pytest.approx(44.0, abs=1e-9)


def test_after_reopening_traffic_uses_the_link_again() -> None:
    """Cut known 0-60, one set. U by the detour: 36. The set is back by it at 36 + 26 = 62.

    V, not yet loaded at 60, reconsiders: load 62-68, A-M-B 20 h: 88, off 92.
    """
    world = fork(
        cut("mb", start=0, end=60, known=True),
        units=(load(), load("v")),
        fleets=(fleet("train", "a", 1),),
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(36.0, abs=1e-9)
    assert there(rows, "v") == pytest.approx(92.0, abs=1e-9)
    assert ("mb", "b", 78.0, 88.0) in crossings(rows)


def test_a_stranded_lot_names_the_cut_and_goes_on_after_reopening() -> None:
    """A-M is known to be closed 0-50: stranded, then load 56, 20 h, off: 80 h."""
    _, rows = play(fork(cut("am", start=0, end=50, known=True, id="bridge-blown")))

    assert there(rows) == pytest.approx(80.0, abs=1e-9)
    (row,) = of(rows, "stranded")
    assert (row.place, row.from_h, row.to_h) == ("a", 0.0, 50.0)
    assert "bridge-blown" in why(row)


def test_a_lot_stranded_at_the_end_names_the_cut_and_is_explained_by_it() -> None:
    """Open-ended: at the horizon the lot waits since 0 and says for what."""
    end, rows = play(fork(cut("am", start=0, known=True, id="bridge-blown"), horizon_h=240.0))

    assert arrivals(rows) == {}
    assert end.end_h == 240.0
    (waiting,) = end.waiting
    assert (waiting.state, waiting.since_h, waiting.explained) == ("stranded", 0.0, True)
    assert "bridge-blown" in why(waiting)


# -- what makes no difference (rule 10) ----------------------------------------------------------


@pytest.mark.parametrize(
    "nothing",
    [
        cut("md", start=3),
        cut("mb", start=27),
        cut("mb", start=10, severity=0.0),
        cut("mb", start=16, end=16),
        cut("mb", start=5000),
    ],
    ids=["unused", "after the last train", "severity 0", "no duration", "beyond the horizon"],
)
def test_a_cut_that_meets_nobody_changes_nothing(nothing: Disruption) -> None:
    """The same rows, one by one."""
    _, open_rows = play(fork())
    _, cut_rows = play(fork(nothing))

    assert cut_rows == open_rows


# -- terminals (rules 4 and 7) -------------------------------------------------------------------


def test_a_lot_inside_a_terminal_that_closes_stays_there() -> None:
    """At B since 26, one ramp held by U until 30, shut at 28: V waits inside; open at 50: 54."""
    world = fork(
        cut(start=28, end=50, terminals=(TerminalId("railhead:b"),)),
        units=(load(priority=1), load("v")),
        paths=1e6,
    )
    world = replace(
        world, terminals={**world.terminals, TerminalId("railhead:b"): terminal("railhead", "b")}
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)
    assert there(rows, "v") == pytest.approx(54.0, abs=1e-9)


def test_a_train_on_its_way_to_a_railhead_that_closes_is_unloaded_elsewhere() -> None:
    """Railhead B is struck at 8, news at 14: at M 16, D 24, off 28, road 1 + 2.5 + 1: 32.5."""
    world = fork(
        cut(start=8, terminals=(TerminalId("railhead:b"),)),
        aside=(*DETOUR, road("db-road", "d", "b", 100)),
        heads=(terminal("railhead", "d"),),
        types=(TRAIN, MARCH),
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(32.5, abs=1e-9)


def test_a_destination_that_is_cut_off_strands_and_does_not_hang() -> None:
    """Both ways to B are known to be closed: stranded at A to the end."""
    end, rows = play(fork(cut("mb", "db", start=0, known=True), horizon_h=240.0))

    assert of(rows, "load") == []
    assert [waiting.state for waiting in end.waiting] == ["stranded"]


# -- empties (rule 6) and split lots -------------------------------------------------------------


def test_an_empty_set_obeys_the_same_rules_as_a_load() -> None:
    """The set stands at B and is called to A: on B-M since 0, cut at 4, back at B at 8, news 10.

    By the detour 26 h: 36, load 42, A-M 52, detour 68, off 72.
    """
    world = fork(cut("mb", start=4), fleets=(fleet("train", "b", 1),))

    _, rows = play(world)

    assert crossings(rows)[0] == ("mb", "b", 0.0, 8.0)
    assert there(rows) == pytest.approx(72.0, abs=1e-9)


def test_a_lot_whose_parts_are_parted_by_a_cut_stays_whole() -> None:
    """60 pieces on two trains 5 h apart. The first is on M-B 16-26, off at 30.

    The second, on M-B since 21, meets the cut at 27: back at M at 33 = news, off 37, and its 30
    pieces - not the 30 at B - march on: 1 + 10 + 1. The lot is together at 49.
    """
    world = fork(
        cut("mb", start=27),
        units=(unit("u", "a", "b", {"wheeled": [60]}),),
        aside=ROAD,
        heads=(terminal("railhead", "m"),),
        types=(TRAIN, MARCH),
        paths=24 / 5,
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(49.0, abs=1e-9)
    by_road = [row for row in of(rows, "load") if row.place == "m"]
    assert [row.pieces for row in by_road] == [30]


def test_wagons_on_the_other_side_of_a_cut_are_not_waited_for() -> None:
    """The only set stands at B, M-B is known to be closed: from A to M there is no rail for it.

    By rail it would be 6 + 10 + 4 = 20, but no wagon can come; so by road, 1 + 800 / 40 + 1 = 22 h.
    """
    world = fork(
        cut("mb", start=0, known=True),
        units=(unit("u", "a", "m", {"wheeled": [30]}),),
        aside=(road("am-road", "a", "m", 800),),
        heads=(terminal("railhead", "m"),),
        types=(TRAIN, MARCH),
        fleets=(fleet("train", "b", 1),),
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(22.0, abs=1e-9)


def test_a_lot_whose_wagons_are_cut_off_while_it_waits_goes_by_road() -> None:
    """The set is called at 0 and is on B-M when that closes at 4: back at B at 8, news at 10.

    Nobody else can come: at 10 the lot forms, 1 + 20 + 1 = 32 h.
    """
    world = fork(
        cut("mb", start=4),
        units=(unit("u", "a", "m", {"wheeled": [30]}),),
        aside=(road("am-road", "a", "m", 800),),
        heads=(terminal("railhead", "m"),),
        types=(TRAIN, MARCH),
        fleets=(fleet("train", "b", 1),),
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(32.0, abs=1e-9)


def test_a_train_that_waits_at_the_cut_at_the_end_says_so() -> None:
    """Nobody replans: at M since 24, and at the horizon it waits for M-B."""
    world = fork(cut("mb", start=20, id="bridge-blown"), policy=CutPolicy.NONE, horizon_h=100.0)

    end, _ = play(world)

    (waiting,) = end.waiting
    assert (waiting.state, waiting.explained) == ("under_way", True)
    assert "mb" in why(waiting) or "bridge-blown" in why(waiting)


def test_a_lot_that_no_asset_can_ever_serve_is_not_explained_by_a_cut_elsewhere() -> None:
    """No wagon set in the world, and a cut that touches nothing: nothing explains the wait."""
    world = fork(cut("md", start=0), fleets=(fleet("train", "a", 0),), horizon_h=100.0)

    end, _ = play(world)

    (waiting,) = end.waiting
    assert not waiting.explained


def test_a_set_that_is_under_way_beyond_the_cut_counts_on_the_side_where_it_will_be() -> None:
    """U's train left A at 6 and is on M-B when A-M closes at 20, for good, and all know.

    V waits at A for that only set (50 + 20 h by rail to E is better than 82 by road at 10 km/h).
    It will not come back: at 20 V forms, marches 800 km and disperses: 20 + 1 + 80 + 1 = 102 h.
    """
    world = fork(
        cut("am", start=20, known=True),
        units=(load(priority=1), unit("v", "a", "e", {"wheeled": [30]}, priority=2)),
        aside=(rail("ae", "a", "e", 500), road("ae-road", "a", "e", 800)),
        heads=(terminal("railhead", "e"),),
        types=(TRAIN, MARCH),
        fleets=(fleet("train", "a", 1),),
        horizon_h=500.0,
        march_speed_two_lane=10,
    )
    world = replace(world, nodes={**world.nodes, NodeId("e"): node("e")})

    _, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)
    assert there(rows, "v") == pytest.approx(102.0, abs=1e-9)
