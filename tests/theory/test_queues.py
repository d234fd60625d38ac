"""J7: the servers and sections of the engine against Erlang and Pollaczek-Khinchine.

Means of 20 batches; a claim holds within three standard errors of the batch means.
"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from eastflank.engine.clock import Clock, Work
from eastflank.engine.state.section import Section
from eastflank.engine.state.servers import Servers
from eastflank.model.causes import CauseKind, WaitCause

CUSTOMERS = 60_000
PATH = WaitCause(CauseKind.PATH)
BATCHES = 20

Times = NDArray[np.float64]
Serve = Callable[[Clock, int], Work[float]]


def waits_of(interarrival_h: Times, serve: Serve) -> Times:
    """How long each customer waits; ``serve`` is its process and returns the wait."""
    clock = Clock()
    waits = np.zeros(len(interarrival_h))

    def stay(i: int) -> Work[None]:
        waits[i] = yield from serve(clock, i)

    def source() -> Work[None]:
        for i, gap in enumerate(interarrival_h):
            yield clock.hours(gap)
            clock.start(stay(i))

    clock.start(source())
    clock.run()
    return waits


def at(servers: list[Servers], count: int, service_h: Times) -> Serve:
    """Customers of ``count`` equal servers, one queue in order of arrival."""

    def serve(clock: Clock, i: int) -> Work[float]:
        if not servers:
            servers.append(Servers(clock, 0, count))
        asked_h = clock.now
        turn = servers[0].request((0.0,))
        if turn is not None:
            yield turn
        waited_h = clock.now - asked_h
        yield clock.hours(service_h[i])
        servers[0].release()
        return waited_h

    return serve


def assert_mean(waits: Times, expected: float) -> None:
    batches = waits.reshape(BATCHES, -1).mean(axis=1)
    error = batches.std(ddof=1) / BATCHES**0.5
    assert error < 0.1 * expected
    assert abs(batches.mean() - expected) < 3 * error


def draws(name: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(name))


def test_one_ramp_with_fixed_times_waits_like_m_d_1() -> None:
    """4 an hour at 6 an hour: rho / (2 mu (1 - rho)) = 0.6667 / (12 x 0.3333) = 0.16667 h."""
    gaps = draws(1).exponential(1 / 4, CUSTOMERS)

    waits = waits_of(gaps, at([], 1, np.full(CUSTOMERS, 1 / 6)))

    assert_mean(waits, 1 / 6)


def test_one_ramp_with_exponential_times_waits_like_m_m_1() -> None:
    """Wq = rho / (mu - lambda) = 0.6667 / 2 = 0.3333 h."""
    gaps, times = draws(2).exponential(1 / 4, CUSTOMERS), draws(3).exponential(1 / 6, CUSTOMERS)

    waits = waits_of(gaps, at([], 1, times))

    assert_mean(waits, 1 / 3)


def test_three_ramps_wait_like_erlang_c() -> None:
    """12 a day at 3 x 5 a day: P(wait) 0.64719, Wq 0.21573 d."""
    gaps, times = draws(4).exponential(1 / 12, CUSTOMERS), draws(5).exponential(1 / 5, CUSTOMERS)

    waits = waits_of(gaps, at([], 3, times))

    assert_mean(waits, 0.21573)
    assert_mean((waits > 0).astype(float), 0.64719)


def test_a_section_makes_trains_wait_like_m_d_1() -> None:
    """Its separation is the service time: 4 an hour over one of 10 min wait 0.16667 h."""
    gaps = draws(6).exponential(1 / 4, CUSTOMERS)
    sections: list[Section] = []

    def serve(clock: Clock, _: int) -> Work[float]:
        if not sections:
            sections.append(Section(clock, 0, PATH, length_km=1.0, speed_kmh=50.0, spacing_h=1 / 6))
        asked_h = clock.now
        turn = sections[0].enter((0.0,), 1 / 6)
        if turn is not None:
            yield turn.come
        return clock.now - asked_h

    waits = waits_of(gaps, serve)

    assert_mean(waits, 1 / 6)


@pytest.mark.parametrize(("servers", "batch"), [(1, 7), (3, 7), (3, 9)])
def test_a_batch_of_equal_jobs_ends_after_its_rounds(servers: int, batch: int) -> None:
    """ceil(n / c) x S: 7 x 2 = 14 h on one, 3 x 2 = 6 h on three, for nine too."""
    clock = Clock()
    ramp, ends = Servers(clock, 0, servers), list[float]()

    def job() -> Work[None]:
        turn = ramp.request((0.0,))
        if turn is not None:
            yield turn
        yield clock.hours(2.0)
        ramp.release()
        ends.append(clock.now)

    for _ in range(batch):
        clock.start(job())
    clock.run()

    assert max(ends) == pytest.approx(-(-batch // servers) * 2.0, abs=1e-9)
