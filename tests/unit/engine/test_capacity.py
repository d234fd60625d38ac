"""When committed work is done by servers that come one by one."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastflank.engine.control.capacity import Capacity

hours = st.floats(0, 500, allow_subnormal=False)
arrivals = st.lists(hours, min_size=1, max_size=6).map(sorted)
work = st.floats(0, 5000, allow_subnormal=False)


def done_h(arrivals_h: Sequence[float], work_h: float, now: float = 0.0) -> float:
    """Hours from now until work is done by servers that come at these hours."""
    capacity = Capacity()
    capacity.extend([(1.0, ()), (float(len(arrivals_h)), arrivals_h)])
    found, _ = capacity.done(np.array([0.0, work_h]), now)
    return float(found[1])


def can_do(arrivals_h: Sequence[float], now: float, until_h: float) -> float:
    """Hours of work that the servers can do between two hours."""
    return sum(max(0.0, until_h - max(now, hour)) for hour in arrivals_h)


@pytest.mark.parametrize(
    ("arrivals_h", "work_h", "now", "expected_h"),
    [
        ([0, 0], 60, 0, 30),  # 60 / 2
        ([0, 100], 60, 0, 60),  # the second comes too late
        ([0, 100], 200, 0, 150),  # 100 by the first; then two do 100 in 50 h
        ([0, 100], 200, 90, 105),  # 10 h by the first, then 190 / 2
        ([0, 100], 200, 100, 100),
        ([50, 60], 0, 0, 50),  # nobody waits: when the first comes
        ([50, 60], 30, 0, 70),  # 10 by 60, then 20 / 2
        ([50, 50], 30, 20, 45),
        ([0, 500, 500, 500], 50, 0, 50),  # three that are promised change nothing
        ([math.inf], 0, 7, math.inf),  # nobody ever comes
    ],
)
def test_work_is_done_by_who_has_come(
    arrivals_h: list[float], work_h: float, now: float, expected_h: float
) -> None:
    assert done_h(arrivals_h, work_h, now) == pytest.approx(expected_h)


def test_accounts_do_not_mix() -> None:
    """Three pools that grow, taken in at different times, and servers that are there."""
    capacity = Capacity()
    capacity.extend([(2.0, (0.0, 10.0)), (4.0, ())])
    capacity.extend([(1.0, (30.0,)), (3.0, (0.0, 0.0, 40.0))])

    found, servers = capacity.done(np.array([30.0, 30.0, 30.0, 30.0]), 0.0)

    assert list(found) == pytest.approx([20.0, 7.5, 60.0, 15.0])  # 10 + 20 / 2; 30 / 4; 30 + 30
    assert list(servers) == [2.0, 4.0, 1.0, 2.0]


@given(arrivals_h=arrivals, work_h=work, now=hours)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_the_servers_can_do_the_work_in_the_time_that_is_told_and_no_sooner(
    arrivals_h: list[float], work_h: float, now: float
) -> None:
    end_h = now + done_h(arrivals_h, work_h, now)

    assert can_do(arrivals_h, now, end_h) == pytest.approx(work_h, abs=1e-6)
    assert end_h >= max(arrivals_h[0], now) - 1e-6


@given(arrivals_h=arrivals, promised_h=hours, work_h=work, now=hours)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_one_more_that_is_promised_never_makes_it_later(
    arrivals_h: list[float], promised_h: float, work_h: float, now: float
) -> None:
    without = done_h(arrivals_h, work_h, now)
    with_it = done_h(sorted([*arrivals_h, promised_h]), work_h, now)

    assert with_it <= without + 1e-6
    assert with_it == pytest.approx(without, abs=1e-6) or promised_h < now + without


@given(arrivals_h=arrivals, work_h=work, now=st.floats(500, 900))
@settings(derandomize=True, deadline=None, max_examples=50)
def test_when_all_have_come_it_is_the_work_over_their_number(
    arrivals_h: list[float], work_h: float, now: float
) -> None:
    assert done_h(arrivals_h, work_h, now) == work_h / len(arrivals_h)


@given(
    arrivals_h=st.lists(st.one_of(st.just([]), arrivals), min_size=1, max_size=5),
    work_h=st.lists(work, min_size=5, max_size=5),
    asked=st.sets(st.integers(0, 4)),
    at_h=st.lists(hours, min_size=1, max_size=4),
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_what_is_told_of_some_accounts_is_what_is_told_of_all_whatever_was_asked_before(
    arrivals_h: list[list[float]],
    work_h: list[float],
    asked: set[int],
    at_h: list[float],
) -> None:
    """To the last bit: choices must not depend on who asked when."""
    servers = [(float(len(each) or 1), each) for each in arrivals_h]
    promised = np.array(work_h[: len(servers)])
    capacity, anew = Capacity(), Capacity()
    capacity.extend(servers)
    anew.extend(servers)

    for now in at_h:
        some = capacity.done(promised, now, asked)
    every = anew.done(promised, now)

    meant = [each for each in range(len(servers)) if each in asked or not arrivals_h[each]]
    assert [list(each[meant]) for each in some] == [list(each[meant]) for each in every]


@given(
    before=st.lists(st.one_of(st.just([]), arrivals), min_size=1, max_size=5),
    after=st.lists(arrivals, min_size=5, max_size=5),
    changed=st.sets(st.integers(0, 4)),
    work_h=st.lists(work, min_size=5, max_size=5),
    now=hours,
)
@settings(derandomize=True, deadline=None, max_examples=200)
def test_accounts_that_change_are_as_if_they_had_been_so_from_the_start(
    before: list[list[float]],
    after: list[list[float]],
    changed: set[int],
    work_h: list[float],
    now: float,
) -> None:
    """To the last bit; pools change when assets have gone out of reach, or come into it."""
    servers = [(float(len(each) or 1), each) for each in before]
    others = {
        each: (float(len(after[each])), after[each]) for each in changed if each < len(before)
    }
    capacity, anew, promised = Capacity(), Capacity(), np.array(work_h[: len(before)])
    capacity.extend(servers)
    capacity.done(promised, now)

    capacity.change({each: others[each] for each in others if before[each]})
    anew.extend([others.get(each, had) if had[1] else had for each, had in enumerate(servers)])

    found, expected = capacity.done(promised, now), anew.done(promised, now)
    assert [list(each) for each in found] == [list(each) for each in expected]
