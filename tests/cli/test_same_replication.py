"""Replication 17 is the same file, whatever it is run with, by whom, and in which order."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.cli.sweeps import grid_project, stored, sweep_folder
from tests.unit.study.test_cluster import scheduler, worker

ONE = 'extends = "cut.toml"\n'
TWO = f'{ONE}[sweep.factors]\n"disruptions.suwalki.severity" = [1.0, 0.0]\n'
WORDS = ("experiments/grid.toml", "-q", "--records", "stages")
NAMES = (
    "closures/point=0000/replication=0017.parquet",
    "records/point=0000/replication=0017.parquet",
)


def seventeen(root: Path) -> list[bytes]:
    """Closures and records of replication 17 at the first point."""
    files = stored(sweep_folder(root))
    return [files[name] for name in NAMES]


def ran(root: Path, text: str, *words: str) -> list[bytes]:
    """Replication 17 of a project on which the command was run."""
    grid_project(root, text)
    answer = eastflank(root, *words, *WORDS)
    assert answer.code == 0, answer.err
    return seventeen(root)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """Replication 17 run by itself."""
    words = ("run", "--replications", "64", "--only", "17", "--workers", "1")
    return ran(tmp_path_factory.mktemp("alone"), ONE, *words)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_17_alone_does_not_depend_on_the_hash_seed(
    seed: str, alone: list[bytes], tmp_path: Path
) -> None:
    grid_project(tmp_path, ONE)
    words = ("run", *WORDS, "--replications", "64", "--only", "17", "--workers", "1")

    subprocess.run(
        [sys.executable, "-m", "eastflank", *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
    )

    assert seventeen(tmp_path) == alone


def test_17_as_a_part_is_17_alone(alone: list[bytes], tmp_path: Path) -> None:
    """Of the deterministic run and 64 replications the 19th of 65 parts is replication 17."""
    words = ("run", "--replications", "64", "--shard", "19/65", "--workers", "1")

    assert ran(tmp_path, ONE, *words) == alone


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_17_of_64_is_17_alone(workers: str, alone: list[bytes], tmp_path: Path) -> None:
    words = ("run", "--replications", "64", "--workers", workers)

    assert ran(tmp_path, ONE, *words) == alone


@pytest.mark.slow
def test_17_of_a_sweep_of_128_is_17_alone(alone: list[bytes], tmp_path: Path) -> None:
    words = ("sweep", "--replications", "128", "--workers", "2")

    assert ran(tmp_path, TWO, *words) == alone


@pytest.mark.slow
def test_17_on_a_cluster_is_17_alone(alone: list[bytes], tmp_path: Path) -> None:
    with scheduler(tmp_path) as address, worker(address, tmp_path), worker(address, tmp_path):
        words = ("sweep", "--replications", "64", "--cluster", address)

        assert ran(tmp_path / "project", TWO, *words) == alone
