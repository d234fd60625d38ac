"""A small theatre where places lie as they do, for charts, reports and comparisons."""

from dataclasses import replace
from typing import Any, Final

from eastflank.model.ids import EvidenceKey
from eastflank.model.scenario import (
    Disruption,
    Link,
    Scenario,
)
from tests.small import (
    MARCH,
    TIERS,
    Force,
    asset_type,
    cut,
    fleet,
    node,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
)

CORRIDOR: Final = ("RL8", "RD2", "RD5")

# id: (longitude, latitude), rounded
PLACES: Final[dict[str, tuple[float, float]]] = {
    "NL_EINDHOVEN": (5.48, 51.44),
    "DE_BERGEN": (9.96, 52.81),
    "DE_BERLIN": (13.40, 52.52),
    "DE_ROSTOCK": (12.10, 54.15),
    "DE_NUERNBERG": (11.08, 49.45),
    "CZ_PRAHA": (14.44, 50.08),
    "SK_BRATISLAVA": (17.11, 48.15),
    "RO_CINCU": (24.80, 45.92),
    "PL_POZNAN": (16.93, 52.41),
    "PL_WARSZAWA": (21.01, 52.23),
    "PL_DRAWSKO": (15.80, 53.53),
    "PL_SUWALKI": (22.93, 54.10),
    "PL_OGRODNIKI": (23.44, 54.13),
    "LT_MOCKAVA": (23.33, 54.24),
    "LT_KALVARIJA": (23.22, 54.41),
    "LT_LAZDIJAI": (23.52, 54.23),
    "LT_KAUNAS": (23.90, 54.90),
    "LT_RUKLA": (24.37, 55.05),
    "LT_KLAIPEDA": (21.14, 55.70),
    "LV_RIGA": (24.11, 56.95),
    "LV_ADAZI": (24.33, 57.08),
    "EE_TAPA": (25.96, 59.26),
    "EE_PALDISKI": (24.05, 59.35),
}
RAILS: Final = (
    ("RL1", "NL_EINDHOVEN", "DE_BERGEN", 380.0),
    ("RL2", "DE_BERGEN", "DE_BERLIN", 270.0),
    ("RL3", "DE_BERLIN", "PL_POZNAN", 260.0),
    ("RL4", "PL_POZNAN", "PL_WARSZAWA", 306.0),
    ("RL5", "PL_POZNAN", "PL_DRAWSKO", 180.0),
    ("RL6", "PL_WARSZAWA", "PL_SUWALKI", 323.0),
    ("RL8", "PL_SUWALKI", "LT_MOCKAVA", 46.0),
    ("RL9", "LT_MOCKAVA", "LT_KAUNAS", 100.0),
    ("RL11", "DE_BERGEN", "DE_ROSTOCK", 290.0),
    ("RL12", "DE_NUERNBERG", "CZ_PRAHA", 350.0),
    ("RL13", "CZ_PRAHA", "SK_BRATISLAVA", 400.0),
    ("RL14", "SK_BRATISLAVA", "RO_CINCU", 855.0),
)
SINGLE: Final = frozenset({"RL8", "RL9"})
ROADS: Final = (
    ("RD1", "PL_WARSZAWA", "PL_SUWALKI", 300.0),
    ("RD2", "PL_SUWALKI", "LT_KALVARIJA", 45.0),
    ("RD3", "LT_KALVARIJA", "LT_KAUNAS", 80.0),
    ("RD4", "PL_SUWALKI", "PL_OGRODNIKI", 45.0),
    ("RD5", "PL_OGRODNIKI", "LT_LAZDIJAI", 14.0),
    ("RD6", "LT_LAZDIJAI", "LT_KAUNAS", 100.0),
    ("RD7", "LT_KAUNAS", "LT_RUKLA", 40.0),
    ("RD8", "LT_KAUNAS", "LV_RIGA", 268.0),
    ("RD9", "LV_RIGA", "LV_ADAZI", 25.0),
    ("RD10", "LV_RIGA", "EE_TAPA", 330.0),
    ("RD11", "LT_KLAIPEDA", "LT_KAUNAS", 215.0),
    ("RD12", "EE_PALDISKI", "EE_TAPA", 130.0),
)
SEAS: Final = (
    ("SE1", "DE_ROSTOCK", "LT_KLAIPEDA", 610.0),
    ("SE2", "DE_ROSTOCK", "EE_PALDISKI", 1050.0),
)
RAILHEADS: Final = (
    "NL_EINDHOVEN",
    "DE_BERGEN",
    "DE_ROSTOCK",
    "DE_NUERNBERG",
    "PL_DRAWSKO",
    "PL_SUWALKI",
    "LT_KAUNAS",
    "RO_CINCU",
)
ORIGINS: Final = ("DE_BERGEN", "NL_EINDHOVEN")
GOALS: Final = {"PL_DRAWSKO": 30, "LT_RUKLA": 15, "LV_ADAZI": 13, "EE_TAPA": 10, "RO_CINCU": 14}
LOADS: Final = {"people": [1000.0] * 3, "wheeled": [40.0] * 2, "tracked": [14.0] * 2}
SPREAD: Final[dict[str, Any]] = {  # of what is drawn: low, likely, high
    "rail_speed": (35, 50, 60),
    "train_load": (4, 6, 12),
    "train_unload": (3, 4, 9),
    "march_speed_two_lane": (25, 40, 50),
    "ship_load": (8, 12, 30),
    "staging": (4, 6, 24),
    "integration": (24, 48, 96),
    "notice_slip_unit": (0, 24, 240),
    "permission": 36,
    "military_path_share": (0.3, 0.5, 0.7),
}


