"""What stored runs say to published judgements: figures for a table of docs/evidence.md."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

import pandas as pd

from eastflank import api
from eastflank.api import StoredRun
from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.closure.formations import (
    battalions_closed,
    day_of_brigades,
    first_brigade_day,
)
from eastflank.measures.frames import quantile
from eastflank.runs.wording import numbers
from tools.figures.readings import LIKELY, figure_of
from tools.figures.register import SPREAD, Figure

HEAVY: Final = (9, 12)  # brigades that must come, after RAND (2018)
FIRST: Final = ("GB", "FR", "DE")
NOT_OURS: Final = ("US", "SE", "FI")
OF_WAGONS: Final = "DE"  # a nation whose wagons are set against its brigades, after Hodges (2024)
OF_LOADS: Final = (
    "NL"  # a nation whose brigade is counted in low-loaders, after its ministry (2021)
)
ARMOUR: Final = ("heavy_tracked", "tracked")
RAIL: Final = "rail"
GAUGE: Final = "_1435"
FIRST_TIER_DAY: Final = 10.0
Runs = Mapping[str, StoredRun]


def figures_of_judgements(runs: Runs) -> Iterator[Figure]:
    """Troops by the first tier's day, battalions, heavy brigades, first brigades, trains."""
    yield _early(runs["baseline"])
    for frame in ("baseline", "no-warning"):
        yield from _battalions(runs[frame])
    for name in ("baseline", "baseline-cut"):
        yield from _heavy_brigades(runs[name])
    for nation in FIRST:
        yield _first_brigade(runs["no-warning"], nation)
    yield _trains(runs["ready-force"])
    yield from _wagons(runs["ready-force"])


def _early(run: StoredRun) -> Figure:
    closed = troops_closed(run.closures(), by_day=FIRST_TIER_DAY)
    of = f"troops closed by {numbers.on_day(FIRST_TIER_DAY)}, all"
    return _banded(run, "closed-early", closed, numbers.whole_troops, unit="troops", of=of)


def _battalions(run: StoredRun) -> Iterator[Figure]:
    """Manoeuvre battalions by the target day: all, and those of the other nations."""
    types = run.units.set_index("uln")["unit_type"]
    count = partial(battalions_closed, run.closures(), types, by_day=run.day)
    of = f"manoeuvre battalions closed by {numbers.on_day(run.day)}"
    told = partial(_banded, run, say=numbers.count, unit="battalions")
    yield told("battalions", count(), of=of)
    others = f"{of} without {', '.join(NOT_OURS)}"
    yield told("battalions-of-others", count(without=NOT_OURS), of=others)


def _heavy_brigades(run: StoredRun) -> Iterator[Figure]:
    for count in HEAVY:
        days = day_of_brigades(run.closures(), count, weight="heavy")
        of = f"day by which {count} heavy brigades are closed"
        yield _banded(run, f"heavy-{count}", days, numbers.c_day, unit="day after C-day", of=of)


def _first_brigade(run: StoredRun, nation: str) -> Figure:
    days = first_brigade_day(run.closures(), nation)
    of = f"day of the first brigade of {nation}"
    return _banded(run, f"first-{nation}", days, numbers.c_day, unit="day after C-day", of=of)


def _trains(run: StoredRun) -> Figure:
    trains = float(api.usage(run).tables["trains"]["trains"].sum())
    of = "loaded trains of the run at likely values"
    told = numbers.count(trains)
    return figure_of(run, "loaded-trains", told, unit="trains", of=of, replications=LIKELY)


def _wagons(run: StoredRun) -> Iterator[Figure]:
    """Armoured brigades that a nation's wagons lift at once, and the armour of one to be lifted."""
    tell = partial(figure_of, run, replications=LIKELY)
    fleets, lots = run.fleets, run.table("lots")
    rooms = rail_rooms(run.table("capacities"))
    for name, columns, what in (
        ("rail-lift", ["held"], "held"),
        ("rail-lift-called", ["held", "callup"], "held and called up by the table"),
    ):
        sets = fleets.loc[fleets["owner"] == OF_WAGONS].groupby("asset_type")[columns].sum()
        armour = armour_of_brigades(lots, run.units, OF_WAGONS)
        lift = brigades_at_once(armour, rooms, sets.sum(axis=1))
        of = f"armour of the largest brigade of {OF_WAGONS}, lifted at once by wagon sets {what}"
        yield tell(f"{name}-{OF_WAGONS}", f"{lift:.1f}", unit="brigades", of=of)
    pieces = float(armour_of_brigades(lots, run.units, OF_LOADS).sum(axis=1).max())
    of = f"tracked pieces of the largest heavy brigade of {OF_LOADS}"
    yield tell(f"armour-{OF_LOADS}", numbers.count(pieces), unit="pieces", of=of)


def armour_of_brigades(lots: pd.DataFrame, units: pd.DataFrame, nation: str) -> pd.DataFrame:
    """Tracked pieces by class of each heavy brigade of a nation, a row a brigade."""
    heavy = units.loc[(units["weight"] == "heavy") & (units["brigade"] != "")]
    brigades = units.loc[units["brigade"].isin(heavy["brigade"])].dropna(subset=["brigade"])
    found = lots.merge(brigades[["uln", "brigade"]], left_on="unit", right_on="uln")
    found = found.loc[found["cargo"].isin(ARMOUR) & (found["nation"] == nation)]
    return found.pivot_table(
        index="brigade", columns="cargo", values="pieces", aggfunc="sum", fill_value=0.0
    )


def rail_rooms(capacities: pd.DataFrame) -> pd.DataFrame:
    """The wagon set of each class of armour on standard gauge, and the pieces that it takes."""
    rail = capacities.loc[capacities["mode"] == RAIL]
    standard = rail.loc[rail["asset_type"].str.endswith(GAUGE) & rail["cargo"].isin(ARMOUR)]
    return standard.set_index("cargo")


def brigades_at_once(armour: pd.DataFrame, rooms: pd.DataFrame, sets: pd.Series) -> float:
    """How often the wagon sets take the armour of the largest brigade; the scarcer class says."""
    largest = armour.iloc[int(armour.sum(axis=1).to_numpy().argmax())]
    room = rooms["pieces"] * rooms["asset_type"].map(sets).fillna(0.0)
    return float((room / largest.reindex(room.index)).min())


def _banded(
    run: StoredRun,
    name: str,
    values: pd.Series,
    say: Callable[[float], str],
    *,
    unit: str,
    of: str,
) -> Figure:
    if run.is_deterministic:
        return figure_of(run, name, say(float(values.iloc[0])), unit=unit, of=of)
    low, value, high = (say(quantile(values, share)) for share in (0.1, 0.5, 0.9))
    band = {"low": low, "high": high, "interval": SPREAD}
    return figure_of(run, name, value, unit=unit, of=f"{of}, P50", **band)
