"""Every finite thing in one table: how busy it was, who waited for it, how long and how many."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import TINY, asset_rows, lot_rows
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.usage import asset_usage
from eastflank.model.causes import CauseKind
from eastflank.model.modes import TerminalKind
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

TERMINALS: Final = tuple(kind for kind in TerminalKind if kind is not TerminalKind.STAGING_AREA)
SLOTS: Final = TerminalKind.STAGING_AREA
SECTION: Final = "section"
HOLDING_TRACK: Final = "holding_track"
FLEET: Final = "fleet"
CALL_FORWARD: Final = "call_forward"
THINGS: Final = (*TerminalKind, SECTION, HOLDING_TRACK, FLEET, CALL_FORWARD)  # kinds of them
COLUMNS: Final = [
    "kind",
    "id",
    "capacity",
    "busy_share",
    "lifts",
    "wait_h",
    "mean_wait_h",
    "max_wait_h",
    "longest_queue",
]
KEY: Final = ["kind", "id"]


def finite_things(records: pd.DataFrame, situation: Situation) -> pd.DataFrame:
    """Use, queue and waiting of every finite thing; what is waited for most stands first.

    - kind, id: the servers of a terminal (kind: that of the terminal; of a staging area its
      integration slots), a section (the link, with the way where each has its own), a
      holding_track where they are counted (as a section), a fleet (the asset type), a call_forward
      place (the terminal).
    - capacity: servers, slots, places; trains a day of a section; assets held and to be called up.
    - busy_share: hours of work over capacity times the hours from the first use to the last; of a
      section trains times their separation; of a fleet all hours but the idle ones of the assets
      that carried anything. Empty where the records do not tell it (roads, call-forward places).
    - lifts: lifts that used it (stood on holding tracks), or units that integrated.
    - wait_h, mean_wait_h, max_wait_h: hours that they stood before it was theirs: their sum, the
      mean over all lifts and the longest. longest_queue: most that waited at one moment.

    Holding tracks: who stood there before the next link, and the waits of those who were kept out
    of the link for want of a place at its end (mean over these).

    Terminals, sections and slots are told exactly. For fleets and call-forward places a lift's
    whole wait before loading counts for what it waited for longest; where several types would do
    it counts for the type that came. Means over replications; the longest wait and queue are of
    any replication.
    """
    parts = [
        *_terminals(records, situation),
        *_slots(records, situation),
        *_sections(records, situation),
        *_holding_tracks(records, situation),
        *_fleets(records, situation),
        *_places(records, situation),
    ]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    return table.sort_values(["wait_h", *KEY], ascending=[False, True, True], ignore_index=True)[
        COLUMNS
    ]


def most_at_once(keys: pd.Series, from_h: pd.Series, to_h: pd.Series) -> pd.Series:
    """By key, the most spells that lay over one moment; one that ends as another begins is gone."""
    spells = len(keys)
    events = pd.DataFrame(
        {
            "key": pd.concat([keys, keys], ignore_index=True),
            "hour": np.concatenate([from_h, to_h]),
            "change": np.repeat([1, -1], spells),
        }
    ).sort_values(["key", "hour", "change"], kind="stable")
    # each key's changes add up to nothing, so one running sum serves all keys
    events["waiting"] = events["change"].cumsum()
    return events.groupby("key")["waiting"].max()


def _waiting(uses: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Lifts and waits by id of ``uses``: id, replication, from_h, work_h."""
    uses = uses.assign(wait_h=(uses["work_h"] - uses["from_h"]).clip(lower=0.0))
    table = uses.groupby("id").agg(
        lifts=("wait_h", "size"), wait_h=("wait_h", "sum"), max_wait_h=("wait_h", "max")
    )
    table["mean_wait_h"] = table["wait_h"] / table["lifts"]
    table[["lifts", "wait_h"]] /= runs
    stood = uses.loc[uses["wait_h"] > TINY]
    keys = stood["id"] + "\x1f" + stood["replication"].astype(str)
    most = most_at_once(keys.reset_index(drop=True), stood["from_h"], stood["work_h"])
    most.index = most.index.str.split("\x1f").str[0]
    table["longest_queue"] = most.groupby(level=0).max()
    return table.fillna({"longest_queue": 0.0})


