"""Supplies of troops that are there: what was asked for, what came, how late."""

from collections.abc import Mapping

import pandas as pd

from eastflank.measures.frames import country_of, lot_rows, of_supplies
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY


def supply_by_country(
    records: pd.DataFrame,
    *,
    node_country: Mapping[str, str] | None = None,
    end_h: float | None = None,
) -> pd.DataFrame:
    """What the troops in each country asked for and got, mean over replications; a row a country.

    - lots, asked_t: lots of supplies and their tonnes; delivered_t: of these, tonnes handed over.
    - asked_t_per_day, delivered_t_per_day: over the days from the country's first lot to ``end_h``
      (or to the last hour of the records), the same for both.
    - days_late: days from the midnight at which the depot was asked to the hand-over, mean over
      the tonnes delivered; empty where nothing came.
    """
    supplies = of_supplies(records)
    asked, given = lot_rows(supplies, Stage.READY), lot_rows(supplies, Stage.STAGING)
    stays = asked["towards"].fillna("").astype(str) == ""
    goal = asked["towards"].astype(str).where(~stays, asked["place"].astype(str))
    asked = asked.assign(country=country_of(goal, node_country))
    given = given.assign(country=country_of(given["place"], node_country))
    runs = max(1, records["replication"].nunique())
    table = asked.groupby("country").agg(
        lots=("lot", "size"), asked_t=("tonnes", "sum"), first_h=("to_h", "min")
    )
    table[["lots", "asked_t"]] /= runs
    table["delivered_t"] = given.groupby("country")["tonnes"].sum() / runs
    table["delivered_t"] = table["delivered_t"].fillna(0.0)
    end = float(records["to_h"].max()) if end_h is None else end_h
    days = (end - table.pop("first_h")) / HOURS_PER_DAY
    for what in ("asked", "delivered"):
        table[f"{what}_t_per_day"] = (table[f"{what}_t"] / days).where(days > 0)
    table["days_late"] = _days_late(asked, given)
    return table.rename_axis("destination_country").reset_index()


def _days_late(asked: pd.DataFrame, given: pd.DataFrame) -> pd.Series:
    """Mean over tonnes by country; a lot that came in parts counts part by part."""
    key = ["replication", "lot"]
    since = asked.astype({"lot": str}).set_index(key)["to_h"].rename("asked_h")
    parts = given.astype({"lot": str}).join(since, on=key)
    tonne_days = (parts["to_h"] - parts["asked_h"]) * parts["tonnes"] / HOURS_PER_DAY
    grouped = parts.assign(tonne_days=tonne_days).groupby("country")[["tonne_days", "tonnes"]].sum()
    return grouped["tonne_days"] / grouped["tonnes"]
