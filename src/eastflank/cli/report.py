"""``eastflank report``: one self-contained HTML page of stored runs."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json


@ends_well()
def report(
    runs: options.RunNames,
    out: options.Out = options.RESULTS,
    to: Annotated[
        Path | None,
        typer.Option(
            help="The page; report.html in the run folder by default, of several runs in <out>."
        ),
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option(
            help="A folder for the movement table, the schedules of terminals and the flows (GIS)."
        ),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Write one HTML page that opens anywhere: verdict, drivers, the cut, evidence, limits.

    Of several runs the first is the one that the others are set against; NAME-cut is set against
    NAME.
    """
    from eastflank import api

    paths = api.report(runs, out, to=to, csv=csv)
    if as_json:
        result_json({
            "report": str(paths[0]),
            "tables": [str(path) for path in paths[1:]],
            "movements": api.movements(runs, out),
        })  # fmt: skip
        return
    for path in paths:
        result(str(path))
