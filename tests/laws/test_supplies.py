"""Laws of supplies: nothing of them is lost, no rule is broken, and no run waits for them."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.engine.run import RunEnd, plan_book, run
from eastflank.engine.state.world import World
from eastflank.model.records import Records, StageRecord
from eastflank.model.scenario import AssetType, CargoClass, Scenario, Sustainment
from tests import cells
from tests.checker import violations
from tests.facts_of import facts_of, frame_of, with_supplies
from tests.small import arrivals, evidence, play
from tests.strategies import worlds

seeds = st.integers(0, 2**31)
replications = st.one_of(st.none(), st.integers(0, 200))


def boxed(kind: AssetType) -> AssetType:
    """A type that takes containers where it takes wheels or tracks; nobody flies supplies."""
    room = max(kind.capacity.get(CargoClass(c), 0.0) for c in ("wheeled", "tracked"))
    if kind.is_self_moving or not room:
        return kind
    return replace(kind, capacity={**kind.capacity, CargoClass.CONTAINERS: room})


@st.composite
def supplied(draw: st.DrawFn) -> Scenario:
    """A small theatre whose troops are supplied from one or two places, with a way or without."""
    world = draw(worlds()).world
    places = st.lists(st.sampled_from(sorted(world.nodes)), min_size=1, max_size=2, unique=True)
    values: dict[str, cells.Value] = {
        "supply_per_troop": (0.02, 0.2, 1.5),
        "supply_days_carried": (0, 12, 48),
        "supply_hold_for_fill": draw(st.sampled_from([0.0, 48.0])),
        "host_supply_share": draw(st.sampled_from([0.0, 0.5, 1.0])),
        "supply_priority": draw(st.sampled_from([1.0, 2.0, 9.0])),
    }
    rows = {key: row for key, row in evidence(**values).items() if key in values}
    return replace(
        world,
        asset_types={kind.id: boxed(kind) for kind in world.asset_types.values()},
        units={unit.id: replace(unit, in_place=unit.id == "v") for unit in world.units.values()},
        lots={lot.id: lot for lot in world.lots.values() if lot.unit != "v"},
        evidence={**world.evidence, **rows},
        sustainment=Sustainment(
            depots={"DE": tuple(draw(places))}, lot_pieces_max=12, piece_t=10.0, piece_km=0.006
        ),
        horizon_h=600.0,
    )


def played(world: Scenario, seed: int, replication: int | None) -> tuple[RunEnd, list[StageRecord]]:
    return play(world, seed=seed, replication=replication)


def made(rows: list[StageRecord]) -> dict[str, float]:
    """The lots of supplies and their containers."""
    ready = (row for row in rows if row.stage == "ready")
    return {row.lot: row.pieces for row in ready if row.unit.startswith("SUPPLY-")}


@given(world=supplied(), seed=seeds, replication=replications)
def test_nothing_of_the_force_or_its_supplies_is_lost_at_any_event(
    world: Scenario, seed: int, replication: int | None
) -> None:
    """The states add up to the force and to what the depots have sent so far."""
    force = sum(lot.pieces for lot in world.lots.values())
    kept = Records()

    def observe(at: World) -> None:
        sent = sum(made(kept.rows()).values())
        columns = dict(zip(at.ledger.groups, at.ledger.pieces.sum(axis=0), strict=True))
        assert columns.pop(("supply", "containers"), 0.0) == pytest.approx(sent, abs=1e-6)
        assert sum(columns.values()) == pytest.approx(force, abs=1e-6)
        assert at.ledger.pieces.min() > -1e-6

    def last(at: World) -> None:
        observe(at) if len(kept) % 7 == 0 else None
        final.append(at) if not final else None

    final: list[World] = []
    run(world, seed=seed, replication=replication, records=kept, observe=last)

    for at in final:
        observe(at)
        assert np.allclose(at.ledger.recount(), at.ledger.pieces, atol=1e-6)


@given(world=supplied(), seed=seeds, replication=replications)
def test_a_run_ends_and_all_supplies_are_used_or_listed(
    world: Scenario, seed: int, replication: int | None
) -> None:
    end, rows = played(world, seed, replication)

    sent, there = made(rows), set(arrivals(rows))
    listed = {waiting.lot for waiting in end.supplies}
    assert {lot for lot in sent if lot not in there} <= listed <= set(sent)
    assert not any(waiting.lot in sent for waiting in end.waiting)
    closed = {row.unit for row in rows if row.stage == "integration"}
    if closed == {lot.unit for lot in world.lots.values()} and not end.waiting:
        assert end.end_h == max((row.to_h for row in rows if row.lot not in sent), default=600.0)


@given(world=supplied(), seed=seeds, replication=replications)
def test_the_checker_finds_nothing_with_supplies(
    world: Scenario, seed: int, replication: int | None
) -> None:
    _, rows = played(world, seed, replication)

    facts = with_supplies(facts_of(world, seed=seed, replication=replication), rows)

    assert violations(frame_of(rows), facts) == []


@given(world=supplied(), seed=seeds, other=st.integers(0, 9))
def test_a_run_with_supplies_does_not_depend_on_what_was_asked_of_the_book(
    world: Scenario, seed: int, other: int
) -> None:
    book = plan_book(world)

    _, fresh = play(world, seed=seed, replication=17)
    play(world, seed=seed, replication=other, book=book)
    _, warm = play(world, seed=seed, replication=17, book=book)

    assert warm == fresh
