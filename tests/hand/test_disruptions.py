"""What a disruption can be beside a plain cut, on the fork of test_cut: each worked on paper.

A --- 500 km --- M --- 500 km --- B, and a detour M --- 400 km --- D --- 400 km --- B, all rail at
50 km/h. Unhindered: load 0-6, A-M 6-16, M-B 16-26, off 30. By the detour 36. News takes 6 h.
"""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.engine.events.closings import closings_of
from eastflank.model.ids import FleetId, LinkId, NodeId, TerminalId
from eastflank.model.luck import Luck
from eastflank.model.scenario import (
    AnnouncedEnd,
    Caught,
    CutPolicy,
    Disruption,
    Recurrence,
    Scenario,
)
from tests.hand.test_cut import fork, load, there
from tests.small import (
    MARCH,
    TRAIN,
    asset_type,
    crossings,
    cut,
    fleet,
    of,
    play,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
    why,
)
from tests.small import node as place

KNOWN_END = AnnouncedEnd.KNOWN


def times(
    disruption: Disruption, *, replication: int | None = None, **more: Any
) -> list[tuple[float, float]]:
    """When a disruption holds in a replication."""
    world = fork(disruption, **more)
    luck = Luck(dict(world.evidence), 1, replication)
    return [(closing.start_h, closing.end_h) for closing in closings_of(world, luck)]


# -- what is said of its end (rule 3) ------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "arrives_h"),
    [
        ({}, 46.0),
        ({"announced_end": KNOWN_END}, 44.0),
        ({"announced_end": AnnouncedEnd.ESTIMATE, "estimate_h": 90.0}, 46.0),
        ({"announced_end": AnnouncedEnd.ESTIMATE, "estimate_h": 28.0}, 48.0),
    ],
    ids=["unknown", "known", "estimate too late", "estimate too early"],
)
def test_a_train_waits_for_an_opening_that_is_announced_if_the_detour_is_later(
    said: dict[str, Any], arrives_h: float
) -> None:
    """Cut 20-30: the train is back at M at 24 and hears of it at 26.

    As if for ever: by D at 26, off 46. Known: in at 30, off 44. Who believes in 90 goes by D; who
    believes in 28 waits, sees it closed at 28, believes in no end any more: by D at 28, off 48.
    """
    _, rows = play(fork(cut("mb", start=20, end=30, **said)))

    assert there(rows) == pytest.approx(arrives_h, abs=1e-9)


def test_a_lot_waits_for_a_known_opening_if_that_is_sooner_than_the_detour() -> None:
    """M-B closed 0-18, known with its end: at M at 16, in at 18, 28, off 32; by D 36."""
    _, rows = play(fork(cut("mb", start=0, end=18, known=True, announced_end=KNOWN_END)))

    assert [link for link, *_ in crossings(rows)] == ["am", "mb"]
    assert there(rows) == pytest.approx(32.0, abs=1e-9)


def test_a_lot_takes_the_detour_if_the_known_opening_is_too_late() -> None:
    """Closed 0-23: in at 23, 33, off 37; by D 36."""
    _, rows = play(fork(cut("mb", start=0, end=23, known=True, announced_end=KNOWN_END)))

    assert there(rows) == pytest.approx(36.0, abs=1e-9)


def test_without_another_way_a_lot_goes_to_the_near_end_and_waits_for_a_known_opening() -> None:
    """No detour, closed 0-100 with a known end: at M at 16, in at 100, 110, off 114."""
    _, rows = play(fork(cut("mb", start=0, end=100, known=True, announced_end=KNOWN_END), aside=()))

    assert of(rows, "stranded") == []
    assert there(rows) == pytest.approx(114.0, abs=1e-9)


