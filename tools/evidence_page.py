"""The changed rows of evidence as the table of a page, and the published moves as another.

Writes the tables of ``docs/evidence.md`` anew between their marks, from
``experiments/evidence-changes.csv``, the tables that ship and
``experiments/backcasts/backcast-cases.csv``.

Use: ``python -m tools.evidence_page`` (``--check``: say only whether the page is up to date)
"""

import argparse
import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tools.page_table import between, markdown

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "evidence.md"
CHANGES: Final = "experiments/evidence-changes.csv"
CASES: Final = "experiments/backcasts/backcast-cases.csv"
KEY_OF: Final = {"assumptions.csv": "key", "rail.csv": "link_id"}  # fleets: fleet_id
CHANGE_HEAD: Final = ["step", "row", "old", "new", "grade", "sources", "reason"]
CASE_HEAD: Final = ["check", "move", "by", "published", "measured as", "source"]
ROLES: Final = {
    "judged": "cases-judged",
    "programme": "cases-programme",
    "calibration": "cases-calibration",
    "part": "cases-part",
    "found later": "cases-found-later",
}

Row = Mapping[str, str]


def read(file: str) -> list[dict[str, str]]:
    """The rows of a table below the root."""
    with (ROOT / file).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def shipped(change: Row) -> Row:
    """The row that ships, which a change speaks of."""
    key = KEY_OF.get(Path(change["file"]).name, "fleet_id")
    (found,) = (
        row
        for row in read(f"experiments/{change['file']}")
        if row[key] == change["id"] and row.get("regime", "") == change["regime"]
    )
    return found


def change_lines() -> Iterator[list[str]]:
    """A line a change; the step is named where it begins."""
    step = ""
    for change in read(CHANGES):
        row = shipped(change)
        name = f"`{change['id']}`" + (f", {change['regime']}" if change["regime"] else "")
        column = "" if change["column"] == "values" else f" ({change['column']})"
        before = change["old_grade"] or "–"
        yield [
            "" if change["step"] == step else change["step"],
            name + column,
            shape(change["old"]),
            "kept" if change["old"] == change["new"] else shape(change["new"]),
            row["grade"] if before == row["grade"] else f"{before} → {row['grade']}",
            row["source"].replace(";", ", "),
            change["reason"],
        ]
        step = change["step"]


def shape(values: str) -> str:
    """Values of a row as the page tells them: the usual shape is not named."""
    return values.replace(", triangular", "").replace(", log_triangular", ", log-triangular")


def case_lines(role: str) -> Iterator[list[str]]:
    """A line a check of the published moves with one role."""
    for case in read(CASES):
        if case["role"] == role:
            figure = f"{case['published_low']}–{case['published_high']} {case['unit']}"
            if case["published_low"] == case["published_high"]:
                figure = f"{case['published_low']} {case['unit']}"
            yield [
                case["check"],
                case["move"],
                case["mode"],
                figure,
                case["measured_as"],
                case["source"],
            ]


def written(page: str) -> str:
    """The page with its tables made anew."""
    page = _with(page, "changes", CHANGE_HEAD, list(change_lines()))
    for role, mark in ROLES.items():
        page = _with(page, mark, CASE_HEAD, list(case_lines(role)))
    return page


def _with(page: str, name: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    begin, end = f"<!-- table: {name} -->", f"<!-- end of the table: {name} -->"
    return between(page, begin, end, markdown(head, lines))


def main() -> None:
    """Write the page, or say that it is not up to date."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--check", action="store_true")
    page = PAGE.read_text(encoding="utf-8")
    if not parser.parse_args().check:
        PAGE.write_text(written(page), encoding="utf-8")
    elif page != written(page):
        raise SystemExit("docs/evidence.md is not up to date: python -m tools.evidence_page")


if __name__ == "__main__":
    main()
