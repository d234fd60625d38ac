"""``eastflank bound``: how many troops no plan can close, by the day."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json, talk
from eastflank.runs.wording.numbers import on_day

if TYPE_CHECKING:
    from eastflank.api import Case, Curve

DEAREST_TOLD: Final = 10


@ends_well()
def bound(
    experiments: options.ExperimentFiles,
    *,
    replication: Annotated[
        int | None, typer.Option(min=0, help="With the draws of this replication.")
    ] = None,
    tight: Annotated[
        bool, typer.Option("--tight", help="Look more closely: minutes, not seconds.")
    ] = False,
    prices: Annotated[
        float | None,
        typer.Option(
            min=0.0, help="Also what one more of the dearest things could add by this day."
        ),
    ] = None,
    seed: options.Seed = None,
    sets: options.Sets = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Say how many troops can be closed by each day at most, whatever is planned.

    No run of the same experiment closes more, under any dispatch policy. Every row of the evidence
    stands at its likely value, or as --replication draws it. The bound is stored, and drawn in the
    closure chart of the run. docs/bound.md says what is optimistic in it.
    """
    from eastflank import api

    form, told = "tight" if tight else "quick", []
    for case in api.load_all(experiments, options.all_sets(sets, seed)):
        talk(f"{case.name}: looking for the bound ...", quiet=quiet)
        number = api.LIKELY if replication is None else replication
        curve = api.bound(case, out, replication=number, form=form)
        dear = _dearest(case, prices, number, form)
        told.append({"form": form, **_as_object(case, replication, curve), "dearest": dear})
        if not as_json:
            _tell(case, form, replication, curve)
            if prices is not None:
                result(_dear_text(prices, dear))
    if as_json:
        result_json({"bounds": told})
    else:
        from eastflank.cli.text.bounds import optimistic_text

        result(optimistic_text())


def _dearest(case: "Case", day: float | None, replication: int, form: str) -> list[str]:
    """What is dearest by a day, in words; nothing if nobody asks."""
    from eastflank import api

    if day is None:
        return []
    return list(api.dearest(case, day=day, replication=replication, form=form)[:DEAREST_TOLD])


def _dear_text(day: float, dear: list[str]) -> str:
    told = dear or ["nothing is short: one more of anything adds nothing"]
    return "".join(f"by {on_day(day)}, {line}\n" for line in told)


def _tell(case: "Case", form: str, replication: int | None, curve: "Curve") -> None:
    from eastflank.cli.text.bounds import bound_text

    result(bound_text(f"{case.name} ({form} form)", curve, case.experiment.target.day, replication))


def _as_object(case: "Case", replication: int | None, curve: "Curve") -> dict[str, object]:
    from eastflank.runs.wording.bounds import OPTIMISTIC, SHARES

    return {
        "experiment": case.name,
        "replication": replication,
        "force": curve.force,
        "points": [{"day": point.day, "troops": point.troops} for point in curve.points],
        "days": {f"{share:g}": curve.day_of(share) for share in SHARES},
        "optimistic": list(OPTIMISTIC),
    }