@pytest.mark.parametrize(
    "said",
    [{"announced_end": KNOWN_END}, {"announced_end": AnnouncedEnd.ESTIMATE, "estimate_h": 25.0}],
    ids=["known", "estimated as it comes"],
)
@pytest.mark.parametrize("lasts_h", [5.0, 6.0])
def test_a_closure_that_is_over_before_the_news_of_it_is_never_told(
    said: dict[str, Any], lasts_h: float
) -> None:
    """No detour, one set, cut from 20 for 5 h, or 6: the news would come at 26, when it is over.

    U is back at M at 24, in at 25 (26), off at 39 (40). The set is back at A 20 h later, V loads
    6 h and is off 24 h after that.
    """
    if "estimate_h" in said:
        said = {**said, "estimate_h": 20.0 + lasts_h}
    world = fork(
        cut("mb", start=20, end=20 + lasts_h, **said),
        aside=(),
        units=(load(), load("v")),
        fleets=(fleet("train", "a", 1),),
    )

    end, rows = play(world)

    assert end.waiting == ()
    assert there(rows) == pytest.approx(34.0 + lasts_h, abs=1e-9)
    assert there(rows, "v") == pytest.approx(84.0 + lasts_h, abs=1e-9)


def test_harassment_shorter_than_the_news_delay_is_never_told() -> None:
    """M-B is closed for 3 h every 20 h from 30 on, news takes 6 h: nobody ever hears of it.

    U is through at 26. The set leaves B at 30 (closed to 33), is at A at 53, V is off at 83 but
    that M-B closes at 70 with V on it since 69: back at M at 71, in at 73, 83, off 87.
    """
    often = Recurrence(every_h=20.0, lasts_h=3.0, until_h=200.0)
    world = fork(
        cut("mb", start=30, recurs=often, announced_end=KNOWN_END),
        aside=(),
        units=(load(), load("v")),
        fleets=(fleet("train", "a", 1),),
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)
    assert there(rows, "v") == pytest.approx(87.0, abs=1e-9)


# -- what is known of its beginning --------------------------------------------------------------


@pytest.mark.parametrize("hears", [{"known": True}, {"warning_h": 30.0}], ids=["known", "warned"])
def test_who_is_past_a_link_before_it_closes_still_uses_it(hears: dict[str, Any]) -> None:
    """M-B closes at 26.5 and all know: the train is out of it at 26. Off 30."""
    _, rows = play(fork(cut("mb", start=26.5, **hears)))

    assert there(rows) == pytest.approx(30.0, abs=1e-9)


@pytest.mark.parametrize("hears", [{"known": True}, {"warning_h": 30.0}], ids=["known", "warned"])
def test_who_is_not_past_a_link_when_it_closes_plans_around_it(hears: dict[str, Any]) -> None:
    """It closes at 25, when the train would be on it: by D from the start, off 36."""
    _, rows = play(fork(cut("mb", start=25, **hears)))

    assert [link for link, *_ in crossings(rows)] == ["am", "md", "db"]
    assert there(rows) == pytest.approx(36.0, abs=1e-9)


def test_a_warning_that_comes_while_a_lot_waits_for_wagons_is_planned_with() -> None:
    """Wagons come at 10: unhindered it would be on M-B from 26 to 36. Warned at 5 of 30: by D.

    Load 10-16, A-M 26, D 34, B 42, off 46.
    """
    _, rows = play(fork(cut("mb", start=30, warning_h=25.0), held_ready_rail=10))

    assert [link for link, *_ in crossings(rows)] == ["am", "md", "db"]
    assert there(rows) == pytest.approx(46.0, abs=1e-9)


def test_foresight_knows_the_beginning_and_the_end() -> None:
    """Closed 10-18, told to nobody: with foresight at M at 16, in at 18: 28, off 32."""
    _, rows = play(fork(cut("mb", start=10, end=18), policy=CutPolicy.FORESIGHT))

    assert [link for link, *_ in crossings(rows)] == ["am", "mb"]
    assert there(rows) == pytest.approx(32.0, abs=1e-9)


def test_foresight_plans_around_what_is_open_still() -> None:
    """Closed from 20: who is told nothing turns back and is off at 46, with foresight at 36."""
    _, rows = play(fork(cut("mb", start=20), policy=CutPolicy.FORESIGHT))

    assert there(rows) == pytest.approx(36.0, abs=1e-9)


# -- drawn, recurring, repaired ------------------------------------------------------------------


@pytest.mark.parametrize(("chance", "happens"), [(0.0, False), (0.49, False), (0.5, True)])
def test_the_run_at_likely_values_has_what_is_as_likely_as_not(
    chance: float, *, happens: bool
) -> None:
    assert bool(times(cut("mb", start=5, chance=chance))) is happens


