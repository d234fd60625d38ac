"""The run folder: whole files count, half-written ones do not."""

from pathlib import Path

import pandas as pd

from eastflank.model.records import Records, StageRecord
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import Level, write_frame, write_records

ROW = StageRecord(stage="ready", place="A", unit="u", lot="u/people/00", to_h=1.5, troops=100)
CLOSURES = pd.DataFrame({"unit": ["u"], "replication": [0], "closed_095_h": [float("inf")]})


def store(folder: RunFolder, replication: int, level: Level = Level.STAGES) -> None:
    if level is not Level.SUMMARY:
        write_records(folder.records_path(replication), Records.of([ROW]))
    note: dict[str, object] = {"records": level.value, "waiting": []}
    write_frame(folder.closures_path(replication), CLOSURES, note)


def cut_short(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def test_a_replication_is_stored_when_its_closures_are(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    write_records(folder.records_path(0), Records.of([ROW]))

    assert not folder.is_stored(0)

    store(folder, 0)
    assert folder.is_stored(0)


def test_a_half_written_file_is_no_replication(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    for replication in range(4):
        store(folder, replication)

    cut_short(folder.closures_path(0))
    cut_short(folder.records_path(1))
    folder.records_path(2).write_bytes(b"")

    assert [folder.is_stored(replication) for replication in range(4)] == [False] * 3 + [True]


def test_more_records_than_were_kept_means_another_run(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    store(folder, 0, Level.STAGES)

    assert folder.is_stored(0, Level.SUMMARY)
    assert folder.is_stored(0, Level.STAGES)
    assert not folder.is_stored(0, Level.FULL)


def test_closures_whose_records_are_gone_do_not_count(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    store(folder, 0, Level.STAGES)

    folder.records_path(0).unlink()

    assert not folder.is_stored(0)


def test_the_deterministic_run_has_a_name_of_its_own(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)

    assert folder.records_path(LIKELY).name == "replication=likely.parquet"
    assert folder.records_path(7).name == "replication=0007.parquet"


def test_starting_over_removes_what_was_run_and_nothing_else(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    store(folder, 0)
    mine = folder.root / "my-notes.txt"
    mine.write_text("keep")

    folder.start_over()

    assert not folder.is_stored(0)
    assert mine.exists()
