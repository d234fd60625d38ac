"""Families: which run is the cut of which is told by manifests, never by names."""

import itertools
import json
import shutil
from pathlib import Path

import pytest
from tests import made

from eastflank.runs.brackets import brackets_of
from eastflank.runs.comparison import paired
from eastflank.runs.families import cuts_of, families_of, labels_of, names_of
from eastflank.runs.stored import StoredRun


def rewrite(path: Path, changed: dict[str, object]) -> None:
    told = json.loads(path.read_text("utf-8")) | changed
    path.write_text(json.dumps(told), encoding="utf-8")


def stored(
    root: Path, name: str, *, cut_h: float | None = None, seed: int = 1, **changed: object
) -> StoredRun:
    """A copy of a run that the engine made, under another name, its cut at another hour."""
    path = shutil.copytree(made.run("theatre" if cut_h is None else "theatre-cut"), root / name)
    rewrite(path / "manifest.json", {"run_id": name, "experiment": name, "seed": seed, **changed})
    if cut_h is not None:
        resolved = json.loads((path / "resolved.json").read_text("utf-8"))
        cuts = [cut | {"start_h": cut_h} for cut in resolved["disruptions"]]
        rewrite(path / "resolved.json", {"disruptions": cuts})
    return StoredRun(path)


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> list[StoredRun]:
    """An open run, two cuts of it that are called otherwise, and another that is called its cut."""
    root = tmp_path_factory.mktemp("frames")
    return [
        stored(root, "zulu"),
        stored(root, "alpha", cut_h=192.0),
        stored(root, "zulu-cut", question="another"),
        stored(root, "bravo", cut_h=0.0),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))), ids=str)
def test_cuts_stand_behind_the_open_run_of_their_question(
    frames: list[StoredRun], order: tuple[int, ...]
) -> None:
    runs = [frames[place] for place in order]

    told = {family.name: [run.label for run in family.runs] for family in families_of(runs)}

    assert set(told) == {"zulu", "zulu-cut"}
    assert told["zulu"][0] == "zulu"
    assert set(told["zulu"][1:]) == {"alpha", "bravo"}
    assert told["zulu-cut"] == ["zulu-cut"]
    pairs = {(base.label, cut.label) for base, cut in cuts_of(runs)}
    assert pairs == {("zulu", "alpha"), ("zulu", "bravo")}


def test_where_none_is_the_cut_of_another_all_are_set_against_the_first(tmp_path: Path) -> None:
    runs = [stored(tmp_path, name, question=name) for name in ("b", "a")]

    (family,) = families_of(runs)

    assert [run.label for run in family.runs] == ["b", "a"]
    assert cuts_of(runs) == []


def test_runs_of_other_luck_are_not_paired(tmp_path: Path) -> None:
    runs = [stored(tmp_path, "open"), stored(tmp_path, "closed", cut_h=192.0, seed=2)]

    (family,) = families_of(runs)

    assert family.others == ()
    assert [run.label for run in family.unpaired] == ["closed"]
    assert cuts_of(runs) == []


def test_short_names_say_what_is_open_and_what_is_cut(tmp_path: Path) -> None:
    runs = [
        stored(tmp_path, "a"),
        stored(tmp_path, "b", cut_h=192.0),
        stored(tmp_path, "c", cut_h=0),
    ]

    assert names_of(runs) == ["open", "cut at C+8", "cut from C-day"]


def test_labels_that_are_the_same_get_their_file_and_else_their_id(tmp_path: Path) -> None:
    two, alt, again, single = (
        stored(tmp_path, run_id, experiment="two", files=[f"experiments/{file}.toml"])
        for run_id, file in (("x1", "two"), ("x2", "alt/two"), ("x3", "alt/two"), ("x4", "two"))
    )

    assert labels_of([two, alt]) == ["two (experiments/two.toml)", "two (experiments/alt/two.toml)"]
    assert labels_of([two, single]) == ["two (x1)", "two (x4)"]
    assert len(set(labels_of([two, alt, again]))) == 3
    assert labels_of([two, two]) == ["two", "two"]


def test_works_of_the_calendar_make_no_run_a_cut(tmp_path: Path) -> None:
    works = {"id": "works:bridge", "start_h": -24.0, "works": True, "links": [], "severity": 0.5}
    run, cut = stored(tmp_path, "open"), stored(tmp_path, "cut", cut_h=192.0)
    rewrite(run.root / "resolved.json", {"disruptions": [works]})

    assert names_of([StoredRun(run.root), cut]) == ["open", "cut at C+8"]


@pytest.mark.parametrize(("day", "share"), [(20.0, 0.95), (30.0, 0.8)])
def test_a_cut_with_another_target_asks_another_question(
    tmp_path: Path, day: float, share: float
) -> None:
    cut = stored(tmp_path, "cut", cut_h=192.0, target_day=day, target_share=share)
    runs = [stored(tmp_path, "open"), cut]

    told = [[run.label for run in family.runs] for family in families_of(runs)]

    assert told == [["open"], ["cut"]]
    assert cuts_of(runs) == []
    assert [bracket.cuts for bracket in brackets_of(runs)] == [(), ()]


def test_a_comparison_says_by_whose_target_it_is_told(tmp_path: Path) -> None:
    base, cut = stored(tmp_path, "open"), stored(tmp_path, "cut", cut_h=192.0, target_day=20.0)

    (remark,) = paired(base, cut).remarks
    assert remark.startswith("the targets differ: 95 % by C+30 in open, 95 % by C+20 in cut")
    assert remark.endswith("both are told by that of open.")
