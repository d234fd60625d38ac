"""The page of measures beside facts: its sources are there."""

import csv
import re
from pathlib import Path

from tools.figures.facts import FACTS

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


def test_each_measure_has_a_key_of_its_own() -> None:
    assert len(FACTS) > 10
    assert len({fact.key for fact in FACTS}) == len(FACTS)
