"""``eastflank runs`` and ``eastflank clean``: which runs are stored, and which of them may go."""

import math
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import counted, result, result_json, talk

if TYPE_CHECKING:
    from eastflank.api import Shelved

LONGEST_TITLE = 40

Names = Annotated[
    list[str] | None, typer.Argument(help="Only of these experiments.", metavar="NAME...")
]


@ends_well()
def runs(
    names: Names = None, out: options.Out = options.RESULTS, as_json: options.AsJson = False
) -> None:
    """List the runs that are stored, the latest last: question, when, replications, state."""
    from eastflank import api

    found = api.shelved(out, names or ())
    if as_json:
        result_json({"runs": [_object(each) for each in found]})
        return
    result(f"{counted(len(found), 'run')} in {out}." if found else f"No run is stored in {out}.")
    if found:
        _table(found)


@ends_well()
def clean(
    names: Names = None,
    unfinished: Annotated[
        bool, typer.Option("--unfinished", help="Runs that were interrupted or failed.")
    ] = False,
    other_build: Annotated[
        bool, typer.Option("--other-build", help="Runs of another build of the model.")
    ] = False,
    superseded: Annotated[
        bool, typer.Option("--superseded", help="All but the latest finished run of a question.")
    ] = False,
    older_than: Annotated[
        float | None, typer.Option("--older-than", min=0, help="Runs older than so many days.")
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove them; without it they are only listed.")
    ] = False,
    out: options.Out = options.RESULTS,
) -> None:
    """Say which stored runs a rule would remove; with --remove, remove them.

    Of several rules a run must meet all. A run that is under way is never removed, nor is one that
    was killed and still says that it runs: go on with it first.
    """
    from eastflank import api

    if older_than is not None and not math.isfinite(older_than):
        raise typer.BadParameter(f"--older-than is a number of days such as 30, not {older_than}")
    rule = api.Rule(
        unfinished=unfinished,
        other_build=other_build,
        superseded=superseded,
        older_than_days=older_than,
    )
    if rule.is_empty:
        raise typer.BadParameter(
            "give a rule: --unfinished, --other-build, --superseded or --older-than DAYS"
        )
    going = api.clean(rule, out, names or (), remove=remove)
    if not going:
        result("No run meets the rule.")
        return
    result(f"{counted(len(going), 'run')} {'removed' if remove else 'would be removed'}.")
    _table(going)
    if not remove:
        talk("Nothing was removed: give --remove to do it.")


def _table(found: "list[Shelved]") -> None:
    head = ["run", "question", "when, UTC", "replications", "state"]
    result(columns(head, [_row(each) for each in found]))


def _row(each: "Shelved") -> list[str]:
    title = each.run.manifest.title if each.run else "?"
    short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
    return [
        f"{each.experiment}/{each.root.name}",
        short,
        f"{each.when:%Y-%m-%d %H:%M}",
        _drawn(each),
        _state(each),
    ]


def _drawn(each: "Shelved") -> str:
    if each.run is None:
        return "?"
    manifest = each.run.manifest
    points = f"{manifest.points} points, " if manifest.is_sweep else ""
    drawn, wanted = each.drawn
    return f"{points}{drawn} of {wanted}" if wanted else f"{points}likely"


def _state(each: "Shelved") -> str:
    if each.run is None:
        return each.status
    return each.status if each.is_of_this_build else f"{each.status}, other build"


def _object(each: "Shelved") -> dict[str, object]:
    manifest = each.run.manifest if each.run else None
    return {
        "folder": str(each.root),
        "experiment": each.experiment,
        "label": manifest.label if manifest else None,
        "title": manifest.title if manifest else None,
        "when": each.when.isoformat(),
        "status": each.status,
        "why_not": each.why_not,
        "replications": each.drawn[0] if each.run else None,
        "wanted": each.drawn[1] if each.run else None,
        "points": manifest.points if manifest else None,
        "of_this_build": each.is_of_this_build,
    }
