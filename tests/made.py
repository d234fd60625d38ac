"""Small runs that the engine made and the store keeps: each is run once a session, when asked for.

``run("theatre")`` is the folder of a run, with records in full of the deterministic run and of each
drawn replication; do not write to it. Worlds are in ``WORLDS``: small enough to draw, and together
they wait for everything that there is to wait for.
"""

import atexit
import functools
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.model.ids import DistrictId, EvidenceKey, LinkId, NodeId, UnitId
from eastflank.model.scenario import (
    AnnouncedEnd,
    CargoClass,
    CutPolicy,
    Disruption,
    District,
    Frame,
    Link,
    Lot,
    Mode,
    PlanLine,
    Readiness,
    Scenario,
    Unit,
)
from eastflank.store.atomic import write_json
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.store.parquet import Level
from eastflank.store.situation import consequences, units_table, write_situation
from eastflank.study.replication import Job, Resident, Task, carry_out
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
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

Force = tuple[Unit, list[Lot]]
CORRIDOR: Final = ("RL8", "RD2", "RD5")
CUT_H: Final = 192.0
TIERS: Final = Frame(
    readiness=Readiness.TIERS, warning_h=0.0, permission_key=EvidenceKey("permission_crisis")
)


@dataclass(frozen=True, slots=True)
class World:
    """A scenario, how it is made, and how many replications are drawn of it."""

    make: Callable[[], Scenario]
    drawn: int = 0
    experiment: str = ""


# -- the theatre: where places lie as they do, for charts and reports -----------------------------

# id: (longitude, latitude), rounded
PLACES: Final[dict[str, tuple[float, float]]] = {
    "NL_EINDHOVEN": (5.48, 51.44), "DE_BERGEN": (9.96, 52.81), "DE_BERLIN": (13.40, 52.52),
    "DE_ROSTOCK": (12.10, 54.15), "DE_NUERNBERG": (11.08, 49.45), "CZ_PRAHA": (14.44, 50.08),
    "SK_BRATISLAVA": (17.11, 48.15), "RO_CINCU": (24.80, 45.92), "PL_POZNAN": (16.93, 52.41),
    "PL_WARSZAWA": (21.01, 52.23), "PL_DRAWSKO": (15.80, 53.53), "PL_SUWALKI": (22.93, 54.10),
    "PL_OGRODNIKI": (23.44, 54.13), "LT_MOCKAVA": (23.33, 54.24), "LT_KALVARIJA": (23.22, 54.41),
    "LT_LAZDIJAI": (23.52, 54.23), "LT_KAUNAS": (23.90, 54.90), "LT_RUKLA": (24.37, 55.05),
    "LT_KLAIPEDA": (21.14, 55.70), "LV_RIGA": (24.11, 56.95), "LV_ADAZI": (24.33, 57.08),
    "EE_TAPA": (25.96, 59.26), "EE_PALDISKI": (24.05, 59.35),
}  # fmt: skip
RAILS: Final = (
    ("RL1", "NL_EINDHOVEN", "DE_BERGEN", 380.0), ("RL2", "DE_BERGEN", "DE_BERLIN", 270.0),
    ("RL3", "DE_BERLIN", "PL_POZNAN", 260.0), ("RL4", "PL_POZNAN", "PL_WARSZAWA", 306.0),
    ("RL5", "PL_POZNAN", "PL_DRAWSKO", 180.0), ("RL6", "PL_WARSZAWA", "PL_SUWALKI", 323.0),
    ("RL8", "PL_SUWALKI", "LT_MOCKAVA", 46.0), ("RL9", "LT_MOCKAVA", "LT_KAUNAS", 100.0),
    ("RL11", "DE_BERGEN", "DE_ROSTOCK", 290.0), ("RL12", "DE_NUERNBERG", "CZ_PRAHA", 350.0),
    ("RL13", "CZ_PRAHA", "SK_BRATISLAVA", 400.0), ("RL14", "SK_BRATISLAVA", "RO_CINCU", 855.0),
)  # fmt: skip
SINGLE: Final = frozenset({"RL8", "RL9"})
ROADS: Final = (
    ("RD1", "PL_WARSZAWA", "PL_SUWALKI", 300.0), ("RD2", "PL_SUWALKI", "LT_KALVARIJA", 45.0),
    ("RD3", "LT_KALVARIJA", "LT_KAUNAS", 80.0), ("RD4", "PL_SUWALKI", "PL_OGRODNIKI", 45.0),
    ("RD5", "PL_OGRODNIKI", "LT_LAZDIJAI", 14.0), ("RD6", "LT_LAZDIJAI", "LT_KAUNAS", 100.0),
    ("RD7", "LT_KAUNAS", "LT_RUKLA", 40.0), ("RD8", "LT_KAUNAS", "LV_RIGA", 268.0),
    ("RD9", "LV_RIGA", "LV_ADAZI", 25.0), ("RD10", "LV_RIGA", "EE_TAPA", 330.0),
    ("RD11", "LT_KLAIPEDA", "LT_KAUNAS", 215.0), ("RD12", "EE_PALDISKI", "EE_TAPA", 130.0),
)  # fmt: skip
SEAS: Final = (
    ("SE1", "DE_ROSTOCK", "LT_KLAIPEDA", 610.0), ("SE2", "DE_ROSTOCK", "EE_PALDISKI", 1050.0),
)  # fmt: skip
RAILHEADS: Final = (
    "NL_EINDHOVEN", "DE_BERGEN", "DE_ROSTOCK", "DE_NUERNBERG", "PL_DRAWSKO", "PL_SUWALKI",
    "LT_KAUNAS", "RO_CINCU",
)  # fmt: skip
ORIGINS: Final = ("DE_BERGEN", "NL_EINDHOVEN")
GOALS: Final = {"PL_DRAWSKO": 30, "LT_RUKLA": 15, "LV_ADAZI": 13, "EE_TAPA": 10, "RO_CINCU": 14}
LOADS: Final = {"people": [1000.0] * 3, "wheeled": [40.0] * 2, "tracked": [14.0] * 2}
SPREAD: Final[dict[str, Any]] = {  # of what is drawn: low, likely, high
    "rail_speed": (35, 50, 60), "train_load": (4, 6, 12), "train_unload": (3, 4, 9),
    "march_speed_two_lane": (25, 40, 50), "ship_load": (8, 12, 30), "staging": (4, 6, 24),
    "integration": (24, 48, 96), "notice_slip_unit": (0, 24, 240), "permission_crisis": 36,
    "military_path_share": (0.3, 0.5, 0.7),
}  # fmt: skip


