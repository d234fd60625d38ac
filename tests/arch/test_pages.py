"""Pages that explain the code name what is there."""

import ast
import re
from pathlib import Path

import pytest

from eastflank.model.modes import MODES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "eastflank"
STATE = SOURCE / "engine" / "state"


def classes_of(folder: Path) -> set[str]:
    """The public classes that the modules of a folder define."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))]
    named = {node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)}
    return {name for name in named if not name.startswith("_")}


def test_every_file_that_the_page_of_the_architecture_names_is_there() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.py)`", page))

    assert len(named) > 8
    assert sorted(path for path in named if not (SOURCE / path).is_file()) == []


def test_every_room_and_every_floor_of_the_engine_stands_on_the_page_of_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = [init.parent.name for init in SOURCE.glob("*/__init__.py")]
    floors = [init.parent.name for init in (SOURCE / "engine").glob("*/__init__.py")]

    heads = set(re.findall(r"^([a-z]+)(?:, ([a-z]+))? ", page, re.MULTILINE))
    assert set(rooms + floors) - {word for head in heads for word in head} == set()


def test_the_glossary_says_what_each_class_of_the_state_holds() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(\w+)`", page.split("## In the code of the engine")[1]))

    assert classes_of(STATE) - told == set()


def test_the_glossary_names_each_mode_with_its_letter_and_lifts() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

    for mode, row in MODES.items():
        assert f"| {mode.value} | {row.word} | {row.letter} | {row.lifts} |" in page


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_page_that_a_front_page_names_is_there(name: str) -> None:
    named = re.findall(r"\bdocs/[\w./-]+\.(?:md|csv|png|ipynb)", (ROOT / name).read_text("utf-8"))

    assert named
    assert sorted(page for page in set(named) if not (ROOT / page).is_file()) == []


def test_every_test_that_the_page_of_cases_names_is_there() -> None:
    page = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", page))

    gone = [
        f"{file}::{test}"
        for file, test in sorted(named)
        if f"def {test}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert len(named) > 60
    assert gone == []


def test_the_page_of_cases_tells_every_group() -> None:
    page = (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")
    heads = " ".join(re.findall(r"^## (.*)", page, re.MULTILINE))

    assert [letter for letter in "ABCDEFGHIJK" if not re.search(rf"\b{letter}\b", heads)] == []
