"""Running: exit codes, what is kept, and that stopping and going on changes nothing."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from tests.cli.commands import broken_where, eastflank, start

from eastflank.engine.run import run

BASELINE = "experiments/baseline.toml"


def closures(project: Path, experiment: str = "baseline", out: str = "results") -> dict[str, bytes]:
    (run,) = (project / out / experiment).iterdir()
    return {path.name: path.read_bytes() for path in sorted(run.glob("closures/*/*.parquet"))}


def test_a_run_ends_with_the_verdict(run_project: Path) -> None:
    answer = eastflank(run_project, "run", BASELINE, "experiments/baseline-cut.toml")

    assert answer.code == 0
    assert "0 run in" in answer.err
    assert "Penalty of the cut" in answer.out
    assert any(line.startswith("baseline-cut") for line in answer.out.splitlines())
    assert answer.out.startswith("Can 95 % of 1,251 troops be in place by C+30")
    assert "no plan can beat, cut at C+8: eastflank bound" in answer.out


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("dispatch=user-optimal", "policy substitute; "),
        ("dispatch=system-optimal", "policy substitute, system-optimal dispatch; "),
        ("trains_wait=holding_tracks", "policy substitute, trains wait on holding tracks; "),
    ],
)
def test_a_run_says_what_of_its_policy_is_not_usual(policy: str, words: str, project: Path) -> None:
    """Else two runs that differ in nothing else would be told by the same words."""
    assert words in eastflank(project, "run", BASELINE, "--set", f"policy.{policy}").out


def test_a_run_answers_programs(run_project: Path) -> None:
    answer = eastflank(run_project, "run", BASELINE, "--json").object

    (run,) = answer["runs"]
    assert set(answer) == {"runs", "charts", "unmet"}
    assert run["status"] == "finished"
    assert run["counts"]["stored"] == 4
    assert {"measure", "level", "p10", "p50", "p90", "probability"} <= set(run["verdict"][0])


def test_a_run_folder_says_what_made_it(run_project: Path) -> None:
    (run,) = (run_project / "results" / "baseline").iterdir()
    manifest = json.loads((run / "manifest.json").read_text())

    assert manifest["status"] == "finished"
    assert manifest["seed"] == 20260101
    assert {"eastflank", "python", "numpy", "simpy", "model"} <= set(manifest["versions"])
    assert "networks/mini/node.csv" in manifest["inputs"]
    for name in ("experiment.toml", "resolved.json", "units.csv", "network.geojson", "summary.csv"):
        assert (run / name).is_file()


def test_the_same_question_is_the_same_folder(run_project: Path) -> None:
    answer = eastflank(run_project, "run", BASELINE, "--replications", "9", "--dry-run")

    assert answer.code == 0
    assert "6 of 10 runs to do" in answer.out


def test_another_question_is_another_folder(run_project: Path) -> None:
    answer = eastflank(
        run_project, "run", BASELINE, "--set", "frame.warning_days=0", "--dry-run", "--json"
    ).object

    (run,) = answer["runs"]
    assert run["missing"] == 4
    assert not Path(run["folder"]).exists()


def test_a_threshold_that_is_not_met_is_told_by_the_exit_code(run_project: Path) -> None:
    easy = eastflank(run_project, "run", BASELINE, "--require", "troops_closed_c60>=1000")
    hard = eastflank(run_project, "run", BASELINE, "--require", "troops_closed_c10>=285000")
    wrong = eastflank(run_project, "run", BASELINE, "--require", "troops_closed_c31>=1")
    short = eastflank(run_project, "run", BASELINE, "--require", "troops_closed_c60>=.9")

    assert easy.code == short.code == 0
    assert hard.code == 5
    assert "troops_closed_c10>=285000 is not met" in hard.err
    assert wrong.code == 2
    assert "troops_closed_c30" in wrong.err


def test_replication_2_alone_is_2_of_a_batch(project: Path, run_project: Path) -> None:
    answer = eastflank(project, "run", BASELINE, "--only", "2")

    name = "replication=0002.parquet"
    assert answer.code == 0
    assert closures(project) == {name: closures(run_project)[name]}


def test_one_worker_and_two_give_the_same_bytes(project: Path, run_project: Path) -> None:
    eastflank(project, "run", BASELINE, "--workers", "1")

    assert closures(project) == closures(run_project)


def test_force_starts_over_and_comes_to_the_same(project: Path) -> None:
    eastflank(project, "run", BASELINE)
    before = closures(project)

    answer = eastflank(project, "run", BASELINE, "--force")

    assert "4 run in" in answer.err
    assert closures(project) == before


def wait_for_a_replication(project: Path) -> None:
    deadline = time.monotonic() + 60
    while not list((project / "results").rglob("closures/*/replication=*.parquet")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(("how", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, 130)])
def test_a_run_that_was_stopped_goes_on_to_the_same_bytes(
    project: Path, how: signal.Signals, code: int
) -> None:
    words = ["run", BASELINE, "--replications", "30", "--workers", "2"]
    with start(project, *words) as running:
        wait_for_a_replication(project)
        os.kill(running.pid, how)
        assert running.wait(30) == code
    stored = len(closures(project))

    resumed = eastflank(project, *words)
    eastflank(project, *words, "--out", "whole")

    assert 1 <= stored < 31
    assert resumed.code == 0
    assert closures(project) == closures(project, out="whole")


def test_a_folder_that_is_no_run_is_left_alone(project: Path) -> None:
    foreseen = eastflank(project, "run", BASELINE, "--dry-run", "--json").object
    folder = project / foreseen["runs"][0]["folder"]
    folder.mkdir(parents=True)
    (folder / "my-notes.txt").write_text("keep")

    answer = eastflank(project, "run", BASELINE)

    assert answer.code == 3
    assert "has no manifest.json" in answer.err
    assert [path.name for path in folder.iterdir()] == ["my-notes.txt"]


def test_a_failed_replication_is_told_and_can_be_replayed(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_but_not_1 = broken_where(lambda _, replication: replication == 1, run, "no berth")
    monkeypatch.setattr("eastflank.study.replication.run", run_but_not_1)
    broken = eastflank(project, "run", BASELINE, "--workers", "1", "--seed", "5")
    monkeypatch.undo()
    (failures,) = project.glob("results/baseline/*/failures.jsonl")
    failure = json.loads(failures.read_text())
    replayed = eastflank(project, *failure["replay"].split()[1:])

    assert broken.code == 4
    assert "2 replications, 1 missing" in broken.out
    assert failure["error"] == "ZeroDivisionError: no berth"
    assert failure["replay"] == f"eastflank run {BASELINE} --only 0001 --set run.seed=5"
    assert replayed.code == 0
    assert not failures.exists()


def test_a_bug_keeps_its_traceback(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("eastflank.study.case.load_case", broken)

    with pytest.raises(RuntimeError, match="a bug"):
        eastflank(project, "run", BASELINE)


@pytest.mark.slow
def test_charts_of_all_runs_are_drawn_before_the_verdict(project: Path) -> None:
    answer = eastflank(
        project,
        "run",
        BASELINE,
        "experiments/baseline-cut.toml",
        "--records",
        "summary",
        "--charts",
    )

    drawn = [line for line in answer.out.splitlines() if ".svg" in line]
    assert answer.code == 0
    assert drawn
    assert answer.out.index(drawn[-1]) < answer.out.index("Troops closed")
    assert all((project / f"{line.split('.svg')[0]}.svg").is_file() for line in drawn)


def test_a_plan_is_another_question_and_kept_in_its_folder(project: Path) -> None:
    header = "uln,cargo,modes,via,not_before_day,after,note"
    plans = project / "experiments" / "plans"
    plans.mkdir()
    (plans / "own.csv").write_text(f"{header}\n1e3,,,,,007,the tanks first\n", encoding="utf-8")
    words = ("run", BASELINE, "--only", "likely", "-q")

    for sets in ((), ("--set", "force.plan=own")):
        assert eastflank(project, *words, *sets).code == 0

    free, planned = sorted(
        (project / "results" / "baseline").iterdir(), key=lambda run: (run / "plan.csv").exists()
    )
    rows = (planned / "plan.csv").read_text().splitlines()
    assert not (free / "plan.csv").exists()
    assert rows[1] == '1e3/containers/01,,,,007,"experiments/plans/own.csv, row 2"'
    manifest = json.loads((planned / "manifest.json").read_text())
    assert "experiments/plans/own.csv" in manifest["inputs"]
    assert "for 007 to close" in eastflank(project, "explain", "1e3", "--run", str(planned)).out


def test_a_run_keeps_which_force_it_moved(project: Path) -> None:
    answer = eastflank(
        project,
        "run",
        "experiments/baseline.toml",
        "--set",
        "force.tiers=1",
        "-q",
        "--replications",
        "1",
    )

    assert answer.code == 0, answer.err
    (folder,) = (project / "results" / "baseline").iterdir()
    force = json.loads((folder / "resolved.json").read_text())["force"]
    counts = json.loads((folder / "manifest.json").read_text())["counts"]
    assert force["is_another"] is True
    assert force["said"] == ["tier 1 only"]
    assert force["stay"] == ["1e3"]
    assert (counts["troops_listed"], counts["troops_moving"], counts["units_stay"]) == (
        1251,
        600,
        1,
    )
