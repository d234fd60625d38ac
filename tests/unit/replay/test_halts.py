"""Halts of trains: where they stood, for how long and for what, worked out by hand."""

import pandas as pd

from eastflank.model.records import StageRecord
from eastflank.report.replay.halts import COLUMNS, CREW, train_halts
from eastflank.store.parquet import records_frame

ENDS = {"L1": ("A", "B"), "L2": ("B", "C"), "L3": ("C", "D")}
TRAIN = {"lift": "rail-1", "asset": "flat/0", "asset_type": "flat6"}


def row(stage: str, place: str, towards: str, from_h: float, work_h: float, to_h: float,
        pieces: float = 30.0) -> StageRecord:  # fmt: skip
    return StageRecord(
        stage, place, towards, **TRAIN, from_h=from_h, work_h=work_h, to_h=to_h, pieces=pieces
    )


def halts(*rows: StageRecord) -> list[tuple[object, ...]]:
    found: pd.DataFrame = train_halts(records_frame(rows, 0), ENDS)
    assert list(found.columns) == COLUMNS
    return list(found.itertuples(index=False, name=None))


def test_a_change_of_crew_is_a_halt_where_the_row_says() -> None:
    told = halts(
        row("link", "L1", "B", 0.0, 0.0, 8.0),
        row("crew", "B", "C", 8.0, 8.0, 8.5),
        row("link", "L2", "C", 8.5, 8.5, 9.0),
    )

    assert told == [("rail-1", CREW, 8.0, 8.5, "B", True)]


def test_a_train_waits_for_a_locomotive_where_its_last_link_ended() -> None:
    told = halts(
        row("link", "L1", "B", 0.0, 0.0, 8.0, pieces=0.0),
        row("traction", "kaunas", "C", 8.0, 12.0, 12.0, pieces=0.0),
        row("link", "L2", "C", 12.0, 12.0, 13.0, pieces=0.0),
    )

    assert told == [("rail-1", "a locomotive of kaunas", 8.0, 12.0, "B", False)]


def test_a_train_that_begins_in_the_district_waits_where_its_first_link_begins() -> None:
    told = halts(
        row("traction", "kaunas", "C", 1.0, 4.0, 4.0), row("link", "L3", "C", 4.0, 4.0, 5.0)
    )

    assert [each[4] for each in told] == ["D"]


def test_a_locomotive_that_is_there_makes_no_halt() -> None:
    told = halts(
        row("link", "L1", "B", 0.0, 0.0, 8.0),
        row("traction", "kaunas", "C", 8.0, 8.0, 8.0),
        row("link", "L2", "C", 8.0, 8.0, 9.0),
    )

    assert told == []


def test_a_run_without_trains_has_no_halts() -> None:
    assert halts(row("voyage", "S1", "C", 0.0, 0.0, 8.0)) == []
