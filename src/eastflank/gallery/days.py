"""From a run folder to the frames of what happens day by day: throughput, use, stages, Gantt."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from eastflank.charts import style
from eastflank.charts.throughput import COLUMNS, Kind
from eastflank.charts.utilisation import Band
from eastflank.gallery.kept import kept
from eastflank.gallery.scene import corridor_links
from eastflank.measures.closure.last_lots import last_lot_spells
from eastflank.measures.closure.lateness import closing_days
from eastflank.measures.closure.stage_days import stage_days, unit_days
from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.busy_days import fleet_days, terminal_days
from eastflank.measures.use.waiting import CAUSE, causes_of, wait_spells
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.causes import labels
from eastflank.runs.wording.names import asset

KINDS: Final = {
    "port": ("Ports", style.GREEN),
    "railhead": ("Railheads", style.BLUE),
    "transfer_yard": ("Transfer yards", style.SKY),
    "airfield": ("Airfields", style.PURPLE),
}
MOST_ROWS: Final = 6
MOST_FLEETS: Final = 14


@kept
def _terminal_days(run: StoredRun) -> pd.DataFrame:
    return terminal_days(run.told.records, run.terminal_table)


def throughput_of(run: StoredRun) -> tuple[pd.DataFrame, list[Kind]]:
    """Lifts a day at the terminals of each kind that served most, and what they could do."""
    daily = _terminal_days(run)
    kinds = [
        Kind(heading=heading, colour=colour, terminals=_most(daily, run, kind, "lifts", COLUMNS))
        for kind, (heading, colour) in KINDS.items()
    ]
    shown = [terminal for kind in kinds for terminal in kind.terminals]
    return daily.loc[daily["terminal_id"].isin(shown)].reset_index(drop=True), kinds


def _most(daily: pd.DataFrame, run: StoredRun, kind: str, what: str, most: int) -> dict[str, str]:
    """Terminals of a kind by what they served or how long they worked, the most first."""
    own = daily.loc[daily["terminal_id"].map(lambda each: run.terminals[each][1]) == kind]
    total = own.groupby("terminal_id")[what].sum().reset_index()
    ordered = total.sort_values([what, "terminal_id"], ascending=[False, True])
    chosen = [str(each) for each in ordered["terminal_id"].head(most)]
    nodes = {each: run.terminals[each][0] for each in chosen}
    return {each: run.network.names.get(node, node) for each, node in nodes.items()}


def use_of(run: StoredRun) -> tuple[pd.DataFrame, list[Band]]:
    """How busy the busiest terminals of each kind and the largest fleets were, day by day."""
    daily = _terminal_days(run)
    bands, drawn = [], []
    for kind, (heading, _) in KINDS.items():
        named = _most(daily, run, kind, "busy_share", MOST_ROWS)
        bands.append(_band(heading, named, daily, "terminal_id"))
        drawn.append(_tidy(daily, "terminal_id", list(named)))
    fleets = fleet_days(run.told.records)
    worked = fleets.groupby("asset_type")["busy_share"].sum().reset_index()
    order = worked.sort_values(["busy_share", "asset_type"], ascending=[False, True])
    types = {str(each): asset(str(each)) for each in order["asset_type"].head(MOST_FLEETS)}
    bands.append(_band("Fleets", types, fleets, "asset_type"))
    drawn.append(_tidy(fleets, "asset_type", list(types)))
    return pd.concat(drawn, ignore_index=True), bands


def _band(heading: str, named: dict[str, str], daily: pd.DataFrame, key: str) -> Band:
    wide = daily.pivot_table(index=key, columns="day", values="busy_share", sort=True)
    return Band(
        heading=heading,
        names=list(named.values()),
        shares=wide.reindex(list(named)).fillna(0.0).to_numpy(dtype=float),
    )


def _tidy(daily: pd.DataFrame, key: str, chosen: list[str]) -> pd.DataFrame:
    own = daily.loc[daily[key].isin(chosen), [key, "day", "busy_share"]]
    return own.rename(columns={key: "id"}).assign(of=key)[["of", "id", "day", "busy_share"]]


@kept
def spells_of(run: StoredRun) -> pd.DataFrame:
    """What the last lot of each unit did, spell by spell."""
    return last_lot_spells(
        run.told.records, run.told.waiting, end_h=run.told.end_h, modes=run.modes
    )


@kept
def longest_waits_of(run: StoredRun) -> dict[str, str]:
    """Of each unit what its last lot waited longest for, and how long; none where it never did."""
    told = run.told
    last = spells_of(run).drop_duplicates("unit")["lot"]
    longest = longest_of(wait_spells(told.records, told.waiting, told.end_h), list(last))
    said = labels(causes_of(longest), run.short_names)
    parts = zip(longest["unit"], longest["hours"], said, strict=True)
    return {str(unit): f"{hours / HOURS_PER_DAY:.1f} d: {cause}" for unit, hours, cause in parts}


def longest_of(waits: pd.DataFrame, lots: Sequence[str]) -> pd.DataFrame:
    """Of each unit what these lots of it waited longest for; a part waits a part of an hour."""
    own = waits.loc[waits["lot"].isin(lots)]
    hours = (own["end_h"] - own["start_h"]) * own["part"]
    sums = hours.groupby([own[name] for name in ("unit", *CAUSE)]).sum()
    table = sums.rename("hours").reset_index()
    return table.loc[table.groupby("unit")["hours"].idxmax()]


@kept
def closings_of(run: StoredRun) -> pd.DataFrame:
    """When each unit closes in the replication that is told."""
    return closing_days(run.told.closures)


def stages_of(run: StoredRun) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The days to closing by what the last lots did: by destination, and by nation."""
    days, closings = unit_days(spells_of(run)), closings_of(run)
    by_destination, by_nation = (
        stage_days(days, closings, by=column) for column in ("destination_country", "nation")
    )
    return by_destination, by_nation


def over_corridor(run: StoredRun) -> set[str]:
    """Units of which any lot went over the corridor."""
    passages = asset_rows(run.told.records, Stage.LINK)
    over = passages["place"].isin(corridor_links(run))
    lifts = set(passages.loc[over, "lift"].astype(str))
    legs = lot_rows(run.told.records, Stage.TRANSIT)
    crossed = np.isin(legs["lift"].astype(str).to_numpy(dtype=str), sorted(lifts))
    return set(legs.loc[crossed, "unit"].astype(str))
