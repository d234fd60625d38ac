"""``eastflank conditions``: what must be true for the target to be met."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_csv, result_json
from eastflank.cli.stored import stored_one

if TYPE_CHECKING:
    from eastflank.study.decisions import Conditions, Region


@ends_well()
def conditions(
    run: Annotated[str, typer.Argument(help="A run folder, or an experiment: its latest run.")],
    target_troops: Annotated[
        float | None,
        typer.Option(min=0, help="Troops in place of the target; where that tells nothing."),
    ] = None,
    out: options.Out = options.RESULTS,
    as_csv: options.AsCsv = False,
    as_json: options.AsJson = False,
) -> None:
    """Tell in which part of the evidence the target is met, and in which it fails.

    Read from the drawn replications that are stored. Where the target is met, or missed, in fewer
    than five draws, the median draw is the threshold, and the text says so.
    """
    from eastflank.cli.text.conditions import conditions_text
    from eastflank.study import decisions

    troops = options.troops_of("--target-troops", target_troops)
    found = decisions.conditions(stored_one(run, out), troops=troops)
    if as_json:
        result_json(_as_object(found))
    elif as_csv:
        result_csv(_rows(found))
    else:
        result(conditions_text(found))


def _as_object(found: "Conditions") -> dict[str, object]:
    told = {name: cell for name, cell in asdict(found).items() if name != "regions"}
    regions = [
        {
            "met": region.met,
            "holds": region.holds,
            "conditions": [asdict(each) for each in region.conditions],
            "seen": _score(region, "seen"),
            "unseen": _score(region, "unseen"),
        }
        for region in found.regions
    ]
    return {**told, "is_of_target": found.is_of_target, "regions": regions}


def _score(region: "Region", name: str) -> dict[str, object]:
    score = region.seen if name == "seen" else region.unseen
    return {**asdict(score), "density": score.density, "coverage": score.coverage}


def _rows(found: "Conditions") -> list[dict[str, object]]:
    """One row a condition, with the scores of its region."""
    return [
        {
            "run": found.label,
            "troops": found.troops,
            "met": region.met,
            **asdict(each),
            **{f"seen_{name}": cell for name, cell in _score(region, "seen").items()},
            **{f"unseen_{name}": cell for name, cell in _score(region, "unseen").items()},
        }
        for region in found.regions
        for each in region.conditions
    ]
