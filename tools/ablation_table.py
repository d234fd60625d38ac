"""What each constraint is worth in several frames, side by side, as the table of a page.

Reads the ``ablation.csv`` that ``eastflank ablate`` left in the latest run of each frame and writes
the table of ``docs/what-binds.md`` anew, between its two marks. A frame without one is an error.

Use: ``python tools/ablation_table.py --out results ready-force ready-force-cut``
"""

import argparse
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from page_table import between, markdown

PAGE: Final = Path(__file__).parents[1] / "docs" / "what-binds.md"
BEGIN, END = "<!-- table: tools/ablation_table.py -->", "<!-- end of the table -->"


def ablation_of(frame: str, out: Path) -> pd.DataFrame:
    """The latest table of a frame, by constraint."""
    found = sorted(
        (out / "ablation" / frame).glob("*/ablation.csv"), key=lambda path: path.stat().st_mtime
    )
    if not found:
        raise SystemExit(f"{out}: {frame} has no table; run it first: eastflank ablate {frame}")
    return pd.read_csv(found[-1]).set_index("constraint")


def head_of(frame: str, table: pd.DataFrame) -> list[str]:
    """The two columns of a frame: what it closes and when, with every constraint kept."""
    first = table.iloc[0]
    closed, day = first["troops_with"] / 1000.0, first["day_80_with"]
    return [f"{frame}: more at C+30 than {closed:.1f}", f"80 % sooner than C+{day:.1f}"]


def cells(line: pd.Series) -> list[str]:
    """Thousands of troops more by C+30 and days sooner; intervals where there are several pairs."""
    never = pd.isna(line["days_sooner"])
    return [
        interval(line, ("more_troops", "low", "high"), 1000.0),
        "never" if never else interval(line, ("days_sooner", "days_low", "days_high"), 1.0),
    ]


def interval(line: pd.Series, names: tuple[str, str, str], unit: float) -> str:
    """A mean with its 95 % interval, or the one difference."""
    mean, low, high = (line[name] / unit for name in names)
    return f"{mean:+.1f}" if pd.isna(low) else f"{mean:+.1f} ({low:+.1f} to {high:+.1f})"


def main() -> None:
    """Write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("frames", nargs="+", help="experiments that were ablated")
    parser.add_argument("--out", type=Path, default=api.RESULTS, help="the folder of all results")
    asked = parser.parse_args()
    tables = {frame: ablation_of(frame, asked.out) for frame in asked.frames}
    order = next(iter(tables.values())).index
    head = ["taken out", *(cell for pair in tables.items() for cell in head_of(*pair))]
    rows = [
        [f"`{name}`", *(cell for table in tables.values() for cell in cells(table.loc[name]))]
        for name in order
    ]
    page = between(PAGE.read_text(encoding="utf-8"), BEGIN, END, markdown(head, rows))
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
