"""The brief in words: three sentences, what is not known, and the very command of the page."""

import shutil
from pathlib import Path

import pytest
from tests import made
from tests.unit.runs.test_brackets import stored

from eastflank.charts.brief import LINE_EM, points_in
from eastflank.runs.brackets import Rung, brackets_of
from eastflank.runs.brief import _target, brief_of
from eastflank.runs.commands import command_of
from eastflank.runs.levers import lever_lines
from eastflank.runs.stored import StoredRun
from eastflank.store.requirements import requirement_path, write_requirement


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


def test_a_cost_that_the_pairs_do_not_tell_from_none_is_said_to_be_so(tmp_path: Path) -> None:
    base, cut = (stored(tmp_path, name, world=name) for name in ("theatre", "theatre-cut"))
    closures = cut.root / "closures"
    shutil.rmtree(closures)
    shutil.copytree(base.root / "closures", closures)  # the cut costs nothing

    told = brief_of(brackets_of([base, cut])[0]).answer[2]

    assert "0 (0 to 0) fewer in all, which the pairs do not tell from none" in told
    assert "later" not in told


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


def test_one_run_is_compared_with_one_run_and_never_with_a_chance(tmp_path: Path) -> None:
    run = stored(tmp_path, "planned", dispatch="planned")
    stored(tmp_path, "alone", replications=0)

    (bracket,) = brackets_of([run])
    told = _target(bracket, Rung.STAFF)

    assert "in one run each at likely values, yes if nobody coordinates and yes under" in told


def test_what_is_not_known_is_said(tmp_path: Path) -> None:
    brief = brief_of(brackets_of([stored(tmp_path, "open")])[0])

    told = " ".join(brief.unknown)
    assert "the true spread is wider" in told
    assert "What no plan can beat: not computed" in told
    assert brief.levers[0].startswith("Not computed yet: eastflank require ")


BUNDLE = {"more_troops": 0, "low": "", "high": "", "pairs": 16, "confidence": 0.8}
ASKED = {"target_troops": 285_000, "by_day": 30}


def test_levers_are_told_from_what_require_stored_for_this_very_question(tmp_path: Path) -> None:
    run = stored(tmp_path, "open")
    rows = [
        {"steps": "", "chance": 0.9, "price_meur": 0, "told_by": "confirmed"},
        {"steps": "ramps=1", "chance": 0.9, "price_meur": 3, "told_by": "screened"},
        {"steps": "hets=2 ferries=1", "chance": 0.6, "price_meur": 40, "told_by": "confirmed"},
        {
            "steps": "hets=5",
            "chance": 0.5,
            "price_meur": 20,
            "told_by": "confirmed",
            "pulled": "80 columns of buses",
        },
    ]
    path = requirement_path(run.root)
    write_requirement(path, [{**BUNDLE, **ASKED, **row} for row in rows])

    told = lever_lines(run)
    path.rename(path.with_stem("of-another-question"))

    assert told[0] == (
        "0 more in place, chance about 6 in 10, 40 M€ (confirmed): 2 × hets and 1 × ferries"
    )
    assert told[1].endswith(": 80 columns of buses")
    assert "(screened)" in told[2]
    assert len(told) == 3  # pulling no lever is none
    assert lever_lines(run) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("1 a, 2 b, 3 c, 4 d and 5 e", "1 a, 2 b, 3 c and 2 more levers"),
        ("1 a, 2 b, 3 c, 4 d and 5 cars and vans", "1 a, 2 b, 3 c, 4 d and 5 cars and vans"),
    ],
)
def test_a_long_bundle_names_its_first_levers_and_counts_the_others(
    tmp_path: Path, words: str, told: str
) -> None:
    run = stored(tmp_path, "open")
    row = {"chance": 0.9, "price_meur": 3, "told_by": "confirmed", "pulled": words}
    steps = {"steps": "a=1 b=2 c=3 d=4 e=5"}
    write_requirement(requirement_path(run.root), [{**BUNDLE, **ASKED, **row, **steps}])

    (line,) = lever_lines(run)

    assert line.endswith(f": {told}")


def test_points_that_find_no_room_are_counted() -> None:
    line_in = 9.0 * LINE_EM / 72

    all_of_them = points_in(["one", "two", "three"], 3.0, 3.5 * line_in, 9.0)
    first = points_in(["one", "two", "three"], 3.0, 2.0 * line_in, 9.0)

    assert all_of_them == [["one"], ["two"], ["three"]]
    assert first == [["one"], ["2 more: eastflank report"]]


def test_the_command_of_a_page_is_that_which_made_it(tmp_path: Path) -> None:
    whole = StoredRun(made.run("theatre"))
    alone = StoredRun(shutil.copytree(made.run("theatre-likely"), tmp_path / "alone"))

    assert command_of(whole) == f"{whole.manifest.command} --records full"
    assert command_of(alone) == f"{alone.manifest.command} --only likely"
