"""What things are called: countries, assets, terminals and their servers, places, factors."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.runs.wording.numbers import DASH

COUNTRIES: Final = {
    "PL": "Poland",
    "LT": "Lithuania",
    "LV": "Latvia",
    "EE": "Estonia",
    "FI": "Finland",
    "RO": "Romania",
    "SK": "Slovakia",
    "HU": "Hungary",
    "BG": "Bulgaria",
    "DE": "Germany",
    "GB": "United Kingdom",
    "US": "United States",
    "FR": "France",
    "IT": "Italy",
    "ES": "Spain",
    "NL": "Netherlands",
    "BE": "Belgium",
    "DK": "Denmark",
    "NO": "Norway",
    "SE": "Sweden",
    "CZ": "Czechia",
    "CA": "Canada",
    "TR": "Türkiye",
    "GR": "Greece",
    "PT": "Portugal",
    "HR": "Croatia",
    "SI": "Slovenia",
    "AL": "Albania",
    "MK": "North Macedonia",
    "ME": "Montenegro",
    "LU": "Luxembourg",
    "IS": "Iceland",
}
CORRIDORS: Final = {
    "suwalki": "Suwałki corridor",
    "suwalki-rail": "Suwałki railway",
    "suwalki-road": "Suwałki roads",
    "suwalki-region": "Suwałki region",
}
ASSETS: Final = {
    "flat6": "six-axle flats",
    "flat4": "four-axle flats",
    "container": "container wagons",
    "coach": "passenger trains",
    "march": "march columns",
    "het": "heavy transporters",
    "bus": "buses",
    "truck": "container trucks",
    "c17": "C-17",
    "a400m": "A400M",
    "c130": "C-130 class",
    "airliner": "airliners",
    "roro_civil": "RoRo ships",
    "ropax": "ferries",
    "roro_military": "sealift RoRo",
}
SERVERS: Final[dict[str, str]] = {
    **{kind: server for row in MODES.values() for kind, server in row.servers.items()},
    TerminalKind.STAGING_AREA: "integration slot",
}
LIFTS: Final = {mode.value: row.lifts for mode, row in MODES.items()}
FACTORS: Final = {
    "frame.warning_days": "warning (days)",
    "frame.regime": "regime",
    "frame.readiness": "readiness",
    "force.destinations": "destinations",
    "force.list": "force",
}
DISRUPTION: Final = {
    "start_day": "begins (day after C-day)",
    "duration_days": "lasts (days)",
    "severity": "severity (0 open, 1 closed)",
    "news_delay_h": "news takes (h)",
}
FIRST: Final = "1 goes first"  # the sense of a priority
GAUGED: Final = re.compile(r"(?P<kind>.+)_(?P<gauge>\d{4})$")
STANDARD_GAUGE: Final = "1435"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the places, terminals and links of one run are called."""

    places: Mapping[str, str] = field(default_factory=dict)  # node -> name
    terminals: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> kind, node
    links: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # id -> nodes at its ends
    modes: Mapping[str, str] = field(default_factory=dict)  # link -> its mode

    def place(self, thing: str) -> str:
        """The name of a place, or of the place where a terminal lies; else the id."""
        node = self.terminals[thing][1] if thing in self.terminals else thing
        return self.places.get(node, node)

    def link(self, link_id: str) -> str:
        """A link by the places at its ends, else its id."""
        ends = self.links.get(link_id)
        return f"{self.place(ends[0])}{DASH}{self.place(ends[1])}" if ends else link_id

    def turn(self, link_id: str) -> str:
        """What is waited for before a link: a path, a turn on a road."""
        return MODES[Mode(self.modes.get(link_id, Mode.RAIL))].turn

    def server(self, terminal_id: str) -> str:
        """What a terminal serves with: a ramp, a berth."""
        kind, _ = self.terminals.get(terminal_id, ("", ""))
        return SERVERS.get(kind, "place")

    def kind(self, terminal_id: str) -> str:
        """What kind of terminal it is: a railhead, a transfer yard."""
        kind, _ = self.terminals.get(terminal_id, ("terminal", ""))
        return plain(kind)


def plain(name: str) -> str:
    """A name of the model in words: ``transfer_yard`` is a transfer yard."""
    return name.replace("_", " ")


def article(noun: str) -> str:
    """A noun with its article: a ramp, an integration slot."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def country(code: str) -> str:
    """The name of a country by its code."""
    return COUNTRIES.get(code, code)


def asset(asset_type: str) -> str:
    """``flat4_1520`` as a reader says it; the standard gauge is not told."""
    found = GAUGED.fullmatch(asset_type)
    if found is None:
        return ASSETS.get(asset_type, plain(asset_type))
    name = ASSETS.get(found["kind"], plain(found["kind"]))
    return name if found["gauge"] == STANDARD_GAUGE else f"{name} {found['gauge']} mm"


def corridor(corridor_id: str) -> str:
    """The name of a corridor, else its id in words."""
    return CORRIDORS.get(corridor_id, plain(corridor_id))


def closed(disruption: Mapping[str, Any], corridors: Mapping[str, Sequence[str]]) -> str:
    """What a disruption closes or slows: its corridor where it is one, else what it is called."""
    shut = {*disruption["links"], *disruption.get("terminals", ())}
    names = [corridor(each) for each, members in corridors.items() if shut == set(members)]
    name = names[0] if shut and names else plain(str(disruption["id"])).replace("-", " ")
    slowed = "" if disruption["severity"] >= 1 else " in part"
    return f"{name} closed{slowed}"


def priority(value: object) -> str:
    """A priority with its sense: 1 goes first."""
    return f"priority {value} ({FIRST})"


def level(value: object) -> str:
    """A level of a factor as a reader says it; a dash where a point leaves it as it is."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return DASH
    return f"{value:g}" if isinstance(value, float) else str(value)


def factor(key: str, titles: Mapping[str, str]) -> str:
    """What a sweep varies, by its dotted key; ``titles`` are those of evidence rows."""
    if key in FACTORS:
        return FACTORS[key]
    room, _, name = key.partition(".")
    if room == "assumptions":
        row = name.removeprefix("set.").rpartition(".")[0]
        return titles.get(row, plain(row))
    if key.startswith("fleets.factors."):
        return f"{asset(key.removeprefix('fleets.factors.'))} (× what is there)"
    if room == "disruptions":
        cut, _, what = name.partition(".")
        return f"{cut}: {DISRUPTION.get(what, plain(what))}"
    return plain(key.rpartition(".")[2])
