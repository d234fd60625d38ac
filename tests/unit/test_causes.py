"""Causes: what the three columns of a record tell is read back as it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.causes import (
    CauseKind,
    Refusal,
    RefusalKind,
    WaitCause,
    no_way,
    refusals_of,
)

names = st.text(st.sampled_from("ab;,%25 "), min_size=1, max_size=6)


@given(kind=st.sampled_from(CauseKind), thing=names, by=st.lists(names, max_size=3))
def test_a_cause_is_read_back_as_it_was_written(kind: CauseKind, thing: str, by: list[str]) -> None:
    cause = WaitCause(kind, thing, tuple(by))

    assert WaitCause.of(*cause.columns) == cause


@given(told=st.lists(st.tuples(st.sampled_from(RefusalKind), st.lists(names, max_size=3))))
def test_refusals_are_read_back_as_they_were_written(
    told: list[tuple[RefusalKind, list[str]]],
) -> None:
    refusals = tuple(Refusal(kind, tuple(things)) for kind, things in told)

    assert refusals_of(WaitCause.of(*no_way(refusals, ("cut",)).columns)) == refusals


@pytest.mark.parametrize(
    ("kind", "closed"),
    [
        (CauseKind.PATH, CauseKind.CLOSED_LINK),
        (CauseKind.UNLOADING, CauseKind.CLOSED_TERMINAL),
        (CauseKind.CALL_FORWARD, CauseKind.CALL_FORWARD),
    ],
)
def test_who_waits_for_what_is_closed_waits_for_the_closure(
    kind: CauseKind, closed: CauseKind
) -> None:
    cause = WaitCause(kind, "ab")

    assert cause.while_closed(()) == cause
    assert cause.while_closed(("cut",)) == WaitCause(closed, "ab", ("cut",))