def theatre(units: int = 12, *, cut_h: float | None = None, known: bool = False) -> Scenario:
    """Battalions of 3,000 from the west to five countries; few sets and two ships for them."""
    flats = asset_type("flat4_1435", "rail", {"wheeled": 80.0, "tracked": 28.0}, length_km=0.6)
    coaches = asset_type(
        "coach_1435", "rail", {"people": 1000.0}, load_key="coach_load", unload_key="coach_unload"
    )
    het = asset_type("het", "road", {"tracked": 14.0})
    bus = asset_type(
        "bus", "road", {"people": 1000.0}, load_key="bus_load", unload_key="bus_unload"
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
        f"U{number:03d}", origin, goal, LOADS, priority=1 + number % 5, personnel=3000,
        nation=origin[:2], notice_h=24.0 * (number % 4),
    )  # fmt: skip
    named = replace(
        whole,
        name=f"Battalion {number}",
        brigade=f"B{number // 5}",
        weight=("heavy", "light", "support")[number % 3],
        required_delivery_h=24.0 * (10 + 2 * (number % 7)),
    )
    return named, lots


# -- worlds that wait for one thing each ----------------------------------------------------------


def line(
    units: Iterable[Force],
    *,
    ramps: int = 9,
    sets: int = 9,
    calls: int = 99,
    cuts: tuple[Disruption, ...] = (),
    policy: CutPolicy = CutPolicy.SUBSTITUTE,
    theta: float = 0.95,
    horizon_h: float = 2880.0,
    evidence: Mapping[str, Any] | None = None,
    **track: Any,
) -> Scenario:
    """A --- 200 km --- M --- 200 km --- B by rail of 50 km/h; load 6, unload 4."""
    return scenario(
        [node("A"), node("M", 3.0, country="PL"), node("B", 6.0, country="LT")],
        [rail("AM", "A", "M", 200, **track), rail("MB", "M", "B", 200, **track)],
        [
            terminal("railhead", "A", ramps),
            terminal("railhead", "M", 9),
            terminal("railhead", "B", 9, call_forward_limit=calls),
        ],
        [TRAIN],
        [fleet("train", "A", sets)],
        units,
        disruptions=cuts,
        policy=policy,
        theta=theta,
        horizon_h=horizon_h,
        **{**DAY_AND_NIGHT, **(evidence or {})},
    )


