"""``eastflank explain``: why a unit closed when it did, in plain sentences."""

from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json
from eastflank.cli.stored import stored_one


@ends_well()
def explain(
    unit: Annotated[str, typer.Argument(help="A unit by its uln or name, or a brigade.")],
    run: Annotated[
        str, typer.Option("--run", help="A run folder, or an experiment: its latest run.")
    ] = "baseline",
    replication: Annotated[
        int | None, typer.Option(min=0, help="A replication; the deterministic run by default.")
    ] = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
) -> None:
    """Tell how a unit moved and what it waited for; or when a brigade closed, and its last unit."""
    from eastflank import api

    chosen = api.LIKELY if replication is None else replication
    story = api.explain(unit, stored_one(run, out), replication=chosen)
    if as_json:
        result_json({"unit": unit, "replication": replication, "story": story})
    else:
        result("\n".join(story))
