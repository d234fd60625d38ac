"""Marching: how vehicles go on their own wheels between regions, which costs nothing but time.

Any distance is allowed: movement control keeps a limit, but passes it where there is no other way,
and a lot that has landed on its way may find no other.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from eastflank.model.scenario import Scenario
from eastflank.plan.demand import Kind
from eastflank.plan.least import Least
from eastflank.plan.program import Marching
from eastflank.plan.uses import Uses


def marching_of(
    scenario: Scenario, least: Least, uses: Uses, kinds: Iterable[Kind]
) -> Mapping[Kind, Marching]:
    """The marches of each kind of cargo that can move by itself."""
    march = next((x for x in scenario.asset_types.values() if x.is_self_moving), None)
    if march is None:
        return {}
    hours = uses.regions.least(uses.distances.road_h(march, for_tanks=False))
    handling_h = least.hours(march.load_key) + least.hours(march.unload_key)
    in_time = np.where(hours > 0.0, hours + handling_h, hours)
    np.fill_diagonal(in_time, 0.0)
    free = np.where(np.isfinite(hours), 0.0, np.inf)
    both = Marching(in_time, free)
    return {kind: both for kind in kinds if march.capacity.get(kind.cargo, 0.0) > 0}
