"""Commitments: earliest estimated arrival from free flow, present queues and what is promised.

Every finite thing has an account of the work that lots have promised it and has not yet done.
An itinerary meets them in turn: at each it starts when the promised work before it is done.
"""

import math
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from eastflank.engine.control.asset_count import AssetCount
from eastflank.engine.control.capacity import Capacity, Servers
from eastflank.engine.control.overlap import Overlap, Pool
from eastflank.engine.fleet.holdings import Holdings
from eastflank.engine.moves.locomotives import number_in
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.world import World
from eastflank.model.ids import DistrictId, TerminalId
from eastflank.model.units import HOURS_PER_DAY
from eastflank.routing.book import Account, Floats, Ints, Options
from eastflank.routing.legs import Leg


class Commitments:
    """Promised work by account, and how many servers work it off."""

    def __init__(self, world: World, holdings: Holdings) -> None:
        self._world = world
        self._assets = AssetCount(world, holdings)
        self._work = self._none = np.zeros(0)
        self._capacity = Capacity()
        self._pools: list[Pool] = []
        self._overlap = Overlap((), self._held)
        self._told: tuple[Floats, Floats] | None = None  # last, if nothing has changed
        self._told_h = -math.inf
        self._grow()

    def commit(self, consignment: Consignment, options: Options, choice: int) -> None:
        """A lot means to go this way."""
        self._grow()
        needed = options.uses_of[choice]
        work = needed.work_per_piece * consignment.pieces
        np.add.at(self._work, needed.accounts, work)  # leg after leg may need the same
        self._told = None
        consignment.plan.commitments.append((needed.accounts, work))

    def release(self, consignment: Consignment) -> None:
        """The promised work is done, or given up."""
        for accounts, work in consignment.plan.commitments:
            np.subtract.at(self._work, accounts, work)
        self._told = None
        consignment.plan.commitments.clear()

    def charged(self, consignment: Consignment, options: Options, eta: Floats) -> Floats:
        """What each itinerary is chosen by, the less the better: here when the lot arrives."""
        return eta

    def arrivals(self, options: Options) -> Floats:
        """Estimated hours to arrival of each itinerary.

        Each thing met begins its work when the lot is there and the work promised before is done,
        so the latest of these, each with the free-flow rest of the way, says when the lot arrives.
        """
        free, _ = self._told = self._tell(options.pools)
        turn = free[options.meets]
        turn += options.rest_h
        queued = _highest(turn, options.meets_start)
        crowd = free[options.sections]
        crowd -= options.section_lead_h
        crowded = np.maximum(_highest(crowd, options.sections_start), 0.0)
        result: Floats = np.maximum(queued, options.static_h + crowded)
        return result

    def _done(self) -> tuple[Floats, Floats]:
        """Hours until the promised work of each account is done, and the servers at it then.

        After a question about some ways their accounts are meant, until something changes.
        """
        if self._told is None or self._told_h != self._world.clock.now:
            self._told = self._tell(None)
        return self._told

    def _tell(self, pools: AbstractSet[int] | None) -> tuple[Floats, Floats]:
        """Tell the same; who has yet to come counts in these pools, or in all."""
        self._grow()
        self._told_h = self._world.clock.now
        work = np.maximum(self._work, self._none)
        self._overlap.add_to(work)
        return self._capacity.done(work, self._told_h, pools)

    def _grow(self) -> None:
        """Take in the accounts that the book has numbered since."""
        known, numbered = len(self._work), self._world.book.accounts
        if known != len(numbered):
            self._take_in(numbered[known:])

    def _take_in(self, fresh: Sequence[Account]) -> None:
        """Nothing is promised yet on accounts that are new."""
        self._told = None
        numbered = enumerate(fresh, len(self._work))
        pools = [(at, names) for at, (kind, *names) in numbered if kind == "pool"]
        if pools:
            self._pools += [Pool(at, place, tuple(types)) for at, (place, *types) in pools]
            self._overlap = Overlap(self._pools, self._held)
        self._work = np.concatenate([self._work, np.zeros(len(fresh))])
        self._none = np.zeros(len(self._work))
        self._capacity.extend([self._servers(account) for account in fresh])

    def recount(self) -> bool:
        """Count assets anew where they are; whether other legs are served than before."""
        moved = self._assets.renew()
        self._told = None
        self._grow()
        accounts = self._world.book.accounts
        pools = [pool.account for pool in self._pools if not moved.isdisjoint(pool.types)]
        self._capacity.change({number: self._servers(accounts[number]) for number in pools})
        if pools:
            self._overlap = Overlap(self._pools, self._held)
        return self._assets.serve_others(moved)

    def is_served(self, leg: Leg, nation: str) -> bool:
        """Whether an asset that carries this nation's lots can come to the start of a leg."""
        if self._world.catalogue.marches(leg.types):
            return True
        return self._assets.serve(leg.types, leg.start, nation)

    def _held(self, place: str, *types: str) -> int:
        """How many assets of some types a place counts on."""
        return len(self._assets.ready_h(place, *types))

    def _servers(self, account: Account) -> Servers:
        """How many servers an account has, and from when each works if not from the start."""
        kind, *names = account
        if kind == "terminal":
            terminal = TerminalId(names[0])
            manned = self._world.servers[terminal].shift.for_h / HOURS_PER_DAY
            return self._world.server_count[terminal] * manned, ()
        if kind == "crane":
            return float(self._world.terminal(TerminalId(names[0])).cranes or 1), ()
        if kind == "traction":
            district = self._world.scenario.districts[DistrictId(names[0])]
            return float(number_in(district, self._world.luck.value("traction_factor"))), ()
        if kind == "land":
            return self._world.off_ships[TerminalId(names[0])].room, ()
        if kind == "pool":
            ready = self._assets.ready_h(*names)
            return (float(len(ready)), ready) if ready else (1.0, [math.inf])
        return 1.0, ()


def _highest(table: Floats, starts: Ints) -> Floats:
    """The highest of each row; to look for its place takes a third of the time of a reduction."""
    result: Floats = table.take(table.argmax(axis=1) + starts)
    return result
