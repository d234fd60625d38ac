"""Sea: ships, each over the one lane between two ports."""

import math
from typing import ClassVar

from eastflank.engine.clock import Work
from eastflank.engine.moves.mode import Mover
from eastflank.engine.moves.sailing import Sailing
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import Refusal, RefusalKind
from eastflank.model.modes import Mode
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType
from eastflank.routing.network import Hop, Lanes, Ways


class Sea(Sailing):
    """Ships."""

    mode: ClassVar[Mode] = Mode.SEA

    def _sail_link(self, lift: Lift, hop: Hop, kind: AssetType) -> Work[bool]:
        """The voyage; news finds it under way, and it goes on."""
        luck, link = self.world.luck, self.world.scenario.links[hop.link]
        speed = (kind.speed_kmh or 1.0) * luck.value("sea_speed_factor")
        hours = link.length_km / speed + 2.0 * luck.value("port_approach")
        hours += self._passed_h(lift, link)
        yield from self._pass(lift, Stage.VOYAGE, hop.link, hop.to, hours)
        return True

    def _ways(self, kind: AssetType) -> Lanes | Ways:
        """The lanes that are known to be open, for all ships."""
        return self.world.network.reach(self.world.closures.links).lanes[self.mode]

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
