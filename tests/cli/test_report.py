"""``eastflank report``: the page of stored runs."""

import shutil
from pathlib import Path

import pytest
from PIL import Image
from tests.cli.commands import eastflank

from eastflank import api


def test_the_page_of_a_pair_of_real_runs(run_project: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"

    answer = eastflank(
        run_project,
        "report",
        "baseline",
        "baseline-cut",
        "--to",
        str(page),
        "--csv",
        str(tmp_path / "tables"),
        "--json",
    )

    assert answer.code == 0
    assert answer.object["report"] == str(page)
    assert len(answer.object["tables"]) == 6  # three of each run
    text = page.read_text("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "mean of 3 pairs" in text
    assert "Sources cited" in text  # the run kept its evidence and what it cites


def test_the_page_of_one_run_lies_in_its_folder(run_project: Path) -> None:
    answer = eastflank(run_project, "report", "baseline")

    (folder,) = (run_project / "results" / "baseline").iterdir()
    assert answer.out.strip() == str((folder / "report.html").relative_to(run_project))
    assert (folder / "report.html").is_file()


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("report", "baseline", "--to", "notes.html"), "notes.html"),
        (("overview", "--to", "notes.html"), "notes.html"),
        (("report", "baseline", "--to", "p.html", "--csv", "."), "movement_table.csv"),
        (("schema", "--to", "notes.json"), "notes.json"),
    ],
    ids=lambda each: each if isinstance(each, str) else each[0],
)
def test_a_file_that_is_none_of_ours_is_not_written_over(
    run_project: Path, tmp_path: Path, words: tuple[str, ...], name: str
) -> None:
    shutil.copytree(run_project / "results", tmp_path / "results")
    (tmp_path / name).write_text("mine")

    answer = eastflank(tmp_path, *words)

    assert answer.code == 3
    assert f"{name}: the file is there already" in answer.err
    assert "Move or remove it" in answer.err
    assert (tmp_path / name).read_text() == "mine"


def test_a_page_of_ours_is_written_over_and_a_folder_is_none(
    run_project: Path, tmp_path: Path
) -> None:
    words = ("overview", "--out", str(run_project / "results"), "--to")

    for _ in range(2):
        assert eastflank(tmp_path, *words, "page.html").code == 0
    (tmp_path / "folder").mkdir()
    folder = eastflank(tmp_path, *words, "folder")

    assert folder.code == 3
    assert "folder: it is a folder. Name the file of the page." in folder.err


def test_a_run_that_is_not_there_is_told_in_words(run_project: Path) -> None:
    answer = eastflank(run_project, "report", "baselin")

    assert answer.code == 3
    assert "Did you mean 'baseline'?" in answer.err


def test_a_chart_is_drawn_again_from_its_file(run_project: Path) -> None:
    eastflank(run_project, "chart", "baseline", "--which", "late", "--to", "drawn")

    again = eastflank(run_project, "chart", "--reproduce", "drawn/late.pdf", "--to", "again")
    neither = eastflank(run_project, "chart")
    both = eastflank(run_project, "chart", "--reproduce", "drawn/late.pdf", "--which", "map")

    assert both.code == 2
    assert again.code == 0
    assert (run_project / "again" / "late.svg").read_bytes() == (
        run_project / "drawn" / "late.svg"
    ).read_bytes()
    assert neither.code == 2


def test_a_run_of_few_replications_is_drawn_without_its_sensitivity(run_project: Path) -> None:
    folders = list((run_project / "results" / "baseline").iterdir())

    (left_out,) = api.undrawn(folders)

    assert "sensitivity cannot be told from 3 drawn replications" in left_out
    assert "--replications 20 or more" in left_out


def test_a_chart_that_a_run_cannot_have_is_refused_with_the_reason(run_project: Path) -> None:
    answer = eastflank(run_project, "chart", "baseline", "--which", "sensitivity")

    assert answer.code == 3
    assert "sensitivity cannot be told from 3 drawn replications" in answer.err


def test_the_brief_is_written_as_pdf_and_png_upright_and_as_a_slide(
    run_project: Path, tmp_path: Path
) -> None:
    answer = eastflank(
        run_project, "brief", "baseline", "baseline-cut", "--to", str(tmp_path / "b")
    )

    assert answer.code == 0
    sizes = {}
    for name in ("brief-a4", "brief-16x9"):
        assert (tmp_path / "b" / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        with Image.open(tmp_path / "b" / f"{name}.png") as picture:
            sizes[name] = picture.size[0] / picture.size[1]
    assert sizes["brief-a4"] == pytest.approx(210 / 297, abs=0.01)
    assert sizes["brief-16x9"] == pytest.approx(16 / 9, abs=0.01)
