"""``eastflank brief``: the one page of a question, as PDF and PNG."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result_files, result_json
from eastflank.cli.stored import stored


@ends_well()
def brief(
    runs: options.RunNames,
    out: options.Out = options.RESULTS,
    to: Annotated[
        Path | None, typer.Option(help="The folder; brief/ in the folder of the first run.")
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Write one page that can be handed over: upright A4 and 16:9, as PDF and PNG.

    Give the open run and its cuts: answer, bracket, map, cut, levers, what is not known.
    """
    from eastflank import api

    paths = api.brief(stored(runs, out), out, to=to)
    if as_json:
        result_json({"files": [str(path) for path in paths]})
    else:
        result_files(paths)
