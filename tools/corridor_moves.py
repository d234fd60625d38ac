"""Where the lots went under each experiment on the corridor, and what bound next, as a table.

Reads the deterministic runs, kept with rows of links, of the open frame, of its cuts and of
``experiments/corridor/*.toml``, and writes the second table of ``docs/corridor.md`` anew, between
its two marks. What has not been run is left out, and said on the screen.

Use: ``python tools/corridor_moves.py --out results``
"""

import argparse
from pathlib import Path
from typing import Final

import pandas as pd

from corridor_table import OPEN, PAGE, experiments
from eastflank import api
from eastflank.model.errors import PlannerError
from eastflank.store.folder import LIKELY, find_run
from page_table import between, markdown

BEGIN, END = "<!-- table: tools/corridor_moves.py -->", "<!-- end of the second table -->"
CORRIDOR: Final = "suwalki"
CAUSES: Final = 3
HEAD: Final = [
    "experiment", "over the corridor, kt", "other land, kt", "by sea, kt", "by air, kt",
    "troops by air, thousand", "what bound next: thousand lot hours more",
]  # fmt: skip


def row(name: str, out: Path) -> list[str] | None:
    """The line of an experiment; None where it has not been run with rows of links."""
    try:
        runs = find_run(OPEN, out), find_run(name, out)
        moved = api.moves_between(*runs, corridor=CORRIDOR, replication=LIKELY)
    except PlannerError as error:
        print(f"{name}: {error}")
        return None
    ways = moved.ways
    routes = ways[(ways["where"] == "all") & (ways["by"] == "route")].set_index("way")
    more = routes["tonnes_cut"] - routes["tonnes_base"]
    over = more.filter(like="over the corridor").sum()
    flown = routes.loc["air", "troops_cut"] - routes.loc["air", "troops_base"]
    figures = (over, more["land, not over it"], more["sea"], more["air"], flown)
    return [name, *(f"{figure / 1000.0:+.0f}" for figure in figures), causes(moved.waits)]


def causes(waits: pd.DataFrame) -> str:
    """What is waited for longer than with the corridor open, the most first."""
    first = waits.head(CAUSES)
    risen = zip(first["cause"], first["rise"], strict=True)
    return ", ".join(f"{cause.partition(';')[0]} {hours / 1000.0:+.0f}" for cause, hours in risen)


def main() -> None:
    """Write the table into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=api.RESULTS, help="the folder of all results")
    out: Path = parser.parse_args().out
    rows = [line for name in experiments() if (line := row(name, out)) is not None]
    page = between(PAGE.read_text(encoding="utf-8"), BEGIN, END, markdown(HEAD, rows))
    PAGE.write_text(page, encoding="utf-8")
    print(f"{PAGE.name}: {len(rows)} experiments")


if __name__ == "__main__":
    main()
