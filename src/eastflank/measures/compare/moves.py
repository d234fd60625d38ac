"""Where lots went: their main mode and their way past a corridor, in two runs side by side."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from eastflank.measures.closure.verdict import BALTIC_STATES
from eastflank.measures.compare.pairing import EVERYWHERE
from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.schedules import main_legs
from eastflank.measures.use.usage import mode_of
from eastflank.measures.use.waiting import CAUSE
from eastflank.model.causes import CauseKind
from eastflank.model.modes import MODES
from eastflank.model.records import Stage

OVER: Final = "{} over the corridor"
ELSEWHERE: Final = "land, not over it"
STAYED: Final = "not moved"
ACROSS: Final = tuple(mode.value for mode, row in MODES.items() if not row.is_ground)
ON_LAND: Final = tuple(mode.value for mode, row in MODES.items() if row.is_ground)
MAIN_MODES: Final = (*ON_LAND, *ACROSS, STAYED)
ROUTES: Final = (*(OVER.format(mode) for mode in ON_LAND), ELSEWHERE, *ACROSS, STAYED)
COUNTED: Final = ["lots", "troops", "tonnes"]
LIFT: Final = ["replication", "lift"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What one run tells of where its lots went; ids are strings.

    - records: with rows of links; lots: lot, unit, troops, tonnes; units: uln, destination_country.
    - corridor: ids of its links; modes: the mode of each asset type.
    """

    records: pd.DataFrame
    lots: pd.DataFrame
    units: pd.DataFrame
    corridor: Collection[str]
    modes: Mapping[str, str]


def ways_of_lots(run: Moved) -> pd.DataFrame:
    """One row a lot and replication: the mode of its main leg, and its route.

    - mode: of its last leg at sea, else of its last by air, else of its longest; "not moved" when
      it never was on a leg.
    - route: sea or air where that is the mode; else rail or road over the corridor, by which most
      of it passed a link of the corridor and did not come back; else land, not over it.

    Each lot counts whole and once, so all lots of a run add up to the same troops and tonnes.
    """
    numbers = pd.DataFrame({"replication": run.records["replication"].unique()})
    table = run.lots[["lot", "unit", "troops", "tonnes"]].merge(numbers, how="cross")
    legs = main_legs(run.records, run.modes).drop_duplicates(["replication", "lot"])
    table = table.merge(legs[["replication", "lot", "mode"]], how="left")
    table = table.merge(_crossed_by(run), how="left").fillna({"mode": STAYED})
    over = table["crossed_by"].map(lambda by: OVER.format(by) if isinstance(by, str) else ELSEWHERE)
    own = table["mode"].isin([*ACROSS, STAYED])
    country = run.units.set_index("uln")["destination_country"]
    return table.drop(columns="crossed_by").assign(
        route=table["mode"].where(own, over), destination_country=table["unit"].map(country)
    )


def _crossed_by(run: Moved) -> pd.DataFrame:
    """The mode by which most of a lot passed the corridor: replication, lot, crossed_by."""
    loads = lot_rows(run.records, Stage.LOAD).astype({"lot": str, "lift": str})
    passed = _passed(run, loads)
    carried = loads[[*LIFT, "lot", "pieces"]].merge(passed, on=LIFT)
    sums = carried.groupby(["replication", "lot", "crossed_by"])["pieces"].sum().reset_index()
    most = sums.sort_values(["pieces", "crossed_by"], ascending=[False, True], kind="stable")
    kept = most.drop_duplicates(["replication", "lot"])
    return kept[["replication", "lot", "crossed_by"]]


def _passed(run: Moved, loads: pd.DataFrame) -> pd.DataFrame:
    """Lifts that passed a link of the corridor, one way more often than back."""
    rows = asset_rows(run.records, Stage.LINK).astype({"lift": str, "place": str, "towards": str})
    rows = rows.loc[rows["lift"].isin(set(loads["lift"]))].sort_values("from_h", kind="stable")
    began = loads.drop_duplicates(LIFT).set_index(LIFT)["place"].astype(str)
    first = rows.join(began.rename("began"), on=LIFT)["began"]
    before = rows.groupby(LIFT)["towards"].shift().fillna(first)
    through = rows.loc[rows["place"].isin(list(run.corridor)) & (rows["towards"] != before)]
    through = through.assign(crossed_by=mode_of(through["asset_type"], run.modes))
    times = through.groupby([*LIFT, "place", "crossed_by"]).size()
    odd = times.loc[times % 2 == 1].reset_index()
    return odd.drop_duplicates(LIFT)[[*LIFT, "crossed_by"]]


def moves_table(base: pd.DataFrame, cut: pd.DataFrame) -> pd.DataFrame:
    """Lots, troops and tonnes by mode and by route in both runs, means over replications.

    ``base`` and ``cut`` are those of :func:`ways_of_lots`. One row a destination (all, then EE,
    LV and LT where the force goes there), ``by`` (mode or route) and ``way``.
    """
    countries = set(base["destination_country"]) | set(cut["destination_country"])
    places = [EVERYWHERE, *(state for state in BALTIC_STATES if state in countries)]
    parts = [
        _side_by_side(base, cut, where, by, known)
        for where in places
        for by, known in (("mode", MAIN_MODES), ("route", ROUTES))
    ]
    return pd.concat(parts, ignore_index=True)


def _side_by_side(
    base: pd.DataFrame, cut: pd.DataFrame, where: str, by: str, known: Iterable[str]
) -> pd.DataFrame:
    sides = {
        side: _summed(table, where, by).add_suffix(f"_{side}")
        for side, table in (("base", base), ("cut", cut))
    }
    table = pd.concat(sides.values(), axis=1).reindex(list(known)).fillna(0.0)
    table = table.loc[table.sum(axis=1) > 0].rename_axis("way").reset_index()
    table.insert(0, "by", by)
    table.insert(0, "where", where)
    return table


def _summed(ways: pd.DataFrame, where: str, by: str) -> pd.DataFrame:
    kept = ways if where == EVERYWHERE else ways.loc[ways["destination_country"] == where]
    runs = max(1, ways["replication"].nunique())
    return kept.assign(lots=1.0).groupby(by)[COUNTED].sum() / runs


def risen_waits(base: Sequence[pd.DataFrame], cut: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """What bound next: lot hours of waiting by cause in both runs, the largest rise first.

    ``base`` and ``cut`` are tables of ``waits_by_cause``, one a replication; hours are their means.
    A lot that waits for other lots of its unit is left out: what holds these is told of them.
    Columns: cause, cause_thing, closed_by, lot_hours_base, lot_hours_cut, rise.
    """
    sides = {"lot_hours_base": _mean_hours(base), "lot_hours_cut": _mean_hours(cut)}
    table = pd.DataFrame(sides).fillna(0.0)
    table = table.rename_axis(CAUSE).reset_index()
    table = table.loc[table["cause"] != CauseKind.REST_OF_UNIT]
    table = table.assign(rise=table["lot_hours_cut"] - table["lot_hours_base"])
    order, ascending = ["rise", "lot_hours_cut", *CAUSE], [False, False, True, True, True]
    return table.sort_values(order, ascending=ascending, ignore_index=True)


def _mean_hours(tables: Sequence[pd.DataFrame]) -> pd.Series:
    hours = pd.concat(tables).groupby(CAUSE)["lot_hours"].sum()
    return hours / max(1, len(tables))