def test_a_drawn_disruption_happens_as_often_as_its_chance_says() -> None:
    """Of 400 replications a quarter, give or take three deviations (26); by its id, not by others.

    The draws of another id are other draws.
    """
    drawn = [bool(times(cut("mb", start=5, chance=0.25), replication=r)) for r in range(400)]
    other = [
        bool(times(cut("mb", start=5, chance=0.25, id="y"), replication=r)) for r in range(400)
    ]

    assert sum(drawn) == pytest.approx(100, abs=26)
    assert drawn != other


def test_harassment_closes_again_and_again_until_its_day() -> None:
    """Every 48 h from 10 on for 6 h, none from 106 on."""
    harassed = cut("mb", start=10, recurs=Recurrence(every_h=48.0, lasts_h=6.0, until_h=106.0))

    assert times(harassed) == [(10.0, 16.0), (58.0, 64.0)]


def test_jitter_moves_each_closing_later_by_its_own_draw() -> None:
    """Up to half of 48 h; in the run at likely values half of that."""
    harassed = cut("mb", start=10, recurs=Recurrence(every_h=48.0, lasts_h=6.0, jitter=0.5))

    assert [start for start, _ in times(harassed, horizon_h=100.0)] == [22.0, 70.0]
    drawn = times(harassed, replication=3, horizon_h=480.0)
    late = [start - due for (start, _), due in zip(drawn, range(10, 480, 48), strict=True)]
    assert all(0.0 <= hours <= 24.0 for hours in late)
    assert len(set(late)) == len(late)


def test_a_train_gets_through_between_two_closings() -> None:
    """M-B closes every 12 h for 1 h from 17 on, nobody replans: on it since 16, back at M at 18.

    In at 18, out at 28, before it closes at 29. Off 32.
    """
    harassed = cut("mb", start=17, recurs=Recurrence(every_h=12.0, lasts_h=1.0))

    _, rows = play(fork(harassed, policy=CutPolicy.NONE))

    assert crossings(rows)[1:] == [("mb", "m", 16.0, 18.0), ("mb", "b", 18.0, 28.0)]
    assert there(rows) == pytest.approx(32.0, abs=1e-9)


def test_a_ramp_opens_day_by_day() -> None:
    """Closed 0-24, two days of repair: 2/3 at 24, 1/3 at 48, open at 72."""
    world = fork(cut("mb", start=0, end=24, repair_h=48.0))

    (closing,) = closings_of(world, Luck(dict(world.evidence), 1, None))

    hours, severities = zip(*closing.steps(), strict=True)
    assert hours == (0.0, 24.0, 48.0, 72.0)
    assert severities == pytest.approx((1.0, 2 / 3, 1 / 3, 0.0))


def test_on_the_first_day_of_a_ramp_trains_are_farther_apart() -> None:
    """Both wait at A from 6. Open at 24 at 1/2 (one day of repair): 24 and, 1 h / 1/2 later, 26."""
    world = fork(
        cut("am", start=0, end=24, repair_h=24.0),
        units=(load(), load("v")),
        policy=CutPolicy.NONE,
    )

    _, rows = play(world)

    assert [out for _, _, out, _ in crossings(rows)][:2] == [24.0, 26.0]


# -- on the link (rule 1) ------------------------------------------------------------------------


def test_where_trains_may_clear_a_link_they_do() -> None:
    """On M-B since 16, cut at 20: out at 26, off 30."""
    world = replace(fork(cut("mb", start=20)), caught=Caught.CLEAR)

    _, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)


# -- at night, astride -----------------------------------------------------------------------------


def test_a_cut_inside_a_night_rest_sends_the_column_back_as_long_as_it_had_been_on_the_link() -> (
    None
):
    """Formed 0-1, 640 km: on the link from 1, drives 6-14, rests; cut at 20, after 19 h.

    Back at A at 39.
    """
    world = scenario(
        [place("a"), place("b")],
        [road("ab", "a", "b", 640)],
        [],
        [MARCH],
        [],
        [load()],
        disruptions=(cut("ab", start=20, end=200),),
    )

    _, rows = play(world)

    assert crossings(rows)[0] == ("ab", "a", 1.0, 39.0)


