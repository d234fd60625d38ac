"""The pages of proofs and of verification name tests that exist."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/proofs.md").read_text(encoding="utf-8")
NAMES = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED = NAMES.findall(PAGE)


@pytest.mark.parametrize(("page", "least"), [("proofs", 50), ("verification", 15)])
def test_every_test_on_the_page_exists(page: str, least: int) -> None:
    named = NAMES.findall((ROOT / f"docs/{page}.md").read_text(encoding="utf-8"))

    missing = [
        f"{file}::{name}"
        for file, name in named
        if not (ROOT / file).is_file()
        or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]

    assert len(named) >= least
    assert missing == []


def test_every_known_gap_stands_on_the_page() -> None:
    gaps = {
        name
        for file in (ROOT / "tests/backcast").glob("test_*.py")
        for name in re.findall(r"def (test_gap_\w+)\(", file.read_text(encoding="utf-8"))
    }

    assert gaps <= {name for _, name in NAMED}
