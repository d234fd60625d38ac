"""The page of measures beside facts: its sources are there, its table is that of the tool."""

import csv
import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "measures-against-facts.md"
TOOL = ROOT / "tools" / "measures_against_facts.py"
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


def test_what_is_published_stands_on_the_page_as_in_the_tool() -> None:
    """All cells but those of the model, which come from a run."""
    source = spec_from_file_location("facts", TOOL)
    assert source
    assert source.loader
    source.loader.exec_module(tool := module_from_spec(source))
    table = PAGE.read_text("utf-8").split(tool.BEGIN)[1].split(tool.END)[0]
    lines = [line for line in table.splitlines() if line.startswith("|")]

    stand = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]

    assert len(stand) > 10
    assert [[measure, *others] for measure, _, *others in stand] == [
        [fact.measure, fact.published, fact.sources or "–", fact.remark] for fact in tool.FACTS
    ]
