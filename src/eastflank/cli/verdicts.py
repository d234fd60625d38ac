"""``eastflank verdict``: the verdict table of runs that are stored."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from eastflank.cli import options
from eastflank.cli.bands_text import band_text
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json

if TYPE_CHECKING:
    import pandas as pd

    from eastflank.api import RunReport


@ends_well()
def verdict(
    runs: options.RunNames,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Print the verdict table of stored runs; -v for all of it."""
    from eastflank import api

    reports = [api.verdict(run, out) for run in runs]
    if as_json:
        result_json({"runs": [as_object(report) for report in reports]})
    else:
        tell_verdicts(reports, verbose=verbose)


def tell_verdicts(reports: Sequence["RunReport"], *, verbose: bool) -> None:
    """Print the verdicts of runs side by side, last what matters most."""
    from eastflank.cli.quantile_table import quantile_text
    from eastflank.cli.verdict_table import verdict_table
    from eastflank.cli.verdict_text import verdict_text

    if verbose:
        for report in reports:
            if report.verdict is not None:
                whole = {report.manifest.label: report.verdict}
                result(verdict_text(whole, target_day=report.manifest.target_day))
            if (quantiles := _quantiles(report)) is not None:
                result(quantile_text(quantiles))
    result(verdict_table(reports))
    for line in [line for report in reports for line in _bands_text(report)]:
        result(line)


def _bands_text(report: "RunReport") -> list[str]:
    """What is not known and what varies; no line where each replication has its own draw."""
    return [band_text(report.manifest.label, band) for band in _bands(report)]


def _quantiles(report: "RunReport") -> "pd.DataFrame | None":
    from eastflank import api

    return api.quantiles(report.folder.root)


def _bands(report: "RunReport") -> list[dict[str, Any]]:
    from eastflank.study.draws import components_of

    if report.verdict is None:
        return []
    return [
        {str(name): cell for name, cell in row.items()}
        for row in components_of(report.folder).to_dict("records")
    ]


def as_object(report: "RunReport") -> dict[str, object]:
    """A run as JSON tells it."""
    manifest, quantiles = report.manifest, _quantiles(report)
    return {
        "experiment": manifest.experiment,
        "title": manifest.title,
        "variation": list(manifest.variation),
        "run_id": manifest.run_id,
        "folder": str(report.folder.root),
        "status": manifest.status.value,
        "policy": manifest.policy,
        "seed": manifest.seed,
        "replications": manifest.replications,
        "counts": dict(manifest.counts),
        "verdict": [] if report.verdict is None else report.verdict.to_dict("records"),
        "quantiles": [] if quantiles is None else quantiles.to_dict("records"),
        "bands": _bands(report),
    }