def _busy(uses: pd.DataFrame) -> pd.Series:
    """Hours of work over the hours from the first use to the last: servers at work, mean."""
    work = uses.assign(busy_h=uses["to_h"] - uses["work_h"])
    each = work.groupby(["id", "replication"]).agg(
        busy_h=("busy_h", "sum"), first_h=("work_h", "min"), last_h=("to_h", "max")
    )
    span_h = each["last_h"] - each["first_h"]
    return (each["busy_h"] / span_h.where(span_h > 0)).fillna(0.0).groupby("id").mean()


def _uses(rows: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    columns = ["replication", "from_h", "work_h", "to_h"]
    return rows[columns].assign(id=names.astype(str)).reset_index(drop=True)


def _runs(records: pd.DataFrame) -> int:
    return max(1, records["replication"].nunique())


def _served(
    uses: pd.DataFrame, situation: Situation, kinds: Iterable[str], runs: int
) -> Iterable[pd.DataFrame]:
    """Terminals of some kinds that were used, with their servers."""
    known = situation.terminals.set_index("terminal_id")
    known = known.loc[known["kind"].isin(list(kinds))]
    uses = uses.loc[uses["id"].isin(known.index)]
    if uses.empty:
        return
    table = _waiting(uses, runs)
    table["capacity"] = known["servers"].astype(float)
    table["busy_share"] = _busy(uses) / table["capacity"]
    table["kind"] = known["kind"]
    yield table.reset_index()


def _terminals(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    rows = asset_rows(records, Stage.SERVE)
    return _served(_uses(rows, rows["place"]), situation, TERMINALS, _runs(records))


def _slots(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    rows = asset_rows(records, Stage.INTEGRATION)
    return _served(_uses(rows, rows["place"]), situation, [SLOTS], _runs(records))


def _sections(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    rows = asset_rows(records, Stage.LINK)
    links = situation.links.set_index("link_id")
    rows = rows.loc[rows["place"].astype(str).isin(links.index)]
    if rows.empty:
        return
    uses = _uses(rows, _section_names(rows, links))
    table = _waiting(uses, _runs(records))
    of_link = links.reindex(table.index.str.split(" > ").str[0])
    ways = np.where(of_link["tracks"] == 1, 2.0, 1.0)
    paths = of_link["paths_per_day_each_way"].astype(float).to_numpy() * ways
    table["capacity"] = np.where(of_link["mode"] == "rail", paths * situation.path_share, np.nan)
    table["busy_share"] = _entries(uses) / table["capacity"]
    yield table.assign(kind=SECTION).reset_index()


def _section_names(rows: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """The section of each row of a link: on single track one for both ways."""
    link = rows["place"].astype(str)
    shared = (link.map(links["mode"]) == "rail") & (link.map(links["tracks"]) == 1)
    return link.where(shared, link + " > " + rows["towards"].astype(str))


def _holding_tracks(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    """Who stood at the end of each link before the next one, and who waited for a place there."""
    links = situation.links.set_index("link_id")
    held = links["holding_tracks"].dropna().astype(float)
    rows = asset_rows(records, Stage.LINK).sort_values("work_h", kind="stable")
    names = _section_names(rows, links)
    came_over = names.groupby([rows["replication"], rows["lift"].astype(str)]).shift().fillna("")
    stands = came_over.str.split(" > ").str[0].isin(held.index)
    stands &= rows["work_h"] > rows["from_h"] + TINY
    stood = rows.assign(to_h=rows["work_h"], work_h=rows["from_h"]).loc[stands]
    if stood.empty:
        return
    uses = _uses(stood, came_over[stands])
    barred = rows["cause"] == CauseKind.HOLDING_TRACK
    runs = _runs(records)
    waits = _waiting(_uses(rows.loc[barred], names[barred]), runs)
    table = waits.reindex(sorted({*waits.index, *uses["id"]})).fillna(0.0)
    of_link = table.index.str.split(" > ").str[0]
    shared = links["tracks"].reindex(of_link).to_numpy() == 1
    places = held.reindex(of_link).to_numpy() / np.where(shared, 1.0, 2.0)
    table["capacity"] = np.maximum(1.0, np.ceil(places))
    table["busy_share"] = _busy(uses).reindex(table.index).fillna(0.0) / table["capacity"]
    table["lifts"] = (uses["id"].value_counts() / runs).reindex(table.index).fillna(0.0)
    yield table.assign(kind=HOLDING_TRACK).rename_axis("id").reset_index()


def _entries(uses: pd.DataFrame) -> pd.Series:
    """Trains a day that entered, from the first entry to the last."""
    entered = uses.groupby(["id", "replication"])["work_h"].agg(["size", "min", "max"])
    span_h = entered["max"] - entered["min"]
    rate = (entered["size"] - 1) / span_h.where(span_h > 0) * HOURS_PER_DAY
    return rate.fillna(0.0).groupby("id").mean()


def _spells(records: pd.DataFrame, kind: CauseKind, name: str) -> pd.DataFrame:
    """Waits of a kind before loading, by a column, one row a lift: since its first lot waited."""
    rows = lot_rows(records, Stage.WAIT)
    rows = rows.loc[rows["cause"] == kind]
    uses = _uses(rows, rows[name])
    uses["lift"] = rows["lift"].astype(str).to_numpy()
    first = uses.sort_values("from_h", kind="stable")
    return first.drop_duplicates(["id", "replication", "lift"])


def _fleets(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    used = asset_usage(records).set_index("asset_type")
    used = used.loc[used.index.isin(situation.fleets["asset_type"])]
    if used.empty:
        return
    spells = _spells(records, CauseKind.ASSET, "asset_type")
    waits = _waiting(spells, _runs(records)).reindex(used.index).fillna(0.0)
    in_use = used[["loaded_h", "served_h", "empty_h", "yard_h"]].sum(axis=1)
    owned = situation.fleets.groupby("asset_type")[["held", "callup"]].sum().sum(axis=1)
    table = waits.assign(
        kind=FLEET,
        capacity=owned.reindex(used.index).astype(float),
        busy_share=in_use / (in_use + used["idle_h"]),
        lifts=used["loads"],
        mean_wait_h=waits["wait_h"] / used["loads"],
    )
    yield table.rename_axis("id").reset_index()


def _places(records: pd.DataFrame, situation: Situation) -> Iterable[pd.DataFrame]:
    """Call-forward places: used by every lift that was unloaded or transferred there."""
    spells = _spells(records, CauseKind.CALL_FORWARD, "cause_thing")
    ends = lot_rows(records, Stage.UNLOAD, Stage.TRANSFER)
    ended = pd.MultiIndex.from_frame(ends[["replication", "lift", "to_h"]].astype({"lift": str}))
    serves = asset_rows(records, Stage.SERVE)
    served = pd.MultiIndex.from_frame(serves[["replication", "lift", "to_h"]].astype({"lift": str}))
    arrived = serves.loc[served.isin(ended), "place"].astype(str).value_counts()
    limits = situation.terminals.set_index("terminal_id")["call_forward_limit"].astype(float)
    names = sorted({*arrived.index, *spells["id"]} & set(limits.index))
    if not names:
        return
    runs = _runs(records)
    table = _waiting(spells, runs).reindex(names).fillna(0.0)
    lifts = (arrived.reindex(names).fillna(0.0) / runs).clip(lower=table["lifts"])
    table = table.assign(
        kind=CALL_FORWARD,
        capacity=limits.reindex(names),
        busy_share=np.nan,
        lifts=lifts,
        mean_wait_h=table["wait_h"] / lifts,
    )
    yield table.rename_axis("id").reset_index()
