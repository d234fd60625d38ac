"""Places in the flow at the far end of a road: the first that is free, wherever one looks from."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from eastflank.engine.state.section import Flow
from eastflank.model.units import NEGLIGIBLE

lifts = st.tuples(
    st.floats(0, 40, allow_subnormal=False),  # when it would be out by itself
    st.sampled_from([0.02, 0.5, 0.5, 3.0]),  # its headway
    st.booleans(),  # whether it rests before
)


def first_place(taken: list[tuple[float, float]], out_h: float, headway_h: float) -> float:
    """The same, told by looking at every place that is taken."""
    for from_h, until_h in sorted(taken):
        if from_h >= out_h + headway_h - NEGLIGIBLE:
            break
        out_h = max(out_h, until_h)
    return out_h


@given(coming=st.lists(lifts, max_size=40))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_a_lift_has_the_first_place_that_is_free_among_all(
    coming: list[tuple[float, float, bool]],
) -> None:
    flow = Flow()
    taken: list[tuple[float, float]] = []
    due_h = -math.inf

    for own_h, headway_h, rests in coming:
        out_h = flow.out_h(own_h, headway_h)
        assert out_h == first_place(taken, max(own_h, due_h), headway_h)
        flow.be_due(out_h, headway_h, rests=rests)
        taken.append((out_h, out_h + headway_h))
        due_h = due_h if rests else out_h + headway_h
