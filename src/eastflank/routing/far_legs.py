"""Far legs: over lanes between two ports, and through the air between two fields."""

from eastflank.model.ids import AssetTypeId
from eastflank.model.modes import MODES, Mode
from eastflank.model.scenario import Terminal
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.flights import block_h
from eastflank.routing.legs import Leg
from eastflank.routing.network import Lanes, Ways

Types = tuple[AssetTypeId, ...]


def lane_leg(
    catalogue: Catalogue,
    lanes: Lanes | Ways,
    mode: Mode,
    ends: tuple[Terminal, Terminal],
    types: Types,
) -> Leg | None:
    """The leg of one mode between two ports; None if no type passes the whole way."""
    port, other = ends
    i, j = (catalogue.network.index[end.node] for end in ends)
    way = lanes.way(i, j)
    able = catalogue.passing(types, way)
    if not able:
        return None
    kind = catalogue.scenario.asset_types[able[0]]
    is_direct = MODES[mode].is_direct  # then the approaches are among the hours of the lane
    approaches_h = 0.0 if is_direct else catalogue.network.approaches_plan_h(mode)
    return Leg(
        mode=mode,
        start=port.node,
        end=other.node,
        types=able,
        way=way,
        run_h=float(lanes.hours[i, j]) + approaches_h,
        load=port.id,
        unload=other.id,
        load_h=catalogue.likely(kind.load_key),
        unload_h=catalogue.likely(kind.unload_key),
    )


def air_leg(catalogue: Catalogue, ends: tuple[Terminal, Terminal], types: Types) -> Leg:
    """The leg between two fields, by those of these types that fly it."""
    start, end = ends
    km, able = catalogue.air_km(start.node, end.node), catalogue.flyers(types, start, end)
    kind = catalogue.scenario.asset_types[able[0]]
    return Leg(
        mode=Mode.AIR,
        start=start.node,
        end=end.node,
        types=able,
        way=(),
        run_h=block_h(kind, km, catalogue.likely("air_block_extra")),
        load=start.id,
        unload=end.id,
        load_h=catalogue.likely(kind.load_key),
        unload_h=catalogue.likely(kind.unload_key),
    )
