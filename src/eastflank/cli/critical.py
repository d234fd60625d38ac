"""``eastflank critical``: which links, ports and yards matter most, and what protects them."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_csv, result_json
from eastflank.cli.stored import stored_one

if TYPE_CHECKING:
    from eastflank.study.decisions import Criticality


@ends_well()
def critical(
    experiment: options.ExperimentFile,
    *,
    things: Annotated[
        int, typer.Option(min=1, max=50, help="Links and terminals that are closed.")
    ] = 6,
    from_day: Annotated[float, typer.Option(help="Closed from this day after C-day on.")] = 8.0,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs of each closure.")] = 4,
    surface: Annotated[
        bool,
        typer.Option("--surface", help="Close the worst from several days, for several spans."),
    ] = False,
    tolerated: Annotated[
        float, typer.Option(min=0, max=1, help="The share of troops that a survived closure costs.")
    ] = 0.05,
    bound: Annotated[
        bool, typer.Option("--bound", help="Also by how much the bound falls; minutes.")
    ] = False,
    seed: options.Seed = None,
    sets: options.Sets = None,
    workers: options.Workers = None,
    out: options.Out = options.RESULTS,
    as_csv: options.AsCsv = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Close the links and terminals that carried most, alone and in pairs, in paired runs.

    The experiment must have been run, with the same --set: the flows of its run at likely values
    screen what is closed.
    The three worst are closed two at a time, and each with three protections.
    """
    from eastflank.cli.progress import progress_of
    from eastflank.cli.text.critical import critical_text
    from eastflank.study import decisions

    laid = options.all_sets(sets, seed)
    run = decisions.screened(stored_one(str(experiment), out), experiment, laid)
    with progress_of(experiment.stem, quiet=quiet, of="closures") as progress:
        found = decisions.criticality(
            experiment,
            run,
            decisions.Screen(
                things=things,
                from_day=from_day,
                pairs=pairs,
                surface=surface,
                tolerated=tolerated,
                with_bound=bound,
            ),
            sets=laid,
            settings=decisions.Settings(out=out, workers=workers),
            progress=progress,
        )
    if as_json:
        result_json(_as_object(found))
    elif as_csv:
        result_csv(_rows(found))
    else:
        result(critical_text(found, run.short_names))


def _as_object(found: "Criticality") -> dict[str, object]:
    parts = ("singles", "doubles", "protected", "surface")
    return {
        "run": found.label,
        "day": found.day,
        "troops": found.troops,
        "screened": found.candidates.to_dict("records"),
        **{part: [asdict(each) for each in getattr(found, part)] for part in parts},
        "longest_survived": [
            {"start_day": start, "days": days} for start, days in found.longest_survived().items()
        ],
    }


def _rows(found: "Criticality") -> list[dict[str, object]]:
    """One row a closure."""
    losses = [*found.singles, *found.doubles, *found.protected, *found.surface]
    return [{**asdict(each), "targets": " ".join(each.targets)} for each in losses]
