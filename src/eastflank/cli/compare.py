"""``eastflank compare``: what one run costs against another, paired."""

from typing import Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json

Run = Annotated[str, typer.Argument(help="A run folder, or an experiment: its latest run.")]


@ends_well()
def compare(
    base: Run, cut: Run, out: options.Out = options.RESULTS, as_json: options.AsJson = False
) -> None:
    """Print what CUT costs against BASE, under the same luck."""
    from eastflank import api
    from eastflank.measures.penalty_text import penalty_text

    found = api.compare(base, cut, out)
    if as_json:
        result_json(
            {
                "base": found.base.label,
                "cut": found.cut.label,
                "differences": found.table.to_dict("records"),
            }
        )
        return
    result(
        penalty_text(
            found.table,
            base=found.base.label,
            cut=found.cut.label,
            target_day=found.base.target_day,
        )
    )
