"""``eastflank list``: find the ids of things by a piece of their name, or near a place."""

from pathlib import Path
from typing import Annotated, Final

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import counted, result, result_json, talk

# kept here too, so that --help need not read tables; a test holds both equal
KINDS: Final = (
    "nodes",
    "terminals",
    "links",
    "corridors",
    "units",
    "brigades",
    "nations",
    "evidence",
    "assets",
)
WIDEST: Final = 30  # of a column on the screen
NAMES: Final = ("name", "title")  # they stand before the ids


@ends_well()
def list_things(
    kind: Annotated[str, typer.Argument(help=f"One of {', '.join(KINDS)}.", metavar="KIND")],
    text: Annotated[
        str,
        typer.Argument(help="A piece of a name, without accents if need be.", metavar="TEXT"),
    ] = "",
    near: Annotated[
        str, typer.Option("--near", help="A place: the nearest first, with kilometres.")
    ] = "",
    experiment: Annotated[
        Path | None, typer.Option("--of", help="The experiment whose tables are listed.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="Show so many.")] = 40,
    as_json: options.AsJson = False,
) -> None:
    """List what the tables of an experiment hold, to find the id that a file or command needs."""
    from eastflank.study.listing import listed

    if kind not in KINDS:
        raise typer.BadParameter(f"KIND is one of {', '.join(KINDS)}, not {kind!r}")
    rows = listed(kind, text, near=near, experiment=experiment)
    if as_json:
        result_json({"kind": kind, "found": rows})
        return
    if not rows:
        result(f"No {kind}.")
        return
    told = f" with {text!r}" if text else ""
    named = counted(len(rows), "row of evidence" if kind == "evidence" else kind.removesuffix("s"))
    result(f"{named}{told}{f', the nearest to {near} first' if near else ''}")
    head = sorted(rows[0], key=lambda name: name not in NAMES)
    result(columns(head, [[_cell(row[name]) for name in head] for row in rows[:most]]))
    if len(rows) > most:
        talk(f"and {len(rows) - most} more: --most {len(rows)} shows all")


def _cell(cell: object) -> str:
    """A cell as the screen has room for it."""
    if isinstance(cell, float):
        return f"{cell:,.0f}" if cell.is_integer() else f"{cell:,.2f}"
    text = f"{cell:,}" if isinstance(cell, int) else str(cell)
    return text if len(text) <= WIDEST else f"{text[: WIDEST - 1]}…"
