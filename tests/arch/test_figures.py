"""Results in prose come from docs/figures.csv: pages carry what it says, and no other result."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tools.figures.marks import filled, names_on, without_marked
from tools.figures.pages import PAGES, PICTURES
from tools.figures.register import (
    REGISTER,
    FigureError,
    read_register,
    register_text,
    study_figures,
)
from tools.figures.tables import asked, tables_of
from tools.study.page import BLOCKS, NOTHING, PAGE, blocks

ROOT = Path(__file__).parents[2]
FIGURES = read_register()
KNOWN = {**study_figures(), **FIGURES}
TABLES = {**tables_of(FIGURES), **blocks()}
CODE = re.DOTALL | re.MULTILINE
RESULTS = (
    r"\b\d{1,3}(?:,\d{3})+ (?:\w+ ){0,3}?(?:troops|more|fewer|short)\b",
    r"\b(?:clos\w+|costs?|gains?|short|late\w*)\b[^.|]{0,60}?\b\d{1,3}(?:,\d{3})+",
    r"\bC\+\d+(?:\.\d+)?",
    r"\b(?:chance|probability|P)\b[^.|]{0,40}?\b[01]\.\d+",
    r"\b\d+(?:\.\d+)? % (?:of (?:the|its) (?:variance|spread|troops)|chance)",
    r"\b\d+(?:\.\d+)? (?:days|troops) (?:later|earlier|sooner)\b",
    r"\bin \d+ of \d+ (?:replications|pairs|runs)\b",
)
ALLOWED = {  # what looks like a result and is none, and why
    "300,000": "the size of the force that is asked for",
    "C+30": "the day that is asked for",
    "C+10": "the day of the first tier",
    "C+8": "the day of the cut that is asked about",
    "does not open before C+31.0": "the form of a message",
    "100 % of the variance": "how the toys of a test were made",
    "P from 0.05 to 0.95": "the range for which coverage is told",
    "P(wait) 0.64719": "a closed form of queueing theory",
}


ASKED_ABOUT = {  # numbers of the study page that are no results
    "95": "the share of the target, and of intervals",
    "30": "the day that is asked for",
    "10": "the low end of bands",
    "90": "the high end of bands",
}


TABLE = re.compile(r"<!-- table: (\w+) -->.*?<!-- end of the table: \1 -->", flags=re.DOTALL)


def numbers_in(page: str) -> list[str]:
    """The numbers outside marks, blocks of code and links."""
    text = re.sub(r"^```.*?^```|`[^`]*`|\]\([^)]*\)", "", without_marked(page), flags=CODE)
    return re.findall(r"\d+(?:[.,]\d+)*", text)


def results_in(page: str) -> Iterator[str]:
    """What looks like a result of the model, outside marks, tables of tools and blocks of code."""
    text = re.sub(r"^```.*?^```", "", without_marked(page), flags=CODE)
    text = TABLE.sub("", text)
    text = re.sub(r"\s+", " ", text)
    for allowed in ALLOWED:
        text = re.sub(rf"{re.escape(allowed)}(?!\.?\d)", "", text)
    for rule in RESULTS:
        yield from re.findall(rule, text)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_carries_what_the_register_says(path: Path) -> None:
    page = path.read_text(encoding="utf-8")

    assert filled(page, KNOWN, TABLES) == page, "python -m tools.figures --fill"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_has_no_result_outside_its_marks(path: Path) -> None:
    assert list(results_in(path.read_text(encoding="utf-8"))) == []


def test_each_number_of_the_study_page_stands_between_marks_but_those_that_are_asked_about() -> (
    None
):
    assert sorted(set(numbers_in(PAGE.read_text(encoding="utf-8"))) - set(ASKED_ABOUT)) == []


def test_a_number_of_the_study_page_outside_its_marks_is_found() -> None:
    page = "It is met in 3 of 16 draws (<!--=study.a.met-->4 of 64<!--/-->), by C+30."

    assert set(numbers_in(page)) - set(ASKED_ABOUT) == {"3", "16"}


def test_the_study_page_has_a_place_for_all_that_the_study_tells() -> None:
    named = names_on(PAGE.read_text(encoding="utf-8"))

    assert set(named) >= {f"table:{name}" for name in BLOCKS}


def test_a_page_without_a_study_says_so(tmp_path: Path) -> None:
    assert set(blocks(tmp_path).values()) == {NOTHING}


def test_what_only_looks_like_a_result_stands_on_a_page() -> None:
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)

    assert [allowed for allowed in ALLOWED if allowed not in pages] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "It would close 213,000 of\n300,000 troops by C+30.",
        "The cut costs 16,400 at C+30.",
        "95 % on C+41 (C+33–C+54).",
        "The chance of 95 % by C+30 is 0.03.",
        "Luck is 2 % of its variance.",
        "80 % of the force closes 4.5 days later.",
        "It gains in 2 of 20 replications.",
        "| open | 217,100 troops |",
        "80 % on C+30.5, all on C+81.",
    ],
)
def test_a_result_outside_marks_is_found(sentence: str) -> None:
    assert list(results_in(sentence))
    assert not list(results_in(f"<!--=key-->{sentence}<!--/-->"))


def test_the_headline_both_clocks_and_the_tables_stand_on_the_front_page() -> None:
    named = set(names_on((ROOT / "README.md").read_text(encoding="utf-8")))

    assert named >= {
        "ready-force.closed:band",
        "ready-force.baltic:band",
        "ready-force.target-of-order",
        "ready-force.day-95-of-order:band",
        "ready-force.basis",
        "ready-force-cut.short:band",
        "table:frames",
        "table:cuts",
    }


def test_a_figure_says_what_it_is_of_and_what_it_rests_on() -> None:
    assert register_text(FIGURES.values()) == REGISTER.read_text(encoding="utf-8")
    assert {figure.experiment for figure in FIGURES.values()} == set(asked())
    assert len({figure.run for figure in FIGURES.values()}) == len(asked())
    for figure in FIGURES.values():
        assert all((figure.value, figure.unit, figure.of, figure.run)), figure.key
        assert figure.replications == "likely" or int(figure.replications) > 0, figure.key
        assert bool(figure.low) == bool(figure.interval), figure.key


def test_every_picture_that_the_front_page_shows_is_one_that_the_tool_draws() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\]\(docs/images/([\w-]+)\.png\)", page))

    assert shown
    assert shown <= set(PICTURES)


@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        ("a <!--=no.such-->1<!--/-->", "no figure 'no.such'"),
        ("a <!--=ready-force.close-->1<!--/-->", "Did you mean 'ready-force.closed'?"),
        ("a <!--=ready-force.closed:lo-->1<!--/-->", "has no 'lo'"),
        ("a <!--=table:no-->\n<!--/-->", "no 'table:no'"),
        ("a <!--=ready-force.closed-->1", "has no end"),
        ("a <!--=ready-force.closed-->1<!--=x-->2<!--/--><!--/-->", "one within it"),
        ("<!--=ready-force.closed-->1<!--/-->", "begins a line"),
        ("- <!--=ready-force.closed-->1<!--/-->", "begins a line"),
    ],
)
def test_a_mark_that_cannot_be_filled_is_refused(page: str, complaint: str) -> None:
    with pytest.raises(FigureError, match=re.escape(complaint)):
        filled(page, FIGURES, TABLES)


def test_a_mark_is_filled_with_the_cell_that_it_names() -> None:
    closed = FIGURES["ready-force.closed"]
    page = (
        "of <!--=ready-force.closed:replications-->?<!--/-->: <!--=ready-force.closed-->?<!--/-->"
    )

    told = re.sub(r"<!--.*?-->", "", filled(page, FIGURES, TABLES))

    assert told == f"of {closed.replications}: {closed.value}"
