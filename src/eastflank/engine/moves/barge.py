"""Barges: over waterways, link by link, with a turn at the slowest lock of each."""

import math
from typing import ClassVar

from eastflank.engine.clock import Work, wait
from eastflank.engine.moves.departure import change, closed, record_wait
from eastflank.engine.moves.ends import end_at
from eastflank.engine.moves.lifts import put, reach
from eastflank.engine.moves.mode import Mover
from eastflank.engine.moves.sailing import Sailing
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_link
from eastflank.engine.state.section import Section
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause
from eastflank.model.ids import AssetTypeId, LinkId, NodeId
from eastflank.model.modes import Mode
from eastflank.model.scenario import AssetType, Link
from eastflank.model.units import HOURS_PER_DAY
from eastflank.routing.network import Hop, Ways, over_ground_kmh


class Barge(Sailing):
    """Barges and convoys."""

    mode: ClassVar[Mode] = Mode.BARGE

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._locks: dict[tuple[str, bool], Section] = {}
        self._fitting: dict[tuple[AssetTypeId, frozenset[LinkId]], Ways] = {}

    # -- under way --------------------------------------------------------------------------------

    def _sail_link(self, lift: Lift, hop: Hop, kind: AssetType) -> Work[bool]:
        """Wait for the way to be open and for a turn at the locks; then sail over the link."""
        link, clock = self.world.scenario.links[hop.link], self.world.clock
        if not (yield from self._wait_for_link(lift, hop)):
            return False
        asked_h = clock.now
        cause = yield from self._wait_for_lock(lift, link, hop.to)
        entered_h = clock.now
        yield clock.hours(self._hours(lift, link, hop.to, kind))
        reach(lift, hop.to)
        if lift.asset is not None:
            put(lift.asset, hop.to)
        hours = (asked_h, entered_h, clock.now)
        record_link(self.world, lift, (hop.link, hop.to), hours, cause)
        return True

    def _wait_for_link(self, lift: Lift, hop: Hop) -> Work[bool]:
        """Lie before a closed link; False where it is known to stay closed, for the barge ends."""
        world, since_h = self.world, self.world.clock.now
        cause: WaitCause | None = None
        while True:
            now, known = world.clock.now, world.knowledge.known
            opens_h = known.opens_h(hop.link, now)
            if world.ground.is_clear(hop.link) and opens_h <= now:
                break
            if math.isinf(opens_h) and self._ends_here(lift):
                break
            cause = closed(world, CauseKind.CLOSED_LINK, hop.link)
            until_h = opens_h if math.isfinite(opens_h) else now
            yield from wait(lift, change(world, until_h), cause)
        if cause is not None:
            record_wait(world, lift, since_h, cause)
        return lift.leg is None or lift.leg.end != lift.node

    def _ends_here(self, lift: Lift) -> bool:
        """Make the port where it lies its end; False if none is open there."""
        servers = self.world.servers
        ports = (t.id for t in self._ports() if t.node == lift.node and servers[t.id].is_open)
        port = next(ports, None)
        if port is not None:
            end_at(lift, lift.node, port)
        return port is not None

    def _hours(self, lift: Lift, link: Link, to: NodeId, kind: AssetType) -> float:
        """Sailing and locks in the hours of the crews; at either end of the voyage it turns."""
        luck, leg = self.world.luck, lift.leg
        kmh = (kind.speed_kmh or 1.0) * luck.value("barge_speed_factor")
        hours = link.length_km / over_ground_kmh(link, to, kmh) + self._passed_h(lift, link)
        hours *= HOURS_PER_DAY / luck.value("barge_day")
        ends = (leg.start, leg.end) if leg is not None else ()
        return hours + luck.value("inland_port_approach") * ((lift.node in ends) + (to in ends))

    # -- locks ------------------------------------------------------------------------------------

    def _wait_for_lock(self, lift: Lift, link: Link, to: NodeId) -> Work[WaitCause | None]:
        """What it waited for, if it did: its turn at the slowest lock of the link."""
        if link.paths_per_day_each_way is None:
            return None
        since_h, lock = self.world.clock.now, self._lock(link, to)
        turn = lock.enter(lift.rank, lock.spacing_h)
        if turn is None:
            return None
        cause = WaitCause(CauseKind.PATH, link.id)
        yield from wait(lift, turn.come, cause)
        return cause if self.world.clock.now > since_h else None

    def _lock(self, link: Link, to: NodeId) -> Section:
        """The lock, one way; links of one group share it."""
        key = (link.lock_group or link.id, to == (link.downstream or link.b))
        if key not in self._locks:
            locked = (link.paths_per_day_each_way or math.inf) * self.world.luck.value("lock_share")
            self._locks[key] = Section(
                self.world.clock,
                self.world.names.link_number[link.id],
                WaitCause(CauseKind.PATH, link.id),
                length_km=link.length_km,
                speed_kmh=1.0,
                spacing_h=HOURS_PER_DAY / locked,
            )
        return self._locks[key]

    # -- ways -------------------------------------------------------------------------------------

    def _ways(self, kind: AssetType) -> Ways:
        """The open ways whose links this type fits, at its own speed."""
        shut = self.world.closures.links
        if (kind.id, shut) not in self._fitting:
            self._fitting[kind.id, shut] = self._made(kind, shut)
        return self._fitting[kind.id, shut]

    def _made(self, kind: AssetType, shut: frozenset[LinkId]) -> Ways:
        network = self.world.network
        links = self.world.scenario.links.values()
        fit = [x for x in links if x.mode is self.mode and x.id not in shut and kind.fits(x)]
        index, hours = network.index, network.lane_plan_h
        return Ways(
            network.nodes,
            (
                (index[start], index[end], hours(link, end, kind.speed_kmh), link.id)
                for link in fit
                for start, end in ((link.a, link.b), (link.b, link.a))
            ),
            both=False,
        )

    # -- closures ---------------------------------------------------------------------------------

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """No barge carries it, or no waterway leads there."""
        cargo = consignment.lot.cargo
        if not any(self._ports()):
            return None
        if not self.world.catalogue.carriers(self.mode, cargo):
            return Refusal(RefusalKind.NO_VESSEL, (self.mode.value, cargo.value))
        return Refusal(RefusalKind.NO_WATERWAY, (self.mode.value,))


def mover(world: World, rerouter: Rerouter, onward: Onward) -> Mover:
    """Barges find their way by themselves."""
    return Barge(world)
