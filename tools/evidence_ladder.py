"""From the old rows of evidence to the new ones, one change at a time: which moved how much.

Each step of ``experiments/evidence-changes.csv`` is a list of cells of the tables with their old
values. The lowest rung has all of them old, each rung above makes one more step new. A rung is the
shipped tables with the cells of the steps above it put back, laid out below ``--out``; its frames
are run there as ``eastflank run`` would, so that to start again is to resume. Differences are of
pairs: the same replication of two rungs meets the same luck.

Use: ``python -m tools.evidence_ladder --out results/ladder --replications 16``
With ``--replications 0`` each rung is one deterministic run. ``--coarse`` makes ten rungs of the
steps, by the column ``rung``. ``--step NAME`` climbs that step alone (all others old), ``--ends``
sets all rows new against all rows old, ``--set KEY=VALUE`` holds on every rung, ``--list`` names
the steps. ``--page TABLE`` writes the table into the place of that name in docs/evidence.md.
"""

import argparse
import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.measures.closure.curves import day_of_share, troops_closed
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import numbers
from eastflank.store.folder import RunFolder
from tools.page_table import between, markdown

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = ROOT / "docs" / "evidence.md"
CHANGES: Final = "experiments/evidence-changes.csv"
VALUES: Final = "values"  # the column that stands for the numbers and the shape of a row
FRAMES: Final = ("ready-force", "ready-force-cut")
DAY: Final = 30.0
SHARE: Final = 0.95
HEAD: Final = [
    "frame",
    "rung",
    "step",
    "replications",
    "closed by C+30",
    "change",
    "95 % closed",
    "days after the order",
    "change, days",
]
ID_OF: Final = {"assumptions.csv": "key", "rail.csv": "link_id"}  # fleets: fleet_id

