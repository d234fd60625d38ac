"""Lifts in the making: what they have gathered, and how long they waited for what."""

from dataclasses import dataclass, field

import simpy

from eastflank.engine.calls import Call
from eastflank.engine.fleets import Asset
from eastflank.engine.servers import Servers, Space
from eastflank.engine.staging import Land
from eastflank.engine.world import Traveller
from eastflank.model.causes import FILL, WaitCause
from eastflank.model.units import NEGLIGIBLE

Spell = tuple[WaitCause, float, float]  # what was waited for, from when until when


@dataclass(slots=True, eq=False)
class Job:
    """One lift in the making: what it waits for now, and how long it waited for what."""

    process: simpy.Process | None = None
    may_cancel: bool = True
    cause: WaitCause | None = None  # what it waits for now
    pending: tuple[Servers | Space, simpy.Event] | Call | None = None
    asset: Asset | None = None
    waits: list[Spell] = field(default_factory=list)
    tokens: list[Servers] = field(default_factory=list)
    asked_h: float = 0.0  # when it asked for a server at this end
    land: Land | None = None


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
