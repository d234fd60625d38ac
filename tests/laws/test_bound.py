"""Laws of the bound: no run passes it, at any prices; and to relax a world never lowers it."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.ids import UnitId
from eastflank.model.records import Stage
from eastflank.model.scenario import Dispatch, Scenario
from eastflank.plan.bound import QUICK, TIGHT, Form, Search, program_of
from eastflank.plan.program import Prices, Program
from tests.small import play
from tests.strategies import Drawn, worlds

seeds = st.integers(0, 2**31)
replications = st.one_of(st.none(), st.integers(0, 200))
forms = st.sampled_from([QUICK, replace(TIGHT, stages=3)])


def closings(world: Scenario, seed: int, replication: int | None) -> list[tuple[float, str]]:
    """When units close in a run, the first first."""
    _, rows = play(world, seed=seed, replication=replication)
    closed = {row.unit: row.to_h for row in rows if row.stage == Stage.INTEGRATION}
    return sorted((at_h, unit) for unit, at_h in closed.items())


def scarce(drawn: Drawn) -> Drawn:
    """The same world with assets for a few pieces each: lift and ramps are never enough."""
    small = {
        name: replace(kind, capacity={c: max(1.0, x / 20.0) for c, x in kind.capacity.items()})
        for name, kind in drawn.world.asset_types.items()
    }
    return Drawn(replace(drawn.world, asset_types=small))


def moved_by(drawn: Drawn, policy: Dispatch, lay_on_h: float) -> Drawn:
    """The same world under another dispatch policy, with assets that are sent for ahead."""
    frame = replace(drawn.world.frame, warning_h=48.0 if lay_on_h else drawn.world.frame.warning_h)
    return Drawn(replace(drawn.world, dispatch=policy, lay_on_h=lay_on_h, frame=frame))


scarce_worlds = st.builds(
    moved_by,
    st.one_of(worlds(), worlds().map(scarce)),
    st.sampled_from(Dispatch),
    st.sampled_from([0.0, 30.0]),
)


def some_prices(program: Program, scale: float, draw: np.random.Generator) -> Prices:
    """Prices that nobody has thought about; half of them are nothing."""

    def of(shape: tuple[int, ...]) -> np.ndarray:
        return scale * draw.random(shape) * draw.integers(0, 2, shape)

    zero = program.nothing()
    parts = (zero.pool, zero.server, zero.slot, zero.turn, zero.stand)
    return Prices(*(of(part.shape) for part in parts))


@given(
    drawn=scarce_worlds,
    seed=seeds,
    replication=replications,
    scale=st.sampled_from([0.01, 1.0, 30.0]),
    form=forms,
)
def test_no_run_closes_more_than_any_prices_prove(
    drawn: Drawn, seed: int, replication: int | None, scale: float, form: Form
) -> None:
    program = program_of(drawn.world, seed=seed, replication=replication, form=form)
    prices = some_prices(program, scale, np.random.default_rng(seed))

    closed = 0
    for at_h, unit in closings(drawn.world, seed, replication):
        closed += drawn.world.units[UnitId(unit)].personnel
        assert program.proof(prices, at_h, program.capacity(at_h)).bound >= closed


@given(drawn=scarce_worlds, seed=seeds, replication=replications, form=forms)
def test_no_run_closes_more_than_the_best_prices_prove(
    drawn: Drawn, seed: int, replication: int | None, form: Form
) -> None:
    program = program_of(drawn.world, seed=seed, replication=replication, form=form)
    search = Search(program, form)

    closed = 0
    for at_h, unit in closings(drawn.world, seed, replication):
        closed += drawn.world.units[UnitId(unit)].personnel
        assert search.best(at_h)[0].bound >= closed


@given(drawn=scarce_worlds, seed=seeds, replication=replications)
def test_no_unit_closes_before_it_could_with_everything_for_itself(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    program = program_of(drawn.world, seed=seed, replication=replication)
    alone = {need.unit: program.closes_h(need) for need in program.needs}

    found = closings(drawn.world, seed, replication)

    assert [unit for at_h, unit in found if at_h < alone[UnitId(unit)] - 1e-6] == []


@given(drawn=scarce_worlds, seed=seeds, at_h=st.floats(0.0, 400.0))
def test_more_assets_and_more_servers_prove_no_less_at_the_same_prices(
    drawn: Drawn, seed: int, at_h: float
) -> None:
    world = drawn.world
    fleets = {
        name: replace(each, held=2 * each.held, callup=2 * each.callup)
        for name, each in world.fleets.items()
    }
    terminals = {
        name: replace(each, servers=each.servers + 1) for name, each in world.terminals.items()
    }
    more = replace(world, fleets=fleets, terminals=terminals)
    few, many = (program_of(each, seed=seed, replication=None) for each in (world, more))
    prices = some_prices(few, 1.0, np.random.default_rng(seed))

    proved = few.proof(prices, at_h, few.capacity(at_h)).bound

    assert many.proof(prices, at_h, many.capacity(at_h)).bound >= proved - 1e-6
