"""The page of proofs names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/proofs.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_test_on_the_page_of_proofs_exists() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED
        if not (ROOT / file).is_file()
        or f"def {name}(" not in (ROOT / file).read_text(encoding="utf-8")
    ]

    assert len(NAMED) >= 50
    assert missing == []


def test_every_known_gap_stands_on_the_page() -> None:
    gaps = {
        name
        for file in (ROOT / "tests/backcast").glob("test_*.py")
        for name in re.findall(r"def (test_gap_\w+)\(", file.read_text(encoding="utf-8"))
    }

    assert gaps <= {name for _, name in NAMED}
