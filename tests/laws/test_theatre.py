"""The laws over the theatre that ships: every event of a whole replication."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import plan_book, run
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause
from eastflank.model.ids import LinkId
from eastflank.model.records import Amounts, Hours, Records, Stage
from eastflank.model.scenario import Scenario
from tests.checker import violations
from tests.facts_of import facts_of, frame_of, with_supplies
from tests.small import of, play

ROOT = Path(__file__).parents[2]
QUESTION = ROOT / "experiments" / "baseline-cut.toml"
RECOUNT_EVERY = 2000

pytestmark = pytest.mark.slow


class Supplies(Records):
    """Records that count the supplies that came into the world."""

    pieces = 0.0

    def add(
        self,
        stage: str,
        places: tuple[str, str],
        owner: tuple[str, str],
        carrier: tuple[str, str, str],
        hours: Hours,
        amounts: Amounts,
        cause: WaitCause | None,
    ) -> None:
        super().add(stage, places, owner, carrier, hours, amounts, cause)
        if stage == Stage.READY and owner[0].startswith("SUPPLY-"):
            self.pieces += amounts[1]


@cache
def theatre() -> Scenario:
    """The theatre under the cut."""
    return compile_scenario(read_experiment(QUESTION), ROOT)


def test_nothing_is_lost_or_doubled_in_the_theatre() -> None:
    """By nation and cargo class the states add up to the force at every event; so do supplies."""
    scenario = theatre()
    force: list[NDArray[np.float64]] = []
    seen = [0]
    supplies = Supplies()

    def observe(world: World) -> None:
        sums = world.ledger.pieces.sum(axis=0)
        if not force:
            wanted = dict.fromkeys(world.ledger.groups, 0.0)
            for lot in scenario.lots.values():
                wanted[lot.nation, lot.cargo.value] += lot.pieces
            force.append(np.array(list(wanted.values())))
        seen[0] += 1
        assert np.abs(sums[: len(force[0])] - force[0]).max() < 1e-6
        assert abs(sums[len(force[0]) :].sum() - supplies.pieces) < 1e-6
        if seen[0] % RECOUNT_EVERY == 0:
            assert np.abs(world.ledger.recount() - world.ledger.pieces).max() < 1e-6

    end = run(scenario, seed=1, replication=17, records=supplies, observe=observe)

    assert supplies.pieces > 0
    assert seen[0] > 10_000
    assert end.end_h <= scenario.horizon_h


def test_the_checker_finds_nothing_in_the_theatre() -> None:
    scenario = theatre()
    end, rows = play(scenario, replication=17)

    facts = with_supplies(facts_of(scenario, seed=1, replication=17), rows)
    assert end.stages == len(rows)
    assert violations(frame_of(rows), facts) == []


def test_a_warm_book_changes_nothing() -> None:
    """Replication 2 alone is replication 2 of a sweep."""
    scenario = theatre()
    book = plan_book(scenario)

    _, alone = play(scenario, replication=2)
    play(scenario, replication=1, book=book)
    _, swept = play(scenario, replication=2, book=book)

    assert len(swept) == len(alone)
    assert swept == alone


def test_after_the_week_of_a_cut_trains_and_columns_use_the_corridor_again() -> None:
    """Nothing enters a crossing while it is closed; loaded lifts of both modes do afterwards."""
    question = read_experiment(ROOT / "experiments" / "corridor" / "days-7.toml")
    scenario = compile_scenario(question, ROOT)
    (cut,) = scenario.disruptions
    entered: dict[str, list[float]] = {"rail": [], "road": []}

    for row in of(play(scenario)[1], Stage.LINK):
        if row.place in cut.links and row.pieces:
            entered[scenario.links[LinkId(row.place)].mode.value].append(row.work_h)

    for hours in map(np.array, entered.values()):
        assert not ((cut.start_h <= hours) & (hours < cut.end_h)).any()
        assert (hours < cut.start_h).any()
        assert (hours > cut.end_h).any()
