"""Small worlds written as the files a planner writes, compiled by the real compiler.

A world is a list of parts: places, links, terminals, types of asset, fleets, force lines. Each part
is a row or a few of the tables of ``tests/tables.py``: the cells that matter are named, the others
are those of a row of the small theatre there. Evidence is neutral as in ``tests/small.py``.
Places lie on the equator, so that a kilometre east is a kilometre.
"""

import csv
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.evidence import Assumption
from eastflank.model.ids import EvidenceKey
from eastflank.model.scenario import Scenario
from eastflank.model.units import CANONICAL, EARTH_RADIUS_KM
from eastflank.tables.plausible import bounds_of
from tests.small import LUCKY, VALUES
from tests.tables import (
    EVIDENCE,
    EVIDENCE_COLUMNS,
    EVIDENCE_KEYS,
    FLEETS,
    FORCES,
    NETWORK,
    TABLES,
    write_records,
)

KM_A_DEGREE: Final = math.radians(1.0) * EARTH_RADIUS_KM
WORLD: Final = "experiments/world.toml"
MANY: Final = 999  # servers that nobody waits for
KEPT: Final = ("config", "country", "sources")  # tables that every world shares

Part = Sequence["Row"]
Value = float | tuple[float, float] | tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, told by what differs from the row ``like`` of the small theatre."""

    file: str
    like: str
    cells: Mapping[str, object]


# -- the network ------------------------------------------------------------------------------


def place(name: str, east_km: float = 0.0, *, north_km: float = 0.0, country: str = "DE") -> Part:
    """A place so far east and north of where the equator begins."""
    cells = {
        "node_id": name,
        "name": name,
        "country": country,
        "x_coord": east_km / KM_A_DEGREE,
        "y_coord": north_km / KM_A_DEGREE,
    }
    return [Row(f"{NETWORK}/node.csv", "DE_BERGEN", cells)]


def rail(name: str, a: str, b: str, km: float, **more: object) -> Part:
    """A railway: double track of 1435 mm and a path every three minutes unless said otherwise."""
    given = {"paths_per_day_each_way": 480, "tracks": 2, "gauge_mm": 1435, **more}
    return [_link(name, a, b, km, "RL1"), _particulars("rail", "RL1", name, given)]


def road(name: str, a: str, b: str, km: float, **more: object) -> Part:
    """A two-lane road."""
    given = {"road_class": "trunk", "bridge_mlc": 200, **more}
    return [_link(name, a, b, km, "RD2"), _particulars("road", "RD2", name, given)]


def sea(name: str, a: str, b: str, km: float, **more: object) -> Part:
    """A sea lane, which does not pass the Kiel Canal unless ``kiel_canal`` is 1."""
    return [_link(name, a, b, km, "SE1"), _particulars("sea", "SE1", name, more)]


def _link(name: str, a: str, b: str, km: float, like: str) -> Row:
    ends = {"link_id": name, "from_node_id": a, "to_node_id": b, "border": ""}
    return Row(f"{NETWORK}/link.csv", like, {**ends, "length": km, "free_speed": 400})


def _particulars(mode: str, like: str, name: str, given: Mapping[str, object]) -> Row:
    return Row(f"{NETWORK}/{mode}.csv", like, {"link_id": name, **given})


def railhead(at: str, ramps: int = MANY, **more: object) -> Part:
    """A railhead of 1435 mm unless said otherwise; its id is RH_ and the place."""
    return [_terminal("RH", "RH_BERGEN", at, ramps, more)]


def transfer_yard(at: str, tracks: int = MANY, **more: object) -> Part:
    """A yard between 1435 and 1520 mm; its id is TY_ and the place."""
    return [_terminal("TY", "TY_MOCKAVA", at, tracks, more)]


def port(at: str, berths: int = MANY, **more: object) -> Part:
    """A port with land enough; its id is PT_ and the place."""
    return [_terminal("PT", "PT_GDYNIA", at, berths, {"staging_pieces": 100_000, **more})]


def staging(at: str, slots: int = MANY, **more: object) -> Part:
    """A staging area; its id is SA_ and the place. Destinations get one by themselves."""
    return [_terminal("SA", "SA_KAUNAS", at, slots, more)]


def airfield(at: str, mog: int = MANY, **more: object) -> Part:
    """An airfield that is open day and night; its id is AF_ and the place."""
    hours = {"terminal_id": f"AF_{at}", "open_h": 0, "close_h": 24, "access_km": 0}
    return [
        _terminal("AF", "AF_BERGEN", at, mog, more),
        Row(f"{NETWORK}/airfield.csv", "AF_BERGEN", {**hours, "longest_paved_runway_m": 3000}),
    ]


def _terminal(short: str, like: str, at: str, servers: int, more: Mapping[str, object]) -> Row:
    given = {"servers": servers, "call_forward_limit": MANY, "service_factor": 1, **more}
    return Row(
        f"{NETWORK}/terminal.csv", like, {"terminal_id": f"{short}_{at}", "node_id": at, **given}
    )


# -- assets -----------------------------------------------------------------------------------

LIKE: Final = {
    "train": "flat_1435",
    "wide": "flat_1520",
    "coach": "coach_1435",
    "het": "het",
    "bus": "bus",
    "plane": "c17",
    "ship": "roro",
}


def asset(kind: str, given: Mapping[str, object] | None = None, **room: float) -> Part:
    """A type of asset (one of ``LIKE``) of one carrier with room for so many pieces."""
    cells: dict[str, object] = {
        "asset_type": kind,
        "carriers": 1,
        "length_m": 0,
        "utilisation_h_per_day": "",
        "mlc": "",
        "returns_home": 1 if kind == "plane" else 0,
    }
    if kind == "plane":
        cells |= {"speed_kmh": 500, "range_km": 20_000, "runway_m": 1000}
    if kind == "ship":
        cells |= {"speed_kmh": 37}
    cells |= given or {}
    return [Row(f"{FLEETS}/asset_types.csv", LIKE[kind], cells), *_loading(kind, room)]


def march() -> Part:
    """Vehicles on their own wheels."""
    row = Row(f"{FLEETS}/asset_types.csv", "march", {"mlc": "", "length_m": 0})
    return [row, *_loading("march", {"wheeled": 1})]


def _loading(kind: str, room: Mapping[str, float]) -> Part:
    return [
        Row(
            f"{FORCES}/loading.csv",
            "people",
            {
                "cargo_class": cargo,
                "asset_type": kind,
                "pieces_per_carrier": pieces,
            },
        )
        for cargo, pieces in room.items()
    ]


def fleet(kind: str, at: str, held: int) -> Part:
    """So many assets of a type, there from the start, for everybody."""
    name = f"{kind}-{at}"
    home = {"fleet_id": name, "asset_type": kind, "home_node_id": at}
    return [Row(f"{FLEETS}/mini.csv", "FL_DE_FLAT", {**home, "held": held, "callup": 0})]


# -- the force --------------------------------------------------------------------------------


def cargo(name: str, **cells: float) -> Part:
    """A class of cargo: ``lot_pieces_max``, ``piece_t``."""
    return [Row(f"{FORCES}/cargo_classes.csv", name, cells)]


def line(
    name: str, a: str, b: str, given: Mapping[str, object] | None = None, **pieces: int
) -> Part:
    """A line of the force list with so many pieces of each class, from A to B's staging area."""
    none = dict.fromkeys(("personnel", "wheeled", "tracked", "heavy_tracked", "containers"), 0)
    kind = {"unit_type": f"type-{name}", "may_fly": 1, **none, **pieces}
    cells = {
        "uln": name,
        "name": name,
        "unit_type": f"type-{name}",
        "priority": 3,
        "personnel": "",
        "origin_node_id": a,
        "kit_node_id": "",
        "destination_node_id": b,
        "notice_d": 0,
        **(given or {}),
    }
    return [
        Row(f"{FORCES}/unit_types.csv", "tank_bn", kind),
        Row(f"{FORCES}/nato.csv", "007", cells),
        *staging(b),
    ]


