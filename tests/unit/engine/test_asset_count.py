"""The count of assets: what it remembers between two looks is what a count made anew would say."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hand.test_dispatch import Nobody
from tests.hand.test_rail import FREE
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    TRAIN,
    fleet,
    node,
    rail,
    road,
    scenario,
    terminal,
    unit,
)

from eastflank.engine.control.asset_count import AssetCount
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.moves.lifts import put
from eastflank.engine.moves.registry import movers_of
from eastflank.engine.run import plan_book
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId
from eastflank.model.luck import Luck
from eastflank.model.records import Records
from eastflank.model.scenario import Fleet, Scenario

PLACES = [NodeId(name) for name in "abcd"]
TYPES = (TRAIN.id,)
placed = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES))


def counted(world: Scenario) -> tuple[World, Holdings]:
    """A world before its first hour, and what its fleets hold."""
    luck = Luck(dict(world.evidence), 1, None, world.draws)
    ahead = World(world, plan_book(world), luck, Records())
    return ahead, Fleets(ahead, movers_of(ahead, Nobody(), Nobody())).holdings


def islands() -> tuple[World, Holdings]:
    """Two railways that do not meet, A to B and C to D; a train set of each nation at A and B."""
    split = scenario(
        [node(name) for name in PLACES],
        [rail("ab", "a", "b", 500, **FREE), rail("cd", "c", "d", 500, **FREE)],
        [terminal("railhead", place) for place in PLACES],
        [TRAIN],
        [fleet("train", "a", 1, serves=("DE",)), fleet("train", "b", 1, serves=("PL",))],
        [unit("1st", "a", "b", {"tracked": [30]})],
        **DAY_AND_NIGHT,
    )
    return counted(split)


def answers(count: AssetCount) -> dict[tuple[NodeId, str], bool]:
    """Who can come where, for whom."""
    asked = product(PLACES, ("DE", "PL"))
    return {(place, nation): count.serve(TYPES, place, nation) for place, nation in asked}


@given(moves=st.lists(placed, min_size=1, max_size=4))
@settings(derandomize=True, deadline=None, max_examples=12)
def test_a_count_that_remembers_says_what_a_count_made_anew_says(
    moves: list[tuple[NodeId, NodeId]],
) -> None:
    world, holdings = islands()
    count = AssetCount(world, holdings)
    before = answers(count)

    for places in moves:
        for asset, place in zip(holdings.by_number(), places, strict=True):
            put(asset, place)
        other = count.serve_others(count.renew())
        after = answers(AssetCount(world, holdings))

        assert answers(count) == after
        assert other == (after != before)
        before = after


def neighbours(*more: Fleet) -> Scenario:
    """A and B, 100 km apart by road and by rail: two and three transporters, one and four sets.

    C lies beyond all ways.
    """
    return scenario(
        [node("a"), node("b", 1.0), node("c", 2.0)],
        [road("ab", "a", "b", 100), rail("line", "a", "b", 100, **FREE)],
        [terminal("railhead", place) for place in "ab"],
        [HET, TRAIN],
        [
            fleet("het", "a", 2),
            fleet("het", "b", 3),
            fleet("train", "a", 1),
            fleet("train", "b", 4),
            *more,
        ],
        [unit("1st", "a", "b", {"tracked": [30]})],
        road_empty_limit=16,
        **DAY_AND_NIGHT,
    )


def test_a_transporter_is_counted_on_by_one_home_and_a_train_set_by_the_whole_railway() -> None:
    count = AssetCount(*counted(neighbours()))

    assert [len(count.ready_h(place, "het")) for place in "ab"] == [2, 3]
    assert [len(count.ready_h(place, "train")) for place in "ab"] == [5, 5]


def test_a_home_without_transporters_of_its_own_counts_on_those_in_reach() -> None:
    world, holdings = counted(neighbours())
    away = {
        each.number
        for each in holdings.by_number()
        if each.type.id == HET.id and each.fleet.home == "b"
    }
    holdings.set_out(frozenset(away))

    count = AssetCount(world, holdings)

    assert [len(count.ready_h(place, "het")) for place in "ab"] == [2, 2]


def test_a_transporter_that_cannot_go_home_is_counted_on_by_the_home_nearest_to_it() -> None:
    world, holdings = counted(neighbours(fleet("het", "c", 4)))
    before = AssetCount(world, holdings)
    for each in holdings.by_number():
        if each.fleet.home == "c":
            put(each, NodeId("b"))

    after = AssetCount(world, holdings)

    assert [len(before.ready_h(place, "het")) for place in "abc"] == [2, 3, 4]
    assert [len(after.ready_h(place, "het")) for place in "abc"] == [2, 7, 0]
