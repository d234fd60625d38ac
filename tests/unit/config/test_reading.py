"""Experiment files: what extends, merges and is set, and what comes back."""

import json
from pathlib import Path

import pytest
from tests.tables import BASELINE, write_project

from eastflank.config import (
    Experiment,
    experiment_schema,
    in_one_spelling,
    read_experiment,
    with_sets,
)
from eastflank.model.scenario import CutPolicy, Dispatch, Readiness


def write(root: Path, name: str, text: str) -> Path:
    path = root / "experiments" / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_a_file_leaves_out_has_its_default(tmp_path: Path) -> None:
    experiment = read_experiment(write_project(tmp_path) / BASELINE)

    assert experiment.name == "baseline"
    assert experiment.run.horizon_days == 60
    assert experiment.run.seed == 20260101
    assert experiment.frame.readiness is Readiness.TIERS
    assert experiment.policy.cut is CutPolicy.SUBSTITUTE
    assert experiment.policy.dispatch is Dispatch.USER_OPTIMAL


def test_a_file_that_extends_another_keeps_what_it_does_not_say(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    grandchild = write(
        root,
        "late",
        'extends = "cut.toml"\n[run]\nseed = 5\n[[disruptions]]\nid = "suwalki"\nstart_day = 20\n',
    )

    experiment = read_experiment(grandchild)

    (cut,) = experiment.disruptions
    assert experiment.experiment.title == "A small move, cut"
    assert experiment.experiment.question == "Does it arrive?"
    assert (experiment.run.horizon_days, experiment.run.seed) == (60, 5)
    assert (cut.start_day, cut.targets) == (20, ("corridor:suwalki",))
    assert [file.name for file in experiment.files] == ["late.toml", "cut.toml", "baseline.toml"]


def test_tables_of_a_list_with_a_new_id_come_after_the_others(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    two = write(
        root,
        "two",
        'extends = "cut.toml"\n[[disruptions]]\nid = "port"\ntargets = ["node:PL_GDYNIA"]\n',
    )

    experiment = read_experiment(two)

    assert [cut.id for cut in experiment.disruptions] == ["suwalki", "port"]


def test_an_end_at_infinity_is_open_ended(tmp_path: Path) -> None:
    experiment = read_experiment(write_project(tmp_path) / "experiments/cut.toml")

    assert experiment.disruptions[0].end_day is None


def test_a_whole_number_will_do_for_a_number(tmp_path: Path) -> None:
    experiment = read_experiment(write_project(tmp_path) / BASELINE, ["target.day=20"])

    assert experiment.target.day == 20.0


def test_sets_go_over_the_file(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    experiment = read_experiment(
        root / "experiments/cut.toml",
        [
            "run.horizon_days=90.5",
            "policy.cut=none",
            'frame.readiness="ready"',
            "disruptions.suwalki.severity=0.5",
            "fleets.factors.roro=0.0",
            "assumptions.set.rail_speed.fixed=40",
        ],
    )

    assert experiment.run.horizon_days == 90.5
    assert experiment.policy.cut is CutPolicy.NONE
    assert experiment.frame.readiness is Readiness.READY
    assert experiment.disruptions[0].severity == 0.5
    assert experiment.fleets.factors == {"roro": 0.0}
    assert experiment.assumptions.set["rail_speed"].fixed == 40


def test_sets_on_a_read_experiment_equal_sets_on_the_file(tmp_path: Path) -> None:
    path = write_project(tmp_path) / "experiments/cut.toml"
    sets = ["run.seed=7", "disruptions.suwalki.start_day=3"]

    assert with_sets(read_experiment(path), sets) == read_experiment(path, sets)


def test_the_resolved_form_is_json_and_reads_back_as_the_same(tmp_path: Path) -> None:
    experiment = read_experiment(write_project(tmp_path) / "experiments/cut.toml")

    text = json.dumps(experiment.resolved(), allow_nan=False)

    read = {name: getattr(experiment, name) for name in ("name", "files", "origins")}
    back = {**json.loads(text), **read}
    assert Experiment.model_validate(back) == experiment


def test_factors_may_be_written_with_and_without_quotes(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    head = 'extends = "baseline.toml"\n[sweep.factors]\n'
    quoted = write(
        root, "q", head + '"fleets.factors.roro" = [1.0, 0.0]\n"policy.cut" = ["none", "reroute"]\n'
    )
    plain = write(
        root, "p", head + 'fleets.factors.roro = [1.0, 0.0]\npolicy.cut = ["none", "reroute"]\n'
    )

    factors = read_experiment(quoted).sweep.factors

    assert factors == {"fleets.factors.roro": (1.0, 0.0), "policy.cut": ("none", "reroute")}
    assert read_experiment(plain).sweep.factors == factors


@pytest.mark.parametrize(
    "spelling", ['"run . theta"', "run.theta", "\"run.'theta'\"", 'run."theta"', '" run.theta"']
)
def test_a_factor_is_the_same_in_every_spelling_and_the_nearer_file_wins(
    tmp_path: Path, spelling: str
) -> None:
    root = write_project(tmp_path)
    write(root, "base", 'extends = "baseline.toml"\n[sweep.factors]\n"run.theta" = [0.5]\n')
    near = write(root, "near", f'extends = "base.toml"\n[sweep.factors]\n{spelling} = [0.9]\n')

    assert read_experiment(near).sweep.factors == {"run.theta": (0.9,)}
    set_beside = read_experiment(near, ["sweep.factors.run.theta=[0.7]"])
    assert set_beside.sweep.factors == {"run.theta": (0.7,)}


def test_a_set_is_kept_in_one_spelling_and_what_cannot_be_read_as_it_is() -> None:
    assert in_one_spelling("run . seed = 7") == "run.seed=7"
    assert in_one_spelling('disruptions."klaipėda".severity=1') == (
        'disruptions."klaipėda".severity=1'
    )
    assert in_one_spelling("run seed=7") == "run seed=7"


def test_a_base_may_be_written_without_quotes(tmp_path: Path) -> None:
    text = 'extends = "baseline.toml"\n[sweep.factors]\nrun.theta = [0.9, 0.8]\n'
    path = write(write_project(tmp_path), "based", text + "[sweep.base]\nrun.theta = 0.9\n")

    assert read_experiment(path).sweep.base == {"run.theta": 0.9}


@pytest.mark.parametrize(
    ("old", "new"), [(b"", b"\xef\xbb\xbf"), (b"\n", b"\r\n")], ids=["byte order mark", "CRLF"]
)
def test_what_an_editor_writes_reads_the_same(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = write_project(tmp_path) / BASELINE
    plain = read_experiment(path)
    raw = path.read_bytes()
    path.write_bytes(raw.replace(old, new) if old else new + raw)

    assert read_experiment(path) == plain


def test_the_schema_describes_every_key() -> None:
    schema = json.loads(json.dumps(experiment_schema()))

    sections = [schema, *schema["$defs"].values()]
    keys = [key for section in sections for key in section.get("properties", {}).items()]

    assert {"extends", "disruptions", "run"} <= set(schema["properties"])
    assert [name for name, key in keys if "description" not in key and "$ref" not in key] == []
