"""``eastflank run``: run experiments, say where their results lie, end with the verdict table."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import Exit, ends_well
from eastflank.cli.screen import result, result_files, result_json, talk

if TYPE_CHECKING:
    from eastflank.api import Case, Foresight, Level, RunReport, Settings
    from eastflank.cli.requirements import Requirement


@ends_well()
def run(
    experiments: options.ExperimentFiles,
    *,
    replications: options.Replications = None,
    seed: options.Seed = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes; at most two by default.")
    ] = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    records: Annotated[
        str, typer.Option(help="What is kept of a replication: full, stages or summary.")
    ] = "stages",
    only: Annotated[
        list[str] | None, typer.Option(help="Only this replication: a number, or 'likely'.")
    ] = None,
    require: Annotated[
        list[str] | None, typer.Option(help="A threshold, e.g. troops_closed_c30>=285000.")
    ] = None,
    charts: Annotated[bool, typer.Option("--charts", help="Draw the charts of all runs.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Start over; do not resume.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check, say what would be run, write nothing.")
    ] = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Run experiments and print their verdict.

    The same question again resumes: replications that are stored are not run again.
    """
    from eastflank.api import Settings, load_all
    from eastflank.cli.requirements import parse_requirement

    requirements = [parse_requirement(text) for text in require or ()]
    settings = Settings(
        out=out, workers=workers, records=_level(records), only=_numbers(only), force=force
    )
    cases = load_all(experiments, options.all_sets(sets, seed, replications))
    if dry_run:
        _foresee_all(cases, settings, as_json=as_json)
        return
    reports = [_run_one(case, settings, quiet=quiet) for case in cases]
    drawn = _draw(reports, settings, quiet=quiet) if charts else []
    missed = _unmet(requirements, reports)
    _tell(reports, drawn, missed, as_json=as_json, verbose=verbose)
    raise typer.Exit(_exit_code(reports, missed))


def _run_one(case: "Case", settings: "Settings", *, quiet: bool) -> "RunReport":
    from eastflank import api
    from eastflank.cli.progress import progress_of

    with progress_of(case.name, quiet=quiet) as progress:
        report = api.run_case(case, settings, progress=progress)
    for warning in report.warnings:
        talk(f"note: {warning}", quiet=quiet)
    counts, wall_s = report.manifest.counts, report.manifest.timings_s.get("wall", 0.0)
    done = f"{counts['run_now']} run in {wall_s:.0f} s, {counts['stored']} stored"
    talk(f"{report.manifest.label}: {done}, in {report.folder.root}", quiet=quiet)
    if counts["failed"]:
        talk(f"{counts['failed']} replications failed: see {report.folder.failures_path}")
    if counts["waiting_unexplained"]:
        talk(
            f"{report.manifest.label}: {counts['waiting_unexplained']} lots wait for what can "
            "never come; eastflank explain UNIT tells why"
        )
    return report


def _draw(reports: Sequence["RunReport"], settings: "Settings", *, quiet: bool) -> list[Path]:
    from eastflank import api

    talk("Drawing charts ...", quiet=quiet)
    workers = settings.workers or api.default_workers()
    return api.chart([report.folder.root for report in reports], settings.out, workers=workers)


def _unmet(requirements: list["Requirement"], reports: Sequence["RunReport"]) -> list[str]:
    from eastflank.cli.requirements import unmet

    return [
        f"{report.manifest.label}: {missed}"
        for report in reports
        if report.verdict is not None
        for missed in unmet(requirements, report.verdict)
    ]


def _tell(
    reports: Sequence["RunReport"],
    drawn: list[Path],
    missed: list[str],
    *,
    as_json: bool,
    verbose: bool,
) -> None:
    from eastflank.cli.verdicts import as_object, tell_verdicts

    if as_json:
        runs = [as_object(report) for report in reports]
        result_json({"runs": runs, "charts": [str(path) for path in drawn], "unmet": missed})
        return
    result_files(drawn)
    tell_verdicts(reports, verbose=verbose)
    for line in missed:
        talk(line)


def _exit_code(reports: Sequence["RunReport"], missed: list[str]) -> Exit:
    counted = [report.manifest.counts for report in reports]
    if any(counts["failed"] or counts["waiting_unexplained"] for counts in counted):
        return Exit.REPLICATIONS
    return Exit.REQUIREMENT if missed else Exit.DONE


def _foresee_all(cases: list["Case"], settings: "Settings", *, as_json: bool) -> None:
    from eastflank import api

    seen = [api.foresee(case, settings) for case in cases]
    if as_json:
        result_json({"runs": [_foresight_object(each) for each in seen]})
        return
    for each in seen:
        result(
            f"{each.experiment}: {each.missing} of {each.replications + 1} runs to do (the "
            f"deterministic one and {each.replications} replications), in {each.folder.root}"
        )


def _foresight_object(foresight: "Foresight") -> dict[str, object]:
    return {
        "experiment": foresight.experiment,
        "run_id": foresight.folder.root.name,
        "folder": str(foresight.folder.root),
        "replications": foresight.replications,
        "missing": foresight.missing,
        "counts": foresight.counts,
    }


def _level(text: str) -> "Level":
    from eastflank.api import Level

    if text not in list(Level):
        raise typer.BadParameter(f"--records is full, stages or summary, not {text!r}")
    return Level(text)


def _numbers(only: list[str] | None) -> tuple[int, ...]:
    from eastflank.api import LIKELY

    chosen = []
    for text in only or ():
        if text != "likely" and not text.isdigit():
            raise typer.BadParameter(f"--only is a number or 'likely', not {text!r}")
        chosen.append(LIKELY if text == "likely" else int(text))
    return tuple(chosen)
