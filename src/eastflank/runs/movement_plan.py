"""The movement plan that a run comes to: how its lots went, as ``force.plan`` reads it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.compile.kept_plans import ways_within
from eastflank.measures.frames import lot_rows, rows_of
from eastflank.measures.use.schedules import main_legs
from eastflank.measures.use.usage import mode_of
from eastflank.model.ids import LotId, TerminalId
from eastflank.model.modes import ACCESS, Mode
from eastflank.model.records import Stage
from eastflank.model.scenario import CargoClass, Lot, Scenario
from eastflank.model.units import HOURS_PER_DAY
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Fixed
from eastflank.runs.planned import scenario_of
from eastflank.runs.stored import StoredRun
from eastflank.store.places import in_the_way, refuse_foreign
from eastflank.store.tables import frame_csv, write_frame_csv
from eastflank.tables.columns import columns_of
from eastflank.tables.plan import PlanRow

COLUMNS: Final = tuple(column.name for column in columns_of(PlanRow))
CARGO: Final = {cargo.value: place for place, cargo in enumerate(CargoClass)}
SEPARATOR: Final = ";"
DIGITS: Final = 2  # of a day: a quarter of an hour


@dataclass(frozen=True, slots=True)
class Way:
    """How a lot went: what a plan can fix of it, and what it came to."""

    lot: Lot
    fixed: Fixed
    ends: tuple[str, str]  # POE and POD: of its main leg
    asset: str
    start_h: float
    arrival_h: float

    @property
    def group(self) -> tuple[object, ...]:
        """Lots of a unit that go alike share a row."""
        return (self.lot.unit, CARGO[self.lot.cargo], _told(self.fixed), self.ends, self.asset)


def write_plan(run: StoredRun, root: Path, to: Path, *, over: bool = False) -> Path:
    """Write the movement plan of a run that was made from the tables below ``root``.

    A plan that says other things stays, since a planner may have changed it, unless ``over``.
    """
    refuse_no_plan(to)
    plan = movement_plan(run, scenario_of(run, root))
    if not over and _says_other_things(to, plan):
        raise in_the_way(to, "it is another plan, or was changed by hand")
    write_frame_csv(to, plan)
    return to


def _says_other_things(to: Path, plan: pd.DataFrame) -> bool:
    there = to.read_bytes() if to.is_file() else b""
    return bool(there) and there != frame_csv(plan).encode()


def refuse_no_plan(to: Path) -> None:
    """Do not write a plan over what is none."""
    refuse_foreign(to, ",".join(COLUMNS), "movement plan")


def movement_plan(run: StoredRun, scenario: Scenario) -> pd.DataFrame:
    """One row a unit, class of cargo and way, with the columns of the movement plan.

    ``modes`` and ``via`` are those of the lifts that carried the lot. What no way of the book keeps
    while all is open is not fixed: then the terminals, then the modes are left free. The lots that
    had not arrived by the end of the run have no row.
    """
    book = Itineraries(scenario)
    groups: dict[tuple[object, ...], list[Way]] = {}
    for way in _ways(run, scenario, _Keeping(book)):
        groups.setdefault(way.group, []).append(way)
    rows = [_row(groups[key]) for key in sorted(groups, key=repr)]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _row(ways: Sequence[Way]) -> dict[str, object]:
    first = ways[0]
    modes, via = _told(first.fixed)
    return {
        "uln": first.lot.unit,
        "cargo": first.lot.cargo.value,
        "lot": SEPARATOR.join(sorted(way.lot.id.rsplit("/", 1)[1] for way in ways)),
        "modes": modes,
        "via": via,
        "not_before_day": "",
        "after": "",
        "poe": first.ends[0],
        "pod": first.ends[1],
        "asset": first.asset,
        "start_day": round(min(way.start_h for way in ways) / HOURS_PER_DAY, DIGITS),
        "arrival_day": round(max(way.arrival_h for way in ways) / HOURS_PER_DAY, DIGITS),
        "note": "",
    }


def _told(fixed: Fixed) -> tuple[str, str]:
    """Modes and terminals as the cells of a row hold them."""
    modes = (mode.value for mode in Mode if mode in fixed.modes)
    return SEPARATOR.join(modes), SEPARATOR.join(sorted(fixed.via))


def _ways(run: StoredRun, scenario: Scenario, keeping: "_Keeping") -> Iterator[Way]:
    """The ways of all lots that arrived."""
    legs = _legs(run)
    mains = main_legs(run.told.records, run.modes).sort_values("to_h").groupby("lot").last()
    starts = lot_rows(run.told.records, Stage.LOAD, Stage.TRANSIT).astype({"lot": str})
    start_h = starts.groupby("lot")["work_h"].min()
    staged = lot_rows(run.told.records, Stage.STAGING).astype({"lot": str})
    there_h = staged.groupby("lot")["from_h"].max()
    for name, rows in legs.groupby("lot"):
        lot = scenario.lots.get(LotId(str(name)))
        if lot is None or name not in there_h.index:
            continue
        main = mains.loc[name]
        yield Way(
            lot,
            keeping.kept(lot, _fixed(rows)),
            (str(main["place"]), str(main["towards"])),
            str(main["asset_type"]),
            float(start_h[name]),
            float(there_h[name]),
        )


def _legs(run: StoredRun) -> pd.DataFrame:
    """The lifts that carried lots: lot, mode, and the terminals that served each lift."""
    records = run.told.records
    legs = lot_rows(records, Stage.TRANSIT).astype({"lot": str, "lift": str})
    served = rows_of(records, Stage.SERVE).astype({"lift": str, "place": str})
    served = served.loc[served["place"].isin(list(run.terminals))]
    used = served.groupby("lift")["place"].agg(frozenset).rename("used")
    legs = legs.assign(mode=mode_of(legs["asset_type"], run.modes)).join(used, on="lift")
    return legs[["lot", "mode", "used"]]


def _fixed(legs: pd.DataFrame) -> Fixed:
    """The modes beyond the road legs at the ends, and the terminals of these lifts."""
    modes = [Mode(mode) for mode in legs["mode"]]
    via = {
        TerminalId(place)
        for mode, used in zip(modes, legs["used"], strict=True)
        if mode not in ACCESS and isinstance(used, frozenset)
        for place in used
    }
    return Fixed(frozenset(modes) - ACCESS or frozenset(modes), frozenset(via))


class _Keeping:
    """What of a way can be fixed so that some open way keeps it; asked once for lots alike."""

    def __init__(self, book: Itineraries) -> None:
        self._book = book
        self._kept: dict[tuple[object, ...], Fixed] = {}

    def kept(self, lot: Lot, fixed: Fixed) -> Fixed:
        """All of it, else the modes alone, else nothing."""
        key = (lot.nation, lot.origin, lot.destination, lot.cargo, lot.may_fly, fixed)
        if key not in self._kept:
            wanted = (fixed, Fixed(fixed.modes))
            self._kept[key] = next(
                (each for each in wanted if ways_within(self._book, lot, each)), Fixed()
            )
        return self._kept[key]