def trains(count: int, name: str = "U1", **more: Any) -> Force:
    """A unit of so many trainloads from A to B."""
    return unit(name, "A", "B", {"wheeled": [30.0] * count}, **more)


def ramp() -> Scenario:
    """Three trains for one ramp, and two sets for them: at the ramp 6 h, then 27 h for a set."""
    return line([trains(3)], ramps=1, sets=2)


def paths() -> Scenario:
    """Three trains for a path every twelve hours; crews run three hours."""
    crews = {"crew_shift": 3.0, "crew_change": 0.5}
    return line([trains(3)], evidence=crews, paths_per_day_each_way=2.0)


def holding() -> Scenario:
    """A path a day beyond M, where two trains may stand: four trains, and the third stands back."""
    world = line([trains(4)])
    links = [
        rail("AM", "A", "M", 100, paths_per_day_each_way=16.0, holding_tracks=2.0),
        rail("MB", "M", "B", 100, paths_per_day_each_way=1.0),
    ]
    return replace(world, links={link.id: link for link in links})


def engines() -> Scenario:
    """One locomotive on M-B for two trains."""
    world = line([trains(2)], evidence={"engine_turn": 1.0}, paths_per_day_each_way=None)
    district = District(id=DistrictId("diesel"), links=(LinkId("MB"),), engines=1, home=NodeId("M"))
    return replace(world, districts={district.id: district})


def filling() -> Scenario:
    """Half a trainload waits half a day for more, which does not come; then for its turn."""
    parts = unit("U1", "A", "B", {"wheeled": [15.0]})
    return line([parts], evidence={"rail_hold_for_fill": 12.0})


def calling() -> Scenario:
    """One train at a time may be on its way to B."""
    return line([trains(2)], calls=1)


def hosts() -> Scenario:
    """Tiers, no warning: notice of U1, permission for U2, stored equipment of U3, C-day for U4."""
    stored, kit = trains(1, "U3", nation="PL")
    kit = [replace(lot, origin=NodeId("M")) for lot in kit]
    world = line(
        [
            trains(1, "U1", notice_h=96.0),
            trains(1, "U2", nation="LT"),
            (replace(stored, kit_origin=NodeId("M")), kit),
            trains(1, "U4", nation="DE", notice_h=0.0),
        ],
        evidence={"permission_crisis": 48.0, "prepositioned_draw": 72.0},
    )
    return replace(world, frame=TIERS)


def plan() -> Scenario:
    """U1 not before C+2; U2 after U1."""
    world = line([trains(1, "U1"), trains(1, "U2")])
    lines = {"U1": PlanLine(not_before_h=48.0), "U2": PlanLine(after=(UnitId("U1"),))}
    of_lots = {id_: lines[lot.unit] for id_, lot in world.lots.items() if lot.unit in lines}
    return replace(world, movement_plan=of_lots)


def void() -> Scenario:
    """The only train comes at 50; at news, 6, the plan by rail is void and the lot marches."""
    world = line(
        [trains(1)], cuts=(cut("AM", start=0.0, id="bridge"),), evidence={"callup_start_rail": 50}
    )
    late, way = fleet("train", "A", 0, callup=1), road("AB", "A", "B", 400)
    lots = dict.fromkeys(world.lots, PlanLine(modes=frozenset({Mode.RAIL})))
    return replace(
        world,
        links={**world.links, way.id: way},
        asset_types={**world.asset_types, MARCH.id: MARCH},
        fleets={late.id: late},
        movement_plan=lots,
    )


def control() -> Scenario:
    """Movement control is hit for two days; a unit that is ready then waits for it."""
    hit = Disruption(id="cyber", links=(), terminals=(), start_h=0.0, end_h=48.0, control=True)
    return line([trains(1)], cuts=(hit,))


def slots(*cuts: Disruption) -> Scenario:
    """Two units for one integration slot of a day."""
    world = line([trains(1, "U1"), trains(1, "U2")], cuts=cuts, evidence={"integration": 24.0})
    one = terminal("staging_area", "B", 1)
    return replace(world, terminals={**world.terminals, one.id: one})


