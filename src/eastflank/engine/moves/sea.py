"""Sea: over the lane, and on to the nearest open port where the port of arrival has closed."""

import math
from collections.abc import Iterator

from eastflank.engine.clock import Work, wait
from eastflank.engine.moves.crossing import Crossing
from eastflank.engine.moves.departure import change, closed, record_wait
from eastflank.engine.moves.ends import end_at
from eastflank.engine.moves.lifts import leave, record_transit
from eastflank.engine.moves.mode import Mover
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause
from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.modes import Mode
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType, Terminal, TerminalKind
from eastflank.routing.legs import Leg
from eastflank.routing.network import FloatMatrix, Lanes, Ways


class Sea(Crossing):
    """Ships."""

    mode = Mode.SEA
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
        luck, lead = self.world.luck, lift.loads[0].consignment
        speed = (kind.speed_kmh or 1.0) * luck.value("sea_speed_factor")
        for hop in leg.way:
            link = self.world.scenario.links[hop.link]
            hours = link.length_km / speed + 2.0 * luck.value("port_approach")
            for key in (key for key, times in link.passages.items() for _ in range(times)):
                hours += luck.draw(key, lead.lot.id, lead.visit(key))
            yield from self._pass(lift, Stage.VOYAGE, hop.link, hop.to, hours)
        yield from self._go_on_to_open_port(lift)

    def _go_on_to_open_port(self, lift: Lift) -> Work[None]:
        """While the port is closed: to the nearest open one, unless it is known to open before."""
        world = self.world
        while lift.leg and lift.leg.unload and not world.servers[lift.leg.unload].is_open:
            port = self._nearest_open_port(lift)
            if port is None:
                return  # it waits off the closed port
            i, j = world.network.index[lift.node], world.network.index[port[0]]
            hours = float(self._lanes.hours[i, j])
            if self._opens_within(lift.leg.unload, hours):
                return
            end_at(lift, *port)
            yield from self._pass(lift, Stage.VOYAGE, "diverted", port[0], hours)

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

    def _nearest_open_port(self, lift: Lift) -> tuple[NodeId, TerminalId] | None:
        world, index = self.world, self.world.network.index
        here, hours_from = index[lift.node], self._lanes.hours[index[lift.node]]
        ports = [
            (float(hours_from[index[t.node]]), t.node, t.id)
            for t in self._ports()
            if world.servers[t.id].is_open
            and world.ground.is_clear(self._lane(here, index[t.node]))
        ]
        hours, node, terminal = min(ports, default=(math.inf, lift.node, TerminalId("")))
        return (node, terminal) if math.isfinite(hours) else None

    @property
    def _lanes(self) -> Lanes | Ways:
        """The lanes that are known to be open."""
        return self.world.network.reach(self.world.closures.links).lanes[self.mode]

    def _lane(self, i: int, j: int) -> LinkId | None:
        """The lane between two ports; None if there is none that is known to be open."""
        return self._lanes.way(i, j)[0].link if math.isfinite(self._lanes.hours[i, j]) else None

    def _ports(self) -> Iterator[Terminal]:
        terminals = self.world.scenario.terminals.values()
        return (t for t in terminals if t.kind is TerminalKind.PORT)

    # -- empty ships ------------------------------------------------------------------------------

    def _barriers(self, asset: Asset, to: NodeId) -> tuple[bool, bool]:
        """The lane is not among the open ones; it is closed on the ground."""
        index = self.world.network.index
        link = self._lane(index[asset.node], index[to])
        return link is None and asset.node != to, not self.world.ground.is_clear(link)

    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours over open lanes."""
        row: FloatMatrix = self._lanes.hours[place].copy()
        row[place] = 0.0
        return row

    # -- closures ---------------------------------------------------------------------------------

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """No ship carries it, no berth is open, or no port can be reached."""
        world, cargo = self.world, consignment.lot.cargo
        ports = list(self._ports())
        if not ports:
            return None
        if not world.catalogue.carriers(self.mode, cargo):
            return Refusal(RefusalKind.NO_SHIP, (cargo.value,))
        shut = [port.id for port in ports if port.id in world.closures.terminals]
        known, now = world.knowledge.known, world.clock.now
        opens_h = min((known.opens_h(port, now) for port in shut), default=math.inf)
        if math.isfinite(opens_h):
            return Refusal(RefusalKind.NO_BERTH_BEFORE, (f"{opens_h:g}",))
        if shut:
            return Refusal(RefusalKind.PORTS_CLOSED, tuple(shut))
        return Refusal(RefusalKind.NO_SEA_ROUTE)


def mover(world: World, rerouter: Rerouter, onward: Onward) -> Mover:
    """Ships find their way by themselves."""
    return Sea(world)
