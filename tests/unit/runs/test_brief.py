"""The brief in words: three sentences, what is not known, and the very command of the page."""

import csv
import shutil
from pathlib import Path

from tests import made
from tests.unit.runs.test_brackets import stored

from eastflank.runs.brackets import Rung, brackets_of
from eastflank.runs.brief import brief_of
from eastflank.runs.commands import command_of
from eastflank.runs.levers import lever_lines, levers_path
from eastflank.runs.stored import StoredRun


def test_the_answer_is_three_sentences_that_name_target_and_cut(tmp_path: Path) -> None:
    runs = [stored(tmp_path, name, world=name) for name in ("theatre", "theatre-cut")]

    brief = brief_of(brackets_of(runs)[0])

    assert brief.question.startswith("Can 95 % of ")
    assert "troops be in place by C+30" in brief.question
    assert len(brief.answer) == 3
    assert "if nobody coordinates" in brief.answer[0]
    assert brief.answer[1].startswith("By then ")
    assert brief.answer[2].startswith("Cut at C+8, ")
    assert "fewer" in brief.answer[2]


def test_a_single_pair_is_told_without_a_cost(tmp_path: Path) -> None:
    runs = [
        stored(tmp_path, name, world=name, replications=1) for name in ("theatre", "theatre-cut")
    ]

    brief = brief_of(brackets_of(runs)[0])

    assert brief.answer[2].endswith("a single pair of runs does not measure what the cut costs.")


def test_an_open_run_alone_does_not_speak_of_a_cut_that_it_has_not(tmp_path: Path) -> None:
    brief = brief_of(brackets_of([stored(tmp_path, "theatre")])[0])

    assert brief.answer[2] == "What a cut of the corridor costs is not stored beside this run."


def test_the_page_is_told_of_a_staff_plan_only_where_it_was_drawn_often(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    stored(tmp_path, "planned", dispatch="planned")

    brief = brief_of(brackets_of([run])[0])

    assert brief.rung is Rung.NOBODY  # three draws are too few
    assert "under a staff plan" in brief.answer[0]


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    brief = brief_of(brackets_of([stored(tmp_path, "open")])[0])

    told = " ".join(brief.unknown)
    assert "the true spread is wider" in told
    assert "What no plan can beat: not computed" in told
    assert brief.levers[0].startswith("Not computed yet: eastflank require ")


def test_levers_are_told_from_the_table_that_require_writes(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    rows = [
        {"steps": "hets=2 ferries=1", "more_troops": 9000, "chance": 0.6, "price_meur": 40},
        {"steps": "ramps=1", "more_troops": 500, "chance": 0.9, "price_meur": 3},
    ]
    with levers_path(run).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, [*rows[0], "told_by"])
        writer.writeheader()
        writer.writerow({**rows[0], "told_by": "confirmed"})
        writer.writerow({**rows[1], "told_by": "screened"})

    lines = lever_lines(run)

    assert lines[0] == "2 × hets and 1 × ferries: 9,000 more, about 6 in 10, 40 M€ (confirmed)"
    assert lines[1].endswith("(screened)")


def test_the_command_of_a_page_is_that_which_made_it(tmp_path: Path) -> None:
    whole = StoredRun(made.run("theatre"))
    alone = StoredRun(shutil.copytree(made.run("theatre-likely"), tmp_path / "alone"))

    assert command_of(whole) == f"{whole.manifest.command} --records full"
    assert command_of(alone) == f"{alone.manifest.command} --only likely"
