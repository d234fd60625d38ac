"""The parts of the page: the rule of the letters, words for numbers, limits, STRESS-DES."""

import csv
from pathlib import Path

import pytest
from tests import made

from eastflank.report.limits import PUSHES, limits, limits_table
from eastflank.report.rating import AMBER, GREEN, RED, RULE, rating
from eastflank.report.stress import disruption_sentence, stress_items
from eastflank.runs.stored import StoredRun

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("chance", "found"),
    [(1.0, GREEN), (0.8, GREEN), (0.79, AMBER), (0.2, AMBER), (0.19, RED), (0.0, RED)],
)
def test_the_letters_change_at_the_bounds_of_the_rule(chance: float, found: object) -> None:
    assert rating(chance, 20) is found
    assert "0.80" in RULE
    assert "0.20" in RULE


def test_too_few_replications_have_no_letter() -> None:
    assert rating(1.0, 19) is None
    assert rating(float("nan"), 200) is None


def test_each_limit_pushes_in_a_known_direction() -> None:
    assert {limit.pushes for limit in limits()} <= set(PUSHES)
    assert all(limit.left_out for limit in limits())


def test_limits_are_told_without_the_marks_and_links_of_their_page() -> None:
    told = [
        text
        for section in limits_table().sections
        for row in section.rows
        for text in (row.label, *(cell.text for cell in row.cells))
    ]

    assert any("decision 12" in text for text in told)
    assert not any("](" in text or "`" in text for text in told)


def test_the_docs_show_the_limits_of_the_package() -> None:
    """``python tools/limits.py`` writes the page from the table, ``--from-docs`` the reverse."""
    page = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8")
    table = (ROOT / "src/eastflank/report/limits.csv").read_text(encoding="utf-8")

    rows = [
        f"| {' | '.join(row.values()).rstrip()} |" for row in csv.DictReader(table.splitlines())
    ]
    shown = [line for line in page.splitlines() if line.startswith("|")][2:]

    assert shown == rows


def test_every_item_of_stress_is_filled() -> None:
    run = StoredRun(made.run("theatre-one"))

    items = stress_items([run])

    assert len({item.number for item in items}) == len(items) == 24  # 20, of which 2.5 in five
    assert not any("{" in item.text for item in items)


def test_a_disruption_is_told_with_its_limits() -> None:
    cut = {
        "id": "suwalki",
        "links": ["a", "b"],
        "terminals": [],
        "start_h": 192.0,
        "end_h": 480.0,
        "severity": 0.5,
        "known": True,
    }

    assert disruption_sentence(cut) == (
        "suwalki: 2 links 50 % degraded from C+8, until C+20, known from the start."
    )


def test_harassment_of_control_and_assets_is_told_in_words() -> None:
    harassment = {
        "id": "raids",
        "links": [],
        "terminals": [],
        "asset_types": ["roro"],
        "control": True,
        "start_h": 24.0,
        "end_h": None,
        "severity": 1.0,
        "warning_h": 48.0,
        "announced_end": "known",
        "chance": 0.5,
        "recurs": {"every_h": 72.0, "lasts_h": 6.0, "until_h": 480.0},
    }

    assert disruption_sentence(harassment) == (
        "raids: 1 kinds of asset and movement control closed from C+1, for 6 h every 3 days, "
        "until C+20, 2 days of warning, its end known, with a chance of 50 %."
    )
