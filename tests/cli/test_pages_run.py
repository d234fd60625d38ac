"""The pages of the tutorial run as they stand: files are written, commands exit with 0."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cli.commands import eastflank

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "tutorial").glob("*.md"))
BLOCK = re.compile(r"^```(\w+) ?([\w./-]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """The fenced blocks of a page: language, file that it is, text."""
    for found in BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield found[1], found[2], found[3]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_of_the_tutorial_runs_as_it_stands(page: Path, tmp_path: Path) -> None:
    here, commands = tmp_path, 0

    for language, file, text in blocks(page):
        if file:
            (here / file).parent.mkdir(parents=True, exist_ok=True)
            (here / file).write_text(text, encoding="utf-8")
        for line in text.splitlines() if language == "sh" else ():
            program, *words = shlex.split(line, comments=True)
            if program == "cd":
                here /= words[0]
                continue
            assert program == "eastflank"
            answer = eastflank(here, *words)
            assert answer.code == 0, f"{line}\n{answer.err}"
            commands += 1

    assert commands > 3


def test_every_page_of_the_tutorial_is_named_by_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")

    assert PAGES
    assert [page.name for page in PAGES if f"tutorial/{page.name}" not in index] == []
