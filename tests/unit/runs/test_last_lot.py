"""Where the hours of a lot went: they add up, in every run, of every part."""

import itertools
from typing import Any

import pytest
from tests import made
from tests.rows import row

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import COLUMNS, StageRecord
from eastflank.runs.delays import halts_on_legs, stays_of
from eastflank.runs.last_lot import HANDLING, ON_THE_WAY, UNTOLD, WAITING, hours_of
from eastflank.store.folder import LIKELY

RUNS = [(name, LIKELY) for name in made.WORLDS] + [("theatre", 1), ("theatre-cut", 2)]


@pytest.mark.parametrize(("name", "replication"), RUNS)
def test_the_hours_of_every_part_add_up_and_all_of_them_are_told(
    name: str, replication: int
) -> None:
    """From readiness to staging: waits, ways, handling and staging, without a gap, none twice."""
    records = made.records(name, replication)
    of_lots = records.loc[records["lot"] != "", list(COLUMNS)].sort_values("lot", kind="stable")
    rows = [StageRecord._make(each) for each in of_lots.itertuples(index=False, name=None)]
    halts = halts_on_legs(rows, stays_of(records))
    for _, group in itertools.groupby(rows, key=lambda row: row.lot):
        lot = list(group)
        (ready_h,) = {each.to_h for each in lot if each.stage == "ready"}
        for staged in (each for each in lot if each.stage == "staging"):
            spent = hours_of(lot, staged, halts)

            assert sum(spent.values()) == pytest.approx(staged.to_h - ready_h, abs=1e-6), staged
            assert spent[UNTOLD] == pytest.approx(0.0, abs=1e-6), staged
            assert min(spent.values()) >= -1e-6, staged


def test_the_hours_are_those_of_one_part_whatever_ended_together_with_its_rows() -> None:
    """L2 waits 4, loads 1, rides 5, unloads 2; L3 of the same lot ends its leg in the same hour."""
    lot: dict[str, Any] = {"unit": "U1", "lot": "U1/wheeled/00", "pieces": 10.0}
    train = WaitCause(CauseKind.ASSET, "train")
    second, third = ({**lot, "lift": lift, "asset_type": "train"} for lift in ("L2", "L3"))
    staged = row("staging", hours=(12, 12, 12), **lot)
    rows = [
        row("ready", **lot),
        row("wait", hours=(0, 4, 4), cause=train, **second),
        row("load", hours=(4, 4, 5), **second),
        row("transit", hours=(5, 5, 10), **second),
        row("unload", hours=(10, 10, 12), **second),
        row("wait", hours=(0, 2, 2), cause=train, **third),
        row("load", hours=(2, 2, 6), **third),
        row("transit", hours=(6, 6, 10), **third),
        row("unload", hours=(10, 10, 13), **third),
        staged,
    ]

    spent = hours_of(rows, staged, {})

    assert [spent[what] for what in (WAITING, ON_THE_WAY, HANDLING)] == [4, 5, 3]


def test_a_gap_in_the_records_is_told_as_such_and_not_as_staging() -> None:
    """Ridden 0-10; the row of the transfer begins at 24, when news came: no row tells 14 h."""
    lot: dict[str, Any] = {
        "unit": "U1",
        "lot": "U1/wheeled/00",
        "pieces": 10.0,
        "lift": "L1",
    }
    staged = row("staging", hours=(40, 40, 46), **{**lot, "lift": ""})
    rows = [
        row("ready", **lot),
        row("transit", hours=(0, 0, 10), **lot),
        row("transfer", hours=(24, 30, 38), cause=WaitCause(CauseKind.ASSET, "wide"), **lot),
        row("unload", hours=(38, 38, 40), **lot),
        staged,
    ]

    spent = hours_of(rows, staged, {})

    assert list(spent.values()) == [6, 10, 8 + 2, 6, 14]
    assert list(spent)[-1] == UNTOLD
