"""``eastflank chart``: draw from run folders alone, without running anything."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result_files, result_json, talk
from eastflank.cli.stored import stored


@ends_well()
def chart(
    runs: Annotated[
        list[str] | None,
        typer.Argument(help="Run folders, or experiments: their latest run.", metavar="RUN..."),
    ] = None,
    out: options.Out = options.RESULTS,
    to: Annotated[
        Path | None, typer.Option(help="Where the charts go; <out>/charts by default.")
    ] = None,
    which: Annotated[
        list[str] | None, typer.Option(help="Only this chart; may be repeated.")
    ] = None,
    reproduce: Annotated[
        Path | None, typer.Option(help="Draw this chart file again, from the runs it names.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Draw the charts of stored runs and print their paths."""
    from eastflank import api

    if bool(runs) == bool(reproduce):
        raise typer.BadParameter("Give runs to draw, or --reproduce FILE.")
    if reproduce:
        if which:
            raise typer.BadParameter("--which picks charts of runs; --reproduce draws one file")
        again = api.redraw(reproduce, out, to=to)
        paths = list(again.paths)
        for remark in again.remarks:
            talk(remark)
    else:
        found = stored(runs or [], out)
        paths = api.chart(found, out, to=to, which=which, workers=api.default_workers())
        for remark in api.undrawn(found, which=which):
            talk(f"Not drawn: {remark}")
    if as_json:
        result_json({"charts": [str(path) for path in paths]})
    else:
        result_files(paths)
