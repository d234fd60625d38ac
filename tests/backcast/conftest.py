"""What the page of proofs says of the model, for the test that it names."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "proofs.md"
MODEL = 4  # the column, counted from the empty one before the first


@pytest.fixture
def on_the_page(request: pytest.FixtureRequest) -> float:
    """The first number that the model has on the line of docs/proofs.md that names the test."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if f"::{request.node.name}`" in line]
    found = re.search(r"\d+(\.\d+)?", line.split("|")[MODEL])
    assert found, line
    return float(found[0])