def struck() -> Scenario:
    """The same, and the staging area is closed from 10 to 60."""
    return slots(cut(start=10.0, end=60.0, id="strike", terminals=("staging_area:B",)))


def stranded() -> Scenario:
    """The line is cut for good while the second train is under way: U1 waits at the end."""
    return line(
        [trains(3)],
        sets=1,
        cuts=(cut("MB", start=30.0, id="bridge"),),
        horizon_h=240.0,
    )


def short() -> Scenario:
    """No cut, and the run ends early: lots still wait for a set, others move or are not ready."""
    units = [trains(6, "U1"), trains(1, "U2", notice_h=2000.0)]
    return replace(line(units, sets=1, ramps=1, horizon_h=56.0), frame=TIERS)


def yard() -> Scenario:
    """A --- Y === B: 1435 mm to Y, 1520 mm beyond; one track, one crane, two wide sets."""
    cargo = dict.fromkeys((CargoClass.WHEELED, CargoClass.CONTAINERS), 30.0)
    near = replace(asset_type("near", "rail", {}), capacity=cargo)
    wide = replace(near, id="wide", gauge_mm=1520)
    return scenario(
        [node("A"), node("Y", 3.0), node("B", 6.0, country="LT")],
        [rail("AY", "A", "Y", 200), rail("YB", "Y", "B", 200, gauge_mm=1520)],
        [
            terminal("railhead", "A", 9),
            terminal("transfer_yard", "Y", 2, far_gauge_mm=1520, cranes=1),
            terminal("railhead", "B", 1, gauge_mm=1520),
        ],
        [near, wide],
        [fleet("near", "A", 4), fleet("wide", "Y", 4)],
        [unit("U1", "A", "B", {"wheeled": [30.0, 30.0], "containers": [30.0, 30.0]})],
        **DAY_AND_NIGHT,
    )


def coast(*disruptions: Disruption) -> Scenario:
    """H --- P ~~~ Q --- B by rail, sea, rail; P has land for 50 pieces, Q one berth, two ships."""
    ship = asset_type("ship", "sea", {"wheeled": 50.0}, speed_kmh=37.0)
    return scenario(
        [node("H"), node("P", 2.0), node("Q", 8.0, country="LT"), node("B", 9.0, country="LT")],
        [
            rail("HP", "H", "P", 100),
            sea("PQ", "P", "Q", 370),
            rail("QB", "Q", "B", 100),
        ],
        [
            *(terminal("railhead", name, 9) for name in "HPQB"),
            terminal("port", "P", 9, staging_pieces=50.0),
            terminal("port", "Q", 1, staging_pieces=500.0),
        ],
        [asset_type("train", "rail", {"wheeled": 50.0}), ship],
        [fleet("train", "H", 4), fleet("train", "B", 4), fleet("ship", "P", 3)],
        [unit("U1", "H", "B", {"wheeled": [50.0] * 4})],
        disruptions=disruptions,
        **{**DAY_AND_NIGHT, "theta": 1.0},
    )


def lane() -> Scenario:
    """The lane P-Q is closed from 10 to 70 and its end is known: loaded ships wait for it."""
    return coast(cut("PQ", start=20.0, end=80.0, id="mines", announced_end=AnnouncedEnd.KNOWN))


def strike() -> Scenario:
    """The port Q is closed from 30 to 90 and its end is known: ships wait before it."""
    return coast(
        cut(
            start=36.0,
            end=96.0,
            id="strike",
            announced_end=AnnouncedEnd.KNOWN,
            terminals=("port:Q",),
        )
    )


def roads(*disruptions: Disruption, breakdown: float = 0.0, policy: str = "none") -> Scenario:
    """A --- 80 km --- M --- 40 km --- N --- 80 km --- B on two-lane roads of 40 km/h."""
    return scenario(
        [node("A"), node("M", 1.0), node("N", 2.0), node("B", 3.0, country="LT")],
        [road("AM", "A", "M", 80), road("MN", "M", "N", 40), road("NB", "N", "B", 80)],
        [],
        [MARCH],
        [],
        [unit("U1", "A", "B", {"wheeled": [10.0]})],
        disruptions=disruptions,
        policy=CutPolicy(policy),
        **{"theta": 1.0, "breakdown_per_1000_km": breakdown, **DAY_AND_NIGHT},
    )


