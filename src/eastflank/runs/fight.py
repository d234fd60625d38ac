"""What of a stored run could fight: its measure, from the unit types that the folder keeps."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from eastflank.measures.closure.fight_ready import fight_ready, strength_of
from eastflank.measures.use.supply import supply_by_country
from eastflank.model.errors import PlannerError
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.store.tables import read_table

TABLES: Final = ("unit_types.csv", "own_unit_types.csv")
KINDS: Final = {
    "tanks": "main battle tanks",
    "infantry_battalions": "infantry battalions",
    "howitzers": "self-propelled howitzers",
    "air_defence_batteries": "air-defence batteries",
}
CARRIED: Final = "supply_days_carried"


def tells_strength(run: StoredRun) -> bool:
    """Whether the folder keeps what its types of unit fight with."""
    return run.kept(TABLES[0]) is not None


def untold_strength(run: StoredRun) -> PlannerError:
    """What to do about a folder that does not tell what its units fight with."""
    return PlannerError(
        where=str(run.root),
        found=f"it keeps no {TABLES[0]}, so it does not tell what its units fight with.",
        right=f"Run it again: {run.manifest.command} --force.",
    )


def fight_ready_of(run: StoredRun, days: Sequence[float]) -> pd.DataFrame:
    """Tanks, infantry battalions, howitzers and air defence closed by each day, by country."""
    return fight_ready(run.closures(), strength_in(run), days=days)


def strength_in(run: StoredRun) -> pd.DataFrame:
    """What each moving unit fights with; a type of the question's own goes before one shipped."""
    if not tells_strength(run):
        raise untold_strength(run)
    texts = [text for name in TABLES if (text := run.kept(name)) is not None]
    types = pd.concat([read_table(text) for text in texts])
    return strength_of(run.units, types.drop_duplicates("unit_type", keep="last"))


def supplies_by(run: StoredRun, day: float) -> pd.DataFrame:
    """Supplies that troops in each country had asked for by a day, and what of it had come.

    From the records of the replication that is told. Columns: destination_country, asked_t,
    delivered_t. No row where sustainment is off or no records are kept.
    """
    columns = ["destination_country", "asked_t", "delivered_t"]
    if not run.told.has_records:
        return pd.DataFrame(columns=columns)
    records = run.told.records
    until = records.loc[records["to_h"] <= HOURS_PER_DAY * day]
    return supply_by_country(until, end_h=HOURS_PER_DAY * day)[columns]


def days_carried(run: StoredRun) -> tuple[float, float, float] | None:
    """Days that a unit lives from what it brought, low, likely and high; None without supplies."""
    on = run.resolved.get("experiment", {}).get("sustainment", {}).get("on", False)
    row = next((row for row in run.evidence if row["key"] == CARRIED), None)
    if row is None or not on:
        return None
    low, likely, high = (float(row[name]) / HOURS_PER_DAY for name in ("low", "likely", "high"))
    return low, likely, high