def column() -> Scenario:
    """30 vehicles of 1 km: at 40 km/h the tail is 0.75 h behind. A-M and M-B 200 km of road."""
    return scenario(
        [place("a"), place("m"), place("b")],
        [road("am", "a", "m", 200), road("mb", "m", "b", 200)],
        [],
        [MARCH],
        [],
        [load()],
        vehicle_density=1,
        driving_hours_per_day=24,
        march_day_start=0,
        march_day_end=24,
    )


def test_a_column_astride_two_links_goes_back_over_the_one_that_closes_under_its_tail() -> None:
    """Formed 1, at M at 6, its tail at 6.75. A-M closes at 6.5: back at M at 7, at A at 12."""
    world = replace(column(), disruptions=(cut("am", start=6.5, end=100),))

    _, rows = play(world)

    assert crossings(rows)[:3] == [
        ("am", "m", 1.0, 6.0),
        ("mb", "m", 6.0, 7.0),
        ("am", "a", 7.0, 12.0),
    ]


def test_a_column_astride_two_links_goes_back_to_the_node_when_that_under_its_head_closes() -> None:
    """M-B closes at 6.5: back at M at 7, and there it waits."""
    world = replace(column(), disruptions=(cut("mb", start=6.5, end=100),))

    _, rows = play(world)

    assert crossings(rows)[:2] == [("am", "m", 1.0, 6.0), ("mb", "m", 6.0, 7.0)]
    assert crossings(rows)[2] == ("mb", "b", 100.0, 105.0)


# -- capacity 0 (rule 2) -------------------------------------------------------------------------


def test_all_routes_gone_at_hour_0_ends_at_the_horizon_with_all_stranded() -> None:
    """Every link and terminal closed from hour 0, known: nothing moves and nothing hangs."""
    world = fork()
    shut = cut(*world.links, start=0, terminals=tuple(world.terminals), known=True, id="war")

    end, rows = play(replace(world, disruptions=(shut,), horizon_h=240.0))

    assert end.end_h == 240.0
    assert [(row.state, row.explained) for row in end.waiting] == [("stranded", True)]
    assert {row.stage for row in rows} == {"ready"}


def test_severity_change_with_a_train_on_the_link_holds_for_those_behind_it() -> None:
    """U enters A-M at 6, V could at 7. At 6.5 severity 3/4: from then on 4 h, but U paid 1.

    V enters at 7 and pays 4: W at 11.
    """
    world = fork(cut("am", start=6.5, severity=0.75), units=(load(), load("v"), load("w")))

    _, rows = play(world)

    entered = sorted(into for link, _, into, _ in crossings(rows) if link == "am")
    assert entered == pytest.approx([6.0, 7.0, 11.0])


# -- ships and aircraft (rule 4) -----------------------------------------------------------------

SHIP = asset_type("ship", "sea", {"wheeled": 80.0}, speed_kmh=50.0)
PLANE = asset_type("plane", "air", {"wheeled": 30.0}, speed_kmh=500.0, range_km=9000.0)


def coast(*disruptions: Disruption, **more: Any) -> Scenario:
    """Ports A, B and C: A-B 500 km (10 h), B-C 100 km (2 h); ashore C-B 400 km (10 h by road).

    Load 12, unload 24. Unhindered A-B: 12, 22, off 46.
    """
    return scenario(
        [place("a"), place("b"), place("c")],
        [sea("ab", "a", "b", 500), sea("bc", "b", "c", 100), road("cb", "c", "b", 400)],
        [terminal("port", name, 9) for name in "abc"],
        [SHIP, MARCH],
        [fleet("ship", "a", 1)],
        [unit("u", "a", "b", {"wheeled": [80]})],
        disruptions=disruptions,
        driving_hours_per_day=24,
        march_day_start=0,
        march_day_end=24,
        **more,
    )


