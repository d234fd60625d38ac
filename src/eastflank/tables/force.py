"""The force: its lines, the types of unit and brigade, the classes of cargo, what assets carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.tables.columns import (
    SourcedRow,
    country,
    flag,
    ident,
    idents,
    number,
    text,
    whole,
    word,
)
from eastflank.tables.table import R, Table, listed, read_named

FORCES: Final = "forces"  # the folder of experiments/
CARGO_CLASSES: Final = ("people", "wheeled", "tracked", "heavy_tracked", "containers")
EQUIPMENT: Final = {  # what inventories count -> the column of a unit type
    "tank": "tanks",
    "ifv": "ifvs",
    "howitzer_tracked": "howitzers_tracked",
    "howitzer_wheeled": "howitzers_wheeled",
}
WEIGHTS: Final = ("heavy", "medium", "light", "support")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceRow(SourcedRow):
    """One line of the force list: a battalion or an enabler unit."""

    uln: str = ident()
    name: str = text()
    nation: str = country()
    brigade: str = text(required=False)
    division: str = text(required=False)
    unit_type: str = ident(references="unit_types")
    tier: int = whole(minimum=1, maximum=3)
    notice_d: float = number(maximum=365)
    priority: int = whole(minimum=1, maximum=9)
    personnel: int | None = whole(maximum=50_000, required=False)
    origin_node_id: str = ident(references="node")
    kit_node_id: str = ident(references="node", required=False)
    destination_node_id: str = ident(references="node")
    rdd_day: float = number(maximum=3_650)
    in_place: bool = flag()
    garrison: str = word("public", "notional")
    pledge: tuple[str, ...] = idents(references="sources", required=False, may_be_absent=True)
    as_of: str = text(required=False, may_be_absent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTypeRow(SourcedRow):
    """People and pieces of a type of unit; wheeled includes trailers, containers in TEU.

    Tanks, tracked fighting vehicles and howitzers are counted among its pieces once more, by name;
    infantry battalions and air-defence batteries are what it brings to a fight.
    """

    unit_type: str = ident()
    title: str = text()
    weight: str = word(*WEIGHTS)
    personnel: int = whole(maximum=50_000)
    wheeled: int = whole(maximum=20_000)
    tracked: int = whole(maximum=20_000)
    heavy_tracked: int = whole(maximum=20_000)
    containers: int = whole(maximum=20_000)
    tanks: int | None = whole(maximum=1_000, required=False, may_be_absent=True)
    ifvs: int | None = whole(maximum=1_000, required=False, may_be_absent=True)
    howitzers_tracked: int | None = whole(maximum=1_000, required=False, may_be_absent=True)
    howitzers_wheeled: int | None = whole(maximum=1_000, required=False, may_be_absent=True)
    infantry_battalions: int | None = whole(maximum=10, required=False, may_be_absent=True)
    air_defence_batteries: int | None = whole(maximum=50, required=False, may_be_absent=True)
    may_fly: bool = flag()


@dataclass(frozen=True, slots=True, kw_only=True)
class BrigadeRow(SourcedRow):
    """How many units of one type a type of brigade has; rows in the order of its units."""

    brigade_type: str = ident()
    unit_type: str = ident(references="unit_types")
    count: int = whole(minimum=1, maximum=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class CargoClassRow(SourcedRow):
    """How large a lot may be, and the weight and length of one piece."""

    cargo_class: str = word(*CARGO_CLASSES)
    lot_pieces_max: int = whole(minimum=1, maximum=10_000)
    piece_t: float = number(minimum=0.01, maximum=150)
    piece_m: float = number(maximum=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadingRow(SourcedRow):
    """How many pieces of a class go on one carrier of an asset type."""

    cargo_class: str = word(*CARGO_CLASSES)
    asset_type: str = ident(references="asset_types")
    pieces_per_carrier: float = number(minimum=0.001, maximum=2_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationRow(SourcedRow):
    """A line of the force that goes elsewhere in this experiment."""

    uln: str = ident(references="force")
    destination_node_id: str = ident(references="node")


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow(SourcedRow):
    """How many of one kind of equipment a nation has; stored ones count where the note says so."""

    nation: str = country()
    equipment: str = word(*EQUIPMENT)
    number: int = whole(maximum=100_000)
    year: int = whole(minimum=1_990, maximum=2_100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Force:
    """The tables of ``experiments/forces/``."""

    force: Table[ForceRow]
    unit_types: Table[UnitTypeRow]
    cargo_classes: Table[CargoClassRow]
    loading: Table[LoadingRow]
    destinations: Table[DestinationRow] | None
    brigade_types: Table[BrigadeRow] | None
    inventory: Table[InventoryRow] | None
    own_types: Table[UnitTypeRow] | None = None

    @property
    def types(self) -> Mapping[str, UnitTypeRow]:
        """All types of unit, those of the experiment's own table too."""
        own = self.own_types.by_id if self.own_types else {}
        return {**self.unit_types.by_id, **own}


def read_force(root: Path, name: str, destinations: str, own_types: str = "") -> Force:
    """Read the force list ``name``; ``destinations`` and ``own_types`` may be empty."""

    def read(name: str, row_type: type[R], *key: str) -> Table[R]:
        return read_named(root, listed(FORCES, name), row_type, *key)

    def read_if_there(name: str, row_type: type[R], *key: str) -> Table[R] | None:
        there = (root / listed(FORCES, name)).exists()
        return read(name, row_type, *key) if there else None

    return Force(
        force=read(name, ForceRow, "uln"),
        unit_types=read("unit_types", UnitTypeRow, "unit_type"),
        cargo_classes=read("cargo_classes", CargoClassRow, "cargo_class"),
        loading=read("loading", LoadingRow, "cargo_class", "asset_type"),
        destinations=read(destinations, DestinationRow, "uln") if destinations else None,
        inventory=read_if_there("inventory", InventoryRow, "nation", "equipment"),
        brigade_types=read_if_there("brigade_types", BrigadeRow, "brigade_type", "unit_type"),
        own_types=read(own_types, UnitTypeRow, "unit_type") if own_types else None,
    )
