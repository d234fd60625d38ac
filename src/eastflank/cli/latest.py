"""``eastflank latest``: by when the order must be given."""

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_csv, result_json
from eastflank.cli.stored import stored_one

if TYPE_CHECKING:
    from eastflank.study.decisions import Latest


@ends_well()
def latest(
    experiment: Annotated[
        str, typer.Argument(help="A run, an experiment or its file.", metavar="EXPERIMENT")
    ],
    *,
    country: Annotated[
        str, typer.Option(help="Countries of destination, e.g. LT or EE,LV,LT; all by default.")
    ] = "",
    share: Annotated[
        float, typer.Option(min=0.01, max=1, help="The share of the force bound for them.")
    ] = 0.95,
    by: Annotated[
        float | None, typer.Option(help="The date, in days after C-day; that of the target.")
    ] = None,
    c_day_fixed: Annotated[
        bool, typer.Option("--c-day-fixed", help="C-day stands: run with more and less warning.")
    ] = False,
    warning_days: Annotated[
        str | None,
        typer.Option(
            help="With --c-day-fixed: the days of warning that are run; 0,5,10,15,20,30 by default."
        ),
    ] = None,
    replications: Annotated[
        int | None,
        typer.Option(min=1, help="With --c-day-fixed: pairs at each warning; 16 by default."),
    ] = None,
    sets: options.Sets = None,
    workers: options.Workers = None,
    out: options.Out = options.RESULTS,
    as_csv: options.AsCsv = False,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Tell the latest day of the order for a share of the force in a country by a date.

    At first C-day moves with the order, and the answer is a shift of stored replications. With
    --c-day-fixed C-day stands, and runs with more and with less warning are compared; --set and
    what else asks for runs goes with it.
    """
    from eastflank.cli.progress import progress_of
    from eastflank.cli.text.latest import latest_text
    from eastflank.study import decisions

    if by is not None and not math.isfinite(by):
        raise typer.BadParameter(f"--by is a day such as 30, not {by}")
    countries = tuple(code.strip().upper() for code in country.split(",") if code.strip())
    if country.strip() and not countries:
        raise typer.BadParameter(f"--country is codes such as EE,LV,LT, not {country!r}")
    asked = decisions.Asked(share=share, countries=countries, by_day=by)
    if not c_day_fixed:
        options.refuse_without(
            "--c-day-fixed",
            {
                "--warning-days": warning_days,
                "--replications": replications,
                "--set": sets,
                "--workers": workers,
            },
        )
        found = decisions.latest(stored_one(experiment, out), asked)
    else:
        with progress_of(experiment, quiet=quiet, of="warnings") as progress:
            found = decisions.latest_by_runs(
                Path(experiment),
                asked,
                sets=sets or (),
                warnings=decisions.WARNINGS if warning_days is None else _numbers(warning_days),
                replications=replications or decisions.REPLICATIONS,
                settings=decisions.Settings(out=out, workers=workers),
                progress=progress,
            )
    if as_json:
        result_json(_as_object(found))
    elif as_csv:
        result_csv(_rows(found))
    else:
        result(latest_text(found))


def _numbers(text: str) -> list[float]:
    """``--warning-days``: numbers with commas between them."""
    try:
        return [float(word) for word in text.split(",")]
    except ValueError:
        raise typer.BadParameter(
            f"--warning-days is numbers such as 0,5,10, not {text!r}"
        ) from None


def _as_object(found: "Latest") -> dict[str, object]:
    told = asdict(found)
    told["chances"] = [
        {"warning_days": days, "chance": chance} for days, chance in found.chances.items()
    ]
    return told


def _rows(found: "Latest") -> list[dict[str, object]]:
    """One row a confidence."""
    asked = {
        "run": found.label,
        "countries": " ".join(found.asked.countries),
        "share": found.asked.share,
        "troops": found.troops,
        "by_day": found.by_day,
        "c_day_moves": found.moves,
        "replications": found.replications,
    }
    return [{**asked, **asdict(each)} for each in found.days]
