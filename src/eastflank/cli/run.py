"""``eastflank run``: run experiments, say where their results lie, end with the verdict table."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result_files, result_json, talk

if TYPE_CHECKING:
    from eastflank.api import Settings, StoredRun
    from eastflank.cli.requirements import Requirement


@ends_well()
def run(
    experiments: options.ExperimentFiles,
    *,
    replications: options.Replications = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    records: Annotated[
        str, typer.Option(help="What is kept of a replication: full, stages or summary.")
    ] = "stages",
    only: options.Only = None,
    shard: options.Shard = None,
    cluster: options.Cluster = "",
    budget: options.Budget = None,
    require: Annotated[
        list[str] | None, typer.Option(help="A threshold, e.g. troops_closed_c30>=285000.")
    ] = None,
    charts: Annotated[bool, typer.Option("--charts", help="Draw the charts of all runs.")] = False,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Run experiments and print their verdict.

    The same question again resumes: replications that are stored are not run again.
    """
    from eastflank import api
    from eastflank.cli import carry
    from eastflank.cli.requirements import parse_requirement

    requirements = [parse_requirement(text) for text in require or ()]
    settings = api.Settings(
        out=out,
        workers=workers,
        records=carry.level_of(records),
        only=carry.numbers_of(only),
        shard=carry.shard_of(shard),
        budget_s=carry.seconds_of(budget),
        cluster=cluster,
        force=force,
    )
    cases = api.load_all(experiments, options.all_sets(sets, seed, replications))
    if dry_run:
        carry.foresee_all(cases, settings, as_json=as_json)
        return
    runs = api.all_stored([carry.carry_out(case, settings, quiet=quiet) for case in cases])
    drawn = _draw(runs, settings, quiet=quiet) if charts else []
    missed = _unmet(requirements, runs)
    _tell(runs, drawn, missed, as_json=as_json, verbose=verbose)
    raise typer.Exit(carry.exit_code(runs, missed))


def _draw(runs: Sequence["StoredRun"], settings: "Settings", *, quiet: bool) -> list[Path]:
    from eastflank import api

    talk("Drawing charts ...", quiet=quiet)
    workers = settings.workers or api.default_workers()
    return api.chart(runs, settings.out, workers=workers)


def _unmet(requirements: list["Requirement"], runs: Sequence["StoredRun"]) -> list[str]:
    from eastflank.cli.requirements import unmet

    return [
        f"{run.name}: {missed}"
        for run in runs
        if run.verdict is not None
        for missed in unmet(requirements, run.verdict)
    ]


def _tell(
    runs: Sequence["StoredRun"],
    drawn: list[Path],
    missed: list[str],
    *,
    as_json: bool,
    verbose: bool,
) -> None:
    from eastflank.cli.verdict import as_object, tell_verdicts

    if as_json:
        told = [as_object(run) for run in runs]
        result_json({"runs": told, "charts": [str(path) for path in drawn], "unmet": missed})
        return
    result_files(drawn)
    tell_verdicts(runs, verbose=verbose)
    for line in missed:
        talk(line)
