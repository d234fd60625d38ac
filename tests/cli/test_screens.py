"""Screens: a sentence first, totals before details, no table wider than the screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

from eastflank.cli.layout import WIDEST, columns, fitted

COMMANDS = [
    ("check", "baseline-cut"),
    ("check", "baseline-cut", "-v"),
    ("list", "nodes"),
    ("list", "terminals"),
    ("list", "units"),
    ("list", "evidence"),
    ("list", "assets"),
    ("runs",),
    ("verdict", "baseline", "baseline-cut"),
    ("verdict", "baseline", "baseline-cut", "-v"),
    ("compare", "baseline", "baseline-cut"),
    ("compare", "baseline", "baseline-cut", "--moves"),
    ("explain", "007", "--run", "baseline"),
    ("explain", "Brigade 9", "--run", "baseline"),
    ("usage", "baseline"),
    ("ledger", "baseline"),
    ("who-uses", "suwalki", "baseline"),
    ("sensitivity", "baseline"),
]


def is_copied(line: str) -> bool:
    """Whether a line holds a command or a path, which stay in one piece."""
    return "eastflank " in line


@pytest.mark.parametrize("columns_of_screen", [80, 120])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_screen(
    run_project: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    columns_of_screen: int,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns_of_screen))

    answer = eastflank(run_project, *words)

    lines = [line for line in answer.out.splitlines() if not is_copied(line)]
    assert answer.code == 0
    assert max(map(len, lines)) <= min(columns_of_screen, WIDEST)


def test_without_a_screen_tables_have_a_hundred_columns_and_sentences_stay_whole(
    run_project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)

    story = eastflank(run_project, "explain", "007", "--run", "baseline").out
    table = columns(["", *"abcde"], [["x", *["1,000 (2,000 to 3,000)"] * 5]])

    assert max(map(len, story.splitlines())) > WIDEST
    assert 80 < max(map(len, table.splitlines())) <= WIDEST


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("verdict", "baseline", "baseline-cut"), "Can 95 % of 1,251 troops be in place by C+30"),
        (("check", "baseline"), "baseline: no mistakes found. 1,251 troops in 2 units move."),
        (("usage", "baseline"), "baseline: lots waited "),
        (("runs",), "2 runs in results."),
        (("list", "units"), "3 units"),
        (("explain", "Brigade 9", "--run", "baseline"), "Brigade 9 (DE): 2 units"),
    ],
    ids=lambda words: words[0],
)
def test_the_answer_stands_first_in_a_sentence(
    run_project: Path, words: tuple[str, ...], sentence: str
) -> None:
    assert eastflank(run_project, *words).out.startswith(sentence)


def test_totals_stand_before_details(run_project: Path) -> None:
    verdict = eastflank(run_project, "verdict", "baseline", "baseline-cut", "-v").out
    uses = eastflank(run_project, "who-uses", "suwalki", "baseline").out

    assert verdict.index("Troops in place by C+30") < verdict.index("Troops closed: P50")
    assert verdict.index("Troops closed: P50") < verdict.index("Troops closed by day")
    assert uses.index("total, 2 units") < uses.index("1st Tank Battalion")


def test_names_stand_before_ids(run_project: Path) -> None:
    uses = eastflank(run_project, "who-uses", "suwalki", "baseline").out
    nodes = eastflank(run_project, "list", "nodes").out

    assert "ramp at Bergen (RH_BERGEN)" in eastflank(run_project, "usage", "baseline").out
    assert "1st Tank Battalion (007)" in uses
    assert nodes.splitlines()[1].split()[:2] == ["name", "node"]


# -- the layout -----------------------------------------------------------------------------------


def test_columns_that_find_no_room_stand_below_with_the_names_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    head = ["", *(f"C+{day}" for day in (10, 20, 30))]
    rows = [["baseline", "1 (0.000000000–2)", "3 (0.000000000–4)", "5 (0.000000000–6)"]]

    above, below = columns(head, rows).split("\n\n")

    shown = ["baseline", "1", "(0.000000000–2)", "3", "(0.000000000–4)"]
    assert above.split() == ["C+10", "C+20", *shown]
    assert below.split() == ["C+30", "baseline", "5", "(0.000000000–6)"]


def test_a_text_takes_several_lines_before_a_column_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    rows = [["call-forward to the transfer yard of Mockava and to Kaunas", "12", "345"]]

    lines = columns(["waited for", "lots", "hours"], rows).splitlines()

    assert len(lines) == 3
    assert lines[1].split()[-2:] == ["12", "345"]
    assert lines[2].startswith("  ")


def test_a_sentence_is_broken_and_a_command_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    sentence = "word " * 20
    command = f"To know it: eastflank run {'x' * 80}"

    broken = fitted(sentence).splitlines()

    assert len(broken) == 2
    assert max(map(len, broken)) <= 60
    assert fitted(command) == command


def test_what_a_screen_says_of_itself_is_held_within_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for told, longest in (("20", 60), ("80", 80), ("1000", 100)):
        monkeypatch.setenv("COLUMNS", told)
        widest = max(len(line) for line in fitted("a " * 200).splitlines())
        assert longest - 2 <= widest <= longest


# -- screens that lack letters --------------------------------------------------------------------


@pytest.mark.parametrize("words", [("list", "nodes", "--json"), ("list", "nodes")], ids=" ".join)
def test_a_screen_that_lacks_a_letter_is_no_fault(
    run_project: Path, words: tuple[str, ...]
) -> None:
    told = {**os.environ, "PYTHONIOENCODING": "cp1252", "MPLBACKEND": "nonsense"}
    done = subprocess.run(
        [sys.executable, "-m", "eastflank", *words],
        cwd=run_project,
        env=told,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    names = done.stdout.decode("cp1252")
    assert "Klaip?da" in names or json.loads(names)["found"][-1]["name"] == "Klaipėda"
