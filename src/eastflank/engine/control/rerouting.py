"""Rerouting: where a loaded train or column goes whose way is barred."""

import math
from typing import Final

from eastflank.engine.control.choosing import Choosing
from eastflank.engine.moves.ends import end_at, head_for
from eastflank.engine.moves.mode import Mover
from eastflank.engine.moves.registry import Movers
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.world import World
from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.scenario import CutPolicy
from eastflank.routing.network import Way

ENDS_WEIGHED: Final = 12  # places weighed for a lift that must end elsewhere

End = tuple[float, NodeId, TerminalId]  # hours to it, and where it is


class Rerouting:
    """The detour, another end, or on to the near end, there to wait: whichever is there first."""

    def __init__(self, world: World, movers: Movers, choosing: Choosing) -> None:
        self._world = world
        self._movers = movers
        self._choosing = choosing

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        """The way to go on."""
        leg, mover = lift.leg, self._movers[lift.mode]
        if leg is None:
            return ahead
        lead, handling_h = lift.loads[0].consignment, leg.last.unload_h
        beyond_h = handling_h + self._choosing.onward_h(lead, leg.last.end)
        best_h, best = self._hours_ahead(lift, mover, ahead) + beyond_h, ahead
        if detour is not None:
            detour_h = (mover.hours_to(lift, detour[-1].to) if detour else 0.0) + beyond_h
            if detour_h <= best_h:
                best_h, best = detour_h, detour
        if self._world.scenario.policy is CutPolicy.REROUTE:
            return best
        elsewhere: tuple[NodeId, TerminalId] | None = None
        for run_h, end, terminal in _other_ends(lift, mover):
            hours = run_h + self._choosing.onward_h(lead, end) + handling_h
            if hours < best_h:
                best_h, elsewhere = hours, (end, terminal)
        return best if elsewhere is None else _sent_elsewhere(lift, mover, *elsewhere)

    def _hours_ahead(self, lift: Lift, mover: Mover, ahead: Way) -> float:
        """Hours over the way as it is, with the waits for what opens; inf if it never does."""
        known, now = self._world.knowledge.known, self._world.clock.now
        at_h = now
        for hop in ahead:
            at_h = max(at_h, known.opens_h(hop.link, at_h)) + mover.link_h(hop.link)
        if lift.leg is not None:
            at_h = max(at_h, known.opens_h(lift.leg.unload, at_h))
        return at_h - now


def _other_ends(lift: Lift, mover: Mover) -> list[End]:
    """The nearest places where the lift could be unloaded instead, and the hours to them."""
    ends = [(mover.hours_to(lift, t.node), t.node, t.id) for t in mover.other_ends(lift)]
    return sorted(end for end in ends if math.isfinite(end[0]))[:ENDS_WEIGHED]


def _sent_elsewhere(lift: Lift, mover: Mover, end: NodeId, terminal: TerminalId) -> Way:
    """Give the lift a new end, and the way there."""
    end_at(lift, end, mover.unloads_at(terminal))
    head_for(lift, end)
    return mover.way(lift, end) or ()
