"""Keep docs/limits.md and the limits that reports print the same.

``python tools/limits.py`` writes the table of docs/limits.md from src/eastflank/report/limits.csv,
the one place where limits are kept. ``python tools/limits.py --from-docs`` goes the other way, for
rows that were written into the page.
"""

import csv
import io
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "eastflank" / "report" / "limits.csv"
PAGE = ROOT / "docs" / "limits.md"
HEAD = "| left out | pushes | remark |"
RULE = "|---|---|---|"
COLUMNS = ["left_out", "pushes", "remark"]


def to_page(page: str, table: str) -> str:
    """The page with its table replaced by the rows of the CSV."""
    before, _, after = _parts(page)
    kept = [list(row.values()) for row in csv.DictReader(io.StringIO(table))]
    written = [f"| {' | '.join(cells).rstrip()} |" for cells in kept]
    return "\n".join([*before, HEAD, RULE, *written, *after]) + "\n"


def to_table(page: str) -> str:
    """The CSV that holds the rows of the page."""
    _, rows, _ = _parts(page)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows)
    return text.getvalue()


def _parts(page: str) -> tuple[list[str], list[str], list[str]]:
    lines = page.splitlines()
    start = lines.index(HEAD) + 2
    end = next((n for n in range(start, len(lines)) if not lines[n].startswith("|")), len(lines))
    return lines[: start - 2], lines[start:end], lines[end:]


def main() -> None:
    """Write the one from the other."""
    page = PAGE.read_text(encoding="utf-8")
    if "--from-docs" in sys.argv[1:]:
        TABLE.write_text(to_table(page), encoding="utf-8")
    else:
        table = TABLE.read_text(encoding="utf-8")
        PAGE.write_text(to_page(page, table), encoding="utf-8")


if __name__ == "__main__":
    main()
