"""Words of charts and reports for what tables name by short ids."""

import math
import re
from collections.abc import Mapping
from typing import Final

COUNTRIES: Final = {
    "PL": "Poland", "LT": "Lithuania", "LV": "Latvia", "EE": "Estonia", "FI": "Finland",
    "RO": "Romania", "SK": "Slovakia", "HU": "Hungary", "BG": "Bulgaria", "DE": "Germany",
    "GB": "United Kingdom", "US": "United States", "FR": "France", "IT": "Italy", "ES": "Spain",
    "NL": "Netherlands", "BE": "Belgium", "DK": "Denmark", "NO": "Norway", "SE": "Sweden",
    "CZ": "Czechia", "CA": "Canada", "TR": "Türkiye", "GR": "Greece", "PT": "Portugal",
    "HR": "Croatia", "SI": "Slovenia", "AL": "Albania", "MK": "North Macedonia",
    "ME": "Montenegro", "LU": "Luxembourg", "IS": "Iceland",
}  # fmt: skip
ASSETS: Final = {
    "flat6": "six-axle flats", "flat4": "four-axle flats", "container": "container wagons",
    "coach": "passenger trains", "march": "march columns", "het": "heavy transporters",
    "bus": "buses", "truck": "container trucks", "c17": "C-17", "a400m": "A400M",
    "c130": "C-130 class", "airliner": "airliners", "roro_civil": "RoRo ships",
    "ropax": "ferries", "roro_military": "sealift RoRo",
}  # fmt: skip
FACTORS: Final = {
    "frame.warning_days": "warning (days)", "frame.permission": "rules at borders",
    "frame.readiness": "readiness", "force.destinations": "destinations", "force.list": "force",
}  # fmt: skip
DISRUPTION: Final = {
    "start_day": "begins (day after C-day)", "duration_days": "lasts (days)",
    "severity": "severity (0 open, 1 closed)", "news_delay_h": "news takes (h)",
}  # fmt: skip
GAUGED: Final = re.compile(r"(?P<kind>.+)_(?P<gauge>\d{4})$")
STANDARD_GAUGE: Final = "1435"


def country(code: str) -> str:
    """The name of a country by its code."""
    return COUNTRIES.get(code, code)


def level(value: object) -> str:
    """A level of a factor as a reader says it; a dash where a point leaves it as it is."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    return f"{value:g}" if isinstance(value, float) else str(value)


def factor(key: str, titles: Mapping[str, str]) -> str:
    """What a sweep varies, by its dotted key; ``titles`` are those of evidence rows."""
    if key in FACTORS:
        return FACTORS[key]
    room, _, name = key.partition(".")
    if room == "assumptions":
        row = name.removeprefix("set.").rpartition(".")[0]
        return titles.get(row, row.replace("_", " "))
    if key.startswith("fleets.factors."):
        return f"{asset(key.removeprefix('fleets.factors.'))} (× what is there)"
    if room == "disruptions":
        cut, _, what = name.partition(".")
        return f"{cut}: {DISRUPTION.get(what, what.replace('_', ' '))}"
    return key.rpartition(".")[2].replace("_", " ")


def asset(asset_type: str) -> str:
    """``flat4_1520`` as a reader says it; the standard gauge is not told."""
    found = GAUGED.fullmatch(asset_type)
    if found is None:
        return ASSETS.get(asset_type, asset_type.replace("_", " "))
    name = ASSETS.get(found["kind"], found["kind"].replace("_", " "))
    return name if found["gauge"] == STANDARD_GAUGE else f"{name} {found['gauge']} mm"
