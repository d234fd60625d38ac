"""J7 through the real input files: a ramp with random arrivals and times, and Little's law.

Units get ready at random hours, spread evenly: seen from the ramp, arrivals by chance.
The evidence table knows fixed, triangular and uniform times, so M/D/1 and M/G/1 are proved here;
M/M/1 and M/M/3 need exponential times and are proved in ``test_queues.py``, at the same Servers and
Section that the engine uses. Erlang B has no counterpart: nothing in the model is turned away and
lost when all servers are busy, it waits. So there is no proof of it.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eastflank.engine.run import plan_book
from eastflank.engine.state.ledger import State
from eastflank.engine.state.world import World
from eastflank.model.scenario import Scenario
from eastflank.routing.book import Itineraries
from tests.small import of, play
from tests.worlds import Value, asset, fleet, line, place, rail, railhead, world

ARRIVALS_AN_HOUR = 4.0
TRAINS = 1500
WARM_H = 20.0  # from an empty ramp to the usual queue
REPLICATIONS = 8
TEN_MINUTES = 1 / 6
# uniform about ten minutes with a squared coefficient of variation of 1/4: half width sqrt(3) / 2
HALF_WIDTH = TEN_MINUTES * 3**0.5 / 2


def yard(root: Path, **evidence: Value) -> Scenario:
    """1500 trains at random over 375 h; one ramp at A, a set for each, ramps at B in plenty."""
    lines = [part for i in range(TRAINS) for part in line(f"u{i:04d}", "a", "b", wheeled=30)]
    span_h = TRAINS / ARRIVALS_AN_HOUR
    return world(
        root,
        place("a"),
        place("b", 100, country="PL"),
        rail("ab", "a", "b", 100),
        railhead("a", 1),
        railhead("b"),
        asset("train", wheeled=30),
        fleet("train", "a", TRAINS),
        lines,
        frame='readiness = "tiers", warning_days = 0.0',
        notice_slip_unit=(0.0, span_h),
        given=evidence,
    )


def waits_at_the_ramp(scenario: Scenario, replication: int, book: Itineraries) -> Sequence[float]:
    """Hours from readiness to loading, after the ramp has warmed up."""
    _, rows = play(scenario, seed=11, replication=replication, book=book)
    return [row.work_h - row.from_h for row in of(rows, "wait") if row.from_h > WARM_H]


@pytest.mark.parametrize(
    ("load_h", "wait_h"),
    [
        (TEN_MINUTES, 0.16667),
        ((TEN_MINUTES - HALF_WIDTH, TEN_MINUTES + HALF_WIDTH), 0.20833),
    ],
    ids=["M/D/1", "M/G/1 of CV² 1/4"],
)
@pytest.mark.slow
def test_trains_wait_for_their_ramp_as_pollaczek_and_khinchine_say(
    tmp_path: Path, load_h: Value, wait_h: float
) -> None:
    """4 an hour at 6 an hour: Wq = rho (1 + CV²) / (2 mu (1 - rho)) = 0.16667 and 0.20833 h.

    Means of eight replications: within three standard errors, and those are under a tenth.
    """
    scenario = yard(tmp_path, train_load=load_h)
    book = plan_book(scenario)

    means = np.array([np.mean(waits_at_the_ramp(scenario, i, book)) for i in range(REPLICATIONS)])

    error = means.std(ddof=1) / REPLICATIONS**0.5
    assert error < 0.1 * wait_h
    assert abs(means.mean() - wait_h) < 3 * error


class Census:
    """Counts trains by state after every event: hours times trains, apart from all records."""

    def __init__(self) -> None:
        self.train_hours = np.zeros(len(State))
        self._since_h = 0.0
        self._there = np.zeros(len(State))

    def __call__(self, seen: World) -> None:
        self.train_hours += self._there * (seen.clock.now - self._since_h)
        self._since_h = seen.clock.now
        self._there = seen.ledger.pieces.sum(axis=1) / 30


def test_what_is_there_is_what_comes_times_how_long_it_stays(tmp_path: Path) -> None:
    """Little: L = lambda W at the ramp, on the way, in staging; L is counted, W from records."""
    scenario = yard(
        tmp_path, train_load=(0.1, 0.2), train_unload=(1.0, 4.0, 7.0), staging=(2.0, 6.0, 10.0)
    )
    census = Census()

    end, rows = play(scenario, seed=5, replication=0, observe=census)

    mean_there = census.train_hours / end.end_h
    an_hour = TRAINS / end.end_h
    stays = {
        State.AT_ORIGIN: ("wait",),
        State.LOADING: ("load",),
        State.UNDER_WAY: ("transit", "unload"),
        State.IN_RSOM: ("staging",),
    }
    for state, stages in stays.items():
        stay_h = sum(row.to_h - row.from_h for row in rows if row.lot and row.stage in stages)
        assert mean_there[state] == pytest.approx(an_hour * stay_h / TRAINS, rel=0.02)
        assert mean_there[state] > 0.3
