"""Synthetic records in the format of the engine: single rows by hand, and whole runs by formula."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import unit_closures
from eastflank.model.records import Stage, StageRecord
from eastflank.store.atomic import write_json
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.store.parquet import write_frame, write_records

# id: (lon, lat). Positions as in the shipped network, rounded.
NODES: dict[str, tuple[float, float]] = {
    "NL_EINDHOVEN": (5.48, 51.44),
    "DE_BERGEN": (9.96, 52.81),
    "DE_BERLIN": (13.40, 52.52),
    "DE_ROSTOCK": (12.10, 54.15),
    "DE_NUERNBERG": (11.08, 49.45),
    "CZ_PRAHA": (14.44, 50.08),
    "SK_BRATISLAVA": (17.11, 48.15),
    "HU_BUDAPEST": (19.08, 47.50),
    "RO_CINCU": (24.80, 45.92),
    "PL_POZNAN": (16.93, 52.41),
    "PL_WARSZAWA": (21.01, 52.23),
    "PL_DRAWSKO": (15.80, 53.53),
    "PL_BIALYSTOK": (23.16, 53.13),
    "PL_SUWALKI": (22.93, 54.10),
    "PL_TRAKISZKI": (23.17, 54.17),
    "PL_BUDZISKO": (23.07, 54.28),
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
# link id to both ends, mode and kilometres
LINKS: dict[str, tuple[str, str, str, float]] = {
    "RL1": ("NL_EINDHOVEN", "DE_BERGEN", "rail", 380.0),
    "RL2": ("DE_BERGEN", "DE_BERLIN", "rail", 270.0),
    "RL3": ("DE_BERLIN", "PL_POZNAN", "rail", 260.0),
    "RL4": ("PL_POZNAN", "PL_WARSZAWA", "rail", 306.0),
    "RL5": ("PL_POZNAN", "PL_DRAWSKO", "rail", 180.0),
    "RL6": ("PL_WARSZAWA", "PL_BIALYSTOK", "rail", 179.0),
    "RL7": ("PL_BIALYSTOK", "PL_SUWALKI", "rail", 144.0),
    "RL8": ("PL_SUWALKI", "PL_TRAKISZKI", "rail", 26.0),
    "RL9": ("PL_TRAKISZKI", "LT_MOCKAVA", "rail", 20.0),
    "RL10": ("LT_MOCKAVA", "LT_KAUNAS", "rail", 100.0),
    "RL11": ("DE_BERGEN", "DE_ROSTOCK", "rail", 290.0),
    "RL12": ("DE_NUERNBERG", "CZ_PRAHA", "rail", 350.0),
    "RL13": ("CZ_PRAHA", "SK_BRATISLAVA", "rail", 400.0),
    "RL14": ("SK_BRATISLAVA", "HU_BUDAPEST", "rail", 215.0),
    "RL15": ("HU_BUDAPEST", "RO_CINCU", "rail", 640.0),
    "RD1": ("PL_SUWALKI", "PL_BUDZISKO", "road", 27.0),
    "RD2": ("PL_BUDZISKO", "LT_KALVARIJA", "road", 18.0),
    "RD3": ("LT_KALVARIJA", "LT_KAUNAS", "road", 80.0),
    "RD4": ("PL_SUWALKI", "PL_OGRODNIKI", "road", 45.0),
    "RD5": ("PL_OGRODNIKI", "LT_LAZDIJAI", "road", 14.0),
    "RD6": ("LT_LAZDIJAI", "LT_KAUNAS", "road", 100.0),
    "RD7": ("LT_KAUNAS", "LT_RUKLA", "road", 40.0),
    "RD8": ("LT_KAUNAS", "LV_RIGA", "road", 268.0),
    "RD9": ("LV_RIGA", "LV_ADAZI", "road", 25.0),
    "RD10": ("LV_RIGA", "EE_TAPA", "road", 330.0),
    "RD11": ("LT_KLAIPEDA", "LT_KAUNAS", "road", 215.0),
    "RD12": ("EE_PALDISKI", "EE_TAPA", "road", 130.0),
    "SE1": ("DE_ROSTOCK", "LT_KLAIPEDA", "sea", 610.0),
    "SE2": ("DE_ROSTOCK", "EE_PALDISKI", "sea", 1050.0),
}
CROSSINGS = ("RL9", "RD2", "RD5")
SPEED_KMH = {"rail": 50.0, "road": 30.0, "sea": 30.0}
ASSETS = {"rail": "flat4_1435", "road": "march", "sea": "roro_civil"}
CARGO = {"people": (150.0, 0.1, 150), "wheeled": (40.0, 8.0, 0), "tracked": (14.0, 30.0, 0)}
ORIGINS = ("DE_BERGEN", "NL_EINDHOVEN", "DE_NUERNBERG")
DESTINATIONS = {"PL_DRAWSKO": 30, "LT_RUKLA": 15, "LV_ADAZI": 13, "EE_TAPA": 10, "RO_CINCU": 14}


def row(stage: str, **cells: Any) -> StageRecord:
    """One record; hours given as ``hours=(from, work, to)``."""
    from_h, work_h, to_h = cells.pop("hours", (0.0, 0.0, 0.0))
    place = cells.pop("place", "A")
    return StageRecord(stage=stage, place=place, from_h=from_h, work_h=work_h, to_h=to_h, **cells)


def frame(rows: Iterable[StageRecord], replication: int = 0) -> pd.DataFrame:
    """Rows as measures want them, with text as categories as the store reads them."""
    table = pd.DataFrame(list(rows), columns=list(StageRecord._fields))
    texts = [
        "stage",
        "place",
        "towards",
        "unit",
        "lot",
        "lift",
        "asset",
        "asset_type",
        "waited_for",
    ]
    numbers = ["from_h", "work_h", "to_h", "pieces", "tonnes"]
    kinds = dict.fromkeys(texts, "category") | dict.fromkeys(numbers, float) | {"troops": int}
    return table.astype(kinds).assign(replication=replication)


def force(*lines: dict[str, Any]) -> pd.DataFrame:
    """A force list; what a line does not say is filled in."""
    usual = {
        "name": "", "nation": "DE", "brigade": "", "division": "", "unit_type": "inf",
        "weight": "light", "tier": 1, "priority": 1, "personnel": 1000, "notice_h": 0.0,
        "origin_node_id": "DE_BERGEN", "origin_country": "DE", "kit_node_id": "DE_BERGEN",
        "destination_node_id": "LT_RUKLA", "destination_country": "LT",
        "required_delivery_h": 720.0, "in_place": 0,
    }  # fmt: skip
    return pd.DataFrame([{**usual, **line} for line in lines])


class Battalion(NamedTuple):
    """What a run made by formula reads of a line of the force list."""

    number: int
    uln: str
    tier: int
    personnel: int
    origin_node_id: str
    destination_node_id: str


@dataclass
class Synthetic:
    """A run made by formula: what the engine would have left, without the engine."""

    units: pd.DataFrame
    replications: int = 1
    cut_h: float | None = None
    seed: int = 1
    spread_h: float = 480.0
    _lifts: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def records(self) -> pd.DataFrame:
        """All replications in one frame."""
        return pd.concat(
            [frame(self.rows(each), each) for each in range(self.replications)], ignore_index=True
        )

    def rows(self, replication: int) -> list[StageRecord]:
        """One replication; lots start one after another, the cut sends them by sea."""
        rows: list[StageRecord] = []
        names = list(Battalion._fields[1:])
        for unit in itertools.starmap(Battalion, self.units[names].itertuples(name=None)):
            luck = np.random.default_rng([self.seed, replication, unit.number])
            ready_h = float(24 * luck.triangular(1, 4 + unit.tier * 3, 26))
            ends = [end for cargo in CARGO
                    for end in self._lots(unit, cargo, ready_h, replication, rows)]  # fmt: skip
            self._integrate(unit, max(ends), float(luck.uniform(24, 60)), rows)
        return rows

    def _lots(
        self, unit: Battalion, cargo: str, ready_h: float, replication: int, rows: list[StageRecord]
    ) -> list[float]:
        pieces, tonnes_each, heads = CARGO[cargo]
        count = max(1, round(unit.personnel / 150)) if cargo == "people" else 3
        ends = []
        for ordinal in range(count):
            troops = unit.personnel // count if heads else 0
            what = {
                "unit": unit.uln, "lot": f"{unit.uln}/{cargo}/{ordinal}", "troops": troops,
                "pieces": pieces, "tonnes": pieces * tonnes_each,
            }  # fmt: skip
            key = [self.seed, replication, unit.number, list(CARGO).index(cargo), ordinal]
            luck = np.random.default_rng(key)
            ends.append(self._journey(unit, what, ready_h, luck, rows))
        return ends

    def _journey(
        self, unit: Battalion, what: dict[str, Any], ready_h: float, luck: np.random.Generator,
        rows: list[StageRecord],
    ) -> float:  # fmt: skip
        here, goal = unit.origin_node_id, unit.destination_node_id
        rows.append(row(Stage.READY, place=here, towards=goal, hours=(-240, -240, ready_h), **what))
        wait_h = float(luck.exponential(self.spread_h / 6))
        cause = ("asset flat4_1435", f"call-forward RH_{goal}", f"terminal RH_{here}", "asset c17",
                 "fill of a lift")[int(luck.integers(5))]  # fmt: skip
        now = ready_h + wait_h
        cut = self.cut_h is not None and now > self.cut_h
        for mode, way in _legs(here, goal, cut=cut):
            lift = f"{mode}-{next(self._lifts)}"
            carried = {**what, "lift": lift, "asset": lift, "asset_type": ASSETS[mode]}
            start, end = way[0], way[-1]
            spell = (now - wait_h, now, now)
            rows.append(
                row(Stage.WAIT, place=start, towards=end, hours=spell, waited_for=cause, **carried)
            )
            rows.append(row(Stage.LOAD, place=start, hours=(now, now, now + 4), **carried))
            rows.append(_serve(f"RH_{start}", (now, now, now + 4), carried))
            now = self._move(way, mode, now + 4, carried, rows)
            queue_h = float(luck.exponential(3))
            hours = (now, now + queue_h, now + queue_h + 3)
            rows.append(row(Stage.UNLOAD, place=end, hours=hours, **carried))
            rows.append(_serve(f"RH_{end}", hours, carried))
            now, wait_h = hours[2] + 6, 6.0
            back = {"asset": lift, "asset_type": ASSETS[mode]}
            if mode != "road":
                rows.append(
                    row(Stage.EMPTY, place=end, towards=start, hours=(now, now, now + 30), **back)
                )
        rows.append(row(Stage.STAGING, place=goal, hours=(now, now, now + 6), **what))
        return now + 6

    @staticmethod
    def _move(
        way: list[str], mode: str, start_h: float, carried: dict[str, Any], rows: list[StageRecord]
    ) -> float:
        whole = {name: cell for name, cell in carried.items() if name not in ("unit", "lot")}
        now = start_h
        for a, b in itertools.pairwise(way):
            link, length = _link(a, b, mode)
            hours = (now, now, now + length / SPEED_KMH[mode])
            stage = Stage.VOYAGE if mode == "sea" else Stage.LINK
            rows.append(row(stage, place=link, towards=b, hours=hours, **whole))
            now = hours[2]
        rows.append(
            row(
                Stage.TRANSIT,
                place=way[0],
                towards=way[-1],
                hours=(start_h, start_h, now),
                **carried,
            )
        )
        return now

    @staticmethod
    def _integrate(unit: Battalion, at_h: float, span_h: float, rows: list[StageRecord]) -> None:
        rows.append(
            row(
                Stage.INTEGRATION,
                place=f"SA_{unit.destination_node_id}",
                unit=unit.uln,
                hours=(at_h, at_h + 5, at_h + 5 + span_h),
                troops=unit.personnel,
            )
        )


def synthetic_force(units: int = 40) -> pd.DataFrame:
    """Battalions of 5 a brigade, spread over the destinations by their shares."""
    goals = [goal for goal, share in DESTINATIONS.items() for _ in range(share)]
    lines = []
    for number in range(units):
        goal = goals[(number * 37) % len(goals)]
        lines.append({
            "uln": f"U{number:03d}", "name": f"Battalion {number}", "brigade": f"B{number // 5}",
            "personnel": 300_000 // units, "tier": 1 + number % 2, "priority": 1 + number % 5,
            "origin_node_id": "DE_NUERNBERG" if goal.startswith("RO") else ORIGINS[number % 2],
            "destination_node_id": goal, "destination_country": goal[:2],
        })  # fmt: skip
    return force(*lines)


def write_run(
    root: Path, run: Synthetic, *, experiment: str = "baseline", drawn: int = 0, known: bool = False
) -> Path:
    """A run folder as the store would leave it: the deterministic run and ``drawn`` others."""
    folder = RunFolder(root)
    for replication in (LIKELY, *range(drawn)):
        rows = run.rows(max(replication, 0) + (replication >= 0))
        write_records(folder.records_path(replication), rows)
        note = {"records": "full", "end_h": 2880.0, "waiting": []}
        closures = unit_closures(frame(rows, replication), run.units)
        write_frame(folder.closures_path(replication), closures, note)
    write_manifest(folder.manifest_path, _manifest(root, experiment, drawn))
    run.units.to_csv(root / "units.csv", index=False)
    _tables(root)
    write_json(folder.network_path, network_geojson())
    cut = {"id": "suwalki", "links": list(CROSSINGS), "terminals": [], "start_h": run.cut_h,
           "end_h": None, "severity": 1.0, "known": known}  # fmt: skip
    write_json(
        root / "resolved.json",
        {
            "experiment": {"run": {}},
            "corridors": {"suwalki": list(CROSSINGS)},
            "disruptions": [] if run.cut_h is None else [cut],
            "evidence": [{"key": "military_path_share", "likely": 0.5}],
        },
    )
    write_json(root / "backdrop.geojson", BACKDROP)
    return root


BACKDROP: dict[str, Any] = {
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


def _manifest(root: Path, experiment: str, drawn: int) -> Manifest:
    return Manifest(
        status=Status.FINISHED, experiment=experiment, title=f"Title of {experiment}",
        run_id=root.name, seed=1, replications=max(drawn, 1), horizon_h=2880.0, theta=0.95,
        target_day=30.0, target_share=0.95, policy="substitute",
        versions={"eastflank": "0.0.test"},
    )  # fmt: skip


def _tables(root: Path) -> None:
    fleets = [{"fleet_id": f"F-{kind}", "asset_type": kind, "mode": mode}
              for mode, kind in ASSETS.items()]  # fmt: skip
    terminals = [{"terminal_id": f"RH_{node}", "node_id": node, "kind": "railhead", "servers": 2}
                 for node in NODES]  # fmt: skip
    pd.DataFrame(fleets).to_csv(root / "fleets.csv", index=False)
    pd.DataFrame(terminals).to_csv(root / "terminals.csv", index=False)


def network_geojson() -> dict[str, Any]:
    """The network as the run folder keeps it."""
    points = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(where)},
         "properties": {"what": "node", "id": node, "name": node[3:].title(), "country": node[:2],
                        "terminals": _kinds(node)}}
        for node, where in NODES.items()
    ]  # fmt: skip
    lines = [
        {"type": "Feature",
         "geometry": {"type": "LineString", "coordinates": [list(NODES[a]), list(NODES[b])]},
         "properties": {"what": "link", "id": link, "mode": mode, "a": a, "b": b,
                        "length_km": length, "border": a[:2] != b[:2],
                        "paths_per_day_each_way": 10.0 if mode == "rail" else None}}
        for link, (a, b, mode, length) in LINKS.items()
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": [*points, *lines]}


def _kinds(node: str) -> list[str]:
    if node in ("DE_ROSTOCK", "LT_KLAIPEDA", "EE_PALDISKI"):
        return ["port", "railhead"]
    return ["railhead"] if node in (*ORIGINS, *DESTINATIONS, "LT_KAUNAS") else []


def _serve(
    terminal: str, hours: tuple[float, float, float], carried: dict[str, Any]
) -> StageRecord:
    whole = {name: cell for name, cell in carried.items() if name not in ("unit", "lot")}
    return row(Stage.SERVE, place=terminal, hours=hours, **whole)


def _link(a: str, b: str, mode: str) -> tuple[str, float]:
    return next(
        (link, length)
        for link, (x, y, kind, length) in LINKS.items()
        if kind == mode and {x, y} == {a, b}
    )


@cache
def _legs(here: str, goal: str, *, cut: bool) -> list[tuple[str, list[str]]]:
    """The way in legs of one mode each; after the cut nothing uses the crossings."""
    graph: nx.Graph[str] = nx.Graph()
    for link, (a, b, mode, length) in LINKS.items():
        if not (cut and link in CROSSINGS):
            graph.add_edge(a, b, mode=mode, hours=length / SPEED_KMH[mode] + 5 * (mode == "sea"))
    nodes = nx.shortest_path(graph, here, goal, weight="hours")
    legs: list[tuple[str, list[str]]] = []
    for a, b in itertools.pairwise(nodes):
        mode = graph.edges[a, b]["mode"]
        if legs and legs[-1][0] == mode:
            legs[-1][1].append(b)
        else:
            legs.append((mode, [a, b]))
    return legs
