"""The bound of small worlds that can be worked out on paper.

A train of 30 pieces loads for 6 h, runs 500 km in 10 h and unloads for 4 h.
"""

import pytest
from tests.small import TRAIN, fleet, node, play, rail, scenario, terminal, unit

from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.modes import TerminalKind
from eastflank.model.records import Stage
from eastflank.model.scenario import Scenario
from eastflank.plan.bound import QUICK, Curve, Form, Point, Search, program_of
from eastflank.plan.dearest import Dear, dearest
from eastflank.runs.wording.bounds import dear_said


def world(
    *,
    trains: int,
    ramps: int,
    lots: int,
    units: int = 1,
    integration_h: float = 0.0,
    turn_h: float = 0.0,
) -> Scenario:
    """Units whose lots fill a train each, 500 km from where they go; one slot if there are two."""
    return scenario(
        [node("a"), node("b", lon=7.0)],
        [rail("ab", "a", "b", 500.0, paths_per_day_each_way=1e6)],
        [
            terminal("railhead", "a", ramps),
            terminal("railhead", "b", ramps),
            terminal("staging_area", "b", 9 if units == 1 else 1),
        ],
        [TRAIN],
        [fleet("train", "a", trains)],
        [unit(f"u{i}", "a", "b", {"tracked": [30.0] * lots}) for i in range(units)],
        integration=integration_h,
        wagon_turn=turn_h,
    )


def bound(of: Scenario, at_h: float, form: Form = QUICK) -> float:
    program = program_of(of, seed=0, replication=None, form=form)
    return Search(program, form).best(at_h)[0].bound


def closings_h(of: Scenario) -> list[float]:
    _, rows = play(of, seed=0)
    return sorted(row.to_h for row in rows if row.stage == Stage.INTEGRATION)


def closed_h(of: Scenario) -> float:
    return closings_h(of)[-1]


def test_one_train_brings_three_loads_by_hour_80_and_no_sooner() -> None:
    """Three trips of 20 h, two empty ones of 10 h: in 40 h no more than 1.67 of 2.85 loads."""
    pipeline = world(trains=1, ramps=9, lots=3)

    assert closed_h(pipeline) == 80.0
    assert bound(pipeline, 80.0) == 100.0
    assert bound(pipeline, 70.0) < 95.0
    assert bound(pipeline, 40.0) < 60.0


def test_wagons_that_turn_round_for_16_hours_bring_three_loads_by_hour_112_and_no_sooner() -> None:
    """The same trips with a turn after each but the last, which may end after the deadline.

    By hour 96 no more than 2.66 loads: 36 h for each, 10 h back after each but the first, in 112 h.
    """
    pipeline = world(trains=1, ramps=9, lots=3, turn_h=16.0)

    assert closed_h(pipeline) == 112.0
    assert bound(pipeline, 112.0) == 100.0
    assert bound(pipeline, 96.0) < 95.0


def test_one_ramp_loads_four_trains_by_hour_38_and_no_sooner() -> None:
    """Four loads of 6 h, then 10 h on the way and 4 h for the last one to unload."""
    queue = world(trains=4, ramps=1, lots=4)

    assert closed_h(queue) == 38.0
    assert bound(queue, 38.0) == 100.0
    assert bound(queue, 36.0) < 99.0


def test_what_is_proved_for_a_later_day_holds_for_the_days_before() -> None:
    points = (Point(9.0, 70.0, 60.0), Point(10.0, 65.0, 60.0), Point(12.0, 100.0, 90.0))
    curve = Curve(force=100, points=points, closings=((24.0, 40), (48.0, 60)))

    told = [curve.at(day) for day in (0.5, 1.5, 8.0, 9.5, 11.0, 20.0)]

    assert told == [0.0, 40.0, 65.0, 65.0, 100.0, 100.0]


def test_nothing_closes_before_the_way_is_over() -> None:
    quick = world(trains=9, ramps=9, lots=1)

    assert closed_h(quick) == 20.0
    assert bound(quick, 20.0) == 100.0
    assert bound(quick, 19.9) < 1e-4


@pytest.mark.parametrize("more", [{"trains": 2}, {"ramps": 3}])
def test_more_of_a_thing_never_lowers_the_bound(more: dict[str, int]) -> None:
    few = {"trains": 1, "ramps": 1, "lots": 4}

    for at_h in (30.0, 50.0, 70.0, 90.0):
        assert bound(world(**{**few, **more}), at_h) >= bound(world(**few), at_h) - 1e-3


@pytest.mark.parametrize("at_h", [45.0, 75.0, 90.0, 130.0])
def test_the_tight_form_proves_no_more_than_the_quick_one(at_h: float) -> None:
    """Two units come by one train; one slot takes in one after the other, 20 h each."""
    two = world(trains=1, ramps=9, lots=2, units=2, integration_h=20.0)
    close = Form(name="close", regions=9, stages=4, rounds=60, enough=1e-4)

    quick, tight = (bound(two, at_h, form) for form in (QUICK, close))

    assert tight <= quick * 1.01 + 1e-3
    assert tight >= 100.0 * sum(hour <= at_h for hour in closings_h(two)) - 1e-3


def test_what_is_short_is_dear_and_what_is_not_costs_nothing() -> None:
    """One train and many ramps, then the other way round."""
    one_train = dearest(world(trains=1, ramps=9, lots=3), day=50.0 / 24.0, seed=0)
    one_ramp = dearest(world(trains=9, ramps=1, lots=9), day=38.0 / 24.0, seed=0)

    assert [each.asset for each in one_train] == ["train"]
    assert {each.kind for each in one_ramp} == {TerminalKind.RAILHEAD}
    assert one_ramp[0].places in {("a",), ("b",)}


@pytest.mark.parametrize("day", [1.5, 2.0, 2.5])
def test_one_more_train_adds_no_more_than_it_is_worth(day: float) -> None:
    few, more = world(trains=1, ramps=2, lots=4), world(trains=2, ramps=2, lots=4)
    (worth,) = [each.troops for each in dearest(few, day=day, seed=0) if each.asset == "train"]

    assert bound(more, 24.0 * day) <= bound(few, 24.0 * day) + worth + 1e-3
    assert worth > 0.0


def test_a_dear_thing_is_said_by_its_name_and_that_of_its_places() -> None:
    ramps = Dear(troops=1740.0, kind=TerminalKind.RAILHEAD, places=(NodeId("a"), NodeId("b")))
    flats = Dear(troops=930.0, asset=AssetTypeId("flat6_1435"))
    names = {NodeId("a"): "Aachen"}

    assert dear_said(ramps, names) == ("one more of the ramps at Aachen, b: at most 1,700 troops")
    assert dear_said(flats, names) == (
        "one more of six-axle flats from C-day on: at most 930 troops"
    )
