"""``eastflank sweep``: one experiment at many points, under the same luck at each."""

from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json, talk

if TYPE_CHECKING:
    from eastflank.api import Settings, StoredRun, Swept


@ends_well()
def sweep(
    experiment: options.ExperimentFile,
    *,
    replications: options.Replications = None,
    seed: options.Seed = None,
    workers: options.Workers = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    records: Annotated[
        str, typer.Option(help="What is kept of a replication: summary, stages or full.")
    ] = "summary",
    point: Annotated[
        int | None, typer.Option(min=0, help="Only this point, by its number in the design.")
    ] = None,
    only: options.Only = None,
    shard: options.Shard = None,
    cluster: options.Cluster = "",
    budget: options.Budget = None,
    force: options.Force = False,
    dry_run: options.DryRun = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Run an experiment at every point of its [sweep] and print the verdict of each.

    The same command again resumes; docs/sweeps.md says how to write, share out and resume one.
    """
    from eastflank import api
    from eastflank.cli import carry
    from eastflank.cli.text.sweeps import sweep_text

    settings = api.Settings(
        out=out,
        workers=workers,
        records=carry.level_of(records),
        only=carry.numbers_of(only),
        only_point=point,
        shard=carry.shard_of(shard),
        budget_s=carry.seconds_of(budget),
        cluster=cluster,
        force=force,
    )
    swept = api.load_sweep(experiment, options.all_sets(sets, seed, replications))
    _refuse_unknown_point(point, swept)
    if dry_run:
        carry.foresee_all([swept], settings, as_json=as_json)
        return
    _quote_first(swept, settings, quiet=quiet)
    run = carry.carry_out(swept, settings, quiet=quiet)
    if as_json:
        result_json(_as_object(run))
    else:
        result(sweep_text(run))
    raise typer.Exit(carry.exit_code([run]))


def _refuse_unknown_point(point: int | None, swept: "Swept") -> None:
    if point is not None and point >= len(swept.points):
        raise typer.BadParameter(f"--point {point}: the points are 0 to {len(swept.points) - 1}")


def _quote_first(swept: "Swept", settings: "Settings", *, quiet: bool) -> None:
    """Say what it takes; where no earlier run tells, one replication is run and timed."""
    from dataclasses import replace

    from eastflank import api
    from eastflank.cli import carry

    seen = api.foresee(swept, settings)
    if seen.quote is None and seen.missing > 1 and not (settings.shard or settings.cluster):
        first = replace(settings, force=settings.force, workers=1, only_point=0, only=(0,))
        if seen.replications:
            api.run_case(swept, first)
        seen = api.foresee(swept, replace(settings, force=False))
    talk(carry.quote_text(seen), quiet=quiet)


def _as_object(sweep: "StoredRun") -> dict[str, object]:
    from eastflank.cli.verdict import as_object

    manifest, differences = sweep.manifest, sweep.differences
    return {
        **as_object(sweep),
        "points": manifest.points,
        "factors": list(manifest.factors),
        "stopping": dict(manifest.stopping),
        "stopped_by": manifest.stopped_by,
        "differences": [] if differences is None else differences.to_dict("records"),
    }
