"""The evidence that the model reads: every key, with the canonical unit that it is read in."""

from collections.abc import Mapping
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


def keys_read(library: Library, modes: frozenset[Mode]) -> Mapping[str, str]:
    """Every key that is read: those that the model names, and those that the fleets name."""
    unread = {key for mode, row in MODES.items() if mode not in modes for key in row.evidence}
    keys = {key: unit for key, unit in REQUIRED_KEYS.items() if key not in unread}
    for kind in library.fleets.asset_types.rows:
        keys |= dict.fromkeys((kind.load_key, kind.unload_key), "h")
    for fleet in library.fleets.fleets.rows:
        hours = (fleet.held_ready_key, fleet.callup_start_key, fleet.callup_ramp_key)
        keys |= dict.fromkeys(hours, "h") | {fleet.callup_factor_key: "factor"}
    return keys
