"""Kin: an experiment says of which question it is the cut, whatever the files are called."""

from pathlib import Path

import pytest
from tests.cli.commands import small_project

from eastflank.config import read_experiment
from eastflank.store.identity import question_of
from eastflank.study.case import load_case
from eastflank.study.kin import Kin, kin_of

SHIPPED = Path(__file__).parents[3] / "experiments"
PAIRS = [
    (f"{name.partition('-cut')[0]}", name)
    for name in sorted(path.stem for path in SHIPPED.glob("*-cut*.toml"))
]
CUT = '[[disruptions]]\nid = "suwalki"\ntargets = ["corridor:suwalki"]\nstart_day = 4.0\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small theatre, and questions that extend its baseline."""
    root = small_project(tmp_path_factory.mktemp("kin"))
    written = {
        "closed": f'extends = "baseline.toml"\n[target]\nday = 45.0\n{CUT}',
        "later": f'extends = "closed.toml"\n[run]\nreplications = 7\n{CUT}known = true\n',
        "waits": 'extends = "closed.toml"\n[policy]\ncut = "none"\n',
        "few": 'extends = "baseline.toml"\n[fleets.factors]\ncoach_1520 = 0.5\n',
        "few-closed": f'extends = "closed.toml"\n[fleets.factors]\ncoach_1520 = 0.5\n{CUT}',
    }
    for name, text in written.items():
        (root / "experiments" / f"{name}.toml").write_text(text)
    return root


def kin(project: Path, name: str, *sets: str) -> Kin:
    return kin_of(load_case(project / "experiments" / f"{name}.toml", sets))


@pytest.mark.parametrize("name", ["closed", "later", "waits"])
def test_a_cut_has_the_question_of_the_open_run_that_it_extends(project: Path, name: str) -> None:
    found = kin(project, name)

    assert found.question == kin(project, "baseline").question
    assert found.cut_of == "experiments/baseline.toml"
    assert found.variant_of == ""


def test_an_open_question_is_the_cut_of_none(project: Path) -> None:
    assert kin(project, "baseline").cut_of == ""
    assert kin(project, "few").cut_of == ""


def test_a_question_that_changes_another_is_its_variant(project: Path) -> None:
    found = kin(project, "few")

    assert found.variant_of == "experiments/baseline.toml"
    assert found.question != kin(project, "baseline").question


def test_a_cut_finds_its_open_twin_where_it_extends_another_cut(project: Path) -> None:
    found = kin(project, "few-closed")

    assert found.question == kin(project, "few").question
    assert (found.cut_of, found.variant_of) == ("", "experiments/closed.toml")


def test_what_is_set_beside_both_files_keeps_them_kin(project: Path) -> None:
    sets = (
        "fleets.factors.coach_1520=0.5",
        "disruptions.suwalki.severity=0.5",
        "policy.cut='none'",
    )

    found = kin(project, "closed", *sets)

    assert found.question == kin(project, "few").question
    assert found.cut_of == "experiments/baseline.toml"


def test_seed_and_horizon_belong_to_no_question(project: Path) -> None:
    sets = ("run.seed=7", "run.horizon_days=60.0", "run.replications=3", "target.day=20.0")

    assert kin(project, "baseline", *sets) == kin(project, "baseline")
    assert kin(project, "baseline", "run.theta=0.8") != kin(project, "baseline")


@pytest.mark.parametrize(("name", "cut"), PAIRS, ids=str)
def test_every_shipped_cut_is_that_of_its_open_frame(name: str, cut: str) -> None:
    asked = [
        question_of(read_experiment(SHIPPED / f"{each}.toml").resolved()) for each in (name, cut)
    ]

    assert asked[0] == asked[1]


def test_shipped_frames_ask_different_questions() -> None:
    asked = [
        question_of(read_experiment(path).resolved())
        for path in SHIPPED.glob("*.toml")
        if "-cut" not in path.stem and path.stem != "stress"
    ]

    assert len(set(asked)) == len(asked)
