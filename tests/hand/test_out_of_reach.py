"""Transporters that have gone out of reach: nobody waits for what will never come back."""

from collections.abc import Iterable

from eastflank.model.scenario import Fleet, Link, Scenario, Terminal
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TRAIN,
    arrivals,
    fleet,
    node,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
    why,
)


def far_road(
    first: list[float],
    *,
    then: list[float],
    rails: Iterable[Link] = (),
    heads: Iterable[Terminal] = (),
    more: Iterable[Fleet] = (),
) -> Scenario:
    """C --- 100 km --- A --- 1,000 km --- B by road; one transporter, which comes back for 16 h.

    U1 goes from A to B: 2 h + 25 h + 2 h. Then the transporter stands 25 h from A.
    """
    return scenario(
        [node("A"), node("B", 10.0), node("C", 1.0)],
        [road("AB", "A", "B", 1000), road("AC", "A", "C", 100), *rails],
        heads,
        [MARCH, HET, TRAIN],
        [fleet("het", "A", 1), *more],
        [
            unit("U1", "A", "B", {"tracked": first}, priority=1),
            unit("U2", "A", "C", {"tracked": then}),
        ],
        horizon_h=2000.0,
        road_empty_limit=16,
        **DAY_AND_NIGHT,
    )


def test_who_waits_for_a_transporter_that_will_not_come_back_is_told_that_there_is_none() -> None:
    end, _ = play(far_road([1.0], then=[1.0]))

    (left,) = end.waiting
    assert (left.lot, left.state) == ("U2/tracked/00", "stranded")
    assert why(left) == "no_way no_asset,tracked"


def test_who_waits_for_a_transporter_that_will_not_come_back_takes_the_train_instead() -> None:
    """The way back counted, the road takes some 60 h, the train 70: it waits until the review."""
    line = rail("AC-rail", "A", "C", 3000)
    heads = [terminal("railhead", place, 9) for place in "AC"]
    world = far_road([1.0], then=[1.0], rails=[line], heads=heads, more=[fleet("train", "A", 1)])

    end, rows = play(world)

    assert not end.waiting
    assert "U2/tracked/00" in arrivals(rows)


def test_the_rest_of_a_lot_does_not_wait_for_the_transporter_that_has_taken_its_first_piece() -> (
    None
):
    """The piece at B is staged at 29; before, it waited there for the two that nobody fetched."""
    end, rows = play(far_road([3.0], then=[1.0]))

    assert [(row.pieces, row.to_h) for row in rows if row.stage == "staging"] == [(1.0, 29.0)]
    assert {(left.lot, left.state) for left in end.waiting} == {
        ("U1/tracked/00", "in_rsom"),
        ("U1/tracked/00", "stranded"),
        ("U2/tracked/00", "stranded"),
    }