def test_a_ship_whose_port_closes_goes_on_to_the_nearest_open_one_and_its_lot_replans() -> None:
    """At sea 12-22, B closes at 15: on to C at 24, off 48, by road 1 + 10 + 1: 60."""
    _, rows = play(coast(cut(start=15, terminals=(TerminalId("port:b"),))))

    voyages = [(row.place, row.towards, row.work_h, row.to_h) for row in of(rows, "voyage")]
    assert voyages == [("ab", "b", 12.0, 22.0), ("diverted", "c", 22.0, 24.0)]
    assert there(rows) == pytest.approx(60.0, abs=1e-9)


def test_a_diverted_lift_gives_its_call_forward_place_back() -> None:
    """B takes one lift on its way and is closed from 15 to 24. U's ship goes on to C at 22.

    So V, told at 30 that B is open, has the place: load 42, there 52, off 76; not when U is off.
    """
    world = coast(cut(start=15, end=24, terminals=(TerminalId("port:b"),)))
    port = replace(world.terminals[TerminalId("port:b")], call_forward_limit=1)
    second, lots = unit("v", "a", "b", {"wheeled": [80]})
    world = replace(
        world,
        terminals={**world.terminals, port.id: port},
        fleets={found.id: replace(found, held=2) for found in world.fleets.values()},
        units={**world.units, second.id: second},
        lots={**world.lots, **{lot.id: lot for lot in lots}},
    )

    _, rows = play(world)

    off = {row.lot: row.to_h for row in of(rows, "unload") if row.lift.startswith("sea")}
    assert off == {"u/wheeled/00": 48.0, "v/wheeled/00": 76.0}


def test_a_ship_that_finds_no_other_open_port_goes_back() -> None:
    """B and C close at 15: back at A at 32, unloaded there at 56; nothing else goes."""
    struck = cut(start=15, terminals=(TerminalId("port:b"), TerminalId("port:c")))

    end, rows = play(coast(struck, horizon_h=300.0))

    assert [(row.towards, row.to_h) for row in of(rows, "voyage")] == [("b", 22.0), ("a", 32.0)]
    assert [(row.place, row.to_h) for row in of(rows, "unload")] == [("a", 56.0)]
    (waiting,) = end.waiting
    assert waiting.state == "stranded"


def test_a_ship_at_sea_goes_on_when_its_lane_closes() -> None:
    """A-B closes at 15: off 46 all the same."""
    _, rows = play(coast(cut("ab", start=15)))

    assert there(rows) == pytest.approx(46.0, abs=1e-9)


def test_a_ship_in_port_waits_for_a_closed_lane_until_all_know_and_is_unloaded() -> None:
    """The lane closes at 10, loaded at 12, news at 16: unloaded at A to 40. Open at 100, news 106.

    Then load 118, 128, off 152.
    """
    _, rows = play(coast(cut("ab", start=10, end=100)))

    (first, _) = of(rows, "unload")
    assert (first.place, first.to_h) == ("a", 40.0)
    assert there(rows) == pytest.approx(152.0, abs=1e-9)


def test_a_ship_in_port_sails_when_the_lane_opens_before_the_news() -> None:
    """The lane is closed from 10 to 14: 24, off 48."""
    _, rows = play(coast(cut("ab", start=10, end=14)))

    assert there(rows) == pytest.approx(48.0, abs=1e-9)


