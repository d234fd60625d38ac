"""The fleets: types of asset, and who holds how many and can call up how many."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eastflank.model.errors import PlannerError
from eastflank.model.modes import MODES, Medium, Mode
from eastflank.tables.columns import (
    SourcedRow,
    country,
    flag,
    gauge,
    ident,
    number,
    text,
    whole,
    word,
)
from eastflank.tables.table import Table, listed, read_named


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetTypeRow(SourcedRow):
    """What one lift uses: a wagon set, a platoon of transporters, an aircraft, a ship."""

    asset_type: str = ident()
    title: str = text()
    mode: str = word(*(mode.value for mode in Mode))
    gauge_mm: int | None = gauge(required=False)
    carrier: str = text()
    carriers: int = whole(minimum=1, maximum=20_000)
    length_m: float | None = number(maximum=2_000, required=False)
    tare_t: float | None = number(minimum=0.1, maximum=200, required=False)
    speed_kmh: float | None = number(minimum=1, maximum=1_200, required=False)
    range_km: float | None = number(minimum=1, maximum=20_000, required=False)
    runway_m: float | None = number(maximum=5_000, required=False)
    utilisation_h_per_day: float | None = number(minimum=0.5, maximum=24, required=False)
    mlc: float | None = number(maximum=200, required=False)
    load_key: str = ident(references="assumptions")
    unload_key: str = ident(references="assumptions")
    returns_home: bool = flag()
    beam_m: float | None = number(minimum=1, maximum=100, required=False, may_be_absent=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetRow(SourcedRow):
    """A pool of assets of one type with one home, counted in assets."""

    fleet_id: str = ident()
    owner: str = text()
    asset_type: str = ident(references="asset_types")
    home_node_id: str = ident(references="node")
    held: int = whole(maximum=100_000)
    callup: int = whole(maximum=100_000)
    held_ready_key: str = ident(references="assumptions")
    callup_start_key: str = ident(references="assumptions")
    callup_ramp_key: str = ident(references="assumptions")
    callup_factor_key: str = ident(references="assumptions")
    serves: tuple[str, ...] = country(separator=";", required=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """The rows of evidence that it names."""
        return (
            self.held_ready_key,
            self.callup_start_key,
            self.callup_ramp_key,
            self.callup_factor_key,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleets:
    """The tables of ``experiments/fleets/``."""

    asset_types: Table[AssetTypeRow]
    fleets: Table[FleetRow]


def read_fleets(root: Path, name: str) -> Fleets:
    """Read the types of asset and the list of fleets ``name``."""
    return Fleets(
        asset_types=read_named(root, listed("fleets", "asset_types"), AssetTypeRow, "asset_type"),
        fleets=read_named(root, listed("fleets", name), FleetRow, "fleet_id"),
    )


def asset_type_errors(table: Table[AssetTypeRow]) -> Iterator[PlannerError]:
    """What is wrong between the cells of a row of asset_types.csv."""
    for row in table.rows:
        yield from _gauge(row)
        yield from _needs(row)


def _gauge(row: AssetTypeRow) -> Iterator[PlannerError]:
    on_track = MODES[Mode(row.mode)].medium is Medium.TRACK
    if on_track is not (row.gauge_mm is not None):
        yield PlannerError(
            where=row.where("gauge_mm"),
            found=f"{row.asset_type!r} goes by {row.mode} with gauge_mm {row.gauge_mm or 'empty'}.",
            right="Rail has a gauge, other modes have none.",
        )


def _needs(row: AssetTypeRow) -> Iterator[PlannerError]:
    """What movement by this mode cannot be reckoned without."""
    for column in MODES[Mode(row.mode)].asset_columns:
        if getattr(row, column) is None:
            yield PlannerError(
                where=row.where(column),
                found=f"{row.asset_type!r} goes by {row.mode} and has no {column}.",
                right="Give it.",
            )
