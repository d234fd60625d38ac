"""Closures by hand: {replication: {unit: hour of closing}}, a thousand troops a unit."""

import pandas as pd

from eastflank.measures.closure.closures import READINGS


def closings(hours: dict[int, dict[str, float]]) -> pd.DataFrame:
    rows = [
        {
            "replication": replication,
            "unit": unit,
            **dict.fromkeys(READINGS.values(), hour),
            "present_h": hour,
            "nation": "DE",
            "brigade": "",
            "destination_country": "LT",
            "troops": 1000,
        }
        for replication, units in hours.items()
        for unit, hour in units.items()
    ]
    return pd.DataFrame(rows)
