"""``eastflank compare``: what runs cost against another, paired where the luck is the same."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import result, result_json, talk
from eastflank.cli.stored import stored_singly

if TYPE_CHECKING:
    from eastflank.api import Comparison, Moves

Run = Annotated[str, typer.Argument(help="A run folder, or an experiment: its latest run.")]
Runs = Annotated[
    list[str], typer.Argument(help="One run or several, each set against BASE.", metavar="OTHER...")
]


@ends_well()
def compare(
    base: Run,
    cuts: Runs,
    *,
    unpaired: Annotated[
        bool,
        typer.Option(
            "--unpaired", help="Differences of means of runs that met different luck: wider."
        ),
    ] = False,
    moves: Annotated[
        bool, typer.Option("--moves", help="Also where lots went, and what bound next.")
    ] = False,
    corridor: Annotated[
        str, typer.Option(help="The corridor of --moves; the one that OTHER closes by default.")
    ] = "",
    replication: Annotated[
        int | None,
        typer.Option(min=0, help="The replication of --moves; by default all with rows of links."),
    ] = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
) -> None:
    """Print what each OTHER closes less and later than BASE, in runs that met the same luck.

    Luck is what varies and is drawn: breakdowns, durations, weather. A cut of the same question is
    told as a cut, anything else as a difference.

    Runs that met different luck are refused; --unpaired compares their means instead.
    """
    from eastflank import api

    if not moves:
        idle = {"--corridor": corridor, "--replication": replication is not None}
        options.refuse_without("--moves", idle)
    first, *others = stored_singly([base, *cuts], out)
    found = [api.compare(first, cut, unpaired=unpaired) for cut in others]
    ways = [
        api.moves(each.base, each.cut, corridor=corridor, replication=replication)
        for each in found
        if moves
    ]
    for remark in dict.fromkeys(remark for each in found for remark in each.remarks):
        talk(f"note: {remark}")
    if as_json:
        objects = [_object(each, ways[i] if moves else None) for i, each in enumerate(found)]
        several = {"base": found[0].base.name, "comparisons": objects}
        result_json(objects[0] if len(objects) == 1 else several)
        return
    result("\n\n".join(_texts(found, ways)))


def _texts(found: list["Comparison"], ways: list["Moves"]) -> list[str]:
    from eastflank.cli.text.comparisons import comparison_text, moves_text, summary_text

    texts = [summary_text(found)] if len(found) > 1 else []
    for i, each in enumerate(found):
        texts.append(comparison_text(each))
        if ways:
            names = each.base.name, each.cut.name
            texts.append(moves_text(ways[i], *names, is_of_a_cut=each.is_of_a_cut))
    return texts


def _object(found: "Comparison", ways: "Moves | None") -> dict[str, Any]:
    told: dict[str, Any] = {
        "base": found.base.name,
        "cut": found.cut.name,
        "paired": found.gains is not None,
        "replications": list(found.replications),
        "differences": found.table.to_dict("records"),
    }
    if found.gains is not None:
        told["gains"] = found.gains.to_dict("records")
    if len(found.bands):
        told["bands"] = found.bands.to_dict("records")
    if ways is not None:
        told["moves"] = {
            "corridor": ways.corridor,
            "replications": list(ways.replications),
            "ways": ways.ways.to_dict("records"),
            "waits": ways.waits.to_dict("records"),
        }
    return told
