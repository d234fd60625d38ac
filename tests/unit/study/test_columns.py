"""Closures are made of a few stages: those rows alone give the closures of all rows."""

import pandas as pd
import pytest
from tests import made

from eastflank.measures.closure.closures import TOLD_BY, unit_closures
from eastflank.model.records import COLUMNS, Records, StageRecord
from eastflank.store.folder import LIKELY
from eastflank.store.parquet import Columns, records_frame


@pytest.mark.parametrize(("name", "replication"), [("theatre-cut", 2), ("ramp", LIKELY)])
def test_the_stages_that_closures_are_told_by_give_the_closures_of_all_rows(
    name: str, replication: int
) -> None:
    run, rows = made.run(name), made.records(name, replication)
    records = Records.of(map(StageRecord, *(rows[column].tolist() for column in COLUMNS)))
    units = pd.read_csv(run / "units.csv", dtype={"uln": str})

    few = Columns(records).frame(replication, TOLD_BY)
    every = records_frame(records, replication)
    of_few, of_every = (
        unit_closures(frame, units, replications=[replication]) for frame in (few, every)
    )

    assert 0 < len(few) < len(every)
    pd.testing.assert_frame_equal(of_few, of_every)
