"""``eastflank list``: things are found by a piece of their name and by their place."""

from pathlib import Path

import pytest
from tests.cli.commands import eastflank

from eastflank.cli.listing import KINDS
from eastflank.compile import directory


def test_the_kinds_of_the_command_are_those_of_the_directory() -> None:
    assert tuple(directory.KINDS) == KINDS


@pytest.mark.parametrize(
    ("kind", "text", "ids"),
    [
        ("nodes", "klaipeda", ["LT_KLAIPEDA"]),
        ("terminals", "kaunas", ["AF_KAUNAS", "RH15_KAUNAS", "SA_KAUNAS"]),
        ("terminals", "EYKA", ["AF_KAUNAS"]),
        ("links", "mockava kaunas", ["RL3", "RD3"]),
        ("corridors", "", ["suwalki", "suwalki-rail"]),
        ("units", "tank", ["007"]),
        ("brigades", "9", ["Brigade 9"]),
        ("nations", "lithu", ["LT"]),
        ("evidence", "Rail_Speed", ["rail_speed"]),
        ("assets", "transporters", ["het"]),
    ],
)
def test_things_are_found_by_a_piece_of_a_name(
    run_project: Path, kind: str, text: str, ids: list[str]
) -> None:
    found = eastflank(run_project, "list", kind, text, "--json").object["found"]

    assert [next(iter(row.values())) for row in found] == ids


def test_the_nearest_come_first_with_kilometres(run_project: Path) -> None:
    answer = eastflank(run_project, "list", "nodes", "--near", "Kaunas", "--json").object["found"]

    assert [row["node"] for row in answer][:2] == ["LT_KAUNAS", "LT_MOCKAVA"]
    assert answer[0]["km away"] == 0
    assert 80 < answer[1]["km away"] < 100  # 54.90 N to 54.26 N, 0.8 degrees of longitude


def test_a_word_that_nothing_holds_gets_the_nearest_name(run_project: Path) -> None:
    answer = eastflank(run_project, "list", "nodes", "Klaipda")

    assert answer.code == 3
    assert answer.err == "- list nodes: nothing is called 'Klaipda'. Did you mean 'Klaipėda'?\n"


def test_no_line_of_a_list_is_wider_than_a_screen(run_project: Path) -> None:
    answers = [eastflank(run_project, "list", kind).out for kind in KINDS]

    assert max(len(line) for answer in answers for line in answer.splitlines()) <= 110


def test_an_experiment_is_found_by_its_name(run_project: Path) -> None:
    answer = eastflank(run_project, "check", "baseline-cut")

    assert answer.code == 0, answer.err
    assert answer.out.startswith("baseline-cut: no mistakes found")
