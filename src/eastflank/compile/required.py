"""The evidence that the model reads: every key, with the canonical unit that it is read in."""

from collections.abc import Mapping
from typing import Final

from eastflank.tables import Library

_HOURS: Final = (
    # readiness
    "notice_slip_national",
    "notice_slip_unit",
    "permission",
    "order_lead",
    "prepositioned_draw",
    # rail
    "border_stop",
    "crew_shift",
    "crew_change",
    "engine_turn",
    "train_load",
    "train_unload",
    "coach_load",
    "coach_unload",
    "gauge_transfer",
    "gauge_transfer_people",
    "rail_hold_for_fill",
    # road
    "march_form",
    "march_disperse",
    "packet_gap",
    "serial_gap",
    "extra_time",
    "repair",
    "het_repair",
    "het_load",
    "het_unload",
    "bus_load",
    "bus_unload",
    "truck_load",
    "truck_unload",
    # air
    "ground_military_load",
    "ground_military_unload",
    "ground_airliner_load",
    "ground_airliner_unload",
    "air_hold_for_fill",
    "air_block_extra",
    # sea
    "ship_load",
    "ship_unload",
    "canal_transit",
    "port_approach",
    "sea_hold_for_fill",
    # reception, staging, onward movement and integration
    "staging",
    "integration",
    # movement control
    "news_delay",
    "replan_h",
    "review_interval",
    "switch_margin",
    "priority_step",
    "road_empty_limit",
)

REQUIRED_KEYS: Final[dict[str, str]] = {
    **dict.fromkeys(_HOURS, "h"),
    "breakdown_per_1000_km": "share",
    "rail_speed": "km/h",
    "military_path_share": "share",
    "march_speed_motorway": "km/h",
    "march_speed_two_lane": "km/h",
    "march_speed_local": "km/h",
    "het_speed_factor": "factor",
    "halts_share": "share",
    "driving_hours_per_day": "h/d",
    "march_day_start": "clock_h",
    "march_day_end": "clock_h",
    "packet_flow_motorway": "veh/h",
    "packet_flow_two_lane": "veh/h",
    "packet_flow_local": "veh/h",
    "heavy_night_start": "clock_h",
    "heavy_night_end": "clock_h",
    "vehicle_density": "count",
    "packet_vehicles": "count",
    "serial_packets": "count",
    "march_limit": "km",
    "locomotive_length": "km",
    "traction_factor": "factor",
    "air_route_factor": "factor",
    "sea_speed_factor": "factor",
    "port_land_factor": "factor",
    "transfer_tracks_factor": "factor",
    "service_scale": "factor",
    # sustainment
    "supply_per_troop": "t",
    "supply_days_carried": "h",
    "supply_hold_for_fill": "h",
    "host_supply_share": "share",
    "supply_priority": "count",
}


def keys_read(library: Library) -> Mapping[str, str]:
    """Every key that is read: those that the model names, and those that the fleets name."""
    keys = dict(REQUIRED_KEYS)
    for kind in library.fleets.asset_types.rows:
        keys |= dict.fromkeys((kind.load_key, kind.unload_key), "h")
    for fleet in library.fleets.fleets.rows:
        hours = (fleet.held_ready_key, fleet.callup_start_key, fleet.callup_ramp_key)
        keys |= dict.fromkeys(hours, "h") | {fleet.callup_factor_key: "factor"}
    return keys