# -- from parts to a scenario -----------------------------------------------------------------


def world(
    root: Path,
    *parts: Part,
    theta: float = 1.0,
    horizon_days: float = 120.0,
    frame: str = 'readiness = "ready", warning_days = 0.0',
    toml: str = "",
    given: Mapping[str, Value] | None = None,
    **evidence: Value,
) -> Scenario:
    """Write the parts and the evidence as files below ``root``, and compile them.

    A value of evidence is one number, (low, high) for a uniform or (low, likely, high) for a
    triangular row; rows that are handed on in ``given`` win over those told by name. A number that
    stands for "no limit" and that a planner's table may not hold is set in what was compiled.
    ``toml`` is added to the experiment file.
    """
    rows = [row for part in parts for row in part]
    for file in TABLES:
        _write(root, file, _records(file, rows))
    values = _values({**evidence, **(given or {})})
    boundless = {key: value for key, value in values.items() if _is_boundless(key, value)}
    _write(root, EVIDENCE, _evidence({**values, **{key: _most(key) for key in boundless}}))
    (root / WORLD).write_text(
        'schema_version = 1\nexperiment = { title = "A world" }\nnetwork = { folder = "mini" }\n'
        'force = { list = "nato" }\nfleets = { list = "mini" }\n'
        f"frame = {{ {frame} }}\n"
        f"run = {{ horizon_days = {horizon_days:.1f}, theta = {theta:.3f} }}\n{toml}",
        encoding="utf-8",
    )
    compiled = compile_scenario(read_experiment(root / WORLD), root)
    return replace(compiled, evidence={**compiled.evidence, **_raised(compiled, boundless)})


