"""``eastflank report``: one self-contained HTML page of stored runs."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json
from eastflank.cli.stored import stored


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

    Of several runs each cut is set against the open run of its question; where no run is the cut
    of another, all are set against the first.
    """
    from eastflank import api

    found = stored(runs, out)
    paths = api.report(found, out, to=to, csv=csv, workers=api.default_workers())
    if as_json:
        result_json(
            {
                "report": str(paths[0]),
                "tables": [str(path) for path in paths[1:]],
                "movements": {
                    run.manifest.run_id: api.movements(run).to_dict("records")
                    for run in found
                    if not run.is_sweep
                },
            }
        )
        return
    for path in paths:
        result(str(path))
