"""The disk: full at any moment, or read-only; a clear word, nothing lost, and the same result."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from eastflank.store import atomic
from tests.cli.commands import Answer, eastflank, small_project

BASELINE: Final = "experiments/baseline.toml"
RUN: Final = ("run", BASELINE, "-q", "--workers", "1")
MOMENTS: Final = (1, 2, 7, 13, 15, 18, 21, 23)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the run says where the disk has room."""
    project = small_project(tmp_path_factory.mktemp("whole"))
    assert eastflank(project, *RUN).code == 0
    return verdict(project)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one's own."""
    return small_project(tmp_path)


def verdict(project: Path) -> dict[str, Any]:
    """The verdict of the question."""
    run: dict[str, Any] = eastflank(project, "verdict", "baseline", "--json").object["runs"][0]
    return {name: run[name] for name in ("verdict", "quantiles", "status")}


@contextmanager
def refusing(number: int, monkeypatch: pytest.MonkeyPatch, code: int) -> Iterator[list[str]]:
    """From the file of this number on, no file can be written; the names of those that came."""
    asked: list[str] = []
    replacing: Callable[[Path], Any] = atomic.replacing

    @contextmanager
    def full(path: Path) -> Iterator[Path]:
        asked.append(path.name)
        with replacing(path) as beside:
            yield beside
            if len(asked) >= number:
                raise OSError(code, "No space left on device", str(beside))

    with monkeypatch.context() as patched:
        for module in ("eastflank.store.atomic", "eastflank.store.parquet"):
            patched.setattr(f"{module}.replacing", full)
        yield asked


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_disk_that_is_full_at_any_moment_loses_nothing(
    project: Path, whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    with refusing(moment, monkeypatch, errno.ENOSPC) as asked:
        full = eastflank(project, *RUN)
    again = eastflank(project, *RUN)

    if len(asked) >= moment:
        assert full.code in {3, 4}
        assert "No space left on device" in full.err
        assert ".part" not in full.err
    assert again.code == 0
    assert verdict(project) == whole
    assert list(project.rglob("*.part")) == []


def test_the_moments_reach_from_the_first_file_to_the_last(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with refusing(10_000, monkeypatch, errno.ENOSPC) as asked:
        eastflank(project, *RUN)

    assert asked[0] != asked[-1]
    assert len(asked) - 4 <= max(MOMENTS) <= len(asked)


# -- a folder that nobody may write to ------------------------------------------------------------

READ: Final = [("verdict",), ("usage",), ("ledger",), ("sensitivity",), ("who-uses", "suwalki")]
WRITE: Final = [("chart", "--which", "closure"), ("ledger", "--csv"), ("brief",)]


@contextmanager
def read_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No file and no folder can be made, as on a disk that is mounted for reading alone."""

    def refused(path: Path, *_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    with monkeypatch.context() as patched:
        for name in ("mkdir", "write_text", "write_bytes", "unlink", "touch"):
            patched.setattr(Path, name, refused)
        yield


def asked_of(project: Path, words: tuple[str, ...]) -> Answer:
    """The command on the run."""
    command, *flags = words
    return eastflank(
        project,
        command,
        *(["suwalki"] if "suwalki" in flags else []),
        "baseline",
        *(flag for flag in flags if flag != "suwalki"),
    )


@pytest.mark.parametrize("words", READ, ids=" ".join)
def test_a_finished_run_on_a_read_only_disk_is_read(
    run_project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    before = asked_of(run_project, words)

    with read_only(monkeypatch):
        answer = asked_of(run_project, words)

    assert answer.code == 0
    assert answer.out == before.out


@pytest.mark.parametrize("words", WRITE, ids=" ".join)
def test_what_a_read_only_disk_cannot_take_is_named(
    run_project: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    with read_only(monkeypatch):
        answer = asked_of(run_project, words)

    assert answer.code == 3
    assert "Read-only file system" in answer.err
    assert "results" in answer.err


# -- more than one writer, names that lead elsewhere ----------------------------------------------


def test_foreign_files_in_a_run_folder_are_left_alone(project: Path) -> None:
    assert eastflank(project, *RUN).code == 0
    (root,) = (project / "results" / "baseline").iterdir()
    foreign = {
        root / "notes.txt": "mine",
        root / "closures" / "point=0000" / "replication=mine.txt": "mine",
        root / "closures" / "point=0000" / "copy of replication=0001.parquet": "no parquet",
        root / "records" / "point=0000" / "desktop.ini": "x",
        project / "results" / "baseline" / "a folder" / "x": "x",
        project / "results" / "a file": "x",
    }
    before = verdict(project)
    for path, text in foreign.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)

    assert verdict(project) == before
    assert eastflank(project, "runs").code == 0
    assert eastflank(project, *RUN).code == 0
    assert {path: path.read_text() for path in foreign} == foreign


@pytest.mark.parametrize("name", ["../outside", "/outside", "..", "a/../../outside"])
def test_no_key_of_a_question_leads_a_result_out_of_the_project(project: Path, name: str) -> None:
    before = sorted(path.name for path in project.parent.iterdir())

    for key in ("force.list", "network.folder", "fleets.list", "force.plan"):
        answer = eastflank(project, "run", BASELINE, "-q", "--set", f'{key}="{name}"')
        assert answer.code == 3

    assert sorted(path.name for path in project.parent.iterdir()) == before
    assert not (project / "results").exists()
