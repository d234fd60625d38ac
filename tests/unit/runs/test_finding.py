"""Finding a stored run: by its folder, its experiment file or its name; what is damaged is told."""

from pathlib import Path
from typing import Any

import pytest

from eastflank.model.errors import PlannerError
from eastflank.runs.finding import find_run
from eastflank.store.folder import RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest


def finished(results: Path, experiment: str, run_id: str, **changed: Any) -> Path:
    folder = RunFolder(results / experiment / run_id)
    given: dict[str, Any] = {
        "status": Status.FINISHED,
        "experiment": experiment,
        "title": "",
        "run_id": run_id,
        "seed": 1,
        "replications": 1,
        "horizon_h": 720.0,
        "theta": 0.95,
        "target_day": 30.0,
        "target_share": 0.95,
        "policy": "substitute",
        "files": (f"experiments/{experiment}.toml",),
        "ended": "2026-01-01T00:00:00+00:00",
        **changed,
    }
    write_manifest(folder.manifest_path, Manifest(**given))
    return folder.root


def test_a_name_means_the_latest_finished_run(tmp_path: Path) -> None:
    finished(tmp_path, "baseline", "old", ended="2026-01-01T00:00:00+00:00")
    newest = finished(tmp_path, "baseline", "new", ended="2026-01-02T00:00:00+00:00")
    finished(tmp_path, "baseline", "half", status=Status.INTERRUPTED, ended="2026-01-03")

    assert find_run("baseline", tmp_path).root == newest
    assert find_run("experiments/baseline.toml", tmp_path).root == newest


def test_a_name_means_the_file_as_it_stands(tmp_path: Path) -> None:
    plain = finished(tmp_path, "baseline", "plain", ended="2026-01-01T00:00:00+00:00")
    finished(tmp_path, "baseline", "varied", ended="2026-01-02", variation=("run.theta=0.8",))

    assert find_run("baseline", tmp_path).root == plain


def test_a_path_means_that_run_finished_or_not(tmp_path: Path) -> None:
    half = finished(tmp_path, "baseline", "half", status=Status.INTERRUPTED)

    assert find_run(str(half), tmp_path).root == half


def test_an_unknown_name_gets_the_nearest_spelling(tmp_path: Path) -> None:
    finished(tmp_path, "baseline", "abc")

    with pytest.raises(PlannerError, match=r"no finished run of 'basline'.*Did you mean 'base"):
        find_run("basline", tmp_path)


@pytest.mark.parametrize("asked", ["luck.toml", "luck"])
def test_what_was_never_run_is_run_from_where_its_file_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PlannerError, match=r"There is no experiment file of that name either\.$"):
        find_run(asked, tmp_path / "results")

    (tmp_path / "luck.toml").touch()

    with pytest.raises(PlannerError, match=r"Run it first: eastflank run luck\.toml\."):
        find_run(asked, tmp_path / "results")


def test_experiments_of_one_name_in_two_folders_are_told_apart(tmp_path: Path) -> None:
    one = finished(tmp_path, "two", "a1", files=("experiments/two.toml",))
    other = finished(tmp_path, "two", "b2", files=("experiments/alt/two.toml",), ended="2026-02")

    assert find_run("experiments/two.toml", tmp_path).root == one
    assert find_run("experiments/alt/two.toml", tmp_path).root == other
    with pytest.raises(PlannerError) as refused:
        find_run("two", tmp_path)
    assert "experiments/alt/two.toml, experiments/two.toml. Give the experiment file" in str(
        refused.value
    )


def test_a_question_that_two_files_ask_is_found_by_either(tmp_path: Path) -> None:
    both = ("experiments/alt/two.toml", "experiments/two.toml")
    run = finished(tmp_path, "two", "a1", files=both)

    assert [find_run(name, tmp_path).root for name in (*both, "two")] == [run] * 3


def test_a_file_that_was_never_run_is_not_answered_by_another_of_its_name(tmp_path: Path) -> None:
    finished(tmp_path, "two", "a1", files=("experiments/two.toml",))

    with pytest.raises(PlannerError, match=r"runs of that name are of experiments/two\.toml"):
        find_run("experiments/alt/two.toml", tmp_path)


def test_one_damaged_folder_is_passed_over_and_told(tmp_path: Path) -> None:
    whole = finished(tmp_path, "baseline", "whole")
    for name, text in {"cut": '{"status": "fini', "empty": "", "list": "[]"}.items():
        (damaged := finished(tmp_path, "baseline", name) / "manifest.json").write_text(text)
    finished(tmp_path, "baseline", "old", format=1)

    found = find_run("baseline", tmp_path)

    assert found.root == whole
    assert [remark.startswith("passed over ") for remark in found.remarks[:3]] == [True] * 3
    assert found.remarks[3] == "and 1 more folders"
    assert str(damaged.parent.parent) in found.remarks[0]


def test_where_all_are_damaged_the_damage_is_the_answer(tmp_path: Path) -> None:
    (finished(tmp_path, "baseline", "cut") / "manifest.json").write_text("[]")

    with pytest.raises(PlannerError, match="the file is damaged"):
        find_run("baseline", tmp_path)


def test_an_unfinished_run_says_how_to_go_on(tmp_path: Path) -> None:
    finished(tmp_path, "baseline", "half", status=Status.INTERRUPTED)

    with pytest.raises(PlannerError, match=r"is interrupted, not finished. Go on with it: eastfl"):
        find_run("baseline", tmp_path)


def test_a_folder_that_is_no_run_says_so(tmp_path: Path) -> None:
    (tmp_path / "baseline" / "abc").mkdir(parents=True)

    with pytest.raises(PlannerError, match="this is not a run folder"):
        find_run(str(tmp_path / "baseline" / "abc"), tmp_path)
