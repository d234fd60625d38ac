"""A run as a workbook and as CSV: every sheet is there, and no cell computes anything."""

import csv
import io
import re
import sys
import zipfile
from pathlib import Path

import pytest
from tests.cli.commands import eastflank


@pytest.fixture(scope="module")
def book(run_project: Path) -> zipfile.ZipFile:
    """The workbook of the open question."""
    answer = eastflank(run_project, "verdict", "baseline", "--xlsx")
    assert answer.code == 0, answer.err
    return zipfile.ZipFile(run_project / answer.out.strip())


def test_a_workbook_has_a_sheet_for_each_table(book: zipfile.ZipFile) -> None:
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode("utf-8"))

    assert names[:4] == ["about", "verdict", "movements", "arrivals"]
    assert names[-1] == "evidence"
    assert any(name.startswith("use of ") for name in names)


def test_no_cell_of_a_workbook_is_a_formula(book: zipfile.ZipFile) -> None:
    sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]

    assert len(sheets) > 5
    assert not any(b"<f>" in book.read(name) or b"<f " in book.read(name) for name in sheets)


def test_a_workbook_names_units_and_says_never(book: zipfile.ZipFile) -> None:
    texts = book.read("xl/sharedStrings.xml").decode("utf-8")

    assert "1st Tank Battalion" in texts
    assert "never" in texts


def test_without_the_extra_a_workbook_is_refused_in_words(
    run_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    answer = eastflank(run_project, "verdict", "baseline", "--xlsx")

    assert answer.code == 3
    assert "Install the extra: pip install 'eastflank[xlsx]'." in answer.err


def test_a_verdict_as_csv_has_a_row_a_line_and_run(run_project: Path) -> None:
    answer = eastflank(run_project, "verdict", "baseline", "baseline-cut", "--csv")

    rows = list(csv.DictReader(io.StringIO(answer.out)))
    assert {row["run"] for row in rows} == {"baseline", "baseline-cut"}
    assert {"measure", "level", "p10", "p50", "p90"} <= set(rows[0])
    assert all(row["p50"] not in {"inf", "nan"} for row in rows)
