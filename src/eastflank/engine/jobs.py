"""Lifts in the making: what they have gathered, and how long they waited for what."""

from collections.abc import Callable

from eastflank.engine.calls import Call
from eastflank.engine.clock import Phase, Waiter
from eastflank.engine.fleets import Asset
from eastflank.engine.servers import Servers
from eastflank.engine.staging import Land
from eastflank.engine.world import Traveller
from eastflank.model.causes import FILL, WaitCause
from eastflank.model.units import NEGLIGIBLE

Spell = tuple[WaitCause, float, float]  # what was waited for, from when until when


class Job(Waiter):
    """One lift in the making: what it waits for now, and how long it waited for what."""

    __slots__ = ("asked_h", "asset", "call", "land", "tokens", "waits", "withdraw")

    def __init__(self) -> None:
        super().__init__(Phase.GATHERING)
        self.call: Call | None = None
        self.withdraw: Callable[[], None] | None = None  # from what it waits for now
        self.asset: Asset | None = None
        self.waits: list[Spell] = []
        self.tokens: list[Servers] = []
        self.asked_h = 0.0  # when it asked for a server at this end
        self.land: Land | None = None


def in_turn(traveller: Traveller, job: Job, now: float) -> list[Spell]:
    """What a lot waited for since it had landed or was ready; the rest was for fill."""
    spells: list[Spell] = []
    at = traveller.joined_h
    for cause, since_h, until_h in [*traveller.waits, *job.waits]:
        begins = max(since_h, at)
        if until_h - begins <= NEGLIGIBLE:
            continue
        if begins - at > NEGLIGIBLE:
            spells.append((FILL, at, begins))
        spells.append((cause, begins, until_h))
        at = until_h
    if now > at or not spells:
        spells.append((FILL, at, now))
    return spells
