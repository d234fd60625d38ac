"""Levers: what would turn the answer, where ``eastflank require`` was asked."""

import shlex
from typing import Any, Final

from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances, numbers
from eastflank.store.requirements import read_requirement, requirement_path

BEST: Final = 3
NAMED: Final = 3  # levers of a bundle that a line names
MILLION: Final = "M€"


def levers_command(run: StoredRun) -> str:
    """What it takes to have it."""
    manifest = run.manifest
    sets = [word for each in manifest.variation for word in ("--set", each)]
    return shlex.join(["eastflank", "require", manifest.file, "--seed", str(manifest.seed), *sets])


def lever_lines(run: StoredRun) -> list[str]:
    """The three bundles of levers that promise most, confirmed ones first; none if not stored."""
    table = read_requirement(requirement_path(run.root))
    if table is None:
        return []
    pulled = table.loc[table["steps"] != ""]
    ranked = pulled.assign(screened=pulled["told_by"] != "confirmed").sort_values(
        ["screened", "chance", "price_meur"], ascending=[True, False, True]
    )
    return [
        _line({str(name): cell for name, cell in row.items()})
        for row in ranked.head(BEST).to_dict("records")
    ]


def _line(row: dict[str, Any]) -> str:
    more = numbers.whole_troops(float(row["more_troops"]))
    chance, price = chances.one_digit(float(row["chance"])), numbers.count(row["price_meur"])
    steps = str(row["steps"])
    pulled = _first_of(row["pulled"] or _steps(steps), len(steps.split()))
    return f"{more} more in place, chance {chance}, {price} {MILLION} ({row['told_by']}): {pulled}"


def _first_of(pulled: str, count: int) -> str:
    """The first levers of a long bundle, and how many more there are.

    Where the words of a lever hold an “and” or a comma of their own, all are told.
    """
    levers = pulled.replace(" and ", ", ").split(", ")
    if count <= NAMED + 1 or len(levers) != count:
        return pulled
    return f"{', '.join(levers[:NAMED])} and {len(levers) - NAMED} more levers"


def _steps(told: str) -> str:
    """``lever=2 other=1`` as 2 × lever and 1 × other."""
    parts = (part.partition("=") for part in told.split())
    return numbers.listing([f"{number} × {lever}" for lever, _, number in parts])
