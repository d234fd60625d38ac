"""What each experiment on the corridor costs against the open run, as the table of a page.

Reads the latest stored run of ``experiments/corridor/*.toml`` and of the frames, pairs each with
the open run and writes the table of ``docs/corridor.md`` anew, between its two marks. What has not
been run keeps the line that it has; that is said on the screen.

Use: ``python tools/corridor_table.py --out results``
"""

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.model.errors import PlannerError
from page_table import between, markdown

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "corridor.md"
BEGIN, END = "<!-- table: tools/corridor_table.py -->", "<!-- end of the table -->"
OPEN: Final = "ready-force"
FIRST: Final = ["ready-force-cut", "ready-force-cut-c0"]
HEAD: Final = [
    "experiment", "n", "short at C+30, all", "EE LV LT", "EE", "LV", "LT",
    "50 % later", "80 % later", "95 % later",
]  # fmt: skip


def experiments() -> Iterator[str]:
    """The cut as the frames have it, then everything of the folder by name."""
    yield from FIRST
    yield from sorted(path.stem for path in (ROOT / "experiments/corridor").glob("*.toml"))


def cells(table: pd.DataFrame) -> list[str]:
    """Troops short in thousands and days later: the paired mean and its interval."""
    lines = table.set_index(["measure", "level", "where"])
    troops = [
        interval(lines.loc[("troops_short", 30.0, where)], 1000.0)
        for where in ("all", "EE+LV+LT", "EE", "LV", "LT")
    ]
    days = [
        interval(lines.loc[("days_later", share, "all")], 1.0) + unfinished(lines, share)
        for share in (0.50, 0.80, 0.95)
    ]
    return troops + days


def interval(line: pd.Series, unit: float) -> str:
    """The mean of the pairs, and its 95 % interval where there is more than one pair."""
    mean = f"{line['mean'] / unit:.1f}"
    if pd.isna(line["low"]):
        return mean
    return f"{mean} ({line['low'] / unit:.1f} to {line['high'] / unit:.1f})"


def unfinished(lines: pd.DataFrame, share: float) -> str:
    """A mark where the cut run does not reach the share before its horizon."""
    count = int(lines.loc[("days_later", share, "all"), "unfinished_cut"])
    return f" †{count}" if count else ""


def row(name: str, out: Path, told: Mapping[str, list[str]]) -> list[str] | None:
    """The line of an experiment; where it has not been run, the one that the page told so far."""
    folder = "" if name in FIRST else "corridor/"
    link = f"[{name}](../experiments/{folder}{name}.toml)"
    try:
        found = api.compare(OPEN, name, out)
    except PlannerError as error:
        print(f"{name}: {error}")
        return told.get(link)
    pairs = int(found.table["replications"].max())
    return [link, str(pairs), *cells(found.table)]


def lines_of(page: str) -> dict[str, list[str]]:
    """The cells of each line that a page has in its table, by the first of them."""
    table = page.split(BEGIN)[1].split(END, maxsplit=1)[0]
    lines = [line.strip("| ").split(" | ") for line in table.splitlines() if line]
    return {line[0]: line for line in lines}


def main() -> None:
    """Write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=api.RESULTS, help="the folder of all results")
    out: Path = parser.parse_args().out
    page = PAGE.read_text(encoding="utf-8")
    told = lines_of(page)
    rows = [line for name in experiments() if (line := row(name, out, told)) is not None]
    PAGE.write_text(between(page, BEGIN, END, markdown(HEAD, rows)), encoding="utf-8")
    print(f"{PAGE.name}: {len(rows)} experiments")


if __name__ == "__main__":
    main()
