"""``eastflank require``: the cheapest bundle of levers that meets the target."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_csv, result_json, talk

if TYPE_CHECKING:
    from eastflank.study.decisions import Requirement


@ends_well()
def require(
    experiment: options.ExperimentFile,
    *,
    confidence: Annotated[
        float, typer.Option(min=0.01, max=1, help="The chance that is wanted.")
    ] = 0.8,
    target_troops: Annotated[
        float | None, typer.Option(min=1, help="Troops in place of those of the target.")
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="64 pairs for the best bundles; keeps what is there.")
    ] = False,
    pairs: Annotated[int, typer.Option(min=1, help="Pairs that confirm a bundle.")] = 16,
    draws: Annotated[int, typer.Option(min=1, help="Pairs by which levers are screened.")] = 4,
    seed: options.Seed = None,
    sets: options.Sets = None,
    workers: options.Workers = None,
    out: options.Out = options.RESULTS,
    as_csv: options.AsCsv = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Look for the cheapest bundle of levers that meets the target with a confidence.

    Each lever of levers.csv is run alone, as far as it goes. The most promising bundles are then
    run themselves. Each line says whether it was screened or confirmed. The table of bundles is
    stored beside the runs of the question; the brief and the report tell its three best.
    """
    from eastflank.cli.progress import progress_of
    from eastflank.cli.text.require import require_text
    from eastflank.study import decisions

    troops = options.troops_of("--target-troops", target_troops)
    with progress_of(experiment.stem, quiet=quiet, of="variants") as progress:
        found = decisions.require(
            experiment,
            decisions.Wanted(confidence=confidence, troops=troops),
            sets=options.all_sets(sets, seed),
            pairs=decisions.CONFIRMED if confirm else pairs,
            draws=draws,
            settings=decisions.Settings(out=out, workers=workers),
            progress=progress,
        )
    if as_json:
        result_json(_as_object(found))
    elif as_csv:
        result_csv(found.rows())
    else:
        result(require_text(found))
    talk(f"{experiment.stem}: {found.path}", quiet=quiet)


def _as_object(found: "Requirement") -> dict[str, object]:
    best = found.cheapest
    return {**asdict(found), "cheapest": None if best is None else asdict(best)}
