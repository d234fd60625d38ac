"""One small project that has been run, for the tests that only read."""

from pathlib import Path

import pytest

from tests.cli.commands import eastflank, small_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A small project of one's own."""
    return small_project(tmp_path)


@pytest.fixture(scope="session")
def run_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project whose open and cut question have been run; do not write to it."""
    project = small_project(tmp_path_factory.mktemp("run"))
    done = eastflank(
        project, "run", "experiments/baseline.toml", "experiments/baseline-cut.toml", "-q"
    )
    assert done.code == 0, done.err
    return project