def theatre(units: int = 12, *, cut_h: float | None = None, known: bool = False) -> Scenario:
    """Battalions of 3,000 from the west to five countries; few sets and two ships for them."""
    flats = asset_type("flat4_1435", "rail", {"wheeled": 80.0, "tracked": 28.0}, length_km=0.6)
    coaches = asset_type(
        "coach_1435",
        "rail",
        {"people": 1000.0},
        load_key=EvidenceKey("coach_load"),
        unload_key=EvidenceKey("coach_unload"),
    )
    het = asset_type("het", "road", {"tracked": 14.0})
    bus = asset_type(
        "bus",
        "road",
        {"people": 1000.0},
        load_key=EvidenceKey("bus_load"),
        unload_key=EvidenceKey("bus_unload"),
    )
    ship = asset_type(
        "roro_civil", "sea", {"people": 500.0, "wheeled": 160.0, "tracked": 84.0}, speed_kmh=30.0
    )
    closed = () if cut_h is None else (_suwalki(cut_h, known=known),)
    made = scenario(
        [
            replace(node(name, *where, country=name[:2]), name=name[3:].title())
            for name, where in PLACES.items()
        ],
        [
            *(_track(*line) for line in RAILS),
            *(road(*line, road_class="primary") for line in ROADS),
            *(sea(*line) for line in SEAS),
        ],
        [
            *(terminal("railhead", at, 2, call_forward_limit=4) for at in RAILHEADS),
            *(terminal("port", end, 1) for end in ("DE_ROSTOCK", "LT_KLAIPEDA", "EE_PALDISKI")),
            *(terminal("staging_area", goal, 2) for goal in GOALS),
        ],
        [flats, coaches, MARCH, het, bus, ship],
        [
            *(fleet("flat4_1435", at, 3) for at in (*ORIGINS, "DE_NUERNBERG")),
            *(fleet("coach_1435", at, 2) for at in (*ORIGINS, "DE_NUERNBERG")),
            fleet("het", "PL_SUWALKI", 4),
            fleet("het", "LT_KAUNAS", 3),
            fleet("het", "EE_PALDISKI", 1),
            *(fleet("bus", at, 3) for at in ("PL_SUWALKI", "LT_KAUNAS", "EE_PALDISKI")),
            fleet("roro_civil", "DE_ROSTOCK", 2),
        ],
        [_battalion(number) for number in range(units)],
        disruptions=closed,
        **{**SPREAD, "driving_hours_per_day": 10, "breakdown_per_1000_km": 0.1},
    )
    return replace(made, frame=TIERS, corridors={"suwalki": CORRIDOR})


def _track(name: str, a: str, b: str, km: float) -> Link:
    tracks = 1 if name in SINGLE else 2
    border = a[:2] != b[:2]
    return rail(name, a, b, km, tracks=tracks, border=border, paths_per_day_each_way=20.0)


def _suwalki(start_h: float, *, known: bool) -> Disruption:
    return cut(*CORRIDOR, start=start_h, id="suwalki", known=known)


def _battalion(number: int) -> Force:
    """One of five destinations by their shares, one of three origins, five to a brigade."""
    shares = [goal for goal, share in GOALS.items() for _ in range(share)]
    goal = shares[number * 37 % len(shares)]
    origin = "DE_NUERNBERG" if goal.startswith("RO") else ORIGINS[number % 2]
    whole, lots = unit(
        f"U{number:03d}",
        origin,
        goal,
        LOADS,
        priority=1 + number % 5,
        personnel=3000,
        nation=origin[:2],
        notice_h=24.0 * (number % 4),
    )
    named = replace(
        whole,
        name=f"Battalion {number}",
        brigade=f"B{number // 5}",
        weight=("heavy", "light", "support")[number % 3],
        required_delivery_h=24.0 * (10 + 2 * (number % 7)),
    )
    return named, lots
