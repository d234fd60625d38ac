"""``eastflank schema``: what an experiment file may hold, for editors and other programs."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json


@ends_well()
def schema(
    to: Annotated[
        Path | None, typer.Option("--to", help="Write it to this file instead.", metavar="FILE")
    ] = None,
) -> None:
    """Print the JSON Schema of experiment files, which their first line (#:schema) may name."""
    from eastflank import api

    if to is None:
        result_json(api.schema())
    else:
        result(str(api.write_schema(to)))
