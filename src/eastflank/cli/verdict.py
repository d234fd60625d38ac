"""``eastflank verdict``: the verdict table of runs that are stored."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_csv, result_files, result_json
from eastflank.cli.stored import stored

if TYPE_CHECKING:
    from eastflank.api import StoredRun


@ends_well()
def verdict(
    runs: options.RunNames,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="The lines of the verdict as CSV.")] = False,
    xlsx: Annotated[
        bool,
        typer.Option(
            "--xlsx",
            help="Write <run folder>/run.xlsx: verdict, movements, arrivals, use, evidence.",
        ),
    ] = False,
    verbose: options.Verbose = False,
) -> None:
    """Print the verdict table of stored runs; -v for all of it."""
    found = stored(runs, out)
    if xlsx:
        _write_workbooks(found)
    elif as_csv:
        result_csv([row for run in found for row in _lines(run)])
    elif as_json:
        told = {"runs": [as_object(run) for run in found], "brackets": brackets_as_objects(found)}
        result_json(told)
    else:
        tell_verdicts(found, verbose=verbose)


def _write_workbooks(runs: Sequence["StoredRun"]) -> None:
    from eastflank import api

    result_files(api.workbook(run) for run in runs)


def _lines(run: "StoredRun") -> list[dict[str, object]]:
    """The lines of a verdict, the name of the run before each."""
    table = run.verdicts if run.is_sweep and run.has_summary else run.verdict
    rows = [] if table is None else table.to_dict("records")
    return [{"run": run.name, **{str(name): cell for name, cell in row.items()}} for row in rows]


def tell_verdicts(runs: Sequence["StoredRun"], *, verbose: bool) -> None:
    """Print the answer in sentences, its bracket, then runs side by side; sweeps before them."""
    from eastflank.cli.text.sweeps import sweep_text
    from eastflank.cli.text.verdicts import verdict_table

    for sweep in (run for run in runs if run.is_sweep):
        result(sweep_text(sweep))
    alone = [run for run in runs if not run.is_sweep]
    _tell_brackets([run for run in alone if run.verdict is not None])
    if alone:
        result(verdict_table(alone))
    for line in [line for run in alone for line in _bands_text(run)]:
        result(line)
    for run in alone if verbose else ():
        _tell_all(run)


def _tell_brackets(runs: Sequence["StoredRun"]) -> None:
    """The answer of each frame in sentences, then its bracket."""
    from eastflank import api
    from eastflank.cli.text.brackets import bracket_text
    from eastflank.runs.brief import answer_of, question_of

    for bracket in api.brackets(runs):
        answer = answer_of(bracket)[: None if bracket.cuts else -1]
        result("\n".join([question_of(bracket.first.run), *answer]))
        result(f"\n{bracket_text(bracket)}\n")


def brackets_as_objects(runs: Sequence["StoredRun"]) -> list[dict[str, object]]:
    """The brackets as JSON tells them: the lines in words, and what is not stored."""
    from eastflank import api
    from eastflank.runs.bracket_text import missing_of, remarks_of, sections_of
    from eastflank.runs.brackets import bracket_table

    told = [run for run in runs if not run.is_sweep and run.verdict is not None]
    return [
        {
            "frame": bracket.name,
            "sides": [side.name for side in bracket.sides],
            "sections": [asdict(section) for section in sections_of(bracket)],
            "troops": bracket_table(bracket).to_dict("records"),
            "remarks": remarks_of(bracket),
            "missing": dict(missing_of(bracket)),
        }
        for bracket in api.brackets(told)
    ]


def _tell_all(run: "StoredRun") -> None:
    """Every line of a verdict, then its quantiles."""
    from eastflank.cli.text.fight import fight_text
    from eastflank.cli.text.quantiles import quantile_text
    from eastflank.cli.text.whole_verdict import verdict_text
    from eastflank.runs.fight import tells_strength

    if run.verdict is not None:
        result(verdict_text({run.name: run.verdict}, target_day=run.day))
    if (quantiles := run.quantiles()) is not None:
        result(quantile_text(quantiles))
    if tells_strength(run):
        result(fight_text(run))


def _bands_text(run: "StoredRun") -> list[str]:
    """What is not known and what varies; no line where each replication has its own draw."""
    from eastflank.cli.text.bands import band_text

    return [band_text(run.name, band) for band in _bands(run)]


def _bands(run: "StoredRun") -> list[dict[str, Any]]:
    from eastflank import api

    if run.verdict is None:
        return []
    return [
        {str(name): cell for name, cell in row.items()} for row in api.bands(run).to_dict("records")
    ]


def as_object(run: "StoredRun") -> dict[str, object]:
    """A run as JSON tells it."""
    manifest, quantiles = run.manifest, run.quantiles()
    verdict = run.verdicts if run.is_sweep and run.has_summary else run.verdict
    return {
        "experiment": manifest.experiment,
        "title": manifest.title,
        "variation": list(manifest.variation),
        "run_id": manifest.run_id,
        "folder": str(run.root),
        "status": manifest.status.value,
        "policy": manifest.policy,
        "seed": manifest.seed,
        "replications": manifest.replications,
        "counts": dict(manifest.counts),
        "verdict": [] if verdict is None else verdict.to_dict("records"),
        "quantiles": [] if quantiles is None else quantiles.to_dict("records"),
        "bands": _bands(run),
    }
