"""Runs that can be named: the unfinished are found, all are listed, and some may be removed."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

BASELINE = "experiments/baseline.toml"


def manifest_of(project: Path, experiment: str) -> Path:
    (found,) = (project / "results" / experiment).glob("*/manifest.json")
    return found


def change(manifest: Path, **changed: object) -> None:
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**content, **changed}))


@pytest.fixture
def narrowed(project: Path) -> Path:
    """A project of which the deterministic run alone was made, and three were asked for."""
    done = eastflank(project, "run", BASELINE, "--only", "likely", "-q")
    assert done.code == 0, done.err
    return project


def test_a_narrowed_run_is_found_by_its_name_and_says_what_it_is(narrowed: Path) -> None:
    answer = eastflank(narrowed, "verdict", "baseline")

    assert answer.code == 0, answer.err
    assert "interrupted: the deterministic run and 0 of 3 replications are there" in answer.err
    assert "To go on: eastflank run experiments/baseline.toml --seed 20260101" in answer.err


def test_a_run_whose_time_was_used_says_so(narrowed: Path) -> None:
    eastflank(narrowed, "run", BASELINE, "--budget", "0s", "-q")

    answer = eastflank(narrowed, "explain", "007")

    assert answer.code == 0, answer.err
    assert "budget used: the deterministic run and 0 of 3 replications are there" in answer.err


def test_a_finished_run_goes_before_one_that_is_not(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baseline")

    assert answer.code == 0
    assert "not finished" not in answer.err


def test_no_replication_is_an_answer_too(project: Path) -> None:
    done = eastflank(project, "run", BASELINE, "--replications", "0", "-q")
    manifest = json.loads(manifest_of(project, "baseline").read_text())

    assert done.code == 0, done.err
    assert (manifest["status"], manifest["replications"]) == ("finished", 0)
    assert eastflank(project, "verdict", "baseline").err == ""


def test_a_run_of_another_build_is_marked(narrowed: Path) -> None:
    manifest = manifest_of(narrowed, "baseline")
    change(manifest, versions={"eastflank": "0.0.9", "model": "0123456789ab"})

    answer = eastflank(narrowed, "verdict", "baseline")
    by_folder = eastflank(narrowed, "verdict", str(manifest.parent))

    assert "was run by another build of the model (0123456789ab)" in answer.err
    assert "was run by another build of the model (0123456789ab)" in by_folder.err


def test_runs_lists_what_is_stored_with_its_state(run_project: Path) -> None:
    answer = eastflank(run_project, "runs")
    one = eastflank(run_project, "runs", "baseline-cut", "--json").object["runs"]

    lines = answer.out.splitlines()
    assert lines[0] == "2 runs in results."
    assert lines[1].split() == ["run", "question", "when,", "UTC", "replications", "state"]
    assert {line.split("/")[0] for line in lines[2:]} == {"baseline", "baseline-cut"}
    assert all(line.endswith("3 of 3  finished") for line in lines[2:])
    assert max(map(len, lines)) <= 120
    assert [run["label"] for run in one] == ["baseline-cut"]
    assert one[0]["of_this_build"] is True


def test_a_folder_that_cannot_be_read_is_listed_as_that(narrowed: Path) -> None:
    manifest_of(narrowed, "baseline").write_text("[]")

    answer = eastflank(narrowed, "runs")

    assert answer.code == 0
    assert answer.out.splitlines()[2].endswith("unreadable")


def test_clean_removes_nothing_before_it_is_told_to(narrowed: Path) -> None:
    manifest = manifest_of(narrowed, "baseline")

    dry = eastflank(narrowed, "clean", "--unfinished")
    there = manifest.is_file()
    wet = eastflank(narrowed, "clean", "--unfinished", "--remove")

    assert dry.out.startswith("1 run would be removed.")
    assert there
    assert wet.out.startswith("1 run removed.")
    assert not (narrowed / "results" / "baseline").exists()


def test_clean_never_removes_a_run_that_is_under_way(narrowed: Path) -> None:
    manifest = manifest_of(narrowed, "baseline")
    change(manifest, status="running")

    answer = eastflank(narrowed, "clean", "--unfinished", "--older-than", "0", "--remove")

    assert answer.out == "No run meets the rule.\n"
    assert manifest.is_file()


@pytest.mark.parametrize(
    ("rules", "goes"),
    [
        (["--unfinished"], True),
        (["--other-build"], False),
        (["--superseded"], True),
        (["--older-than", "1"], False),
        (["--unfinished", "--older-than", "1"], False),
        (["--unfinished", "another"], False),
        (["--unfinished", "baseline"], True),
    ],
)
def test_a_run_goes_that_meets_all_rules(narrowed: Path, rules: list[str], goes: bool) -> None:
    answer = eastflank(narrowed, "clean", *rules)

    assert answer.out.startswith("1 run would be removed.") is goes


def test_the_latest_finished_run_of_a_question_is_kept(project: Path) -> None:
    for seed in ("1", "1", "2"):
        eastflank(project, "run", BASELINE, "--replications", "0", "--seed", seed, "-q")
    older = min((project / "results" / "baseline").glob("*/manifest.json"))
    change(older, seed=2, ended="2026-01-01T00:00:00+00:00")
    for newer in set((project / "results" / "baseline").glob("*/manifest.json")) - {older}:
        change(newer, seed=2)

    answer = eastflank(project, "clean", "--superseded")

    assert answer.out.startswith("1 run would be removed.")
    assert older.parent.name in answer.out


def test_a_file_of_the_same_name_in_another_folder_asks_another_question(project: Path) -> None:
    beside = project / "experiments" / "beside"
    beside.mkdir()
    (beside / "baseline.toml").write_text(
        'schema_version = 1\nextends = "../baseline.toml"\n[frame]\nwarning_days = 3\n',
        encoding="utf-8",
    )
    for file in (BASELINE, "experiments/beside/baseline.toml"):
        eastflank(project, "run", file, "--replications", "0", "-q")

    answer = eastflank(project, "clean", "--superseded")

    assert answer.out == "No run meets the rule.\n"


def test_clean_without_a_rule_is_refused(narrowed: Path) -> None:
    answer = eastflank(narrowed, "clean", "--remove")

    assert answer.code == 2
    assert manifest_of(narrowed, "baseline").is_file()


@pytest.mark.parametrize(("days", "code"), [("inf", 2), ("nan", 2), ("1e12", 0)])
def test_no_age_ends_in_a_traceback(run_project: Path, days: str, code: int) -> None:
    answer = eastflank(run_project, "clean", "--older-than", days)

    assert answer.code == code
    assert "No run meets the rule" in answer.out or "--older-than" in answer.err
