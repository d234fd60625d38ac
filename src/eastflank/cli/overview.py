"""``eastflank overview``: one page over a folder of stored runs."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result

Names = Annotated[
    list[str] | None,
    typer.Argument(help="Only these runs, folders or experiments.", metavar="RUN..."),
]


@ends_well()
def overview(
    runs: Names = None,
    out: options.Out = options.RESULTS,
    to: Annotated[
        Path | None, typer.Option("--to", help="The page; <out>/overview.html by default.")
    ] = None,
) -> None:
    """Write one page over all finished runs of a folder: questions, curves, flows that differ.

    It opens in a browser without a network. Of each question the latest run is told.
    """
    from eastflank import api

    result(str(api.overview(runs or (), out, to=to)))
