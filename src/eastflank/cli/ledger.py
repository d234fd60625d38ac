"""``eastflank ledger``: where the time of each unit went, from the order to its closure."""

from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_files, result_json
from eastflank.cli.stored import stored_one


@ends_well()
def ledger(
    run: Annotated[
        str, typer.Argument(help="A run folder, or an experiment: its latest run.", metavar="RUN")
    ],
    *,
    unit: Annotated[str, typer.Option(help="The chain of this unit alone, by its uln.")] = "",
    replication: Annotated[
        int | None, typer.Option(min=0, help="A replication; the deterministic run by default.")
    ] = None,
    out: options.Out = options.RESULTS,
    top: Annotated[int, typer.Option(min=1, help="Causes that are told by name.")] = 20,
    csv: Annotated[
        bool, typer.Option("--csv", help="Write chains and tables to <run folder>/ledger instead.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Charge each hour from the order to closure to what was refused last, unit by unit."""
    from eastflank import api
    from eastflank.cli.text.ledgers import chain_text, ledger_text

    chosen = api.LIKELY if replication is None else replication
    found = api.ledger(stored_one(run, out), replication=chosen, unit=unit)
    if csv:
        result_files(api.write_ledger(found))
    elif as_json:
        rows = found.rows.to_dict("records")
        result_json({"run": str(found.run.root), "never_closed": list(found.never), "rows": rows})
    else:
        result(chain_text(found, unit) if unit else ledger_text(found, top))
