"""What stored runs say to published judgements: the last column of a table of docs/evidence.md.

Each line names the judgement, the run that is asked and what it says; a run that is not stored is
told as not yet run. Nothing is run here.

Use: ``python -m tools.judgements --results results``
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.closure.formations import (
    battalions_closed,
    day_of_brigades,
    first_brigade_day,
)
from eastflank.measures.frames import quantile
from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers
from tools.page_table import markdown

HEAVY: Final = (9, 12)  # brigades that must come, after RAND (2018)
FIRST: Final = ("GB", "FR", "DE")
NOT_OURS: Final = ("US", "SE", "FI")
SHARE: Final = 0.95
Said = Callable[[StoredRun], str]


def band(values: pd.Series, form: Callable[[float], str]) -> str:
    """P50 with P10 and P90 of several replications, the value of one."""
    if len(values) == 1:
        return form(float(values.iloc[0]))
    return numbers.band(*(form(quantile(values, share)) for share in (0.1, 0.5, 0.9)))


def closed(run: StoredRun) -> str:
    """Troops closed at C+10 and C+30."""
    told = [band(troops_closed(run.closures(), by_day=day), numbers.count) for day in (10, 30)]
    return f"{told[0]} by C+10, {told[1]} by C+30"


def last_day(run: StoredRun) -> str:
    """The day on which 95 % are closed."""
    return f"95 % on {band(day_of_share(run.closures(), share=SHARE), numbers.c_day)}"


def battalions(run: StoredRun) -> str:
    """Manoeuvre battalions closed by C+30, of all and of the others."""
    types = run.units.set_index("uln")["unit_type"]
    everyone = battalions_closed(run.closures(), types, by_day=30)
    others = battalions_closed(run.closures(), types, by_day=30, without=NOT_OURS)
    without = f"{band(others, numbers.count)} without {', '.join(NOT_OURS)}"
    return f"{band(everyone, numbers.count)} manoeuvre battalions by C+30, {without}"


def heavy_brigades(run: StoredRun) -> str:
    """The days of so many heavy brigades."""
    days = [day_of_brigades(run.closures(), count, weight="heavy") for count in HEAVY]
    return ", ".join(
        f"{count} on {band(day, numbers.c_day)}" for count, day in zip(HEAVY, days, strict=True)
    )


def first_brigades(run: StoredRun) -> str:
    """The days of the first brigade of three nations."""
    days = {nation: first_brigade_day(run.closures(), nation) for nation in FIRST}
    return ", ".join(f"{nation} {band(day, numbers.c_day)}" for nation, day in days.items())


def trains(run: StoredRun) -> str:
    """Loaded trains of the run at likely values."""
    return f"{api.usage(run).tables['trains']['trains'].sum():,.0f} loaded trains"


ASKED: Final[tuple[tuple[str, str, Said], ...]] = (
    ("EU officials (2025)", "ready-force", last_day),
    ("EU officials (2025)", "no-warning", last_day),
    ("EU officials (2025)", "peacetime-rules", last_day),
    ("European Court of Auditors (2025)", "peacetime-rules", closed),
    ("NATO Force Model (2022)", "baseline", closed),
    ("NATO Readiness Initiative (2018)", "no-warning", battalions),
    ("FOI (2024)", "baseline", battalions),
    ("RAND (Shlapak 2018)", "baseline", heavy_brigades),
    ("RAND (Shlapak 2018)", "baseline-cut", heavy_brigades),
    ("RAND (Shurkin 2017)", "no-warning", first_brigades),
    ("European External Action Service (2025)", "ready-force", trains),
)


def lines(results: Path) -> list[list[str]]:
    """Who, which run, what it says."""
    return [[who, name, _told(name, said, results)] for who, name, said in ASKED]


def _told(name: str, said: Said, results: Path) -> str:
    try:
        return said(api.stored(name, results))
    except PlannerError:
        return "not yet run"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--results", type=Path, default=api.RESULTS)
    print(markdown(["who", "run", "ours"], lines(parser.parse_args().results)))


if __name__ == "__main__":
    main()
