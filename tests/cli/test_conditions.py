"""``eastflank conditions``: what must be true, from stored draws."""

import csv
import io
from pathlib import Path

import pytest
from tests import made
from tests.cli.commands import eastflank

MOST_COLUMNS = 100


@pytest.fixture(scope="module")
def often(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.drawn_often("theatre", tmp_path_factory.mktemp("often") / "run", 40, later_h=20.0)


def test_a_sentence_comes_first_and_no_line_is_too_wide(often: Path) -> None:
    answer = eastflank(often.parent, "conditions", "run")

    assert answer.code == 0, answer.err
    assert "of 40 draws of the evidence" in answer.out.splitlines()[0]
    assert max(len(line) for line in answer.out.splitlines()) <= MOST_COLUMNS
    assert "40 draws, fewer than 64" in answer.out
    assert "unseen" in answer.out


def test_programs_get_an_object_and_a_table(often: Path) -> None:
    told = eastflank(often.parent, "conditions", "run", "--json").object
    table = eastflank(often.parent, "conditions", "run", "--csv").out

    assert told["draws"] == 40
    keys = [each["key"] for region in told["regions"] for each in region["conditions"]]
    assert [row["key"] for row in csv.DictReader(io.StringIO(table))] == keys


def test_a_threshold_that_no_draw_meets_says_that_nothing_can_be_told(often: Path) -> None:
    answer = eastflank(often.parent, "conditions", "run", "--target-troops", "1e9")

    assert answer.code == 0
    assert "in 0 of 40 draws" in answer.out
    assert "nothing can be told" in answer.out


def test_three_replications_are_too_few(run_project: Path) -> None:
    answer = eastflank(run_project, "conditions", "baseline")

    assert answer.code == 3
    assert "3 drawn replications" in answer.err
