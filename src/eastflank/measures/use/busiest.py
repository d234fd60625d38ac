"""The links and terminals that carried most: candidates for what is most critical."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.usage import mode_of
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.model.records import Stage

SAME_LINE: Final = 0.8  # of the lifts of the smaller of two links: they are one line
COLUMNS: Final = ["target", "kind", "mode", "lifts", "troops", "tonnes"]
ON_THE_GROUND: Final = [mode.value for mode, row in MODES.items() if row.is_ground]
KIND_OF: Final = {
    Mode.SEA.value: TerminalKind.PORT.value,
    Mode.RAIL.value: TerminalKind.RAILHEAD.value,
}


def busiest_links(records: pd.DataFrame, modes: Mapping[str, str], most: int) -> pd.DataFrame:
    """The links over which most tonnes went, loaded, the modes by turns: at most ``most``.

    Lanes at sea are left out: ports stand for them.
    Two links are of one line where four of five lifts of the smaller one went over the other too.
    Columns: target, kind, mode, lifts, troops, tonnes.
    """
    rows = asset_rows(records, Stage.LINK, Stage.VOYAGE).astype({"lift": str, "place": str})
    loaded = rows.loc[(rows["pieces"] > 0) | (rows["troops"] > 0)]
    once = loaded.drop_duplicates(["replication", "lift", "place"])
    once = once.assign(mode=mode_of(once["asset_type"], modes))
    table = once.groupby("place").agg(
        mode=("mode", "first"),
        lifts=("lift", "size"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
    )
    lifts = {str(place): frozenset(of["lift"]) for place, of in once.groupby("place")}
    over_land = table.loc[table["mode"].isin(ON_THE_GROUND)]
    ordered = over_land.sort_values(["tonnes", "troops"], ascending=False, kind="stable")
    kept = [
        place
        for _, of in ordered.groupby("mode", sort=False)
        for place in _one_a_line([str(place) for place in of.index], lifts, most)
    ]
    chosen = _by_turns(ordered.loc[ordered.index.isin(kept)].reset_index(), "mode", most)
    return chosen.assign(target="link:" + chosen["place"], kind="link")[COLUMNS]


def _by_turns(table: pd.DataFrame, column: str, most: int) -> pd.DataFrame:
    """The first of each value of a column, then the second of each, in the order of the table."""
    turn = table.groupby(column).cumcount().rename("turn")
    return table.loc[turn.sort_values(kind="stable").index].head(most).reset_index(drop=True)


def _one_a_line(places: list[str], lifts: Mapping[str, frozenset[str]], most: int) -> Iterator[str]:
    kept: list[str] = []
    for place in places:
        mine = lifts[place]
        if len(kept) < most and not any(
            len(mine & lifts[other]) >= SAME_LINE * min(len(mine), len(lifts[other]))
            for other in kept
        ):
            kept.append(place)
            yield place


def busiest_terminals(
    records: pd.DataFrame,
    modes: Mapping[str, str],
    terminals: Mapping[str, tuple[str, str]],
    most: int,
) -> pd.DataFrame:
    """The ports, railheads and transfer yards that handled most tonnes, by turns: at most ``most``.

    ``terminals``: the node and the kind of each. The same columns as of links.
    """
    at = {(node, kind): terminal for terminal, (node, kind) in terminals.items()}
    rows = lot_rows(records, Stage.LOAD, Stage.UNLOAD, Stage.TRANSFER)
    mode = mode_of(rows["asset_type"], modes)
    kind = mode.map(KIND_OF).where(
        rows["stage"] != Stage.TRANSFER.value, TerminalKind.TRANSFER_YARD.value
    )
    places = zip(rows["place"], kind, strict=True)
    named = pd.Series([at.get((str(place), str(what)), "") for place, what in places], rows.index)
    found = rows.assign(terminal=named, kind=kind, mode=mode).loc[named != ""]
    table = found.groupby("terminal").agg(
        kind=("kind", "first"),
        mode=("mode", "first"),
        lifts=("lift", "nunique"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
    )
    ordered = table.sort_values(["tonnes", "troops"], ascending=False, kind="stable")
    chosen = _by_turns(ordered.reset_index(), "kind", most)
    return chosen.assign(target="terminal:" + chosen["terminal"].astype(str))[COLUMNS]
