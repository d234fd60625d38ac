"""``eastflank validate``: published moves run with the shipped evidence, and judged."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import Exit, ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import result, result_json, talk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastflank.validation import Result

BACKCASTS = Path("experiments/backcasts")
HEAD = ("check", "role", "by", "published", "P5", "P50", "P95", "rank", "verdict")


@ends_well()
def validate(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Checks, cases or folders; left out: all.", metavar="[NAME]..."),
    ] = None,
    *,
    replications: Annotated[int, typer.Option(min=1, help="Draws of each move.")] = 64,
    moves: Annotated[Path, typer.Option(help="The folder of the moves.")] = BACKCASTS,
    workers: options.Workers = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS / "validation",
    page: Annotated[
        Path | None,
        typer.Option(help="Write the page of all checks here, e.g. docs/validation.md."),
    ] = None,
    beside: Annotated[
        Path | None, typer.Option(help="A stored validation.csv of other rows, to stand beside.")
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Run published moves and tell where their figures lie among the draws.

    The same command again resumes: draws that are stored are not run again.
    """
    from eastflank import api, validation
    from eastflank.cli.progress import progress_of

    if page and names:
        raise typer.BadParameter("--page is written of all checks: give no names")
    settings = api.Settings(out=out, workers=workers, force=force, records=api.Level.FULL)
    root = validation.root_of(moves)
    checks = validation.read_checks(root)
    laid = options.all_sets(sets, replications=replications)
    asked = validation.chosen(checks, names or ())
    with progress_of("validate", quiet=quiet) as progress:
        results = validation.run_checks(asked, root, settings, sets=laid, progress=progress)
        trains = (
            validation.run_trains(asked, root, settings, sets=laid, progress=progress)
            if page
            else []
        )
    table = validation.write_table(results, out / "validation.csv")
    if page:
        old = validation.read_table(beside) if beside else None
        told = validation.page_of(results, checks.told, beside=old, trains=trains)
        page.write_text(told, encoding="utf-8")
    _tell(results, as_json=as_json)
    for path in (table, *([page] if page else [])):
        talk(f"validate: {path}", quiet=quiet)
    raise typer.Exit(_exit(results))


def _tell(results: "Sequence[Result]", *, as_json: bool) -> None:
    from eastflank import validation

    if as_json:
        result_json({"checks": validation.table_of(results).to_dict("records")})
    else:
        result(columns(HEAD, [_line(each) for each in results]))


def _line(each: "Result") -> tuple[str, ...]:
    row, found = each.check.row, each.judgement
    figures = (found.p5, found.p50, found.p95)
    return (
        row.check,
        row.role,
        row.mode,
        f"{row.published:g} {row.unit}",
        *(f"{figure:.1f}" for figure in figures),
        f"{found.rank:.2f}",
        found.found.value,
    )


def _exit(results: "Sequence[Result]") -> Exit:
    """A miss is a result; a reading that speaks of another verdict is to be written anew."""
    stale = [each.check.id for each in results if each.is_stale]
    if stale:
        talk(f"validate: the readings of {', '.join(stale)} were written for another verdict")
    return Exit.REQUIREMENT if stale else Exit.DONE
