"""Lift requests: lifts in the making, what they have gathered, how long they waited for what."""

from collections.abc import Callable

from eastflank.engine.clock import Phase, Waiter
from eastflank.engine.fleet.requests import TransportRequest
from eastflank.engine.moves.port_storage import StorageGrant
from eastflank.engine.state.consignment import Consignment, Spell
from eastflank.engine.state.lift import Asset
from eastflank.engine.state.servers import Servers
from eastflank.model.causes import FILL
from eastflank.model.units import NEGLIGIBLE


class LiftRequest(Waiter):
    """One lift in the making."""

    __slots__ = (
        "asked_h",
        "asset",
        "call_forward",
        "grant",
        "requested_h",
        "spells",
        "transport",
        "withdraw",
    )

    def __init__(self, now: float, laid_on: TransportRequest | None = None) -> None:
        super().__init__(Phase.GATHERING)
        self.requested_h = now if laid_on is None else laid_on.asked_h
        self.transport = laid_on  # for its asset, until it has one
        self.withdraw: Callable[[], None] | None = None  # from what it waits for now
        self.asset: Asset | None = None
        self.spells: list[Spell] = []
        self.call_forward: list[Servers] = []  # places that it holds, the farthest first
        self.asked_h = 0.0  # when it asked for a server at this end
        self.grant: StorageGrant | None = None  # of the land of the port where it ends

    def give_back(self) -> None:
        """Give back the places called forward and the room on land."""
        for places in self.call_forward:
            places.release()
        if self.grant is not None:
            self.grant.give_back()


def in_turn(consignment: Consignment, request: LiftRequest, now: float) -> list[Spell]:
    """What a lot waited for since it had landed or was ready; the rest was for fill."""
    told: list[Spell] = []
    at = consignment.stay.from_h
    for cause, since_h, until_h in [*consignment.stay.earlier, *request.spells]:
        begins = max(since_h, at)
        if until_h - begins <= NEGLIGIBLE:
            continue
        if begins - at > NEGLIGIBLE:
            told.append((FILL, at, begins))
        told.append((cause, begins, until_h))
        at = until_h
    if now > at or not told:
        told.append((FILL, at, now))
    return told
