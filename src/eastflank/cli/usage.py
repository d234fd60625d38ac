"""``eastflank usage``: how busy each finite thing of a run was, and what was waited for."""

from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_files, result_json
from eastflank.cli.stored import stored_one


@ends_well()
def usage(
    run: Annotated[
        str, typer.Argument(help="A run folder, or an experiment: its latest run.", metavar="RUN")
    ],
    replication: Annotated[
        int | None, typer.Option(min=0, help="A replication; the deterministic run by default.")
    ] = None,
    out: options.Out = options.RESULTS,
    top: Annotated[int, typer.Option(min=1, help="Rows of each list.")] = 10,
    csv: Annotated[
        bool, typer.Option("--csv", help="Write whole tables to <run folder>/usage instead.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Print crossings, fleets, terminals, slots and waits of a stored run, the busiest first."""
    from eastflank import api
    from eastflank.cli.text.usage import usage_text

    chosen = api.LIKELY if replication is None else replication
    found = api.usage(stored_one(run, out), replication=chosen)
    if as_json:
        tables = {name: table.to_dict("records") for name, table in found.tables.items()}
        result_json({"run": str(found.run.root), "replication": replication, **tables})
    elif csv:
        result_files(api.write_usage(found))
    else:
        result(usage_text(found, top))
