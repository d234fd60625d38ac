"""The count of assets: what it remembers between two looks is what a count made anew would say."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hand.test_dispatch import Nobody
from tests.hand.test_rail import FREE
from tests.small import DAY_AND_NIGHT, TRAIN, fleet, node, rail, scenario, terminal, unit

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

PLACES = [NodeId(name) for name in "abcd"]
TYPES = (TRAIN.id,)
placed = st.tuples(st.sampled_from(PLACES), st.sampled_from(PLACES))


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
    luck = Luck(dict(split.evidence), 1, None, split.draws)
    world = World(split, plan_book(split), luck, Records())
    return world, Fleets(world, movers_of(world, Nobody(), Nobody())).holdings


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
