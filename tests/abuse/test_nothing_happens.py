"""Runs in which nothing happens: no unit is ready before the end, or all is closed from C-day."""

from pathlib import Path
from typing import Any, Final

import pytest

from tests.cli.commands import eastflank, small_project

ALL_CLOSED: Final = """
[[disruptions]]
id = "all"
targets = ["country:DE", "country:PL", "country:LT"]
start_day = 0.0
known = true
"""
QUESTIONS: Final = {
    "over": "[run]\nhorizon_days = 2.0\nreplications = 2\n",
    "shut": f"[run]\nhorizon_days = 60.0\nreplications = 2\n{ALL_CLOSED}",
}
READERS: Final[list[Any]] = [
    ("verdict",),
    ("verdict", "-v"),
    ("usage",),
    ("ledger",),
    ("ledger", "--csv"),
    ("sensitivity",),
    ("who-uses",),
    ("explain",),
    ("chart", "--which", "map"),
    pytest.param(("chart",), marks=pytest.mark.slow),
    pytest.param(("brief",), marks=pytest.mark.slow),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small project with both runs."""
    root = small_project(tmp_path_factory.mktemp("nothing"))
    for name, text in QUESTIONS.items():
        file = root / "experiments" / f"{name}.toml"
        file.write_text(f'schema_version = 1\nextends = "baseline.toml"\n{text}')
        assert eastflank(root, "run", f"experiments/{name}.toml", "-q").code == 0
    return root


def words(reader: tuple[str, ...], run: str) -> list[str]:
    """The command with what it is asked of."""
    command, *flags = reader
    asked = {"who-uses": ["suwalki", run], "explain": ["007", "--run", run]}
    return [command, *asked.get(command, [run]), *flags]


@pytest.mark.parametrize("run", QUESTIONS)
@pytest.mark.parametrize("reader", READERS, ids=" ".join)
def test_a_run_in_which_nothing_happens_is_read(
    project: Path, reader: tuple[str, ...], run: str
) -> None:
    answer = eastflank(project, *words(reader, run))

    assert answer.code == 0
    assert answer.out


@pytest.mark.slow
def test_such_runs_are_reported(project: Path) -> None:
    assert eastflank(project, "report", "over", "shut", "--to", "page.html").code == 0
    assert eastflank(project, "overview").code == 0


def test_a_replication_without_a_record_is_still_that_replication(project: Path) -> None:
    rows = eastflank(project, "verdict", "over", "--csv").out.splitlines()

    head, first = (row.split(",") for row in rows[:2])

    assert dict(zip(head, first, strict=True))["of"] == "1251.0"
    assert dict(zip(head, first, strict=True))["replications"] == "2"


def test_a_ledger_of_nothing_says_so(project: Path) -> None:
    answer = eastflank(project, "ledger", "over")

    assert "No unit closes before the run ends" in answer.out


def test_such_runs_are_compared(project: Path) -> None:
    answer = eastflank(project, "compare", "over", "shut", "--unpaired")

    assert answer.code == 0
    assert "never" in answer.out


def test_an_impossible_place_for_results_is_told(project: Path) -> None:
    answer = eastflank(project, "chart", "over", "--to", "/proc/nowhere", "--which", "closure")

    assert answer.code == 3
    assert "- /proc/nowhere: " in answer.err
