"""What each shipped sweep found, point by point, as the tables of a page.

Reads the latest stored run of ``experiments/sweeps/*.toml`` and writes its table into
``docs/sweeps.md`` anew, between the two marks that carry its name. A sweep that has not been run
keeps its table; that is said on the screen.

Use: ``python tools/sweep_tables.py --out results``
"""

import argparse
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.model.errors import PlannerError
from eastflank.store.folder import find_run
from page_table import between, markdown

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "sweeps.md"
SHOWN: Final = ("short, all", "short, EE LV LT", "80 % later")


def table_of(name: str, out: Path) -> str:
    """The table of a sweep: its factors, what is closed, and what differs from its base."""
    folder = find_run(name, out)
    day = folder.manifest.target_day
    frame, differences = api.sweep_frame(folder), api.sweep_differences(folder)
    closed = frame[(frame["measure"] == "troops_closed") & (frame["level"] == day)]
    first = frame.columns.get_loc("measure")
    factors = list(frame.columns[1:first])
    against = differences.set_index(["point", "measure", "level", "where"])
    head = [
        *(factor.removeprefix("assumptions.set.") for factor in factors),
        f"closed at C+{day:g}",
        *SHOWN,
    ]
    lines: list[list[str]] = []
    for line in closed.to_dict("records"):
        levels = [level(line[factor]) for factor in factors]
        lines.append([*levels, spread(line), *costs(against, line["point"], day)])
    many = int(closed["replications"].max())
    return f"{many} replications a point.\n\n{markdown(head, lines)}"


def level(value: object) -> str:
    """A level of a factor, as the file has it; a dash where a point leaves it alone."""
    if isinstance(value, str):
        return value
    return "–" if pd.isna(value) else f"{value:g}"


def spread(line: dict[str, float]) -> str:
    """P50 and P10 to P90 of the troops closed, in thousands."""
    low, middle, high = (line[name] / 1000.0 for name in ("p10", "p50", "p90"))
    return f"{middle:.0f} ({low:.0f}–{high:.0f})"


def costs(against: pd.DataFrame, point: int, day: float) -> list[str]:
    """Thousands short and days later against the base of a point; dashes for the base itself."""
    wanted = [
        ("troops_short", day, "all", 1000.0),
        ("troops_short", day, "EE+LV+LT", 1000.0),
        ("days_later", 0.80, "all", 1.0),
    ]
    if point not in against.index.get_level_values("point"):
        return ["base"] + ["–"] * (len(wanted) - 1)
    cells = []
    for measure, at, where, unit in wanted:
        line = against.loc[(point, measure, at, where)]
        low, mean, high = (line[name] / unit for name in ("low", "mean", "high"))
        never = line["unfinished_cut"]
        mark = f" †{int(never)}" if measure == "days_later" and never else ""
        cells.append(f"{mean:.1f} ({low:.1f} to {high:.1f}){mark}")
    return cells


def main() -> None:
    """Write the tables into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=api.RESULTS, help="the folder of all results")
    out: Path = parser.parse_args().out
    page = PAGE.read_text(encoding="utf-8")
    for file in sorted((ROOT / "experiments" / "sweeps").glob("*.toml")):
        try:
            table = table_of(file.stem, out)
        except PlannerError as error:
            print(f"{file.stem}: {error}")
            continue
        marks = f"<!-- sweep: {file.stem} -->", f"<!-- end: {file.stem} -->"
        page = between(page, *marks, table)
    PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
