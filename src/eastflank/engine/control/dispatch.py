"""Dispatch policies: by which commitments movement control chooses."""

from collections.abc import Mapping
from typing import Final

from eastflank.engine.control.commitments import Commitments
from eastflank.engine.control.congestion import ChargedCommitments
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.state.world import World
from eastflank.model.scenario import Dispatch

POLICIES: Final[Mapping[Dispatch, type[Commitments]]] = {
    Dispatch.USER_OPTIMAL: Commitments,
    Dispatch.SYSTEM_OPTIMAL: ChargedCommitments,
    Dispatch.PLANNED: ChargedCommitments,
}


def commitments_for(world: World, holdings: Holdings) -> Commitments:
    """The commitments by which the scenario's dispatch policy chooses."""
    return POLICIES[world.scenario.dispatch](world, holdings)