def test_an_empty_ship_does_not_leave_over_a_closed_lane() -> None:
    """The ship lies at B, called at 0; the lane closes from 0 to 3, all learn of it at 6 and 9.

    It leaves at 3: at A at 13, load 25, 35, off 59.
    """
    world = replace(
        coast(cut("ab", start=0, end=3)), fleets={FleetId("ship@b"): fleet("ship", "b", 1)}
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(59.0, abs=1e-9)


def test_a_lot_embarked_on_a_substitute_stays_on_it_and_the_others_reconsider() -> None:
    """A-B by rail 500 km (20 h in all) or by sea. Rail known to be closed 0-15; one ship.

    U loads the ship at 0-12 and sails on at the reopening: off 46. V, not embarked, takes the
    train at 15: load 21, 31, off 35.
    """
    world = coast(cut("rl", start=0, end=15, known=True))
    heads = [terminal("railhead", name, 9) for name in "ab"]
    whole, lots = unit("v", "a", "b", {"wheeled": [30]}, priority=9)
    world = replace(
        world,
        links={**world.links, LinkId("rl"): rail("rl", "a", "b", 500)},
        terminals={**world.terminals, **{head.id: head for head in heads}},
        asset_types={**world.asset_types, TRAIN.id: TRAIN},
        fleets={**world.fleets, FleetId("train@a"): fleet("train", "a", 9)},
        units={**world.units, whole.id: whole},
        lots={**world.lots, **{lot.id: lot for lot in lots}},
    )

    _, rows = play(world)

    assert there(rows) == pytest.approx(46.0, abs=1e-9)
    assert there(rows, "v") == pytest.approx(35.0, abs=1e-9)


def sky(*disruptions: Disruption, **more: Any) -> Scenario:
    """Airfields A, B, C on the equator, 1112 km from A to B, 556 from B to C; road C-B 400 km.

    Load 2, fly 2.224, unload 2.
    """
    return scenario(
        [place("a"), place("b", lon=10.0), place("c", lon=15.0)],
        [road("cb", "c", "b", 400)],
        [terminal("airfield", name, 9, runway_m=3000.0) for name in "abc"],
        [PLANE, MARCH],
        [fleet("plane", "a", 1)],
        [load()],
        disruptions=disruptions,
        driving_hours_per_day=24,
        march_day_start=0,
        march_day_end=24,
        **more,
    )


def test_an_aircraft_whose_field_closes_goes_on_to_the_nearest_open_one() -> None:
    """Up at 2, over B at 4.224, on to C: 5.336, off 7.336.

    Until the news, at 9, the lot waits for the aircraft to fly it to B; then 12 h by road: 21.
    """
    _, rows = play(sky(cut(start=3, terminals=(TerminalId("airfield:b"),))))

    assert [row.towards for row in of(rows, "flight")] == ["b", "c"]
    assert there(rows) == pytest.approx(21.0, abs=1e-9)


def test_an_aircraft_loaded_on_a_field_that_has_closed_stays_there() -> None:
    """A closes at 1, while it is being loaded, and opens at 50, before any news: up at 50."""
    world = sky(cut(start=1, end=50, terminals=(TerminalId("airfield:a"),)), news_delay=100)

    _, rows = play(world)

    assert [row.work_h for row in of(rows, "flight")] == [50.0]


def test_an_empty_aircraft_does_not_fly_home_to_a_closed_field() -> None:
    """Its lot is off at B at 6.224. A is closed from 3 to 50, all know at 9: it stays at B."""
    whole = unit("v", "a", "b", {"wheeled": [30]}, priority=9)
    world = sky(cut(start=3, end=50, terminals=(TerminalId("airfield:a"),)), horizon_h=200.0)
    world = replace(
        world,
        units={**world.units, whole[0].id: whole[0]},
        lots={**world.lots, **{lot.id: lot for lot in whole[1]}},
    )

    _, rows = play(world)

    assert all(row.work_h >= 50.0 for row in of(rows, "empty"))
    assert there(rows, "v") > 56.0


def test_an_aircraft_on_a_field_that_is_known_to_be_closed_is_not_called_until_it_opens() -> None:
    """A is closed until 50: the aircraft then flies to C for the lot, not at once and in vain."""
    world = sky(
        cut(
            start=0,
            end=50,
            terminals=(TerminalId("airfield:a"),),
            known=True,
            announced_end=KNOWN_END,
        )
    )
    whole, lots = unit("u", "c", "b", {"wheeled": [30]})
    there = {lot.id: lot for lot in lots}

    _, rows = play(replace(world, links={}, units={whole.id: whole}, lots=there))

    assert [(row.place, row.towards) for row in of(rows, "empty")][:1] == [("a", "c")]
    assert of(rows, "empty")[0].work_h == pytest.approx(50.0)


# -- assets (fleets lost) ------------------------------------------------------------------------


@pytest.mark.parametrize("pool", [{"fleets": ("train@a",)}, {"asset_types": ("train",)}])
def test_a_share_of_a_pool_is_out_and_comes_back(pool: dict[str, Any]) -> None:
    """Two sets, half of them out 0-25, the first by id: U takes the second, V the first at 25."""
    out = Disruption(
        id="strike", links=(), terminals=(), start_h=0.0, end_h=25.0, severity=0.5, **pool
    )
    world = fork(out, units=(load(), load("v")), fleets=(fleet("train", "a", 2),))

    _, rows = play(world)

    loads = [(row.asset, row.to_h) for row in of(rows, "load")]
    assert loads == [("train@a/001", 6.0), ("train@a/000", 31.0)]
    assert (there(rows), there(rows, "v")) == pytest.approx((30.0, 55.0), abs=1e-9)


def test_who_is_under_way_finishes_the_lift_before_it_is_out() -> None:
    """The only set is lost at 10, with U on it: off 30. V is stranded and says so."""
    lost = Disruption(
        id="loss", links=(), terminals=(), start_h=10.0, end_h=1e9, fleets=(FleetId("train@a"),)
    )
    world = fork(lost, units=(load(), load("v")), fleets=(fleet("train", "a", 1),), horizon_h=300.0)

    end, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)
    (waiting,) = end.waiting
    assert (waiting.unit, waiting.state, waiting.explained) == ("v", "stranded", True)