Row = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: its number, the step that it made new, and the changes that are still old."""

    number: int
    step: str
    still_old: tuple[Row, ...]


def read(file: Path) -> list[Row]:
    """The rows of a table."""
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(file: Path, rows: Sequence[Row]) -> None:
    """Write a table as it was read."""
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def steps_of(changes: Iterable[Mapping[str, str]], by: str = "step") -> list[str]:
    """The steps in the order of the table; by ``rung``: several of them at once."""
    return list(dict.fromkeys(change[by] for change in changes))


def rungs_of(changes: Sequence[Row], only: Sequence[str] = (), by: str = "step") -> list[Rung]:
    """All old, then one step more at each rung; with ``only``, each of them alone from all old."""
    steps = steps_of(changes, by)
    if unknown := set(only) - set(steps):
        raise SystemExit(f"no such step: {', '.join(sorted(unknown))}; there are {steps}")
    rungs = [Rung(number=0, step="all rows old", still_old=tuple(changes))]
    for number, step in enumerate(only or steps, 1):
        new = {step} if only else set(steps[:number])
        old = tuple(change for change in changes if change[by] not in new)
        rungs.append(Rung(number=number, step=step, still_old=old))
    return rungs


def ends_of(rungs: Sequence[Rung]) -> list[Rung]:
    """The lowest and the highest rung alone."""
    return [rungs[0], replace(rungs[-1], step="all rows new")]


def lay_out(rung: Rung, root: Path) -> Path:
    """The shipped tables below ``root``, with the old cells of a rung put back.

    They are laid out anew each time: tables of an earlier climb may be of other rows.
    """
    part = root.with_name(root.name + ".part")
    for folder in (part, root):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("networks", "experiments"):
        shutil.copytree(ROOT / name, part / name)
    for file in sorted({change["file"] for change in rung.still_old}):
        put_back(
            (part / "experiments" / file).resolve(),
            [c for c in rung.still_old if c["file"] == file],
        )
    part.rename(root)
    return root


def put_back(file: Path, changes: Iterable[Mapping[str, str]]) -> None:
    """Write the old values of changes into a table."""
    rows, key = read(file), ID_OF.get(file.name, "fleet_id")
    for change in changes:
        found = [
            row
            for row in rows
            if row[key] == change["id"] and row.get("regime", "") == change["regime"]
        ]
        if len(found) != 1:
            raise SystemExit(f"{file.name} has no row {change['id']} {change['regime']}")
        (row,) = found
        row.update(old_cells(change))
    write(file, rows)


def old_cells(change: Mapping[str, str]) -> Row:
    """The old cells of a change: of a row of evidence its numbers, its shape and its group."""
    if change["column"] != VALUES:
        return {change["column"]: change["old"]}
    numbers, shape = change["old"].rsplit(", ", maxsplit=1)
    low, likely, high = (part.split()[0] for part in numbers.split(" / "))
    cells = {"low": low, "likely": likely, "high": high, "distribution": shape}
    return cells | ({"group": change["old_group"]} if change["old_group"] else {})


def run_rung(rung: Rung, args: argparse.Namespace) -> dict[str, RunFolder]:
    """The stored runs of a rung by frame, run where they are missing."""
    root = lay_out(rung, args.out / "tables" / f"{rung.number:02d}-{slug(rung.step)}")
    sets = [*args.set, f"run.replications={args.replications}"]
    settings = api.Settings(
        out=args.out / "runs",
        records=api.Level.SUMMARY,
        workers=args.workers,
        only=tuple(range(args.replications)),
    )
    folders = {}
    for frame in args.frames:
        print(f"rung {rung.number} ({rung.step}): {frame}", flush=True)
        found = api.run(root / "experiments" / f"{frame}.toml", sets, settings)
        folders[frame] = found.folder
    return folders


def slug(text: str) -> str:
    """A step as part of the name of a folder."""
    return "".join(letter if letter.isalnum() else "-" for letter in text)


def told(folder: RunFolder) -> pd.DataFrame:
    """Troops closed by the day and the day of the share on both clocks, one row a replication."""
    run = StoredRun(folder.root)
    day = day_of_share(run.closures(), share=SHARE)
    warning = float(run.resolved["experiment"]["frame"]["warning_days"])
    closed = troops_closed(run.closures(), by_day=DAY)
    return pd.DataFrame({"closed": closed, "day": day, "after": day + warning})


def lines(
    frame: str, rungs: Sequence[Rung], found: Sequence[pd.DataFrame], *, alone: bool
) -> list[list[str]]:
    """The lines of one frame: medians, and the mean of the paired changes with its interval.

    A change is told against the rung below, or against all old where each step stands alone.
    """
    rows, before = [], found[0]
    for rung, now in zip(rungs, found, strict=True):
        change = now - before
        rows.append(
            [
                frame,
                str(rung.number),
                rung.step,
                str(len(now)),
                numbers.whole_troops(now["closed"].median()),
                "" if now is before else paired(change["closed"], ",.0f", -2),
                numbers.c_day(now["day"].median()),
                numbers.days(now["after"].median()),
                "" if now is before else paired(change["day"], ".1f", 1),
            ]
        )
        before = before if alone else now
    return rows


def paired(changes: pd.Series, form: str, decimals: int) -> str:
    """The mean of paired changes with its 95 % interval; of one pair that alone."""
    mean, low, high = (round(value, decimals) for value in mean_interval(changes))
    return numbers.interval(mean, low, high, form)


def main() -> None:
    """Climb the ladder and print its table; the table is kept as ladder.csv too."""
    args = arguments()
    changes = read(ROOT / CHANGES)
    if args.list:
        print("\n".join(steps_of(changes)))
        return
    rungs = rungs_of(changes, args.step, "rung" if args.coarse else "step")
    rungs = ends_of(rungs) if args.ends else rungs
    folders, alone = [run_rung(rung, args) for rung in rungs], bool(args.step)
    rows = [
        row
        for frame in args.frames
        for row in lines(frame, rungs, [told(folder[frame]) for folder in folders], alone=alone)
    ]
    write(args.out / "ladder.csv", [dict(zip(HEAD, row, strict=True)) for row in rows])
    print(markdown(HEAD, rows))
    if args.page:
        page = PAGE.read_text(encoding="utf-8")
        ends = (f"<!-- table: {args.page} -->", f"<!-- end of the table: {args.page} -->")
        PAGE.write_text(between(page, *ends, markdown(HEAD, rows)), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--out", type=Path, default=Path("results/ladder"))
    parser.add_argument("--replications", type=int, default=16)
    parser.add_argument("--workers", type=int, default=None)
    parser.add_argument("--frames", nargs="+", default=list(FRAMES))
    parser.add_argument("--step", action="append", default=[])
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--coarse", action="store_true")
    parser.add_argument("--ends", action="store_true")
    parser.add_argument("--page", metavar="TABLE")
    parser.add_argument("--list", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