def _write(root: Path, file: str, records: list[list[str]]) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    write_records(root, file, records)


def _records(file: str, rows: Sequence[Row]) -> list[list[str]]:
    """The header, and the rows of a table; of two rows with one id the first stands."""
    table = list(csv.reader(io.StringIO(TABLES[file].lstrip("\n"))))
    header = table[0]
    if Path(file).stem in KEPT:
        return table
    known = {cells[0]: dict(zip(header, cells, strict=True)) for cells in reversed(table[1:])}
    ours = [{**known[row.like], **row.cells} for row in rows if row.file == file]
    if file.endswith("cargo_classes.csv"):
        changed = {str(cells["cargo_class"]) for cells in ours}
        ours += [{**cells} for name, cells in known.items() if name not in changed]
    if file.endswith("link.csv"):
        _name_borders(ours, rows)
    unique = {
        tuple(str(cells[column]) for column in _key(file, header)): cells for cells in ours[::-1]
    }
    return [header, *([str(cells[column]) for column in header] for cells in unique.values())]


def _key(file: str, header: Sequence[str]) -> Sequence[str]:
    return header[:2] if file.endswith("loading.csv") else header[:1]


def _name_borders(links: Sequence[dict[str, object]], rows: Sequence[Row]) -> None:
    """A land link between two countries names both."""
    country = {
        row.cells["node_id"]: str(row.cells["country"])
        for row in rows
        if row.file.endswith("node.csv")
    }
    for link in links:
        ends = {country[link["from_node_id"]], country[link["to_node_id"]]}
        if len(ends) > 1 and link["allowed_uses"] != "sea":
            link["border"] = "-".join(sorted(ends))


def _values(given: Mapping[str, Value]) -> dict[str, Value]:
    unknown = set(given) - set(EVIDENCE_KEYS)
    assert not unknown, unknown
    return {key: given.get(key, VALUES[key]) for key in EVIDENCE_KEYS}


def _most(key: str) -> float:
    bounds = bounds_of(key, EVIDENCE_KEYS[key])
    return math.inf if bounds is None else bounds[1]


def _is_boundless(key: str, value: Value) -> bool:
    return not isinstance(value, tuple) and value > _most(key)


def _raised(world: Scenario, boundless: Mapping[str, Value]) -> dict[EvidenceKey, Assumption]:
    raised = {}
    for key, value in boundless.items():
        assert isinstance(value, int | float)
        most = float(value) * CANONICAL[EVIDENCE_KEYS[key]][1]
        known = world.evidence[EvidenceKey(key)]
        raised[known.key] = replace(known, low=most, likely=most, high=most)
    return raised


def _evidence(values: Mapping[str, Value]) -> list[list[str]]:
    rows = [EVIDENCE_COLUMNS]
    for key, unit in EVIDENCE_KEYS.items():
        value = values[key]
        spread = value if isinstance(value, tuple) else (value,)
        shape = ("fixed", "uniform", "triangular")[len(spread) - 1]
        likely = sum(spread) / 2 if shape == "uniform" else spread[len(spread) // 2]
        scope = "luck" if key in LUCKY and shape != "fixed" else "knowledge"
        numbers = [repr(float(number)) for number in (spread[0], likely, spread[-1])]
        means = "mode" if shape == "triangular" else ""
        rest = ["", "", "", "", "E", "study"]
        rows.append([key, "", key, unit, *numbers, means, shape, scope, *rest])
    return rows
