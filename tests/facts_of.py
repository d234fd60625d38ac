"""Tells the checker, in plain dicts, what a scenario is in one replication."""

from collections.abc import Iterable

import pandas as pd

from eastflank.engine.events.closings import closings_of
from eastflank.model.luck import Luck
from eastflank.model.modes import Mode
from eastflank.model.records import COLUMNS, StageRecord
from eastflank.model.scenario import AssetType, Caught, HeavyRoad, Link, Scenario
from eastflank.plan.permission import Permissions
from eastflank.plan.readiness import departure
from eastflank.routing.book import Itineraries
from eastflank.routing.network import ROAD_GROUP
from tests.checker import ColumnFacts, Facts, LinkFacts, LotFacts, TypeFacts


def frame_of(rows: Iterable[StageRecord]) -> pd.DataFrame:
    """Records as a table."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS))


def facts_of(scenario: Scenario, *, seed: int = 1, replication: int | None = None) -> Facts:
    """What the checker needs to know."""
    luck = Luck(dict(scenario.evidence), seed, replication)
    permissions = Permissions(scenario, Itineraries(scenario), luck)
    ships = [t.speed_kmh or 1.0 for t in scenario.asset_types.values() if t.mode is Mode.SEA]
    return {
        "links": {
            link.id: _rail(link, luck)
            if link.mode is Mode.RAIL
            else _road(link, luck)
            if link.mode is Mode.ROAD
            else _sea(link, max(ships, default=1.0) * luck.value("sea_speed_factor"))
            for link in scenario.links.values()
        },
        "servers": {t.id: t.servers for t in scenario.terminals.values()},
        "fleets": {
            fleet.id: {
                "home": fleet.home,
                "count": fleet.held + int(fleet.callup * luck.value(fleet.callup_factor_key) + 0.5),
                "serves": fleet.serves,
            }
            for fleet in scenario.fleets.values()
        },
        "types": {
            kind.id: {
                **_type(kind, luck),
                "apart": kind.mlc > 0 and scenario.heavy_road is not HeavyRoad.DAY,
            }
            for kind in scenario.asset_types.values()
        },
        "lots": {
            lot.id: {
                "pieces": lot.pieces,
                "cargo": lot.cargo.value,
                "origin": lot.origin,
                "destination": lot.destination,
                "nation": lot.nation,
                "may_fly": lot.may_fly,
                "leaves_h": departure(scenario, luck, permissions, lot)[0],
            }
            for lot in scenario.lots.values()
        },
        "closures": [
            {
                "links": set(closing.disruption.links),
                "terminals": set(closing.disruption.terminals),
                "start_h": closing.start_h,
                "end_h": closing.end_h,
            }
            for closing in closings_of(scenario, luck)
            if closing.shuts
        ],
        "may_clear": scenario.caught is Caught.CLEAR,
    }


def with_supplies(facts: Facts, rows: Iterable[StageRecord]) -> Facts:
    """The facts and the lots of supplies that a run made: what a depot got ready, for where."""
    made: dict[str, LotFacts] = {
        row.lot: {
            "pieces": row.pieces,
            "cargo": "containers",
            "origin": row.place,
            "destination": row.towards or row.place,
        }
        for row in rows
        if row.stage == "ready" and row.unit.startswith("SUPPLY-")
    }
    return {**facts, "lots": {**facts["lots"], **made}}


def _rail(link: Link, luck: Luck) -> LinkFacts:
    paths = (link.paths_per_day_each_way or float("inf")) * luck.value("military_path_share")
    return {
        "a": link.a,
        "b": link.b,
        "km": link.length_km,
        "kmh": min(link.limit_kmh, luck.value("rail_speed")),
        "single": link.tracks == 1,
        "headway_h": 24.0 / (2.0 * paths if link.tracks == 1 else paths),
    }


def _road(link: Link, luck: Luck) -> LinkFacts:
    group = ROAD_GROUP[link.road_class or "local"]
    return {
        "a": link.a,
        "b": link.b,
        "km": link.length_km,
        "single": False,
        "kmh": min(link.limit_kmh, luck.value(f"march_speed_{group}")),
        "flow_per_h": luck.value(f"packet_flow_{group}"),
    }


def _sea(link: Link, kmh: float) -> LinkFacts:
    return {"a": link.a, "b": link.b, "km": link.length_km, "kmh": kmh, "single": False}


def _type(kind: AssetType, luck: Luck) -> TypeFacts:
    marches = kind.id == "march"
    facts: TypeFacts = {
        "mode": kind.mode.value,
        "carriers": float(kind.carriers),
        "capacity": {cargo.value: room for cargo, room in kind.capacity.items() if room > 0},
        "per_piece": {
            cargo.value: 1.0 if marches else kind.carriers / room
            for cargo, room in kind.capacity.items()
            if room > 0
        },
    }
    if kind.mode is Mode.ROAD:
        return {**facts, "column": _column(luck)}
    density = kind.carriers / kind.length_km if kind.length_km > 0 else 1e9  # wagons a kilometre
    return {**facts, "density": density, "engine_km": luck.value("locomotive_length")}


def _column(luck: Luck) -> ColumnFacts:
    return {
        "vehicle_density": luck.value("vehicle_density"),
        "packet_vehicles": luck.value("packet_vehicles"),
        "packet_gap": luck.value("packet_gap"),
        "serial_packets": luck.value("serial_packets"),
        "serial_gap": luck.value("serial_gap"),
        "extra_time": luck.value("extra_time"),
    }
