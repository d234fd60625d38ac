"""What measures and charts need of a scenario, written beside the records as plain tables."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

import pandas as pd

from eastflank.compile.counts import counts
from eastflank.model.ids import NodeId
from eastflank.model.scenario import Disruption, Link, Node, Scenario, Terminal, Unit
from eastflank.store.atomic import write_json
from eastflank.store.folder import RunFolder
from eastflank.store.tables import csv_text, read_table, write_csv

COLUMNS: Final[dict[str, tuple[str, ...]]] = {  # of the tables, also where they have no row
    "units": (
        "uln",
        "name",
        "nation",
        "brigade",
        "division",
        "unit_type",
        "weight",
        "tier",
        "priority",
        "personnel",
        "notice_h",
        "origin_node_id",
        "origin_country",
        "kit_node_id",
        "destination_node_id",
        "destination_country",
        "required_delivery_h",
        "in_place",
    ),
    "lots": (
        "lot",
        "unit",
        "nation",
        "cargo",
        "pieces",
        "tonnes",
        "troops",
        "origin_node_id",
        "destination_node_id",
        "priority",
        "may_fly",
    ),
    "fleets": (
        "fleet_id",
        "owner",
        "asset_type",
        "mode",
        "home_node_id",
        "held",
        "callup",
    ),
    "capacities": ("asset_type", "mode", "cargo", "pieces"),
    "terminals": (
        "terminal_id",
        "node_id",
        "kind",
        "servers",
        "call_forward_limit",
        "gauge_mm",
        "far_gauge_mm",
    ),
    "plan": ("lot", "modes", "via", "not_before_h", "after", "row"),
}


def write_situation(folder: RunFolder, scenario: Scenario) -> None:
    """Write the force, the lots, the fleets and what they carry, the terminals, the network."""
    tables = {
        "units": _units(scenario),
        "lots": _lots(scenario),
        "fleets": _fleets(scenario),
        "capacities": _capacities(scenario),
        "terminals": _terminals(scenario),
    }
    if scenario.movement_plan:
        tables["plan"] = _plan(scenario)
    for name, rows in tables.items():
        write_csv(folder.table_path(name), rows, COLUMNS[name])
    write_json(folder.network_path, network_geojson(scenario))


def write_force(folder: RunFolder, scenario: Scenario) -> None:
    """Write the force alone, which closures are measured against."""
    write_csv(folder.table_path("units"), _units(scenario), COLUMNS["units"])


def units_table(scenario: Scenario) -> pd.DataFrame:
    """The force as it is read from the folder, without a file."""
    return read_table(csv_text(_units(scenario), COLUMNS["units"]))


def consequences(scenario: Scenario) -> dict[str, object]:
    """What the resolved experiment came to: closures, corridors, evidence, in plain values."""
    return {
        "disruptions": [_disruption(each) for each in scenario.disruptions],
        "corridors": {name: list(members) for name, members in scenario.corridors.items()},
        "transit_forbidden": list(scenario.transit_forbidden),
        "permission_factors": [
            {"nation": nation, "host": host, "factor": factor}
            for (nation, host), factor in scenario.permission_factor.items()
        ],
        "evidence": [
            {name: _plain(value) for name, value in asdict(row).items()}
            for row in scenario.evidence.values()
        ],
        "counts": counts(scenario),
    }


def _disruption(disruption: Disruption) -> dict[str, object]:
    return {name: _plain(value) for name, value in asdict(disruption).items()}


def _plain(value: object) -> object:
    """JSON has no infinity: open-ended is null."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _units(scenario: Scenario) -> list[dict[str, object]]:
    return [_unit(unit, scenario.nodes) for unit in scenario.units.values()]


def _unit(unit: Unit, nodes: Mapping[NodeId, Node]) -> dict[str, object]:
    return {
        "uln": unit.id,
        "name": unit.name,
        "nation": unit.nation,
        "brigade": unit.brigade,
        "division": unit.division,
        "unit_type": unit.unit_type,
        "weight": unit.weight,
        "tier": unit.tier,
        "priority": unit.priority,
        "personnel": unit.personnel,
        "notice_h": unit.notice_h,
        "origin_node_id": unit.origin,
        "origin_country": nodes[unit.origin].country,
        "kit_node_id": unit.kit_origin,
        "destination_node_id": unit.destination,
        "destination_country": nodes[unit.destination].country,
        "required_delivery_h": unit.required_delivery_h,
        "in_place": int(unit.in_place),
    }


