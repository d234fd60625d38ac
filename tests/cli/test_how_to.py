"""The how-to pages: the questions that they write are questions of the shipped theatre."""

import re
from pathlib import Path
from typing import Final

import pytest
from tests.cli.commands import eastflank

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "three-questions.md"
TEXT: Final = PAGE.read_text(encoding="utf-8")
BLOCKS: Final = dict(re.findall(r"(?ms)^```toml (\S+)\n(.*?)^```$", TEXT))
SAYS: Final = {
    "half-transporters.toml": "no mistakes found",
    "swinoujscie.toml": "closes a terminal (port of Świnoujście) from C+5.0 to C+12.0",
    "spanish-brigade.toml": "troops added in 7 units",
}


def test_each_question_has_three_steps_and_a_file() -> None:
    parts = TEXT.split("\n## ")[1:]
    steps = [re.findall(r"(?m)^(\d)\. `eastflank ", part) for part in parts]

    assert set(BLOCKS) == set(SAYS)
    assert steps == [["1", "2", "3"]] * 3


@pytest.mark.slow
@pytest.mark.parametrize("name", SAYS)
def test_a_question_of_the_page_is_one_of_the_shipped_theatre(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BLOCKS[name], encoding="utf-8")

    answer = eastflank(tmp_path, "check", name)

    assert answer.code == 0, answer.err
    assert SAYS[name] in answer.out
