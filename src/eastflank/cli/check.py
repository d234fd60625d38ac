"""``eastflank check``: read everything, run nothing, and say what can reach what."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import counted, result, result_json, talk

if TYPE_CHECKING:
    from eastflank.compile.feasibility import ReachRow
    from eastflank.study.checking import CheckReport


@ends_well()
def check(
    experiment: options.ExperimentFile,
    sets: options.Sets = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Check the inputs: every mistake at once, else what is closed and what reaches what.

    With -v each force line is shown with the ways that each class of its cargo has.
    """
    from eastflank.study.checking import check as checked

    report = checked(experiment, options.all_sets(sets))
    if as_json:
        result_json(_as_object(report))
        return
    for warning in report.warnings:
        talk(f"note: {warning}")
    if not report.counts["troops_moving"]:
        talk("note: nobody moves but vehicles: run answers in troops and refuses that.")
    troops, units = (report.counts[f"{what}_moving"] for what in ("troops", "units"))
    moves = f"{troops:,} troops in {counted(units, 'unit')} move"
    result(f"{report.experiment}: no mistakes found. {moves}.\n")
    result(
        "\n".join(
            f"  {count:>9,} {name.replace('_', ' ')}" for name, count in report.counts.items()
        )
    )
    if report.force.said:
        moves = "Another force than that of" if report.force.is_another else "The whole of"
        result(f"\n{moves} the list: {'; '.join(report.force.said)}")
    if report.closings:
        result("\nWhat the disruptions do\n" + "\n".join(f"- {told}" for told in report.closings))
    result("\nForce lines that can go by each way, by cargo (time not looked at)")
    result(_summary(report.reach))
    if verbose:
        result("\n" + columns(("line", "cargo", "ways"), [_cells(row) for row in report.reach]))


def _summary(rows: Iterable["ReachRow"]) -> str:
    from eastflank.compile.feasibility import WAYS

    rows = list(rows)
    ways = [way for way in WAYS if any(way in row.ways for row in rows)]
    lines = Counter(row.cargo for row in rows)
    known = Counter((row.cargo, way) for row in rows for way in row.ways)
    single = Counter(row.cargo for row in rows if len(row.ways) == 1)
    return columns(
        ["", "lines", *ways, "one way only"],
        [
            [cargo, f"{count}", *(f"{known[cargo, way]}" for way in ways), f"{single[cargo]}"]
            for cargo, count in lines.items()
        ],
    )


def _cells(row: "ReachRow") -> list[str]:
    no_flight = f" (no flight: {row.no_flight})" if row.no_flight else ""
    return [row.unit, row.cargo.value, f"{', '.join(row.ways)}{no_flight}"]


def _as_object(report: "CheckReport") -> dict[str, object]:
    return {
        "experiment": report.experiment,
        "counts": report.counts,
        "force": report.force.told(),
        "disruptions": list(report.closings),
        "warnings": [str(warning) for warning in report.warnings],
        "reach": [
            {
                "unit": row.unit,
                "cargo": row.cargo.value,
                "origin": row.origin,
                "destination": row.destination,
                "ways": list(row.ways),
            }
            for row in report.reach
        ],
    }