def _lots(scenario: Scenario) -> list[dict[str, object]]:
    return [
        {
            "lot": lot.id,
            "unit": lot.unit,
            "nation": lot.nation,
            "cargo": lot.cargo.value,
            "pieces": lot.pieces,
            "tonnes": lot.tonnes,
            "troops": lot.troops,
            "origin_node_id": lot.origin,
            "destination_node_id": lot.destination,
            "priority": lot.priority,
            "may_fly": int(lot.may_fly),
        }
        for lot in scenario.lots.values()
    ]


def _plan(scenario: Scenario) -> list[dict[str, object]]:
    """What the movement plan fixes for each lot of which a row speaks."""
    return [
        {
            "lot": lot,
            "modes": ";".join(sorted(line.modes)),
            "via": ";".join(sorted(line.via)),
            "not_before_h": _plain(line.not_before_h),
            "after": ";".join(line.after),
            "row": line.where,
        }
        for lot, line in scenario.movement_plan.items()
    ]


def _fleets(scenario: Scenario) -> list[dict[str, object]]:
    return [
        {
            "fleet_id": fleet.id,
            "owner": fleet.owner,
            "asset_type": fleet.asset_type,
            "mode": scenario.asset_types[fleet.asset_type].mode.value,
            "home_node_id": fleet.home,
            "held": fleet.held,
            "callup": fleet.callup,
        }
        for fleet in scenario.fleets.values()
    ]


def _capacities(scenario: Scenario) -> list[dict[str, object]]:
    """Pieces of one class of cargo that fill one asset alone."""
    return [
        {"asset_type": kind.id, "mode": kind.mode.value, "cargo": cargo.value, "pieces": pieces}
        for kind in scenario.asset_types.values()
        for cargo, pieces in kind.capacity.items()
    ]


def _terminals(scenario: Scenario) -> list[dict[str, object]]:
    return [_terminal(terminal) for terminal in scenario.terminals.values()]


def _terminal(terminal: Terminal) -> dict[str, object]:
    return {
        "terminal_id": terminal.id,
        "node_id": terminal.node,
        "kind": terminal.kind.value,
        "servers": terminal.servers,
        "call_forward_limit": terminal.call_forward_limit,
        "gauge_mm": terminal.gauge_mm,
        "far_gauge_mm": terminal.far_gauge_mm,
    }


def network_geojson(scenario: Scenario) -> dict[str, object]:
    """Nodes as points with their terminals, links as straight lines, closed airspace as areas."""
    features = [*_points(scenario), *_lines(scenario), *_areas(scenario)]
    return {"type": "FeatureCollection", "features": features}


def _points(scenario: Scenario) -> Iterable[dict[str, object]]:
    served: dict[str, list[str]] = {}
    for terminal in scenario.terminals.values():
        served.setdefault(terminal.node, []).append(terminal.kind.value)
    for node in scenario.nodes.values():
        kinds = sorted(set(served.get(node.id, [])))
        known = {"id": node.id, "name": node.name, "country": node.country, "terminals": kinds}
        yield _feature("Point", [node.lon, node.lat], {"what": "node", **known})


def _lines(scenario: Scenario) -> Iterable[dict[str, object]]:
    for link in scenario.links.values():
        ends = [scenario.nodes[link.a], scenario.nodes[link.b]]
        yield _feature("LineString", [[end.lon, end.lat] for end in ends], _link(link))


def _areas(scenario: Scenario) -> Iterable[dict[str, object]]:
    for outline in scenario.no_fly:
        ring = [[lon, lat] for lon, lat in (*outline, outline[0])]
        yield _feature("Polygon", [ring], {"what": "no_fly"})


def _link(link: Link) -> dict[str, object]:
    return {
        "what": "link",
        "id": link.id,
        "mode": link.mode.value,
        "a": link.a,
        "b": link.b,
        "length_km": link.length_km,
        "gauge_mm": link.gauge_mm,
        "tracks": link.tracks,
        "paths_per_day_each_way": link.paths_per_day_each_way,
        "holding_tracks": link.holding_tracks if math.isfinite(link.holding_tracks) else None,
        "road_class": link.road_class,
        "border": link.border,
    }


def _feature(kind: str, coordinates: object, properties: dict[str, object]) -> dict[str, object]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}
