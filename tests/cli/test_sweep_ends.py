"""A sweep that stops by its rule, and one of which a replication fails at one point."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from tests.cli.commands import Answer, broken_where, eastflank
from tests.cli.sweeps import GRID, grid_project, stored, sweep_folder

from eastflank.engine.run import run
from eastflank.model.scenario import Scenario
from eastflank.study import replication

STOPPING = f"{GRID.replace('[0.0, 8.0]', '[8.0]')}[stopping]\nwidth = 0.1\nmost = 256\n"
WORDS = ("sweep", "experiments/grid.toml", "--workers", "1")
BROKEN_POINT, BROKEN = 1, 1


def fail_where_the_corridor_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replication 1 fails at the points with a cut at C+0."""

    def here(scenario: Scenario, number: object) -> bool:
        return number == BROKEN and _cut_from_the_start(scenario)

    monkeypatch.setattr(replication, "run", broken_where(here, run, "the bridge is down"))


def _cut_from_the_start(scenario: Scenario) -> bool:
    return any(cut.severity == 1.0 and cut.start_h == 0.0 for cut in scenario.disruptions)


def failures(root: Path) -> list[dict[str, Any]]:
    """What the folder says of failures."""
    path = sweep_folder(root) / "failures.jsonl"
    lines = path.read_text().splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


def replay(root: Path, failure: dict[str, Any]) -> Answer:
    """Give the command that a failure names."""
    program, *words = shlex.split(failure["replay"])
    assert program == "eastflank"
    return eastflank(root, *words, "-q")


@pytest.mark.slow
def test_a_failure_at_one_point_is_mended_by_the_command_that_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, whole = grid_project(tmp_path / "failed"), grid_project(tmp_path / "whole")
    words = (*WORDS, "-q", "--records", "stages", "--replications", "3")
    eastflank(whole, *words)

    with monkeypatch.context() as patched:
        fail_where_the_corridor_is_cut(patched)
        first = eastflank(root, *words)
        (failure,) = failures(root)
        there = stored(sweep_folder(root))
        again = replay(root, failure)
    mended = replay(root, failure)

    missing = {f"{kind}/point=0001/replication=0001.parquet" for kind in ("closures", "records")}
    assert (first.code, again.code, mended.code) == (4, 4, 0)
    assert "1 replications failed: see results/grid/" in first.err
    assert (failure["point"], failure["replication"]) == (BROKEN_POINT, "0001")
    assert "--point 1 --only 0001" in failure["replay"]
    assert failure["error"] == "ZeroDivisionError: the bridge is down"
    assert there == {k: v for k, v in stored(sweep_folder(whole)).items() if k not in missing}
    assert not failures(root)
    assert stored(sweep_folder(root)) == stored(sweep_folder(whole))


def test_the_replay_command_of_a_sweep_with_a_rule_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = grid_project(tmp_path, STOPPING.replace("[8.0]", "[0.0]"))

    with monkeypatch.context() as patched:
        fail_where_the_corridor_is_cut(patched)
        failed = eastflank(root, *WORDS, "-q", "--point", "1", "--only", "1")
        (failure,) = failures(root)
    mended = replay(root, failure)

    assert (failed.code, mended.code) == (4, 0)
    assert not failures(root)
    assert list(stored(sweep_folder(root))) == ["closures/point=0001/replication=0001.parquet"]


def test_a_part_of_a_sweep_with_a_rule_is_refused(tmp_path: Path) -> None:
    root = grid_project(tmp_path, STOPPING)

    answer = eastflank(root, *WORDS, "-q", "--shard", "1/2")

    assert answer.code == 3
    assert "a look needs all replications before it" in answer.err


@pytest.mark.slow
def test_a_sweep_that_its_rule_stops_says_what_it_saved_and_resumes_to_the_same(
    tmp_path: Path,
) -> None:
    """Nothing closes by C+30, so 64 of 256 are enough: 2 × 192 are saved."""
    whole, resumed = grid_project(tmp_path / "w", STOPPING), grid_project(tmp_path / "r", STOPPING)

    at_once = eastflank(whole, *WORDS)
    part = eastflank(resumed, *WORDS, "-q", "--budget", "2s")
    rest = eastflank(resumed, *WORDS, "--json")
    again = eastflank(whole, *WORDS, "--json")

    assert (at_once.code, part.code, rest.code) == (0, 130, 0)
    assert "s a replication in grid" in at_once.err  # one is run and timed first
    assert "2 of 2 points stopped early: 384 replications saved" in at_once.err
    assert rest.object["stopping"] == again.object["stopping"]
    assert {p["replications"] for p in rest.object["stopping"].values()} == {64}
    assert (rest.object["status"], rest.object["counts"]["stored"]) == ("finished", 128)
    assert again.object["counts"]["run_now"] == 0
    assert stored(sweep_folder(resumed)) == stored(sweep_folder(whole))
    assert rest.object["verdict"] == again.object["verdict"]
