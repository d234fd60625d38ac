"""The wheel: what it carries is enough to begin, check and run outside a checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree, built once."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True, cwd=folder)
    (built,) = folder.glob("eastflank-*.whl")
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    words = ["install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", *words], check=True)
    return folder


def eastflank(installed: Path, at: Path, *words: str) -> str:
    """What the installed command says; its modules come from the wheel, its libraries do not."""
    found = subprocess.run(
        [sys.executable, "-P", "-m", "eastflank", *words],
        cwd=at,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
    return found.stdout


@pytest.mark.slow
def test_the_wheel_carries_the_theatre_the_example_and_the_schema(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for name in (
        "eastflank/shipped/networks/eastern-flank/link.csv",
        "eastflank/shipped/networks/eastern-flank/LICENSE",
        "eastflank/shipped/experiments/ready-force-cut.toml",
        "eastflank/shipped/experiments/experiment.schema.json",
        "eastflank/examples/two-towns/experiments/first.toml",
        "eastflank/py.typed",
    ):
        assert name in names


@pytest.mark.slow
def test_the_plain_wheel_is_pure(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert wheel.name.endswith("-py3-none-any.whl")
    assert not [name for name in names if name.endswith((".so", ".pyd", "compiled.json"))]


@pytest.mark.slow
def test_a_project_is_begun_checked_and_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    eastflank(installed, tmp_path, "init", "mine")
    checked = eastflank(installed, tmp_path / "mine", "check", "first")
    ran = eastflank(installed, tmp_path / "mine", "run", "first", "-q")

    assert "first: no mistakes found" in checked
    assert "One tank battalion from Berlin to Warszawa" in ran


@pytest.mark.slow
def test_the_theatre_answers_in_a_folder_that_holds_nothing(
    installed: Path, tmp_path: Path
) -> None:
    (tmp_path / "mine.toml").write_text(
        'schema_version = 1\nextends = "ready-force.toml"\n'
        '[experiment]\ntitle = "Half the transporters"\n[fleets.factors]\nhet = 0.5\n'
    )

    named = eastflank(installed, tmp_path, "list", "nodes", "mukran")
    checked = eastflank(installed, tmp_path, "check", "mine.toml")

    assert "DE_MUKRAN" in named
    assert "mine: no mistakes found" in checked
    assert "300,000 troops moving" in checked
