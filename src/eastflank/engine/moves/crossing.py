"""Crossings: what ships and aircraft share, which hear nothing while they are under way."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence

from eastflank.engine.clock import Work
from eastflank.engine.moves.empty_hours import EmptyHours
from eastflank.engine.moves.lifts import count_vehicles, put, reach, size_of
from eastflank.engine.moves.mode import EmptyLeg, MoverBase
from eastflank.engine.state.consignment import Load
from eastflank.engine.state.lift import Asset, Fittings, Lift, Size
from eastflank.engine.state.rows import record_lift
from eastflank.engine.state.world import World
from eastflank.model.causes import WaitCause
from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Leg
from eastflank.routing.network import FloatMatrix


class Crossing(MoverBase, ABC):
    """Ships or aircraft."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.empties = EmptyHours(world, self._empty_row)

    def size(self, loads: Sequence[Load], asset: Asset | None) -> Size:
        """Ships and aircraft are as long as they are, and take one place."""
        return size_of(loads, vehicles=count_vehicles(loads, asset))

    def fittings(self, loads: Sequence[Load], asset: Asset | None) -> Fittings:
        """Nothing that counts."""
        return Fittings()

    # -- under way --------------------------------------------------------------------------------

    def _pass(self, lift: Lift, stage: Stage, place: str, to: NodeId, hours: float) -> Work[None]:
        """A voyage or a flight; news finds it under way, and it goes on."""
        clock = self.world.clock
        start_h = clock.now
        while clock.now < start_h + hours:  # more than once if hours are lost to rounding
            yield clock.hours(start_h + hours - clock.now)
        reach(lift, to)
        if lift.asset is not None:
            put(lift.asset, to)
        spell = (start_h, start_h, clock.now)
        record_lift(self.world, lift, stage, (place, to), spell)

    def _may_leave_h(self, leg: Leg, run_h: float) -> float:
        """When it may set out, as far as is known; inf if that is not known."""
        now, known = self.world.clock.now, self.world.knowledge.known
        lanes_h = [known.opens_h(hop.link, now) for hop in leg.way]
        opens_h = known.opens_h(leg.unload, now)
        end_h = opens_h - run_h + NEGLIGIBLE if opens_h > now else now
        return max(now, end_h, *lanes_h)

    def _opens_within(self, terminal: TerminalId, hours: float) -> bool:
        """Whether a closed terminal is known to open so soon."""
        world = self.world
        known = terminal in world.closures.terminals
        opens_h = world.knowledge.known.opens_h(terminal, world.clock.now)
        return known and opens_h <= world.clock.now + hours

    # -- empty legs -------------------------------------------------------------------------------

    def go_empty(self, asset: Asset, to: NodeId) -> Work[EmptyLeg | None]:
        """Leave when the lane, or both fields, are open; None once all know that they are not."""
        world, start = self.world, asset.node
        while True:
            known, shut = self._barriers(asset, to)
            if known:
                return None
            if not shut:
                break
            yield world.clock.first(world.ground.changed, world.knowledge.changed)
        hours = self.empties.between(asset.type, start, to)
        if math.isinf(hours):
            return None
        sent_h = world.clock.now
        left_h, cause = self._departure(start, to, hours)
        self.set_out_empty(asset, left_h, hours)
        yield world.clock.hours(left_h + hours - sent_h)
        put(asset, to)
        return EmptyLeg(sent_h, left_h, cause)

    @abstractmethod
    def _barriers(self, asset: Asset, to: NodeId) -> tuple[bool, bool]:
        """Whether the way of an empty asset is known to be closed, and whether it is."""

    @abstractmethod
    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours of empty legs from a place to all others; inf where one would be refused."""

    def _departure(self, start: NodeId, to: NodeId, hours: float) -> tuple[float, WaitCause | None]:
        """When it may leave from now on, and what it waits for if not at once."""
        return self.world.clock.now, None
