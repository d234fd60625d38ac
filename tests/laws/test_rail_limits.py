"""Laws of trains in random worlds: what a way allows, a crew runs, and a few engines haul."""

import math
from collections import defaultdict
from dataclasses import replace
from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.causes import CauseKind
from eastflank.model.ids import AssetTypeId, LinkId, LotId
from eastflank.model.luck import Luck
from eastflank.model.modes import Mode
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Link, Scenario
from tests.small import TRAIN, fleet, node, play, rail, scenario, terminal, unit, why
from tests.strategies import Drawn, worlds

EPS = 1e-6
seeds = st.integers(0, 2**31)
replications = st.one_of(st.none(), st.integers(0, 200))
BEFORE_A_LINK = {CauseKind.PATH, CauseKind.HOLDING_TRACK, CauseKind.CLOSED_LINK}


def played(world: Scenario, seed: int, replication: int | None) -> list[StageRecord]:
    return play(world, seed=seed, replication=replication)[1]


def link_of(world: Scenario, row: StageRecord) -> Link:
    """The link that a row tells of."""
    return world.links[LinkId(row.place)]


def on_rails(world: Scenario, rows: list[StageRecord]) -> list[StageRecord]:
    """The rows of links that trains crossed."""
    return [r for r in rows if r.stage == "link" and link_of(world, r).mode is Mode.RAIL]


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_no_train_is_longer_or_heavier_than_its_way_allows(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """While all is open: a train that a closure turns away runs on as it is."""
    world = replace(drawn.world, disruptions=())
    rows = played(world, seed, replication)

    wagons: defaultdict[str, float] = defaultdict(float)
    tonnes: defaultdict[str, float] = defaultdict(float)
    for r in (r for r in rows if r.stage == "load" and r.asset_type in {"train", "wide"}):
        kind, cargo = world.asset_types[AssetTypeId(r.asset_type)], world.lots[LotId(r.lot)].cargo
        used = kind.carriers * r.pieces / kind.capacity[cargo]
        wagons[r.lift] += used * kind.length_km / kind.carriers
        tonnes[r.lift] += used * kind.loaded_t.get(cargo, 0.0)
    for r in (r for r in on_rails(world, rows) if r.pieces > 0):
        assert tonnes[r.lift] <= link_of(world, r).train_t + EPS
        assert wagons[r.lift] <= link_of(world, r).train_km + EPS


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_no_crew_enters_a_section_after_its_shift(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = replace(drawn.world, disruptions=())
    rows = played(world, seed, replication)
    shift_h = Luck(dict(world.evidence), seed, replication).value("crew_shift")

    ran: defaultdict[str, float] = defaultdict(float)
    trains = {r.lift for r in on_rails(world, rows)}
    for r in (r for r in rows if r.lift in trains):
        if r.stage in {"crew", "transfer"}:
            ran[r.lift] = 0.0
        elif r.stage == "link":
            assert ran[r.lift] < shift_h
            relieved = link_of(world, r).border and r.pieces > 0
            ran[r.lift] = 0.0 if relieved else ran[r.lift] + r.to_h - r.work_h


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_no_more_trains_are_hauled_at_once_than_there_are_engines(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """Under closures too: who turns back keeps its engine until it is out of the district."""
    world = drawn.world
    rows = played(world, seed, replication)
    factor = Luck(dict(world.evidence), seed, replication).value("traction_factor")

    for district in world.districts.values():
        steps = []
        for r in (r for r in rows if r.stage == "link" and r.place in district.links):
            steps += [(r.work_h, 1), (r.to_h - EPS, -1)] if r.to_h - r.work_h > EPS else []
        engines = max(1, int(district.engines * factor + 0.5))
        assert max(accumulate(step for _, step in sorted(steps)), default=0) <= engines


@st.composite
def busy_lines(draw: st.DrawFn) -> Drawn:
    """Single track with few holding tracks, and trains from both ends and all places between."""
    names = [f"n{place}" for place in range(5)]
    links = [
        rail(
            f"{a}{b}",
            a,
            b,
            draw(st.integers(1, 4)) * 50.0,
            tracks=1,
            paths_per_day_each_way=draw(st.sampled_from([1.0, 2.0, 6.0])),
            holding_tracks=draw(st.sampled_from([1, 1, 1, 2, math.inf])),
        )
        for a, b in [*pairwise(names), (names[0], names[-1])][: draw(st.integers(4, 5))]
    ]
    ways = st.permutations(names).map(lambda order: (order[0], order[1]))
    force = [
        unit(f"u{n}", *draw(ways), {"wheeled": [30.0] * draw(st.integers(3, 6))})
        for n in range(draw(st.integers(3, 5)))
    ]
    heads = [terminal("railhead", name, 9) for name in names]
    sets = [fleet(TRAIN.id, name, 9) for name in names]
    places = [node(name) for name in names]
    return Drawn(scenario(places, links, heads, [TRAIN], sets, force))


@given(drawn=busy_lines())
def test_every_train_comes_to_its_end_however_few_holding_tracks_there_are(drawn: Drawn) -> None:
    end, _ = play(drawn.world)

    assert [why(lot) for lot in end.waiting if lot.cause.kind in BEFORE_A_LINK] == []
