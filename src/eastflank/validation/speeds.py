"""Speeds: kilometres a day of loaded trains, from the end of loading to the far ramp."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows, require_records
from eastflank.model.evidence import Regime
from eastflank.model.modes import MODES, Medium
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.study.case import load_all
from eastflank.study.conduct import Progress
from eastflank.study.settings import Settings
from eastflank.study.sweep import Swept, carry_out_sweep
from eastflank.validation.checks import Check, files_of

LONG_KM: Final = 300.0  # shorter runs are mostly yards
OF_TRAINS: Final = frozenset(
    mode.value for mode, row in MODES.items() if row.medium is Medium.TRACK
)
TIMED: Final = frozenset({"judged", "calibration"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """The trains of published moves, km a day of each, by move, with the rows of one regime."""

    regime: Regime
    by_move: Mapping[str, pd.Series]

    @property
    def all_trains(self) -> pd.Series:
        """The trains of all moves."""
        return pd.concat(list(self.by_move.values()), ignore_index=True)


def run_trains(
    checks: Sequence[Check],
    root: Path,
    settings: Settings,
    *,
    sets: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Speeds]:
    """Run the moves by rail with the rows of each regime; what is stored is not run again."""
    files = files_of(trains_of(checks), root)
    found = []
    for regime in Regime:
        by_move = {}
        for name, file in files.items():
            (case,) = load_all([file], [*sets, f"frame.regime={regime}"])
            run = carry_out_sweep(Swept(case=case), settings, progress=progress)
            by_move[name] = speeds_of(run)
        found.append(Speeds(regime=regime, by_move=by_move))
    return found


def trains_of(checks: Iterable[Check]) -> list[Check]:
    """The checks of moves by rail over a way that is told."""
    return [
        check
        for check in checks
        if check.row.mode in OF_TRAINS and check.row.role in TIMED and check.row.km
    ]


def speeds_of(run: StoredRun) -> pd.Series:
    """Kilometres a day of each loaded train of a stored run, all its draws."""
    rail = frozenset(kind for kind, mode in run.modes.items() if mode in OF_TRAINS)
    length_km = {name: float(link["length_km"]) for name, link in run.network.links.items()}
    each = [train_speeds(run.records(drawn), rail, length_km) for drawn in run.drawn]
    return pd.concat(each, ignore_index=True)


def train_speeds(
    records: pd.DataFrame, rail: frozenset[str], length_km: Mapping[str, float]
) -> pd.Series:
    """Kilometres a day of each loaded train that ran over 300 km, by lift.

    From the end of loading until it asks for the far ramp: with yards, standing and borders, and
    without the wait for that ramp. A train that has not arrived is not counted.
    """
    require_records(records)
    began = _of_trains(lot_rows(records, Stage.LOAD), rail).groupby("lift")["to_h"].max()
    ended = _of_trains(lot_rows(records, Stage.UNLOAD), rail).groupby("lift")["from_h"].min()
    links = _of_trains(asset_rows(records, Stage.LINK), rail)
    km = links["place"].astype(str).map(length_km).astype(float).groupby(links["lift"]).sum()
    trains = pd.DataFrame({"km": km, "hours": ended - began}).dropna()
    long = trains.loc[trains["km"] > LONG_KM]
    return HOURS_PER_DAY * long["km"] / long["hours"]


def _of_trains(rows: pd.DataFrame, rail: frozenset[str]) -> pd.DataFrame:
    found = rows.loc[rows["asset_type"].astype(str).isin(rail)]
    return found.assign(lift=found["lift"].astype(str))
