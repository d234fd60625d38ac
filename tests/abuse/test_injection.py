"""Names as attacks: on pages, in tables for readers and on the screen they are letters alone."""

import json
from pathlib import Path
from typing import Final

import pytest

from tests.cli.commands import eastflank, small_project
from tests.tables import FORCES, NETWORK, set_cell

BASELINE: Final = "experiments/baseline.toml"
MARKUP: Final = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&{{7*7}}"
FORMULA: Final = "=cmd|'/c calc'!A0"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run whose title, places, units and brigades are markup or formulas."""
    root = small_project(tmp_path_factory.mktemp("injected"))
    set_cell(root, f"{FORCES}/nato.csv", 2, "name", MARKUP)
    set_cell(root, f"{FORCES}/nato.csv", 2, "brigade", MARKUP)
    set_cell(root, f"{FORCES}/nato.csv", 3, "name", FORMULA)
    set_cell(root, f"{FORCES}/nato.csv", 3, "brigade", FORMULA)
    set_cell(root, f"{NETWORK}/node.csv", 2, "name", MARKUP)
    title = f"experiment.title={json.dumps(MARKUP)}"
    assert eastflank(root, "run", BASELINE, "-q", "--set", title).code == 0
    return root


def is_harmless(page: str) -> bool:
    """Whether nothing of the markup stands on a page as markup."""
    return "<script>alert" not in page and "<img src=x" not in page


def test_markup_is_shown_as_written_on_the_overview(project: Path) -> None:
    assert eastflank(project, "overview", "--to", "all.html").code == 0

    page = (project / "all.html").read_text()
    assert is_harmless(page)
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.slow
def test_markup_is_shown_as_written_in_the_report_and_its_charts(project: Path) -> None:
    assert eastflank(project, "report", "baseline", "--to", "page.html").code == 0

    page = (project / "page.html").read_text()
    assert is_harmless(page)
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "words", [("verdict", "--csv"), ("usage", "--csv"), ("ledger", "--csv")], ids=lambda w: w[0]
)
def test_no_table_for_readers_holds_a_formula(project: Path, words: tuple[str, str]) -> None:
    command, flag = words
    answer = eastflank(project, command, "baseline", flag)

    assert answer.code == 0
    paths = [project / line for line in answer.out.splitlines() if line.endswith(".csv")]
    texts = [path.read_text() for path in paths] or [answer.out]
    cells = [cell for text in texts for line in text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.lstrip('"').startswith(("=", "@", "+"))]


def test_a_name_that_is_a_formula_is_told_on_the_screen_as_it_is(project: Path) -> None:
    assert FORMULA in eastflank(project, "explain", "1e3", "--run", "baseline").out