# -- movement control (rule 7) -------------------------------------------------------------------


def hit(start: float, end: float, severity: float = 1.0) -> Disruption:
    """Movement control itself."""
    return Disruption(
        id="cyber",
        links=(),
        terminals=(),
        start_h=start,
        end_h=end,
        severity=severity,
        control=True,
    )


def test_when_movement_control_is_silenced_nothing_new_is_assigned() -> None:
    """0-50: the lot waits for orders and says so; then load 56, 76, off 80."""
    _, rows = play(fork(hit(0, 50)))

    assert there(rows) == pytest.approx(80.0, abs=1e-9)
    (wait, *_) = of(rows, "wait")
    assert (wait.from_h, wait.to_h, why(wait)) == (0.0, 50.0, "control cyber")


def test_what_is_under_way_goes_on_when_movement_control_is_silenced() -> None:
    """From 7 for ever: the train that left at 6 is off at 30; V's wagons come free and stay."""
    world = fork(
        hit(7, 1e9), units=(load(), load("v")), fleets=(fleet("train", "a", 1),), horizon_h=300.0
    )

    end, rows = play(world)

    assert there(rows) == pytest.approx(30.0, abs=1e-9)
    assert [(row.unit, row.explained) for row in end.waiting] == [("v", True)]
    assert of(rows, "empty") == []


def test_who_is_not_reached_by_news_waits_at_the_near_end() -> None:
    """Cut 20-100, control hit 20-60: back at M at 24; told at 60, by D: 76, off 80."""
    _, rows = play(fork(cut("mb", start=20, end=100), hit(20, 60)))

    assert there(rows) == pytest.approx(80.0, abs=1e-9)


def test_half_hit_movement_control_decides_at_intervals() -> None:
    """Replan 6 h, severity 1/2: at 12, 24, ... The lot is ready at 5: load 12-18, 38, off 42."""
    world = fork(hit(0, 1000, 0.5), permission=5)

    _, rows = play(world)

    assert there(rows) == pytest.approx(42.0, abs=1e-9)


# -- stranded lots say why (rule 8) --------------------------------------------------------------


def test_a_stranded_lot_names_the_path_and_the_cut() -> None:
    end, _ = play(fork(cut("mb", "db", start=0, known=True, id="suwalki"), horizon_h=240.0))

    (waiting,) = end.waiting
    assert why(waiting) == "no_way no_rail_path,1435,b suwalki"


def test_a_lot_on_the_land_of_a_closed_port_stays_there_and_names_what_closed_it() -> None:
    """To D by way of B's land: off the ship at 46 when B has closed at 40 (news 46), for good."""
    world = coast(cut(start=40, terminals=(TerminalId("port:b"),), id="strike"), horizon_h=300.0)
    whole, lots = unit("u", "a", "d", {"wheeled": [80]})
    held = (
        terminal("port", "b", 9, staging_pieces=500.0),
        terminal("staging_area", "d", 9),
    )
    world = replace(
        world,
        nodes={**world.nodes, NodeId("d"): place("d")},
        links={**world.links, LinkId("bd"): road("bd", "b", "d", 40)},
        terminals={**world.terminals, **{each.id: each for each in held}},
        units={whole.id: whole},
        lots={lot.id: lot for lot in lots},
    )

    end, _ = play(world)

    (waiting,) = end.waiting
    assert waiting.state == "stranded"
    assert why(waiting) == "no_way locked_in,port:b strike"


