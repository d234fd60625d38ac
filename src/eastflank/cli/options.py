"""The flags that commands share: the same name means the same everywhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

RESULTS: Final = Path("results")

ExperimentFiles = Annotated[
    list[Path], typer.Argument(help="Experiment files.", metavar="EXPERIMENT...")
]
ExperimentFile = Annotated[Path, typer.Argument(help="An experiment file.", metavar="EXPERIMENT")]
RunNames = Annotated[
    list[str],
    typer.Argument(help="Run folders, or experiments: their latest run.", metavar="RUN..."),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", help="Lay key=value over the file, e.g. frame.warning_days=5."),
]
Out = Annotated[Path, typer.Option("--out", help="The folder of all results.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Another seed for all luck.")]
Replications = Annotated[
    int | None,
    typer.Option("--replications", min=0, help="Runs with their own luck; 0 for none."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes; at most two by default.")]
Only = Annotated[
    list[str] | None, typer.Option(help="Only this replication: a number, or 'likely'.")
]
Shard = Annotated[str | None, typer.Option(help="Only part i of n, as i/n; for batch schedulers.")]
Cluster = Annotated[
    str, typer.Option(help="Let the workers of a Dask scheduler at this address do it.")
]
Budget = Annotated[
    str | None,
    typer.Option(help="Begin no replication after this time, e.g. 5m; what is there stays."),
]
Force = Annotated[bool, typer.Option("--force", help="Start over; do not resume.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Check, say what would be run, write nothing.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="The whole table as CSV on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No talk, no progress.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]


def all_sets(
    sets: list[str] | None, seed: int | None = None, replications: int | None = None
) -> list[str]:
    """What the flags lay over the file; all of it goes through the checks of the file."""
    laid = list(sets or ())
    laid += [] if seed is None else [f"run.seed={seed}"]
    laid += [] if replications is None else [f"run.replications={replications}"]
    return laid


def refuse_without(flag: str, given: Mapping[str, object]) -> None:
    """Refuse options that mean nothing without another one: none is passed over in silence."""
    idle = [name for name, value in given.items() if value]
    if idle:
        verb = "goes" if len(idle) == 1 else "go"
        raise typer.BadParameter(f"{' and '.join(idle)} {verb} with {flag}, which is not given")


def troops_of(option: str, troops: float | None) -> float | None:
    """Troops that an option asks for: whole ones, as many as there can be."""
    if troops is not None and not troops.is_integer():
        raise typer.BadParameter(f"{option} is a whole number such as 285000, not {troops}")
    return troops
