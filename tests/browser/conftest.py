"""Browser tests: run where Chromium is, fail where it is required, and say so where it is not."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from eastflank.model.records import COLUMNS, Stage, StageRecord
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import write_records
from tests.browser.browser import MISSING, REQUIRED, browser
from tests.cli.commands import eastflank, small_project


def with_crew_halts(root: Path) -> None:
    """The deterministic run, as if each train that waits for a section had changed crews there."""
    folder = RunFolder(root)
    run = StoredRun(root)
    ends = run.network.ends
    columns = run.records()[list(COLUMNS)].itertuples(index=False, name=None)
    rows = []
    for row in itertools.starmap(StageRecord, columns):
        if row.stage == Stage.LINK and row.lift.startswith("rail") and row.work_h > row.from_h:
            (start,) = set(ends[row.place]) - {row.towards}
            rows.append(row._replace(stage=Stage.CREW, place=start, to_h=row.work_h))
            rows.append(row._replace(from_h=row.work_h))
        else:
            rows.append(row)
    write_records(folder.records_path(LIKELY), rows)


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the open and the cut question of the small theatre."""
    project = small_project(tmp_path_factory.mktemp("browser"))
    for name in ("baseline", "baseline-cut"):
        done = eastflank(project, "run", f"experiments/{name}.toml", "-q")
        assert done.code == 0, done.err
        (folder,) = (project / "results" / name).iterdir()
        with_crew_halts(folder)
    path = project / "report.html"
    done = eastflank(project, "report", "baseline", "baseline-cut", "--to", str(path))
    assert done.code == 0, done.err
    return path


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """A browser; its absence is a failure where EASTFLANK_BROWSER=required."""
    if MISSING:
        assert not REQUIRED, "EASTFLANK_BROWSER=required, and no chromium with chromedriver"
        pytest.skip("no chromium with chromedriver: the report was not opened in a browser")
    driver = browser(tmp_path_factory.mktemp("profile"))
    yield driver
    driver.quit()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a line of its own that no browser was there."""
    if MISSING:
        terminalreporter.write_line(
            "BROWSER TESTS NOT RUN: no chromium with chromedriver "
            "(Debian: apt-get install chromium chromium-driver)",
            yellow=True,
        )
