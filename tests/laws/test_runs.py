"""Laws of every run: nothing is lost, no rule is broken, equal luck gives equal records."""

from collections import defaultdict
from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from eastflank.engine.run import RunEnd, plan_book
from eastflank.engine.state.world import World
from eastflank.model.ids import LotId, NodeId
from eastflank.model.modes import Mode
from eastflank.model.records import StageRecord
from eastflank.model.scenario import CargoClass, Scenario
from eastflank.model.units import great_circle_km
from tests.checker import violations
from tests.facts_of import facts_of, frame_of
from tests.small import arrivals, cut, play
from tests.strategies import PLANE, Drawn, worlds

seeds = st.integers(0, 2**31)
replications = st.one_of(st.none(), st.integers(0, 200))
STAYS = {"ready", "wait", "plan_void", "stranded", "repair", "crew", "stand"}


def played(world: Scenario, seed: int, replication: int | None) -> tuple[RunEnd, list[StageRecord]]:
    return play(world, seed=seed, replication=replication)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_nothing_is_lost_or_doubled_at_any_event(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = drawn.world
    force = sum(lot.pieces for lot in world.lots.values())
    first: list[NDArray[np.float64]] = []

    def observe(at: World) -> None:
        sums = at.ledger.pieces.sum(axis=0)
        first.append(sums) if not first else None
        assert sums == pytest.approx(first[0], abs=1e-9)
        assert at.ledger.recount() == pytest.approx(at.ledger.pieces, abs=1e-9)
        assert at.ledger.pieces.min() > -1e-9

    play(world, seed=seed, replication=replication, observe=observe)

    assert first[0].sum() == pytest.approx(force, abs=1e-9)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_a_run_ends_and_every_lot_is_closed_or_listed(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = drawn.world
    end, rows = played(world, seed, replication)

    closed = {row.unit for row in rows if row.stage == "integration"}
    staged = whole(world, rows)
    listed = {waiting.lot for waiting in end.waiting}
    assert end.end_h <= world.horizon_h
    assert end.stages == len(rows)
    assert listed == {
        lot.id for lot in world.lots.values() if lot.id not in staged or lot.unit not in closed
    }


def whole(world: Scenario, rows: list[StageRecord]) -> set[str]:
    """The lots that are staged with all their pieces."""
    staged: dict[str, float] = defaultdict(float)
    for row in rows:
        staged[row.lot] += row.pieces if row.stage == "staging" else 0.0
    return {lot.id for lot in world.lots.values() if staged[lot.id] >= lot.pieces - 1e-9}


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_the_land_of_ports_is_free_when_all_have_closed(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """Room is never less than none, and nobody holds any once there is nobody to hold it."""
    last: list[World] = []

    def observe(at: World) -> None:
        last[:] = [at]
        assert all(
            space.taken >= 0.0 for space in (*at.before_ships.values(), *at.off_ships.values())
        )

    end, _ = play(drawn.world, seed=seed, replication=replication, observe=observe)

    if not end.waiting:
        (at,) = last
        assert [space.taken for space in (*at.before_ships.values(), *at.off_ships.values())] == (
            [0.0] * (len(at.before_ships) + len(at.off_ships))
        )


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_the_checker_finds_nothing(drawn: Drawn, seed: int, replication: int | None) -> None:
    world = drawn.world
    _, rows = played(world, seed, replication)

    found = violations(frame_of(rows), facts_of(world, seed=seed, replication=replication))

    assert found == []


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_a_run_is_the_same_again(drawn: Drawn, seed: int, replication: int | None) -> None:
    world = drawn.world
    assert played(world, seed, replication) == played(world, seed, replication)


@given(drawn=worlds(), seed=seeds, others=st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_a_run_does_not_depend_on_what_was_asked_of_the_book_before(
    drawn: Drawn, seed: int, others: list[int]
) -> None:
    book = plan_book(drawn.world)
    _, fresh = play(drawn.world, seed=seed, replication=17)

    for other in (*others, 17):
        _, warm = play(drawn.world, seed=seed, replication=other, book=book)

    assert warm == fresh


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_severity_0_changes_nothing(drawn: Drawn, seed: int, replication: int | None) -> None:
    world = drawn.world
    everything = cut(
        *world.links,
        id="nothing",
        start=0.0,
        severity=0.0,
        control=True,
        known=True,
        terminals=tuple(world.terminals),
        asset_types=tuple(world.asset_types),
    )
    with_nothing = replace(world, disruptions=(*world.disruptions, everything))

    _, rows = played(world, seed, replication)
    _, same = played(with_nothing, seed, replication)

    assert same == rows


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_when_every_cut_has_ended_nobody_waits_for_ever(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """Each lot arrives or is stranded; a wheeled lot is not stranded beside a road to march."""
    ended = [replace(d, end_h=min(d.end_h, d.start_h + 100.0)) for d in drawn.world.disruptions]
    free = replace(drawn.world, movement_plan={})  # a plan may wait for a unit that is stranded
    world = replace(free, disruptions=tuple(ended), horizon_h=15_000.0)

    end, rows = played(world, seed, replication)

    staged, moved = set(arrivals(rows)), {row.lot for row in rows if row.stage == "load"}
    lost = [waiting for waiting in end.waiting if waiting.lot not in staged]
    assert all(waiting.state == "stranded" for waiting in lost) or end.end_h < world.horizon_h
    roads: nx.Graph[NodeId] = nx.Graph()
    for link in (link for link in world.links.values() if link.mode is Mode.ROAD):
        least = roads.get_edge_data(link.a, link.b, {"km": np.inf})["km"]
        roads.add_edge(link.a, link.b, km=min(link.length_km, least))
    for lot in (world.lots[waiting.lot] for waiting in lost if waiting.state == "stranded"):
        if lot.cargo is CargoClass.WHEELED and lot.id not in moved and lot.origin in roads:
            reached = nx.single_source_dijkstra_path_length(roads, lot.origin, 1500, "km")
            assert lot.destination not in reached


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_no_lot_arrives_before_free_flow(drawn: Drawn, seed: int, replication: int | None) -> None:
    world = drawn.world
    _, rows = played(world, seed, replication)

    hours = fastest_h(world, seed, replication)
    for lot, hour in arrivals(rows).items():
        moved = world.lots[LotId(lot)]
        assert hour >= hours[moved.origin][moved.destination] - 1e-9


def fastest_h(world: Scenario, seed: int, replication: int | None) -> dict[str, dict[str, float]]:
    """Hours between all places by whatever is fastest, with nothing to wait for or to load."""
    links = facts_of(world, seed=seed, replication=replication)["links"]
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(world.nodes)
    for link in links.values():
        graph.add_edge(link["a"], link["b"], hours=link["km"] / link["kmh"])
    places = list(world.nodes.values())
    for a in places:
        for b in places:
            km = great_circle_km(a.lon, a.lat, b.lon, b.lat)
            graph.add_edge(a.id, b.id, hours=km / (PLANE.speed_kmh or 1.0))
    return dict(nx.all_pairs_dijkstra_path_length(graph, weight="hours"))


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_a_row_names_what_was_waited_for_and_nothing_else_does(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """Stays are named whatever their length, and so are crews and repairs, which are the wait."""
    world = drawn.world
    _, rows = played(world, seed, replication)

    for row in rows:
        assert row.cause or row.work_h <= row.from_h, row
        assert not row.cause or row.work_h > row.from_h or row.stage in STAYS, row
        assert not row.closed_by or world.disruptions, row
