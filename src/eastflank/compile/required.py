"""The evidence that the model reads: every key, with the canonical unit that it is read in."""

from collections.abc import Iterator, Mapping
from typing import Final

from eastflank.model.modes import MODES, Mode
from eastflank.tables import Library

_HOURS: Final = (
    # readiness
    "notice_slip_national",
    "notice_slip_unit",
    "permission",
    "order_lead",
    "prepositioned_draw",
    # reception, staging, onward movement and integration
    "staging",
    "integration",
    # movement control
    "news_delay",
    "replan_h",
    "review_interval",
    "switch_margin",
    "priority_step",
)

REQUIRED_KEYS: Final[dict[str, str]] = {
    **dict.fromkeys(_HOURS, "h"),
    **{key: unit for row in MODES.values() for key, unit in row.evidence.items()},
    "service_scale": "factor",
    # sustainment
    "supply_per_troop": "t",
    "supply_days_carried": "h",
    "supply_hold_for_fill": "h",
    "host_supply_share": "share",
    "supply_priority": "count",
}


def keys_read(library: Library, modes: frozenset[Mode]) -> Mapping[str, Mapping[str, str]]:
    """Every key that is read, by the unit that it is read in, with the cell that says so.

    The model names keys, which have no cell, and so do types of asset and fleets.
    """
    unread = {key for mode, row in MODES.items() if mode not in modes for key in row.evidence}
    keys = {key: {unit: ""} for key, unit in REQUIRED_KEYS.items() if key not in unread}
    for key, unit, cell in _named(library):
        keys.setdefault(key, {}).setdefault(unit, cell)
    return keys


def _named(library: Library) -> Iterator[tuple[str, str, str]]:
    """The keys that types of asset and fleets name, with their unit and cell."""
    for kind in library.fleets.asset_types.rows:
        for column in ("load_key", "unload_key"):
            yield getattr(kind, column), "h", kind.where(column)
    for fleet in library.fleets.fleets.rows:
        for column in ("held_ready_key", "callup_start_key", "callup_ramp_key"):
            yield getattr(fleet, column), "h", fleet.where(column)
        yield fleet.callup_factor_key, "factor", fleet.where("callup_factor_key")
