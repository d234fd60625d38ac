"""The ledger rolled up: by cause, with what relaxing it gains, by nation and by destination."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.ledger import HANDLING, MOVE, UNTOLD, WAIT, Ledger
from eastflank.runs.stored import StoredRun
from eastflank.store.tables import read_table, write_frame_csv

CAUSE: Final = ["doing", "cause", "cause_thing", "closed_by"]
GAIN: Final = ["more_troops", "low", "high", "replications"]
TOTAL: Final = "total"
GROUPS: Final[dict[str, tuple[CauseKind, ...]]] = {
    "until ready": (
        CauseKind.C_DAY,
        CauseKind.NOTICE,
        CauseKind.PERMISSION,
        CauseKind.STORED_KIT,
        CauseKind.PLAN_DATE,
        CauseKind.PLAN_ORDER,
        CauseKind.CONTROL,
    ),
    "lift": (CauseKind.ASSET, CauseKind.LOCOMOTIVE, CauseKind.CREW, CauseKind.BREAKDOWN),
    "fill, call-forward": (CauseKind.FILL, CauseKind.CALL_FORWARD),
    "ramps, berths, yards": (
        CauseKind.LOADING,
        CauseKind.UNLOADING,
        CauseKind.TRANSFER,
        CauseKind.CRANE,
        CauseKind.PORT_LAND,
        CauseKind.FIELD_HOURS,
        CauseKind.GROUND_CREW,
    ),
    "paths, roads": (
        CauseKind.PATH,
        CauseKind.PATH_ORDER,
        CauseKind.OUT_OF_GAUGE,
        CauseKind.HOLDING_TRACK,
        CauseKind.STANDING,
    ),
    "closed, no way": (CauseKind.CLOSED_LINK, CauseKind.CLOSED_TERMINAL, CauseKind.NO_WAY),
    "reception": (CauseKind.INTEGRATION, CauseKind.REST_OF_UNIT, CauseKind.UNDER_WAY),
}
GROUP_OF: Final = {kind: name for name, kinds in GROUPS.items() for kind in kinds}
COLUMNS: Final = (*GROUPS, MOVE, HANDLING, UNTOLD)
RELAXED: Final[dict[CauseKind, str]] = {  # what takes a cause out (docs/relax.md)
    CauseKind.NOTICE: "notice",
    CauseKind.PERMISSION: "permission",
    CauseKind.STORED_KIT: "stored-kit",
    CauseKind.CALL_FORWARD: "call-forward",
    CauseKind.FILL: "hold-for-fill",
    CauseKind.LOCOMOTIVE: "traction",
    CauseKind.CREW: "crew-change",
    CauseKind.STANDING: "train-stand",
    CauseKind.BREAKDOWN: "breakdown",
    CauseKind.TRANSFER: "transfer",
    CauseKind.CRANE: "transfer",
    CauseKind.PORT_LAND: "port-staging",
    CauseKind.INTEGRATION: "rsom",
    CauseKind.FIELD_HOURS: "airfield-hours",
    CauseKind.GROUND_CREW: "ground-crews",
    CauseKind.OUT_OF_GAUGE: "out-of-gauge",
    CauseKind.PATH_ORDER: "path-order",
    CauseKind.HOLDING_TRACK: "holding-tracks",
}
AT_TERMINALS: Final = {"railhead": "ramps", "port": "berths", "airfield": "mog"}
ON_LINKS: Final = {"rail": "separations", "road": "road-flow"}
OF_FLEETS: Final[dict[tuple[str, str], str]] = {
    ("rail", "heavy_tracked"): "wagons-six-axle",
    ("rail", "tracked"): "wagons-four-axle",
    ("rail", "wheeled"): "wagons-four-axle",
    ("rail", "containers"): "wagons-container",
    ("rail", "people"): "coaches",
    ("road", "heavy_tracked"): "het",
    ("road", "people"): "buses",
    ("road", "containers"): "trucks",
}
OF_MODES: Final = {"air": "aircraft", "sea": "ships"}


def by_cause(ledger: Ledger) -> pd.DataFrame:
    """One row a cause of waiting or a kind of work, the longest first.

    ``days`` is the mean of a unit, by its troops; the rows add up to the mean from the order to
    closure. ``units`` met it, of ``most`` of them it took longest. ``relax`` is the constraint that
    takes it out; ``more_troops`` with low..high is what that gains by the target day, over pairs,
    where ``eastflank ablate`` was run for the same question.
    """
    rows = ledger.rows.assign(weight=_weights(ledger))
    hours = rows["hours"] * rows["weight"]
    table = hours.groupby([rows[name] for name in CAUSE]).sum().div(HOURS_PER_DAY).rename("days")
    own = rows.groupby([*CAUSE, "unit"])["hours"].sum().reset_index()
    longest = own.loc[own.groupby("unit")["hours"].idxmax()]
    told = table.to_frame().join(own.groupby(CAUSE).size().rename("units"))
    told = told.join(longest.groupby(CAUSE).size().rename("most")).fillna({"most": 0}).reset_index()
    total = told["days"].sum()
    told["share"] = told["days"] / total if total else 0.0
    told["relax"] = pd.Series(_relaxed(told, ledger.run), dtype=object)
    ordered = told.sort_values(["days", *CAUSE], ascending=[False, *[True] * 4], ignore_index=True)
    return ordered.merge(gains_of(ledger.run), on="relax", how="left")


def by_column(ledger: Ledger, column: str) -> pd.DataFrame:
    """Days from the order to closure by group of causes, for each value of a column of the force.

    One row a value, the longest first: units, troops, the groups, and their total. Units count by
    their troops.
    """
    rows = ledger.rows.assign(group=_groups(ledger.rows))
    parts = []
    for value, own in rows.groupby(column):
        units = own.drop_duplicates("unit")
        troops = float(units["troops"].sum())
        days = (own["hours"] * own["troops"]).groupby(own["group"]).sum() / troops / HOURS_PER_DAY
        told = {str(group): float(days.get(group, 0.0)) for group in COLUMNS}
        parts.append({column: value, "units": len(units), "troops": troops, **told})
    table = pd.DataFrame(parts, columns=[column, "units", "troops", *COLUMNS])
    table[TOTAL] = table[list(COLUMNS)].sum(axis=1)
    return table.sort_values([TOTAL, column], ascending=[False, True], ignore_index=True)


def gains_of(run: StoredRun) -> pd.DataFrame:
    """What taking out each constraint gains, from the stored ablation of the same question."""
    path = ablation_path(run)
    if not path.is_file():
        return pd.DataFrame(columns=["relax", *GAIN]).astype(dict.fromkeys(GAIN, float))
    table = read_table(path.read_text(encoding="utf-8"))
    return table.rename(columns={"constraint": "relax"})[["relax", *GAIN]]


def ablation_path(run: StoredRun) -> Path:
    """Where ``eastflank ablate`` writes its table for the question of a run."""
    return run.root.parent.parent / "ablation" / run.root.parent.name / run.root.name / NAME


NAME: Final = "ablation.csv"


def write_ledger(ledger: Ledger) -> list[Path]:
    """Write the chains and the tables below the run folder; their paths."""
    tables = {
        "chains": ledger.rows,
        "causes": by_cause(ledger),
        "nations": by_column(ledger, "nation"),
        "destinations": by_column(ledger, "destination_country"),
    }
    paths = {name: ledger.run.root / "ledger" / f"{name}.csv" for name in tables}
    for name, table in tables.items():
        write_frame_csv(paths[name], table)
    return list(paths.values())


def _weights(ledger: Ledger) -> pd.Series:
    """The part of each unit in all troops that closed."""
    troops = ledger.rows.drop_duplicates("unit")["troops"].sum()
    return ledger.rows["troops"] / troops


def _groups(rows: pd.DataFrame) -> pd.Series:
    waits = rows["cause"].where(rows["doing"] == WAIT)
    named = waits.map({kind.value: group for kind, group in GROUP_OF.items()})
    return named.where(rows["doing"] == WAIT, rows["doing"])


def _relaxed(table: pd.DataFrame, run: StoredRun) -> list[str]:
    capacities = run.table("capacities")
    cargo: dict[str, str] = dict(zip(capacities["asset_type"], capacities["cargo"], strict=True))
    return [
        constraint_of(WaitCause.of(*map(str, cause)), run, cargo) if doing == WAIT else ""
        for doing, *cause in table[CAUSE].itertuples(index=False, name=None)
    ]


def constraint_of(cause: WaitCause, run: StoredRun, cargo: Mapping[str, Any]) -> str:
    """The name of the constraint that takes a cause out; empty where none does."""
    if cause.kind is CauseKind.ASSET:
        mode = run.modes.get(cause.thing, "")
        own = OF_FLEETS.get((mode, str(cargo.get(cause.thing, ""))), "")
        return own or OF_MODES.get(mode, "")
    if cause.kind in {CauseKind.LOADING, CauseKind.UNLOADING}:
        return AT_TERMINALS.get(run.terminals.get(cause.thing, ("", ""))[1], "")
    if cause.kind is CauseKind.PATH:
        return ON_LINKS.get(str(run.network.links.get(cause.thing, {}).get("mode", "")), "")
    return RELAXED.get(cause.kind, "")
