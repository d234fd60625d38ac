"""A run: what is stored is not run again, and how it is cut up changes no number."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pytest
from tests.small import asset_type, fleet, node, rail, scenario, terminal, unit

from eastflank.engine.run import RunEnd
from eastflank.model.evidence import Distribution, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.records import Records
from eastflank.model.scenario import Scenario
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest, Status
from eastflank.store.parquet import Level
from eastflank.store.situation import units_table, write_situation
from eastflank.study.conduct import Rule, conduct
from eastflank.study.plan import Plan, to_do
from eastflank.study.replication import Engine, Job, Resident
from eastflank.study.source import Prepared

FLAT = asset_type("flat", "rail", {"heavy_tracked": 20.0}, length_km=0.6)


def lucky_world() -> Scenario:
    """One train of tanks over 500 km; staging takes 1 to 48 hours."""
    world = scenario(
        [node("A"), node("B", country="LT")],
        [rail("AB", "A", "B", 500.0)],
        [terminal("railhead", "A"), terminal("railhead", "B")],
        [FLAT],
        [fleet("flat", "A", 1)],
        [unit("tanks", "A", "B", {"heavy_tracked": [14.0]})],
    )
    key = EvidenceKey("staging")
    staging = replace(
        world.evidence[key],
        low=1.0,
        likely=2.0,
        high=48.0,
        distribution=Distribution.TRIANGULAR,
        scope=Scope.LUCK,
    )
    return replace(world, evidence={**world.evidence, key: staging})


def job_in(root: Path, world: Scenario, prepare: Callable[[Scenario], Engine] = Resident) -> Job:
    folder = RunFolder(root)
    write_situation(folder, world)
    return Job(scenario=world, units=units_table(world), seed=7, folder=folder, prepare=prepare)


def read(job: Job) -> StoredRun:
    return StoredRun(job.folder.root)


def manifest(replications: int) -> Manifest:
    return Manifest(
        status=Status.RUNNING,
        experiment="small",
        title="",
        run_id="x",
        seed=7,
        replications=replications,
        horizon_h=720.0,
        theta=0.95,
        target_day=30.0,
        target_share=0.95,
        policy="substitute",
    )


def go(job: Job, plan: Plan, rule: Rule | None = None) -> Manifest:
    return conduct(
        Prepared(only=job),
        plan,
        manifest(plan.replications),
        replay=lambda _, r: f"replay {r}",
        rule=rule,
    )


@dataclass(frozen=True)
class EnoughAt:
    """A rule that looks at some numbers of replications and is content with one of them."""

    looks: Sequence[int]
    enough: int

    def reason(self, folder: RunFolder, look: int) -> str | None:
        return "enough" if folder.is_stored(look - 1) and look >= self.enough else None


def bytes_of(job: Job, replications: Sequence[int]) -> list[bytes]:
    paths = [job.folder.closures_path(r) for r in replications]
    return [
        path.read_bytes() for path in paths + [job.folder.records_path(r) for r in replications]
    ]


class Broken:
    """An engine that fails in one replication, and notes what it was asked for."""

    def __init__(self, world: Scenario, fails_at: int | None, error: type[BaseException]) -> None:
        self.engine: Engine = Resident(world)
        self.fails_at = fails_at
        self.error = error
        self.asked: list[int | None] = []

    def prepared(self, _: Scenario) -> Engine:
        """What a job asks for."""
        return self

    def __call__(self, *, seed: int, replication: int | None, records: Records) -> RunEnd:
        self.asked.append(replication)
        if replication == self.fails_at:
            raise self.error("the bridge is down")
        return self.engine(seed=seed, replication=replication, records=records)


def test_a_run_is_the_deterministic_run_and_its_replications(tmp_path: Path) -> None:
    job = job_in(tmp_path, lucky_world())

    ended = go(job, Plan(replications=3))

    assert ended.status is Status.FINISHED
    assert [job.folder.is_stored(r) for r in (LIKELY, 0, 1, 2)] == [True] * 4
    assert len(set(read(job).closures([0, 1, 2])["closed_095_h"])) == 3


def test_replication_17_alone_is_17_of_a_batch_on_any_number_of_workers(tmp_path: Path) -> None:
    world = lucky_world()
    alone = job_in(tmp_path / "alone", world)
    one, two = job_in(tmp_path / "one", world), job_in(tmp_path / "two", world)

    go(alone, Plan(replications=20, only=(17,)))
    go(one, Plan(replications=20, workers=1))
    go(two, Plan(replications=20, workers=2))

    assert bytes_of(alone, [17]) == bytes_of(one, [17])
    assert bytes_of(one, range(20)) == bytes_of(two, range(20))


def test_what_is_stored_is_not_run_again(tmp_path: Path) -> None:
    world = lucky_world()
    go(job_in(tmp_path, world), Plan(replications=3))
    engine = Broken(world, None, RuntimeError)

    ended = go(job_in(tmp_path, world, prepare=engine.prepared), Plan(replications=5))

    assert engine.asked == [3, 4]
    assert ended.counts["run_now"] == 2
    assert ended.counts["stored"] == 6


def test_an_interrupted_run_resumed_is_the_uninterrupted_one(tmp_path: Path) -> None:
    world = lucky_world()
    stopped = job_in(tmp_path / "stopped", world)
    whole = job_in(tmp_path / "whole", world)
    engine = Broken(world, 2, KeyboardInterrupt)
    plan = Plan(replications=4)

    with pytest.raises(KeyboardInterrupt):
        go(replace(stopped, prepare=lambda _: engine), plan)
    halfway = read(stopped).manifest.status
    go(stopped, plan)
    go(whole, plan)

    assert halfway is Status.INTERRUPTED
    assert read(stopped).manifest.status is Status.FINISHED
    assert bytes_of(stopped, range(4)) == bytes_of(whole, range(4))


def test_a_failed_replication_is_written_down_and_the_others_go_on(tmp_path: Path) -> None:
    world = lucky_world()
    engine = Broken(world, 1, ZeroDivisionError)
    job = job_in(tmp_path, world, prepare=engine.prepared)

    ended = go(job, Plan(replications=3))

    (line,) = job.folder.failures_path.read_text().splitlines()
    failure = json.loads(line)
    assert ended.status is Status.FAILED
    assert ended.counts["failed"] == 1
    assert failure["replication"] == "0001"
    assert failure["error"] == "ZeroDivisionError: the bridge is down"
    assert failure["replay"] == "replay 1"
    assert read(job).drawn == [0, 2]


def test_a_mended_failure_leaves_no_trace(tmp_path: Path) -> None:
    world = lucky_world()
    engine = Broken(world, 1, ZeroDivisionError)
    go(job_in(tmp_path, world, prepare=engine.prepared), Plan(replications=2))
    job = job_in(tmp_path, world)

    ended = go(job, Plan(replications=2))

    assert ended.status is Status.FINISHED
    assert not job.folder.failures_path.exists()


def test_a_bug_between_replications_marks_the_run_as_failed(tmp_path: Path) -> None:
    def broken(_: Scenario) -> Engine:
        raise RuntimeError("no routes")

    job = job_in(tmp_path, lucky_world(), prepare=broken)

    with pytest.raises(RuntimeError, match="no routes"):
        go(job, Plan(replications=1))

    assert read(job).manifest.status is Status.FAILED


def test_a_replication_alone_leaves_a_run_to_be_resumed(tmp_path: Path) -> None:
    job = job_in(tmp_path, lucky_world())

    ended = go(job, Plan(replications=2, only=(1,)))

    assert ended.status is Status.INTERRUPTED
    assert [task.replication for task in to_do(job.folder, Plan(replications=2))] == [LIKELY, 0]


def test_links_are_kept_of_the_deterministic_run_and_the_first(tmp_path: Path) -> None:
    job = job_in(tmp_path, lucky_world())

    go(job, Plan(replications=2))

    has_links = [(read(job).records(r)["stage"] == "link").any() for r in (LIKELY, 0, 1)]
    assert has_links == [True, True, False]


def test_closures_do_not_depend_on_what_is_kept(tmp_path: Path) -> None:
    world = lucky_world()
    frames: list[pd.DataFrame] = []
    for level in Level:
        job = job_in(tmp_path / level.value, world)
        go(job, Plan(replications=2, level=level))
        frames.append(read(job).closures([1]))

    pd.testing.assert_frame_equal(frames[0], frames[1])
    pd.testing.assert_frame_equal(frames[1], frames[2])


def test_a_lot_that_can_never_arrive_is_counted(tmp_path: Path) -> None:
    world = lucky_world()
    nowhere = replace(world, links={})
    job = job_in(tmp_path, nowhere)

    ended = go(job, Plan(replications=1))

    assert ended.counts["waiting_unexplained"] == 2  # the deterministic run and replication 0
    assert ended.status is Status.FINISHED


def test_a_rule_ends_a_run_at_its_look_and_says_what_it_saved(tmp_path: Path) -> None:
    job = job_in(tmp_path, lucky_world())

    ended = go(job, Plan(replications=12), EnoughAt((2, 4, 8), enough=4))

    assert ended.stopping == {"0": {"replications": 4, "saved": 8, "reason": "enough"}}
    assert ended.status is Status.FINISHED
    assert read(job).drawn == [0, 1, 2, 3]
    assert not job.folder.is_stored(4)


def test_a_stopped_run_that_was_interrupted_stops_where_the_other_does(tmp_path: Path) -> None:
    world, rule, plan = lucky_world(), EnoughAt((2, 4, 8), enough=4), Plan(replications=12)
    stopped, whole = job_in(tmp_path / "stopped", world), job_in(tmp_path / "whole", world)
    engine = Broken(world, 3, KeyboardInterrupt)

    with pytest.raises(KeyboardInterrupt):
        go(replace(stopped, prepare=engine.prepared), plan, rule)
    resumed, again, at_once = (go(job, plan, rule) for job in (stopped, stopped, whole))

    assert resumed.stopping == again.stopping == at_once.stopping
    assert (resumed.counts["run_now"], again.counts["run_now"]) == (1, 0)
    assert bytes_of(stopped, range(4)) == bytes_of(whole, range(4))
    assert not stopped.folder.is_stored(4)


def test_a_failure_keeps_a_point_open_and_is_tried_once_a_call(tmp_path: Path) -> None:
    world, rule, plan = lucky_world(), EnoughAt((2, 4), enough=2), Plan(replications=6)
    engine = Broken(world, 1, ZeroDivisionError)

    ended = go(job_in(tmp_path, world, prepare=engine.prepared), plan, rule)

    assert engine.asked == [None, 0, 1, 2, 3, 4, 5]
    assert ended.counts["failed"] == 1
    assert not ended.stopping


def test_a_failure_that_is_mended_alone_lets_the_rule_look_again(tmp_path: Path) -> None:
    world, rule, plan = lucky_world(), EnoughAt((2, 4), enough=2), Plan(replications=6)
    for fails_at in (1, 4):  # both are written down by the first two calls
        engine = Broken(world, fails_at, ZeroDivisionError)
        go(job_in(tmp_path, world, prepare=engine.prepared), replace(plan, only=(fails_at,)))
    job = job_in(tmp_path, world)
    go(job, replace(plan, only=(0,)), rule)

    ended = go(job, replace(plan, only=(1,)), rule)

    assert ended.stopping["0"]["replications"] == 2
    assert not job.folder.failures_path.exists()  # of 4 no more is asked


def test_a_replication_behind_the_stop_runs_when_it_is_asked_for(tmp_path: Path) -> None:
    job, rule = job_in(tmp_path, lucky_world()), EnoughAt((2,), enough=2)
    go(job, Plan(replications=6), rule)

    go(job, Plan(replications=6, only=(5,)), rule)

    assert job.folder.is_stored(5)
    assert read(job).drawn == [0, 1]
