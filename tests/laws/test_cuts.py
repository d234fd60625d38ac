"""Laws of disruptions: they touch only whom they touch, and afterwards all is as it was."""

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import assume, given

from eastflank.model.records import StageRecord
from eastflank.model.scenario import CutPolicy, Disruption, PlanLine, Scenario
from tests.laws.test_runs import played, replications, seeds
from tests.strategies import Drawn, worlds

LATE_H = 500.0  # by then every disruption of the second law is over, and all know


def alone(world: Scenario) -> Scenario:
    """The first lot of a world by itself: it waits for nobody, so there are no queues."""
    lot = world.lots[min(world.lots)]
    return replace(
        world, lots={lot.id: lot}, units={lot.unit: world.units[lot.unit]}, movement_plan={}
    )


def places_of(world: Scenario, rows: Iterable[StageRecord]) -> set[str]:
    """The links, and the terminals at the places, that rows speak of.

    Of a district with scarce engines all links: engines run light without a row.
    """
    named = {place for row in rows for place in (row.place, row.towards)}
    named |= {link for name, d in world.districts.items() if name in named for link in d.links}
    return named | {t.id for t in world.terminals.values() if t.node in named}


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_a_lot_that_no_disruption_touches_goes_as_if_there_were_none(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """Others could hinder it through queues, so it is alone; assets and control are not hit."""
    world = alone(drawn.world)
    cuts = [replace(d, asset_types=(), control=False) for d in world.disruptions]
    _, open_rows = played(replace(world, disruptions=()), seed, replication)
    used = places_of(world, open_rows)
    assume(cuts)
    far = tuple(
        replace(
            d,
            links=tuple(link for link in d.links if link not in used),
            terminals=tuple(name for name in d.terminals if name not in used),
        )
        for d in cuts
    )
    assume(any(d.links or d.terminals for d in far))

    _, rows = played(replace(world, disruptions=far), seed, replication)

    assert rows == open_rows


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_after_all_has_opened_again_a_lot_goes_as_if_nothing_had_been(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """It leaves when every cut is over: the same links, hours and assets as without any."""
    world = alone(drawn.world)
    assume(world.disruptions)
    late = {lot: PlanLine(not_before_h=LATE_H) for lot in world.lots}
    over = tuple(map(ended, world.disruptions))
    world = replace(world, movement_plan=late, horizon_h=3000.0, policy=CutPolicy.SUBSTITUTE)

    _, open_rows = played(replace(world, disruptions=()), seed, replication)
    _, rows = played(replace(world, disruptions=over), seed, replication)

    assert rows == open_rows


def ended(disruption: Disruption) -> Disruption:
    """The same, over in good time."""
    return replace(disruption, end_h=min(disruption.end_h, disruption.start_h + 100.0))
