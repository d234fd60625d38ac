"""Holding tracks: where trains stand that wait for their next section, and who goes on regardless.

A train in a queue stands on the holding tracks of the link that it came over. While they are full
no train enters that link that may have to stand there too. Where trains would wait for each other's
places in a circle, the one that closes the circle goes on, and stands there as one too many.
"""

import math

from eastflank.engine.state.lift import Lift
from eastflank.engine.state.section import Section, Turn
from eastflank.model.scenario import Link


def places_at(link: Link) -> float:
    """Trains that may stand at the far end of a section: on double track half of them each way.

    One can always stand, on the running line if need be.
    """
    shared = link.holding_tracks if link.tracks == 1 else link.holding_tracks / 2.0
    return shared if math.isinf(shared) else max(1, math.ceil(shared))


def take_place(lift: Lift, ahead: Section, turn: Turn) -> Section | None:
    """Stand where the link behind ends, if its places are counted: there until ``leave_place``.

    A train that is just leaving a yard stands in that, and a column beside the road.
    """
    behind = lift.behind.section if lift.behind is not None else None
    if behind is None or math.isinf(behind.places):
        return None
    behind.hold(lift, ahead, turn)
    if circle_of(ahead):
        ahead.let_pass(turn)
    return behind


def leave_place(lift: Lift, place: Section) -> None:
    """Go on. Where too many stand that frees no place, and others may now wait in a circle."""
    place.leave(lift)
    circle = circle_of(place)
    standing = [stand for section in circle for stand in section.standing.items()]
    if standing:
        _, (ahead, turn) = min(standing, key=lambda stand: (stand[0].rank, stand[0].number))
        ahead.let_pass(turn)


def circle_of(section: Section) -> list[Section]:
    """The sections that a place here waits for, if none will ever fall free; else none.

    A section that is not full needs only time, or an end of its closure.
    """
    found = [section]
    for full in found:
        if not full.is_full:
            return []
        for ahead, turn in full.standing.values():
            if not turn.needs_place:
                return []
            if ahead not in found:
                found.append(ahead)
    return found
