"""The page over a folder of runs: it holds all runs, opens offline, and shows what they say."""

import re
import shutil
from pathlib import Path

import pytest
from tests.cli.commands import eastflank
from tests.made import run as made

from eastflank.api import StoredRun
from eastflank.report.overview import overview_of, write_overview


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of an open run and its cut, with records in full."""
    runs = [StoredRun(made(name)) for name in ("theatre", "theatre-cut")]
    to = tmp_path_factory.mktemp("overview") / "overview.html"
    return write_overview(runs, to).read_text(encoding="utf-8")


def test_the_page_asks_nothing_of_a_network(page: str) -> None:
    assert not re.findall(r"(?:src|href)=|url\(|https?:|@import|fetch\(", page)


def test_each_run_has_a_row_and_a_curve(page: str) -> None:
    assert page.count('<tr class="entry"') == 2
    assert page.count('<polyline class="curve"') == 2


def test_a_pair_of_one_question_has_a_map_of_what_flows_gained_and_lost(page: str) -> None:
    assert 'class="map"' in page
    assert 'class="more"' in page
    assert 'class="fewer"' in page


def test_what_a_cut_takes_from_its_link_is_told() -> None:
    base, cut = (StoredRun(made(name)) for name in ("theatre", "theatre-cut"))

    (difference,) = overview_of([base, cut]).differences

    fewer = [each for each in difference.stretches if not each.is_more]
    assert difference.heading == "theatre-cut against theatre"
    assert fewer
    assert all(each.told.endswith(" lifts fewer") for each in fewer)
    assert max(each.width for each in difference.stretches) == pytest.approx(6.0)


def test_no_run_against_itself_has_a_map() -> None:
    run = StoredRun(made("theatre"))

    assert overview_of([run, run]).differences == []


def test_all_finished_runs_of_a_folder_are_told(run_project: Path, tmp_path: Path) -> None:
    shutil.copytree(run_project / "results", tmp_path / "results")

    answer = eastflank(tmp_path, "overview")

    assert answer.code == 0
    page = (tmp_path / "results" / "overview.html").read_text(encoding="utf-8")
    assert page.count('<tr class="entry"') == 2


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    answer = eastflank(tmp_path, "overview")

    assert answer.code == 3
    assert "no run is stored of which a page could tell" in answer.err


def test_a_title_that_is_markup_is_shown_as_written(run_project: Path, tmp_path: Path) -> None:
    shutil.copytree(run_project / "results", tmp_path / "results")
    for path in (tmp_path / "results").glob("*/*/manifest.json"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("A small move", "<script>alert(1)</script>"), "utf-8")

    assert eastflank(tmp_path, "overview").code == 0
    page = (tmp_path / "results" / "overview.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
