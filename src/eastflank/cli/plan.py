"""``eastflank plan``: how a staff would move the force, as a table that can be changed and run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.carry import carry_out
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json
from eastflank.model.errors import PlannerError

if TYPE_CHECKING:
    from eastflank.api import Change


@ends_well()
def plan(
    experiment: Annotated[
        Path | None, typer.Argument(help="An experiment file.", metavar="EXPERIMENT")
    ] = None,
    *,
    to: Annotated[
        Path | None, typer.Option("--to", help="The file of the table; results/plans/NAME.csv.")
    ] = None,
    diff: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--diff", help="Say in which units two tables differ; no experiment."),
    ] = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Write the movement table of a force that a staff moves, whatever dispatch the file asks for.

    The force is run once with every row at its likely value. A row of the table says how lots of a
    unit went: modes, terminals, POE, POD, asset, day of start and of arrival. ``force.plan`` reads
    it: put it under experiments/plans, change it, and run with --set force.plan=NAME.
    """
    if diff is not None:
        if experiment or to or sets:
            raise typer.BadParameter("--diff compares two tables: no experiment, --to or --set")
        _tell_changes(*diff, as_json=as_json)
    elif experiment is None:
        raise PlannerError(
            where="eastflank plan",
            found="there is no experiment.",
            right="Give an experiment file, or two tables with --diff.",
        )
    else:
        _write(experiment, to, sets or [], out, as_json=as_json, quiet=quiet)


def _write(
    experiment: Path,
    to: Path | None,
    sets: list[str],
    out: Path,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    from eastflank import api
    from eastflank.runs.movement_plan import refuse_no_plan

    if to is not None:
        refuse_no_plan(to)
    asked = ("policy.dispatch=planned", "run.replications=0", *sets)
    (case,) = api.load_all([experiment], asked)
    run = carry_out(case, api.Settings(out=out), quiet=quiet)
    file = to or out / "plans" / f"{case.name}.csv"
    api.write_movement_plan(run, file, out, root=case.root, over=to is None)
    if as_json:
        result_json({"file": str(file)})
        return
    result(str(file))


def _tell_changes(one: Path, other: Path, *, as_json: bool) -> None:
    from eastflank import api

    changes = api.plan_changes(one, other)
    if as_json:
        result_json({"changes": [change._asdict() for change in changes]})
        return
    for change in changes:
        result(_change(change, one, other))
    result(f"{len(changes)} units and classes of cargo differ")


def _change(change: "Change", one: Path, other: Path) -> str:
    name = f"{change.uln} {change.cargo}".strip()
    return f"{name}\n  {one.stem}: {change.before}\n  {other.stem}: {change.after}"
