"""Servers and sections, one call at a time."""

import pytest

from eastflank.engine.clock import Clock, Signal, Work
from eastflank.engine.state.section import Section, Turn
from eastflank.engine.state.servers import Servers
from eastflank.engine.state.storage import StorageArea
from eastflank.model.causes import CauseKind, WaitCause

PATH = WaitCause(CauseKind.PATH)


def section(clock: Clock) -> Section:
    return Section(clock, 0, PATH, length_km=100.0, speed_kmh=50.0, spacing_h=1.0)


def granted(clock: Clock, turn: Turn | None) -> list[float]:
    """Remembers when a turn came."""
    hours: list[float] = []

    def note(come: Signal) -> Work[None]:
        yield come
        hours.append(clock.now)

    if turn is None:
        hours.append(clock.now)
    else:
        clock.start(note(turn.come))
    return hours


def test_a_free_server_is_granted_at_once() -> None:
    ramp = Servers(Clock(), 0, 2)

    assert (ramp.request((1.0,)), ramp.request((1.0,))) == (None, None)
    assert ramp.free == 0


def test_the_queue_is_by_rank_then_by_arrival() -> None:
    clock = Clock()
    ramp = Servers(clock, 0, 1)
    ramp.request((1.0,))

    late, first, second = (ramp.request((rank,)) for rank in (3.0, 2.0, 2.0))
    for _ in range(2):
        ramp.release()

    assert [turn.fired for turn in (first, second, late) if turn] == [True, True, False]


def test_a_closed_server_grants_nothing_until_it_opens() -> None:
    ramp = Servers(Clock(), 0, 1)

    ramp.set_severity(1.0)
    turn = ramp.request((1.0,))
    assert turn is not None
    before = turn.fired
    ramp.set_severity(0.0)

    assert (before, turn.fired) == (False, True)
    assert ramp.free == 0


def test_who_leaves_the_queue_gets_nothing() -> None:
    ramp = Servers(Clock(), 0, 1)
    ramp.request((1.0,))
    gone, next_ = ramp.request((1.0,)), ramp.request((2.0,))
    assert gone is not None
    assert next_ is not None

    ramp.withdraw(gone)
    ramp.release()

    assert (gone.fired, next_.fired) == (False, True)


def test_who_leaves_with_a_grant_gives_it_back() -> None:
    ramp = Servers(Clock(), 0, 1)
    ramp.request((1.0,))
    turn = ramp.request((1.0,))
    assert turn is not None
    ramp.release()

    ramp.withdraw(turn)

    assert ramp.free == 1


def test_entries_are_a_headway_apart_and_by_rank() -> None:
    """Entry at 0; a late of rank 2 and a loaded of rank 1 asked: at 1 and 2."""
    clock = Clock()
    track = section(clock)

    first = granted(clock, track.enter((3.0,), 1.0))
    low, high = (granted(clock, track.enter((rank,), 1.0)) for rank in (2.0, 1.0))
    clock.run()

    assert (first, high, low) == ([0.0], [1.0], [2.0])


def test_a_section_that_nobody_entered_lately_is_free_at_once() -> None:
    clock = Clock()
    track = section(clock)
    track.enter((1.0,), 1.0)
    clock.run(until=5.0)

    assert track.enter((1.0,), 1.0) is None


def test_a_closed_section_keeps_its_queue_and_opens_it_in_order() -> None:
    """Closed at 0, opened at 10: entries at 10 and 11."""
    clock = Clock()
    track = section(clock)
    track.set_severity(1.0)

    hours = [granted(clock, track.enter((rank,), 1.0)) for rank in (1.0, 2.0)]
    clock.run(until=10.0)
    track.set_severity(0.0)
    clock.run()

    assert hours == [[10.0], [11.0]]


@pytest.mark.parametrize(("severity", "second_h"), [(0.5, 2.0), (0.9, 10.0)])
def test_a_degraded_section_stretches_its_headway(severity: float, second_h: float) -> None:
    """1 h / (1 - severity)."""
    clock = Clock()
    track = section(clock)
    track.set_severity(severity)
    track.enter((1.0,), 1.0)

    hours = granted(clock, track.enter((1.0,), 1.0))
    clock.run()

    assert hours == [pytest.approx(second_h)]


def test_who_leaves_the_queue_of_a_section_uses_no_path() -> None:
    """Three ask; the second leaves; the third enters a headway after the first."""
    clock = Clock()
    track = section(clock)
    track.enter((1.0,), 1.0)
    gone = track.enter((1.0,), 1.0)
    hours = granted(clock, track.enter((2.0,), 1.0))
    assert gone is not None

    track.withdraw(gone)
    clock.run()

    assert hours == [1.0]


def test_the_first_in_the_queue_waits_until_its_pieces_fit() -> None:
    """Room for 10, 6 taken: 5 do not fit, and 2 do not pass those that came before them."""
    clock = Clock()
    land = StorageArea(clock, 0, 10.0, 1)
    land.request((1.0,), 6.0)

    five, two = land.request((1.0,), 5.0), land.request((2.0,), 2.0)
    before = [claim.granted.fired for claim in (five, two) if claim]
    land.exchange(6.0, 0.0)

    assert before == [False, False]
    assert [claim.granted.fired for claim in (five, two) if claim] == [True, True]
    assert (land.taken, land.free, land.most) == (7.0, 3.0, 7.0)


def test_what_is_larger_than_the_land_fits_when_it_is_empty() -> None:
    clock = Clock()
    land = StorageArea(clock, 0, 10.0, 1)
    land.request((1.0,), 1.0)

    large = land.request((1.0,), 25.0)
    land.exchange(1.0, 0.0)

    assert large is not None
    assert (large.granted.fired, land.taken) == (True, 25.0)


def test_who_leaves_the_queue_for_room_lets_the_next_pass_and_gives_back_what_was_granted() -> None:
    clock = Clock()
    land = StorageArea(clock, 0, 10.0, 1)
    land.request((1.0,), 6.0)
    five, two = land.request((1.0,), 5.0), land.request((2.0,), 2.0)
    assert five is not None
    assert two is not None

    land.withdraw(five)
    passed = two.granted.fired
    land.withdraw(two)

    assert passed
    assert land.taken == 6.0


def test_room_may_be_taken_beyond_what_there_is() -> None:
    land = StorageArea(Clock(), 0, 10.0, 1)

    land.exchange(0.0, 30.0)

    assert (land.taken, land.free, land.most) == (30.0, 0.0, 30.0)