def test_a_train_inside_a_closed_terminal_at_the_end_names_what_closed_it() -> None:
    """Unloading at B begins at 26; B is shut at 25, nobody is told."""
    world = fork(
        cut(start=25, terminals=(TerminalId("railhead:b"),), id="strike"),
        news_delay=1e4,
        horizon_h=100.0,
    )

    end, _ = play(world)

    (waiting,) = end.waiting
    assert why(waiting) == "closed_terminal railhead:b strike"


def test_a_ship_is_loaded_and_waits_in_port_for_a_berth_that_is_known_to_open() -> None:
    """B is closed 0-100, C for good, all known: it sails at 90 and is off at 124."""
    shut = cut(
        start=0, end=100, terminals=(TerminalId("port:b"),), known=True, announced_end=KNOWN_END
    )
    world = coast(shut, cut(start=0, terminals=(TerminalId("port:c"),), known=True, id="mines"))

    _, rows = play(world)

    assert [row.work_h for row in of(rows, "voyage")] == pytest.approx([90.0], abs=1e-6)
    assert there(rows) == pytest.approx(124.0, abs=1e-6)


def test_an_aircraft_is_loaded_and_waits_for_a_field_that_is_known_to_open() -> None:
    """B is closed 0-100, C for good, all known: down at 100, off 102; no to and fro before."""
    shut = cut(
        start=0, end=100, terminals=(TerminalId("airfield:b"),), known=True, announced_end=KNOWN_END
    )
    world = sky(shut, cut(start=0, terminals=(TerminalId("airfield:c"),), known=True, id="mines"))

    _, rows = play(world)

    assert len(of(rows, "load")) == 1
    assert there(rows) == pytest.approx(102.0, abs=1e-6)


def test_a_lot_that_waits_for_a_ship_to_a_port_that_is_closed_says_from_when_there_are_berths() -> (
    None
):
    """The ship comes at 5000; B is closed until C+31, and that is known."""
    shut = cut(
        start=0, end=744, terminals=(TerminalId("port:b"),), known=True, announced_end=KNOWN_END
    )
    struck = cut(start=0, terminals=(TerminalId("port:c"),), known=True, id="mines")

    end, _ = play(coast(shut, struck, held_ready_rail=5000, horizon_h=300.0))

    (waiting,) = end.waiting
    assert (waiting.mode, waiting.place, waiting.towards) == ("sea", "a", "b")
    assert waiting.opens == ("port:b", 744.0)


def test_a_stranded_lot_says_why_it_cannot_go_by_sea_or_air_either() -> None:
    """Rail cut; the port of B is closed for good; no aircraft carries tracked vehicles."""
    world = coast(
        cut(
            "rl",
            start=0,
            terminals=(TerminalId("port:b"), TerminalId("port:c")),
            known=True,
            id="suwalki",
        )
    )
    whole, lots = unit("u", "a", "b", {"tracked": [30]})
    heads = [terminal("railhead", name, 9) for name in "ab"]
    fields = [terminal("airfield", name, 9, runway_m=3000.0) for name in "ab"]
    ferry = replace(SHIP, capacity={**SHIP.capacity, **TRAIN.capacity})
    world = replace(
        world,
        horizon_h=100.0,
        links={**world.links, LinkId("rl"): rail("rl", "a", "b", 500)},
        terminals={**world.terminals, **{t.id: t for t in (*heads, *fields)}},
        asset_types={**world.asset_types, TRAIN.id: TRAIN, ferry.id: ferry, PLANE.id: PLANE},
        fleets={**world.fleets, FleetId("train@a"): fleet("train", "a", 9)},
        units={whole.id: whole},
        lots={lot.id: lot for lot in lots},
    )

    end, _ = play(world)

    (waiting,) = end.waiting
    assert why(waiting) == (
        "no_way no_rail_path,1435,b;ports_closed,port:b,port:c;no_aircraft,tracked suwalki"
    )
