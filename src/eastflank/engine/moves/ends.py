"""Where a lift ends: call-forward places and port storage that it holds there, and another end."""

from dataclasses import replace

from eastflank.engine.moves.port_storage import turn_away
from eastflank.engine.state.lift import Lift
from eastflank.model.ids import NodeId, TerminalId
from eastflank.routing.legs import Leg


def free_places(lift: Lift) -> None:
    """Give back the call-forward places that a lift still holds."""
    for places in lift.call_forward:
        places.release()
    lift.call_forward = []


def free_nearest_place(lift: Lift) -> None:
    """The place at a yard; that at the far end is still held."""
    if lift.call_forward:
        lift.call_forward.pop().release()


def end_at(lift: Lift, node: NodeId, terminal: TerminalId | None) -> None:
    """Another end for this leg; what is held at the old one falls free."""
    free_places(lift)
    turn_away(lift)
    if lift.leg is not None:
        lift.leg = replace(lift.leg, end=node, unload=terminal, onward=None)


def head_for(lift: Lift, end: NodeId) -> None:
    """The place that the lift as a whole goes to."""
    lift.end = end


def go_on_with(lift: Lift, onward: Leg) -> None:
    """The next leg of a lift that has changed trains."""
    lift.leg = onward
    head_for(lift, onward.end)
