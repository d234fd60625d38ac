"""Laws of disruptions: they touch only whom they touch, and afterwards all is as it was."""

import math
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from eastflank.engine.state.world import World
from eastflank.model.records import StageRecord
from eastflank.model.scenario import AnnouncedEnd, CutPolicy, Disruption, PlanLine, Scenario
from tests import cells
from tests.laws.test_runs import played, replications, seeds
from tests.small import play
from tests.strategies import Drawn, worlds

KNOWN_END: cells.CutCells = {"announced_end": AnnouncedEnd.KNOWN, "estimate_h": math.inf}
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


@given(
    drawn=worlds(),
    seed=seeds,
    replication=replications,
    lasts_h=st.sampled_from([3.0, 20.0, 100.0]),
    said=st.sampled_from([KNOWN_END, cells.CutCells()]),
)
def test_nothing_that_is_over_is_known_as_closed_for_ever(
    drawn: Drawn, seed: int, replication: int | None, lasts_h: float, said: cells.CutCells
) -> None:
    """When the last closure has ended and its news has come, nothing is known to be closed."""
    assume(drawn.world.disruptions)
    over = tuple(said_of(ended(each, lasts_h), said) for each in drawn.world.disruptions)
    world = replace(drawn.world, disruptions=over)

    def observe(at: World) -> None:
        assert at.clock.now < LATE_H or not at.knowledge.known.closed_by

    play(world, seed=seed, replication=replication, observe=observe)


@given(drawn=worlds(), seed=seeds, replication=replications, lasts_h=st.sampled_from([0.5, 0.9]))
def test_a_closure_that_is_over_before_the_news_of_it_is_no_news(
    drawn: Drawn, seed: int, replication: int | None, lasts_h: float
) -> None:
    """Its end is known, and news takes an hour at least."""
    assume(drawn.world.disruptions)
    short = tuple(brief(each, lasts_h) for each in drawn.world.disruptions)
    world = replace(drawn.world, disruptions=short, policy=CutPolicy.SUBSTITUTE)

    def observe(at: World) -> None:
        assert at.knowledge.news == 0

    play(world, seed=seed, replication=replication, observe=observe)


def brief(disruption: Disruption, lasts_h: float) -> Disruption:
    """The same for so long, once or again and again, with a known end."""
    end_h, recurs = disruption.start_h + lasts_h, disruption.recurs
    often = None if recurs is None else replace(recurs, lasts_h=lasts_h)
    heard = replace(disruption, end_h=end_h, recurs=often, known=False, warning_h=0.0)
    return said_of(heard, KNOWN_END)


def said_of(disruption: Disruption, said: cells.CutCells) -> Disruption:
    """The same, with this said of its end."""
    return replace(disruption, **said)


def ended(disruption: Disruption, lasts_h: float = 100.0) -> Disruption:
    """The same, over in good time."""
    return replace(disruption, end_h=min(disruption.end_h, disruption.start_h + lasts_h))
