"""``eastflank init``: begin a project of one's own."""

from pathlib import Path
from typing import Annotated

import typer

from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, talk


@ends_well()
def init(
    folder: Annotated[Path, typer.Argument(help="A new folder.", metavar="FOLDER")],
    theatre: Annotated[
        bool, typer.Option("--theatre", help="A copy of the whole theatre, not the example.")
    ] = False,
) -> None:
    """Begin a project: two towns worked out, or with --theatre a copy of the eastern flank."""
    from eastflank import api

    written = api.begin(folder, theatre=theatre)
    question = "ready-force" if theatre else "first"
    result(f"{folder} holds {'the theatre' if theatre else 'two towns'}: {len(written)} files.")
    talk(f"Go on: cd {folder}; eastflank check {question}; eastflank run {question}")
