"""The fleets: types of asset with what they carry, and pools with their homes."""

import math
from collections.abc import Iterator, Mapping

from eastflank.compile.network import usable_links, usable_terminals
from eastflank.compile.question import Question
from eastflank.model.errors import PlannerError
from eastflank.model.ids import AssetTypeId, EvidenceKey, FleetId, NodeId
from eastflank.model.modes import MODES, Mode
from eastflank.model.scenario import AssetType, CargoClass, Fleet
from eastflank.model.spelling import nearest
from eastflank.model.units import GAUGE_FAMILY
from eastflank.tables import Library
from eastflank.tables.fleets import AssetTypeRow, FleetRow


def asset_types_of(library: Library) -> Mapping[AssetTypeId, AssetType]:
    """All types of asset; capacity is pieces a carrier times carriers."""
    per_carrier: dict[str, dict[CargoClass, float]] = {}
    for row in library.force.loading.rows:
        pieces = per_carrier.setdefault(row.asset_type, {})
        pieces[CargoClass(row.cargo_class)] = row.pieces_per_carrier
    piece_t = {CargoClass(row.cargo_class): row.piece_t for row in library.force.cargo_classes.rows}
    rows = sorted(library.fleets.asset_types.rows, key=lambda row: row.asset_type)
    return {
        AssetTypeId(row.asset_type): _type(row, per_carrier[row.asset_type], piece_t)
        for row in rows
    }


def _type(
    row: AssetTypeRow,
    per_carrier: Mapping[CargoClass, float],
    piece_t: Mapping[CargoClass, float],
) -> AssetType:
    return AssetType(
        id=AssetTypeId(row.asset_type),
        mode=Mode(row.mode),
        title=row.title,
        capacity={
            cargo: per_carrier[cargo] * row.carriers for cargo in CargoClass if cargo in per_carrier
        },
        gauge_mm=row.gauge_mm,
        carriers=row.carriers,
        loaded_t={
            cargo: row.tare_t + pieces * piece_t[cargo]
            for cargo, pieces in per_carrier.items()
            if row.tare_t is not None
        },
        length_km=(row.length_m or 0.0) / 1000.0,
        beam_m=row.beam_m or 0.0,
        speed_kmh=row.speed_kmh,
        range_km=math.inf if row.range_km is None else row.range_km,
        runway_m=row.runway_m or 0.0,
        utilisation_h_per_day=row.utilisation_h_per_day or 24.0,
        mlc=row.mlc or 0.0,
        load_key=EvidenceKey(row.load_key),
        unload_key=EvidenceKey(row.unload_key),
        returns_home=row.returns_home,
    )


def fleets_of(question: Question) -> Mapping[FleetId, Fleet]:
    """All pools, with the factors of the experiment on what is held and can be called up."""
    factors = question.experiment.fleets.factors
    rows = sorted(question.library.fleets.fleets.rows, key=lambda row: row.fleet_id)
    return {FleetId(row.fleet_id): _fleet(row, factors.get(row.asset_type, 1.0)) for row in rows}


def _fleet(row: FleetRow, factor: float) -> Fleet:
    return Fleet(
        id=FleetId(row.fleet_id),
        owner=row.owner,
        asset_type=AssetTypeId(row.asset_type),
        home=NodeId(row.home_node_id),
        held=half_up(row.held * factor),
        callup=half_up(row.callup * factor),
        held_ready_key=EvidenceKey(row.held_ready_key),
        callup_start_key=EvidenceKey(row.callup_start_key),
        callup_ramp_key=EvidenceKey(row.callup_ramp_key),
        callup_factor_key=EvidenceKey(row.callup_factor_key),
        serves=row.serves,
    )


def half_up(number: float) -> int:
    """The nearest whole number; a half goes up."""
    return math.floor(number + 0.5)


def fleet_errors(question: Question) -> Iterator[PlannerError]:
    """Types that carry nothing, pools without a home that fits, factors of unknown types."""
    library = question.library
    loaded = {row.asset_type for row in library.force.loading.rows}
    for row in library.fleets.asset_types.rows:
        if row.asset_type not in loaded:
            yield PlannerError(
                where=row.where("asset_type"),
                found=f"{row.asset_type!r} carries nothing.",
                right=f"Give it a row in {library.force.loading.file}.",
            )
    yield from _homes(library)
    types = sorted(library.fleets.asset_types.ids)
    for name in question.experiment.fleets.factors:
        if name not in types:
            yield PlannerError(
                where=question.key(f"fleets.factors.{name}"),
                found=f"{name!r} is not in {library.fleets.asset_types.file}.",
                near=nearest(name, types),
            )


def _homes(library: Library) -> Iterator[PlannerError]:
    """A pool lives where its mode is served: railhead of its gauge, port, airfield, road."""
    at: dict[str, set[str]] = {}
    for terminal in usable_terminals(library.theatre):
        for what in _serves(terminal.kind, terminal.gauge_mm, terminal.far_gauge_mm):
            at.setdefault(terminal.node_id, set()).add(what)
    for link in usable_links(library.theatre):
        mode = MODES[Mode(link.allowed_uses)]
        if mode.is_access:
            at.setdefault(link.from_node_id, set()).add(mode.home)
            at.setdefault(link.to_node_id, set()).add(mode.home)
    types = library.fleets.asset_types.by_id
    for row in library.fleets.fleets.rows:
        need = _need(types[row.asset_type])
        if need not in at.get(row.home_node_id, set()):
            yield PlannerError(
                where=row.where("home_node_id"),
                found=f"{row.home_node_id!r} has no {need} for {row.asset_type!r}.",
                right="Choose a home that has one, or give the node one.",
            )


def _serves(kind: str, *gauges: int | None) -> tuple[str, ...]:
    if kind in {"railhead", "transfer_yard"}:
        return tuple(f"railhead of {GAUGE_FAMILY[gauge]} mm" for gauge in gauges if gauge)
    return (kind,)


def _need(row: AssetTypeRow) -> str:
    if row.gauge_mm is not None:
        return f"railhead of {GAUGE_FAMILY[row.gauge_mm]} mm"
    return MODES[Mode(row.mode)].home
