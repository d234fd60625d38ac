"""The page of measures beside facts: its sources are there, its table is that of the tool."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "measures-against-facts.md"
SOURCES = (
    ROOT / "experiments" / "sources.csv",
    ROOT / "networks" / "eastern-flank" / "sources.csv",
)


def test_every_source_of_the_page_is_in_a_table_of_sources() -> None:
    known = set()
    for path in SOURCES:
        with path.open(encoding="utf-8", newline="") as handle:
            known |= {row["source_id"] for row in csv.DictReader(handle)}

    named = set(re.findall(r"\b[RS]\d+\b", PAGE.read_text("utf-8")))

    assert named
    assert named - known == set()
