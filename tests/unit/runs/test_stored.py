"""A stored run: each frame is read once, and what cannot be read is told where it is missed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from tests import made

from eastflank.model.errors import PlannerError
from eastflank.runs import replication
from eastflank.runs.families import names_of
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY


@pytest.fixture(scope="module")
def kept() -> Path:
    """A run of three replications; do not write to it."""
    return made.run("theatre")


@pytest.fixture
def spoilt(kept: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return shutil.copytree(kept, tmp_path / "a1")


def test_closures_are_those_of_the_replications_asked_for(kept: Path) -> None:
    run = StoredRun(kept)

    assert run.drawn == run.replications == [0, 1, 2]
    assert set(run.closures()["replication"]) == {0, 1, 2}
    assert set(run.closures([1])["replication"]) == {1}
    assert run.told.number == LIKELY


def noting(reader: Callable[..., pd.DataFrame], read: list[Path]) -> Callable[..., pd.DataFrame]:
    """A reader that notes what it reads."""

    def noted(path: Path, *rest: object) -> pd.DataFrame:
        read.append(path)
        return reader(path, *rest)

    return noted


def test_each_frame_is_read_once(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    for name in ("read_closures", "read_records"):
        monkeypatch.setattr(replication, name, noting(getattr(replication, name), read))
    run = StoredRun(kept)

    for _ in range(2):
        assert run.closures() is run.closures()
        assert run.records() is run.told.records
        assert run.verdict is run.called("open").verdict

    assert len(read) == len(set(read)) == 4  # closures of three, records of the deterministic run


def test_records_that_were_not_kept_are_missed_in_words(spoilt: Path) -> None:
    StoredRun(spoilt).folder.records_path(2).unlink()

    with pytest.raises(PlannerError, match="no records of replication 0002"):
        StoredRun(spoilt).records(2)


@pytest.mark.parametrize(
    "read",
    [
        lambda run: run.records(99),
        lambda run: run.replication(99).closures,
        lambda run: run.replication(99).require_links(),
    ],
    ids=["records", "closures", "links"],
)
def test_a_replication_that_was_not_run_is_told_with_those_that_were(
    spoilt: Path, read: Callable[[StoredRun], object]
) -> None:
    run = StoredRun(spoilt)
    run.folder.closures_path(1).unlink()

    with pytest.raises(PlannerError) as told:
        read(run)

    said = "there is no replication 0099. There are the deterministic run, 0 and 2."
    assert said in str(told.value)


@pytest.mark.parametrize(
    "name", ["units.csv", "terminals.csv", "fleets.csv", "resolved.json", "network.geojson"]
)
def test_a_file_that_is_gone_is_named(spoilt: Path, name: str) -> None:
    (spoilt / name).unlink()
    run = StoredRun(spoilt)
    ask: dict[str, Callable[[], object]] = {
        "units.csv": lambda: run.units,
        "terminals.csv": lambda: run.terminals,
        "fleets.csv": lambda: run.fleets,
        "resolved.json": lambda: run.disruptions,
        "network.geojson": lambda: run.network,
    }

    with pytest.raises(PlannerError, match=f"{name}: the file is not there. Give the command"):
        ask[name]()


@pytest.mark.parametrize("text", ["", "[]", '{"evidence": ['])
def test_a_file_that_is_cut_is_damaged(spoilt: Path, text: str) -> None:
    (spoilt / "resolved.json").write_text(text)

    with pytest.raises(PlannerError, match=r"resolved\.json: the file is damaged"):
        names_of([StoredRun(spoilt)])


def test_records_that_are_cut_are_damaged(spoilt: Path) -> None:
    path = StoredRun(spoilt).folder.records_path(LIKELY)
    path.write_bytes(path.read_bytes()[:100])

    with pytest.raises(PlannerError, match=r"replication=likely\.parquet: the file is damaged"):
        StoredRun(spoilt).records()


def test_a_run_with_nothing_stored_says_what_to_do(spoilt: Path) -> None:
    shutil.rmtree(spoilt / "closures")
    run = StoredRun(spoilt)

    assert run.verdict is None
    with pytest.raises(PlannerError, match=r"no replication is stored.*eastflank run experiments"):
        run.closures()


@pytest.mark.parametrize("kind", ["records", "closures"])
def test_a_replication_under_the_number_of_another_is_refused(spoilt: Path, kind: str) -> None:
    folder = StoredRun(spoilt).folder
    path = folder.records_path if kind == "records" else folder.closures_path
    path(1).write_bytes(path(2).read_bytes())
    run = StoredRun(spoilt)

    with pytest.raises(PlannerError, match=r"holds replication 2, and its name says another"):
        run.records(1) if kind == "records" else run.closures()


def test_a_point_under_the_number_of_another_is_refused(spoilt: Path) -> None:
    for kind in ("records", "closures"):
        shutil.copytree(spoilt / kind / "point=0000", spoilt / kind / "point=0001")

    with pytest.raises(PlannerError, match=r"holds point 0, and its name says another"):
        StoredRun(spoilt).at(1).closures()
