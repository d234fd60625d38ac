"""The manifest: read back as it was written, refused where it is damaged or of another version."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eastflank.model.errors import PlannerError
from eastflank.store.manifest import FORMAT, Manifest, Status, read_manifest, write_manifest

WHOLE = Manifest(
    status=Status.FINISHED,
    experiment="open",
    title="Open",
    run_id="a1",
    seed=1,
    replications=3,
    horizon_h=720.0,
    theta=0.95,
    target_day=30.0,
    target_share=0.95,
    policy="substitute",
    files=("experiments/open.toml",),
    variation=("run.theta=0.8",),
    factors=("a.b",),
    versions={"eastflank": "1.2"},
    stopping={"0": {"replications": 2}},
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A manifest on disk."""
    write_manifest(tmp_path / "manifest.json", WHOLE)
    return tmp_path / "manifest.json"


def change(path: Path, **changed: Any) -> None:
    content = json.loads(path.read_text("utf-8")) | changed
    path.write_text(json.dumps({key: it for key, it in content.items() if it is not ...}))


def test_it_is_read_as_it_was_written(path: Path) -> None:
    assert read_manifest(path) == WHOLE


@pytest.mark.parametrize("text", ["", "[]", "3", '{"status": "fin', "\0\0\0\0", '{"format": 2}'])
def test_a_manifest_that_is_cut_or_empty_is_damaged(path: Path, text: str) -> None:
    path.write_text(text)

    with pytest.raises(PlannerError, match=r"manifest\.json: the file is damaged: .* Remove it"):
        read_manifest(path)


def test_bytes_that_are_no_text_are_damage(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00{")

    with pytest.raises(PlannerError, match="the file is damaged"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"seed": "one"}, "seed"),
        ({"status": "asleep"}, "status"),
        ({"counts": []}, "counts"),
        ({"variation": "a=1"}, "variation"),
        ({"theta": ...}, "theta"),
        ({"colour": "red", "policy": None}, "colour, policy"),
    ],
)
def test_keys_that_make_no_manifest_are_named(
    path: Path, changed: dict[str, Any], named: str
) -> None:
    change(path, **changed)

    with pytest.raises(PlannerError, match=f"damaged: {named} is missing, unknown or of a wrong"):
        read_manifest(path)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"format": ...}, "has format 1, of an older version of eastflank (1.2)"),
        ({"format": FORMAT - 1}, f"has format {FORMAT - 1}, of an older version"),
        ({"format": FORMAT + 1, "moon": 3}, f"has format {FORMAT + 1}, of a later version"),
    ],
)
def test_a_folder_of_another_version_is_named_as_such_and_not_read(
    path: Path, changed: dict[str, Any], told: str
) -> None:
    change(path, **changed)

    with pytest.raises(PlannerError) as refused:
        read_manifest(path)

    assert told in str(refused.value)
    assert f"this version reads format {FORMAT}" in str(refused.value)


def test_a_folder_without_a_manifest_is_no_run_folder(tmp_path: Path) -> None:
    with pytest.raises(PlannerError, match="this is not a run folder"):
        read_manifest(tmp_path / "manifest.json")


def test_what_varies_something_is_a_sweep_even_at_one_point() -> None:
    assert WHOLE.is_sweep
    assert replace(WHOLE, factors=(), points=2).is_sweep
    assert not replace(WHOLE, factors=()).is_sweep


def test_the_command_names_the_file_that_was_run() -> None:
    alt = replace(WHOLE, files=("experiments/alt/open.toml", "experiments/open.toml"), factors=())

    assert alt.command.startswith("eastflank run experiments/alt/open.toml --seed 1")
