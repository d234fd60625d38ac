"""Stays: since when a lot waits for its next lift, in which queue, and what for before that."""

from eastflank.engine.clock import Clock, Signal
from eastflank.engine.state.consignment import Consignment
from eastflank.model.causes import WaitCause


def begin(clock: Clock, consignment: Consignment) -> Signal:
    """A lot has landed or is ready, and waits for lift from now; the signal of its end."""
    stay, over = consignment.stay, clock.signal()
    stay.over, stay.from_h, stay.earlier = over, clock.now, []
    return over


def enter_queue(consignment: Consignment, queue: int, now: float) -> None:
    """It joins a queue."""
    consignment.stay.queue, consignment.stay.queued_h = queue, now


def change_queue(consignment: Consignment, cause: WaitCause, now: float) -> None:
    """It will wait elsewhere; so far it has waited for this."""
    consignment.stay.earlier.append((cause, consignment.stay.queued_h, now))


def be_expected(consignment: Consignment, queue: int | None) -> None:
    """It will join a queue, or is expected in none any more."""
    consignment.stay.expected = queue


def leave_queue(consignment: Consignment) -> None:
    """It waits in no queue any more."""
    consignment.stay.queue = None
