"""Records survive the disk: ids as words, hours as doubles, equal data as equal bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import CAUSE, COLUMNS, Records, StageRecord
from eastflank.store.atomic import replacing
from eastflank.store.parquet import (
    Level,
    read_note,
    read_records,
    records_frame,
    write_frame,
    write_records,
)

HOURS = st.floats(-1e4, 1e4)
WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
CAUSES = st.builds(
    WaitCause, st.sampled_from(CauseKind), WORDS, st.lists(WORDS.filter(bool)).map(tuple)
)
ROWS = st.lists(
    st.builds(
        StageRecord,
        stage=WORDS,
        place=WORDS,
        unit=WORDS,
        lot=WORDS,
        from_h=HOURS,
        work_h=HOURS,
        to_h=HOURS,
        troops=st.integers(0, 10**6),
        pieces=st.floats(0, 1e6),
        tonnes=st.floats(0, 1e6),
        **dict.fromkeys(("towards", "lift", "asset", "asset_type"), WORDS),
        **dict.fromkeys(CAUSE, st.just("")),
    ),
    max_size=8,
)


def because(row: StageRecord, cause: WaitCause) -> StageRecord:
    """The row with this cause."""
    kind, thing, closed_by = cause.columns
    return row._replace(cause=kind, cause_thing=thing, closed_by=closed_by)


@given(rows=ROWS, cause=CAUSES)
def test_records_come_back_as_they_were(
    rows: list[StageRecord], cause: WaitCause, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = [because(row, cause) if row.from_h < row.work_h else row for row in rows]
    path = tmp_path_factory.mktemp("records") / "replication=0003.parquet"

    write_records(path, Records.of(rows))
    frame = read_records(path, 3)

    back = [StageRecord(*row) for row in frame[list(COLUMNS)].itertuples(index=False, name=None)]
    assert back == rows
    assert set(frame["replication"]) <= {3}


def test_equal_records_are_equal_bytes(tmp_path: Path) -> None:
    rows = [StageRecord(stage="load", place=f"P{i % 7}", from_h=i / 3) for i in range(500)]

    write_records(tmp_path / "a.parquet", Records.of(rows))
    write_records(tmp_path / "b.parquet", Records.of(rows))

    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_run_without_a_row_has_a_table_without_a_row() -> None:
    frame = records_frame(Records(), 0)

    assert frame.empty
    assert list(frame.columns) == [*COLUMNS, "replication"]


def test_a_note_travels_with_its_frame(tmp_path: Path) -> None:
    path = tmp_path / "closures.parquet"

    write_frame(path, records_frame(Records(), 0), {"records": "stages", "waiting": [{"lot": "a"}]})

    assert read_note(path) == {"records": "stages", "waiting": [{"lot": "a"}]}
    assert read_note(tmp_path / "absent.parquet") is None


def test_only_the_whole_record_keeps_where_assets_were() -> None:
    kept = {level: (level.records().assets, level.records().links) for level in Level}

    assert kept == {
        Level.SUMMARY: (False, False),
        Level.STAGES: (False, False),
        Level.FULL: (True, True),
    }


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file.txt"

    with pytest.raises(UnicodeEncodeError), replacing(path) as beside:
        beside.write_text("half of it, then \ud800", encoding="utf-8")

    assert list(path.parent.iterdir()) == []
