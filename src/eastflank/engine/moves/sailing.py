"""Sailing: over the lanes, and on to the nearest open port where the port of arrival has closed."""

import math
from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from eastflank.engine.clock import Work, wait
from eastflank.engine.moves.crossing import Crossing
from eastflank.engine.moves.departure import change, closed, record_wait
from eastflank.engine.moves.ends import end_at
from eastflank.engine.moves.lifts import leave, record_transit
from eastflank.engine.state.lift import Asset, Lift
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.modes import MODES, Mode
from eastflank.model.records import Stage
from eastflank.model.scenario import (
    AssetType,
    Link,
    Terminal,
)
from eastflank.routing.legs import Leg
from eastflank.routing.network import FloatMatrix, Hop, Lanes, Ways


class Sailing(Crossing):
    """Vessels that sail from port to port."""

    mode: ClassVar[Mode]
    asset_first = False
    fills_lot_by_lot = False
    parts_lots = False
    handled_by_fill = True
    rests = False

    def run(self, lift: Lift) -> Work[None]:
        """The voyage; where the port of arrival has closed, on to the nearest open one.

        Who hears in port that the lane or the other port is closed is unloaded where it lies.
        """
        leave(lift, self.world.clock.now)
        yield from self._wait_for_lane(lift)
        if lift.leg is not None and lift.asset is not None and lift.node != lift.leg.end:
            yield from self._sail(lift, lift.leg, lift.asset.type)
        record_transit(self.world, lift)

    def _sail(self, lift: Lift, leg: Leg, kind: AssetType) -> Work[None]:
        for hop in leg.way:
            if not (yield from self._sail_link(lift, hop, kind)):
                return
        yield from self._go_on_to_open_port(lift)

    @abstractmethod
    def _sail_link(self, lift: Lift, hop: Hop, kind: AssetType) -> Work[bool]:
        """Sail over a link; False if the voyage ends before it."""

    def _passed_h(self, lift: Lift, link: Link) -> float:
        """Hours for what is passed on a link: canals, locks."""
        luck, lead = self.world.luck, lift.loads[0].consignment
        passed = (key for key, times in link.passages.items() for _ in range(times))
        return sum(luck.draw(key, lead.lot.id, lead.visit(key)) for key in passed)

    def _go_on_to_open_port(self, lift: Lift) -> Work[None]:
        """While the port is closed: to the nearest open one, unless it is known to open before."""
        world = self.world
        while lift.leg and lift.leg.unload and not world.servers[lift.leg.unload].is_open:
            found = self._nearest_open_port(lift)
            if found is None:
                return  # it waits off the closed port
            hours, node, terminal = found
            if self._opens_within(lift.leg.unload, hours):
                return
            end_at(lift, node, terminal)
            yield from self._pass(lift, Stage.VOYAGE, "diverted", node, hours)

    def _wait_for_lane(self, lift: Lift) -> Work[None]:
        """In port while the lane is closed: until it opens, or until all know and it stays."""
        leg, clock = lift.leg, self.world.clock
        since_h = clock.now
        cause: WaitCause | None = None
        while leg is not None and math.isfinite(leave_h := self._may_leave_h(leg, leg.run_h)):
            shut = any(not self.world.ground.is_clear(hop.link) for hop in leg.way)
            if leave_h <= clock.now and not shut:
                break
            cause = self._barrier(leg, leave_h)
            yield from wait(lift, change(self.world, leave_h), cause)
        if cause is not None:
            record_wait(self.world, lift, since_h, cause)
        if leg is not None and leg.load is not None and not math.isfinite(leave_h):
            end_at(lift, lift.node, leg.load)

    def _barrier(self, leg: Leg, leave_h: float) -> WaitCause:
        """What keeps it in port: a lane that is closed or known to be, else the port of arrival."""
        known, now = self.world.knowledge.known, self.world.clock.now
        for hop in leg.way:
            shut = not self.world.ground.is_clear(hop.link)
            if shut or now < known.opens_h(hop.link, now) == leave_h:
                return closed(self.world, CauseKind.CLOSED_LINK, hop.link)
        return closed(self.world, CauseKind.CLOSED_TERMINAL, leg.unload or "")

    def _nearest_open_port(self, lift: Lift) -> tuple[float, NodeId, TerminalId] | None:
        """The hours to it, its place and its name; None if no open port can be reached."""
        if lift.asset is None:
            return None
        world, index, ways = self.world, self.world.network.index, self._ways(lift.asset.type)
        here, hours_from = index[lift.node], ways.hours[index[lift.node]]
        ports = [
            (float(hours_from[index[t.node]]), t.node, t.id)
            for t in self._ports()
            if world.servers[t.id].is_open and self._is_clear(ways, here, index[t.node])
        ]
        found = min(ports, default=(math.inf, lift.node, TerminalId("")))
        return found if math.isfinite(found[0]) else None

    @abstractmethod
    def _ways(self, kind: AssetType) -> Lanes | Ways:
        """The ways of a type of vessel that are known to be open."""

    def _is_clear(self, ways: Lanes | Ways, i: int, j: int) -> bool:
        """Whether nothing is closed on the ground between two ports, as far as there is a way."""
        if not math.isfinite(ways.hours[i, j]):
            return True
        return all(self.world.ground.is_clear(hop.link) for hop in ways.way(i, j))

    def _ports(self) -> Iterator[Terminal]:
        terminals, kind = self.world.scenario.terminals.values(), MODES[self.mode].home_kind
        return (t for t in terminals if t.kind is kind)

    # -- empty vessels ----------------------------------------------------------------------------

    def _barriers(self, asset: Asset, to: NodeId) -> tuple[bool, bool]:
        """There is no way among the open ones; some of it is closed on the ground."""
        ways, index = self._ways(asset.type), self.world.network.index
        i, j = index[asset.node], index[to]
        if i == j:
            return False, False
        return math.isinf(ways.hours[i, j]), not self._is_clear(ways, i, j)

    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours over what is open."""
        row: FloatMatrix = self._ways(kind).hours[place].copy()
        row[place] = 0.0
        return row
