"""Browser tests: run where Chromium is, fail where it is required, and say so where it is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

from tests.browser.browser import MISSING, REQUIRED, browser
from tests.cli.commands import eastflank, small_project
from tests.tables import EVIDENCE, row_of, set_cell


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the open and the cut question of the small theatre; crews run four hours."""
    project = small_project(tmp_path_factory.mktemp("browser"))
    row = row_of(project, EVIDENCE, "crew_shift")
    for column, days in (("low", "0.1"), ("likely", "0.17"), ("high", "0.2")):
        set_cell(project, EVIDENCE, row, column, days)
    for name in ("baseline", "baseline-cut"):
        done = eastflank(project, "run", f"experiments/{name}.toml", "-q")
        assert done.code == 0, done.err
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
