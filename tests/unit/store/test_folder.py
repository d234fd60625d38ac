"""The run folder: whole files count, half-written ones do not; names find the right run."""

from pathlib import Path

import pandas as pd
import pytest

from eastflank.model.errors import PlannerError
from eastflank.model.records import StageRecord
from eastflank.store.folder import LIKELY, RunFolder, find_run
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.store.parquet import Level, write_frame, write_records

ROW = StageRecord(stage="ready", place="A", unit="u", lot="u/people/00", to_h=1.5, troops=100)
CLOSURES = pd.DataFrame({"unit": ["u"], "replication": [0], "closed_095_h": [float("inf")]})


def store(folder: RunFolder, replication: int, level: Level = Level.STAGES) -> None:
    if level is not Level.SUMMARY:
        write_records(folder.records_path(replication), [ROW])
    note: dict[str, object] = {"records": level.value, "waiting": []}
    write_frame(folder.closures_path(replication), CLOSURES, note)


def finished(
    results: Path,
    experiment: str,
    run_id: str,
    *,
    status: Status = Status.FINISHED,
    replications: int = 1,
    ended: str = "2026-01-01T00:00:00+00:00",
    variation: tuple[str, ...] = (),
) -> RunFolder:
    folder = RunFolder(results / experiment / run_id)
    manifest = Manifest(
        status=status, experiment=experiment, title="", run_id=run_id, seed=1,
        replications=replications, horizon_h=720.0, theta=0.95, target_day=30.0,
        target_share=0.95, policy="substitute", ended=ended, variation=variation,
    )  # fmt: skip
    write_manifest(folder.manifest_path, manifest)
    return folder


def test_a_replication_is_stored_when_its_closures_are(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    write_records(folder.records_path(0), [ROW])

    assert not folder.is_stored(0)

    store(folder, 0)
    assert folder.is_stored(0)


def test_a_half_written_file_is_no_replication(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    store(folder, 0)
    whole = folder.closures_path(0).read_bytes()

    folder.closures_path(0).write_bytes(whole[: len(whole) // 2])

    assert not folder.is_stored(0)


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


def test_closures_are_those_of_the_replications_asked_for(tmp_path: Path) -> None:
    folder = finished(tmp_path, "baseline", "abc", replications=2)
    for replication in (0, 1, 2):
        store(folder, replication)

    assert list(folder.drawn()) == [0, 1]
    assert len(folder.closures()) == 2


def test_records_that_were_not_kept_are_missed_in_words(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    store(folder, 3, Level.SUMMARY)

    with pytest.raises(PlannerError, match="no records of replication 0003"):
        folder.records(3)


def test_a_name_means_the_latest_finished_run(tmp_path: Path) -> None:
    finished(tmp_path, "baseline", "old", ended="2026-01-01T00:00:00+00:00")
    newest = finished(tmp_path, "baseline", "new", ended="2026-01-02T00:00:00+00:00")
    finished(tmp_path, "baseline", "half", status=Status.INTERRUPTED, ended="2026-01-03")

    assert find_run("baseline", tmp_path) == newest
    assert find_run("experiments/baseline.toml", tmp_path) == newest


def test_a_name_means_the_file_as_it_stands(tmp_path: Path) -> None:
    plain = finished(tmp_path, "baseline", "plain", ended="2026-01-01T00:00:00+00:00")
    finished(tmp_path, "baseline", "varied", ended="2026-01-02", variation=("run.theta=0.8",))

    assert find_run("baseline", tmp_path) == plain


def test_a_path_means_that_run_finished_or_not(tmp_path: Path) -> None:
    half = finished(tmp_path, "baseline", "half", status=Status.INTERRUPTED)

    assert find_run(str(half.root), tmp_path) == half


def test_an_unknown_name_gets_the_nearest_spelling(tmp_path: Path) -> None:
    finished(tmp_path, "baseline", "abc")

    with pytest.raises(PlannerError, match=r"no finished run of 'basline'.*Did you mean 'base"):
        find_run("basline", tmp_path)


def test_starting_over_removes_what_was_run_and_nothing_else(tmp_path: Path) -> None:
    folder = finished(tmp_path, "baseline", "abc")
    store(folder, 0)
    mine = folder.root / "my-notes.txt"
    mine.write_text("keep")

    folder.start_over()

    assert not folder.is_stored(0)
    assert mine.exists()
