"""``eastflank chart``: draw from run folders alone, without running anything."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result_files, result_json


@ends_well()
def chart(
    runs: options.RunNames,
    out: options.Out = options.RESULTS,
    to: Annotated[
        Path | None, typer.Option(help="Where the charts go; <out>/charts by default.")
    ] = None,
    which: Annotated[
        list[str] | None, typer.Option(help="Only this chart; may be repeated.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Draw the charts of stored runs and print their paths."""
    from eastflank import api

    paths = api.chart(runs, out, to=to, which=which, workers=api.default_workers())
    if as_json:
        result_json({"charts": [str(path) for path in paths]})
    else:
        result_files(paths)