def column() -> Scenario:
    """The road N-B is closed from hour 2 to 110: the column stands before it for four days."""
    return roads(cut("NB", start=2.0, end=110.0, id="bridge"))


def breakdown() -> Scenario:
    """One of ten vehicles breaks down at N, is repaired in 12 h and follows by itself."""
    return roads(breakdown=1.0)


def field() -> Scenario:
    """A field that is open from 6 to 22: a sortie that is loaded at night waits for it."""
    plane = asset_type(
        "c17", "air", {"wheeled": 10.0}, speed_kmh=500.0, range_km=9000.0, runway_m=1000.0
    )
    return scenario(
        [node("A"), node("C", 0.5), node("B", 9.0, country="LT")],
        [road("AC", "A", "C", 40)],
        [
            terminal("airfield", "A", 1, runway_m=3000.0, open_h=6.0, close_h=22.0),
            terminal("airfield", "B", 1, runway_m=3000.0),
        ],
        [plane],
        [fleet("c17", "A", 1)],
        [unit("U1", "A", "B", {"wheeled": [10.0, 10.0]})],
        **DAY_AND_NIGHT,
    )


WORLDS: Final[dict[str, World]] = {
    "theatre": World(theatre, drawn=3),
    "theatre-cut": World(lambda: theatre(cut_h=CUT_H), drawn=3),
    "theatre-likely": World(theatre, experiment="theatre"),
    "theatre-one": World(theatre, drawn=1, experiment="theatre"),
    "ramp": World(ramp),
    "paths": World(paths),
    "holding": World(holding),
    "engines": World(engines),
    "filling": World(filling),
    "calling": World(calling),
    "hosts": World(hosts),
    "plan": World(plan),
    "void": World(void),
    "control": World(control),
    "slots": World(slots),
    "struck": World(struck),
    "stranded": World(stranded),
    "short": World(short),
    "yard": World(yard),
    "coast": World(coast),
    "lane": World(lane),
    "strike": World(strike),
    "column": World(column),
    "breakdown": World(breakdown),
    "field": World(field),
}


# -- run and keep ---------------------------------------------------------------------------------


@functools.cache
def run(name: str) -> Path:
    """The folder of a run of one of ``WORLDS``; do not write to it."""
    world = WORLDS[name]
    return keep(
        _room() / name, world.make(), drawn=world.drawn, experiment=world.experiment or name
    )


@functools.cache
def _room() -> Path:
    room = tempfile.TemporaryDirectory(prefix="eastflank-made-")
    atexit.register(room.cleanup)
    return Path(room.name)


def records(name: str, replication: int = LIKELY) -> pd.DataFrame:
    """The records of a run; a frame of one's own."""
    return RunFolder(run(name)).records(replication)


def keep(root: Path, world: Scenario, *, drawn: int = 0, experiment: str = "made") -> Path:
    """Run a scenario and store what a run stores: the deterministic replication, then the drawn."""
    folder = RunFolder(root)
    write_situation(folder, world)
    write_json(root / "resolved.json", {"experiment": {}, **consequences(world)})
    write_json(root / "backdrop.geojson", BACKDROP)
    job = Job(scenario=world, units=units_table(world), seed=1, folder=folder)
    engine = Resident(world)
    for replication in (LIKELY, *range(drawn)):
        outcome = carry_out(job, engine, Task(replication=replication, level=Level.FULL))
        assert outcome.error is None, outcome.error
    write_manifest(folder.manifest_path, _manifest(root, world, experiment, drawn))
    return root


def _manifest(root: Path, world: Scenario, experiment: str, drawn: int) -> Manifest:
    return Manifest(
        status=Status.FINISHED,
        experiment=experiment,
        title=f"Title of {experiment}",
        run_id=root.name,
        seed=1,
        replications=max(drawn, 1),
        horizon_h=world.horizon_h,
        theta=world.theta,
        target_day=30.0,
        target_share=0.95,
        policy=world.policy.value,
        versions={"eastflank": "0.0.test"},
    )


BACKDROP: Final[dict[str, Any]] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Somewhere"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[4.0, 45.0], [28.0, 45.0], [28.0, 60.0], [4.0, 52.0]]],
            },
        }
    ],
}
