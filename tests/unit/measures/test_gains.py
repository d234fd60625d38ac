"""How often a cut improves closure, worked out by hand: a thousand troops a unit."""

import math

import pytest
from tests.unit.measures.closings import closings

from eastflank.measures.compare.gains import gains
from eastflank.measures.uncertainty.intervals import share_interval

IN_TIME, LATE = 240.0, 960.0
BASE = closings({r: {"U1": IN_TIME, "U2": LATE, "U3": LATE} for r in range(4)})
CUT = closings(
    {
        0: {"U1": LATE, "U2": LATE, "U3": LATE},
        1: {"U1": IN_TIME, "U2": IN_TIME, "U3": LATE},
        2: {"U1": IN_TIME, "U2": IN_TIME, "U3": IN_TIME},
        3: {"U1": IN_TIME, "U2": LATE, "U3": LATE},
    }
)


def test_gains_are_counted_over_all_replications_and_averaged_over_those_that_gain() -> None:
    """Troops more: -1,000, +1,000, +2,000, 0. Two of four gain, 1,500 on average."""
    row = gains(BASE, CUT).iloc[0]

    assert (row["where"], row["gains"], row["replications"], row["share"]) == ("all", 2, 4, 0.5)
    half = share_interval([True, True, False, False])
    assert (row["low"], row["high"]) == pytest.approx((half.low, half.high))
    assert (row["mean_gain"], row["largest_gain"], row["replication"]) == (1500, 2000, 2)


def test_where_nothing_gains_no_replication_is_named() -> None:
    row = gains(CUT.loc[CUT["replication"] == 2], BASE).iloc[0]

    assert (row["gains"], row["share"]) == (0, 0)
    assert math.isnan(row["largest_gain"])
    assert math.isnan(row["replication"])
