"""Air: flights within the hours of both fields, and rest so that flying keeps its daily rate."""

import math
from typing import ClassVar

import numpy as np

from eastflank.engine.clock import Phase, Work, wait
from eastflank.engine.moves.crossing import Crossing
from eastflank.engine.moves.departure import change, closed, record_wait, stay_inside
from eastflank.engine.moves.ends import end_at
from eastflank.engine.moves.lifts import leave, record_transit
from eastflank.engine.moves.mode import Mover
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, Refusal, RefusalKind, WaitCause
from eastflank.model.ids import NodeId
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.records import Stage
from eastflank.model.scenario import (
    AssetType,
)
from eastflank.model.units import HOURS_PER_DAY
from eastflank.routing.book import Question
from eastflank.routing.flights import block_h, blocks_h, departure_h
from eastflank.routing.network import FloatMatrix


class Air(Crossing):
    """Aircraft."""

    mode: ClassVar[Mode] = Mode.AIR
    asset_first = True  # it waits on the ground for a slot to land
    fills_lot_by_lot = False
    parts_lots = False
    handled_by_fill = False
    rests = True

    def run(self, lift: Lift) -> Work[None]:
        """The flight, within the hours of both fields; on to the nearest open field if one closed.

        The aircraft waits loaded, off the parking spots. What it hears on the ground it acts on.
        """
        aloft, world = False, self.world
        leave(lift, world.clock.now)
        while lift.leg is not None and lift.asset is not None:
            if not aloft:
                yield from stay_inside(world, lift)
                yield from self._wait_for_field(lift, lift.asset)
            flight_h = self._flight_h(lift.asset, lift.node, lift.leg.end)
            shut = lift.leg.unload in world.closures.terminals
            if shut and lift.leg.unload and not self._opens_within(lift.leg.unload, flight_h):
                self._turn_to_open_field(lift, lift.asset)
            if lift.node == lift.leg.end:
                return  # it is unloaded where it stands
            if (yield from self._wait_for_hours(lift, lift.asset)):
                continue
            yield from self._fly(lift, lift.asset)
            aloft = True
            if lift.leg.unload is None or world.servers[lift.leg.unload].is_open:
                return
            if not self._turn_to_open_field(lift, lift.asset):
                return

    def _wait_for_field(self, lift: Lift, asset: Asset) -> Work[None]:
        """On the ground until the field of arrival opens, if it is known when."""
        since_h = self.world.clock.now
        cause: WaitCause | None = None
        while lift.leg is not None and lift.leg.unload in self.world.closures.terminals:
            flight_h = self._flight_h(asset, lift.node, lift.leg.end)
            leave_h = self._may_leave_h(lift.leg, flight_h)
            if leave_h <= self.world.clock.now or math.isinf(leave_h):
                break
            cause = closed(self.world, CauseKind.CLOSED_TERMINAL, lift.leg.unload or "")
            yield from wait(lift, change(self.world, leave_h), cause)
        if cause is not None:
            record_wait(self.world, lift, since_h, cause)

    def _turn_to_open_field(self, lift: Lift, asset: Asset) -> bool:
        """Make the nearest open field that takes it the end; False if there is none."""
        fields = [
            (hours, t.node, t.id)
            for t in self.world.catalogue.flights.fields
            if self.world.servers[t.id].is_open
            and (t.runway_m or math.inf) >= asset.type.runway_m
            and math.isfinite(hours := self._arrival_h(asset, lift.node, t.node))
        ]
        if not fields:
            return False
        _, node, terminal = min(fields)
        end_at(lift, node, terminal)
        return True

    def _arrival_h(self, asset: Asset, start: NodeId, end: NodeId) -> float:
        """When it would be down at a field, with the wait for the hours of both."""
        if start == end:
            return self.world.clock.now
        flight_h = self._flight_h(asset, start, end)
        return self._departure(start, end, flight_h)[0] + flight_h

    def _flight_h(self, asset: Asset, start: NodeId, end: NodeId) -> float:
        km = self.world.catalogue.air_km(start, end)
        return block_h(asset.type, km, self.world.luck.value("air_block_extra"))

    def _wait_for_hours(self, lift: Lift, asset: Asset) -> Work[bool]:
        """Wait on the ground until both fields are open at their time; whether there was a wait."""
        if lift.leg is None:
            return False
        world, end = self.world, lift.leg.end
        asked_h, flight_h = world.clock.now, self._flight_h(asset, lift.node, end)
        leave_h, cause = self._departure(lift.node, end, flight_h)
        if cause is None:
            return False
        while world.clock.now < leave_h:
            rest_h = leave_h - world.clock.now
            yield from wait(lift, world.clock.hours(rest_h), cause, Phase.STANDING_BY)
            if lift.leg.unload in world.closures.terminals or world.is_shut(lift.leg.load):
                break  # news: it thinks again
        record_wait(world, lift, asked_h, cause)
        return True

    def _departure(self, start: NodeId, to: NodeId, hours: float) -> tuple[float, WaitCause | None]:
        """When a flight may leave from now on, and whose hours it waits for if not at once."""
        flights, now = self.world.catalogue.flights, self.world.clock.now
        here, there = flights.hours_at(start), flights.hours_at(to)
        leave_h = departure_h(now, hours, here, there)
        if leave_h <= now:
            return now, None
        shut = to if here.is_open(now) else start
        return leave_h, WaitCause(CauseKind.FIELD_HOURS, flights.field_at(shut))

    def _fly(self, lift: Lift, asset: Asset) -> Work[None]:
        if lift.leg is None:
            return
        now, start = self.world.clock.now, lift.node
        leave(lift, now)
        if asset.node == asset.fleet.home and asset.flown_h == 0.0:
            asset.left_base_h = now
        hours = self._flight_h(asset, start, lift.leg.end)
        asset.flown_h += hours
        yield from self._pass(lift, Stage.FLIGHT, start, lift.leg.end, hours)
        record_transit(self.world, lift)

    # -- empty aircraft ---------------------------------------------------------------------------

    def set_out_empty(self, asset: Asset, at_h: float, hours: float) -> None:
        """Hours flown count from the hour at which it left its base."""
        if asset.node == asset.fleet.home:
            asset.left_base_h = at_h
        asset.flown_h += hours

    def rest_h(self, asset: Asset) -> float:
        """So long that what it has flown is no more than its rate for the time since it left."""
        cycle_h = asset.flown_h * HOURS_PER_DAY / asset.type.utilisation_h_per_day
        asset.flown_h = 0.0
        return asset.left_base_h + cycle_h - self.world.clock.now

    def end_rest(self, asset: Asset) -> None:
        """Where its base is closed it flies from where it is."""
        if asset.node != asset.fleet.home:
            asset.left_base_h = self.world.clock.now

    def _barriers(self, asset: Asset, to: NodeId) -> tuple[bool, bool]:
        """A field at either end is known to be closed; one is closed on the ground."""
        ends, fields = {asset.node, to}, self.world.catalogue.flights.fields
        shut = any(self.world.is_shut(field.id) for field in fields if field.node in ends)
        return not self._closed_fields().isdisjoint(ends), shut

    def _closed_fields(self) -> set[NodeId]:
        """Places with an airfield that is known to be closed."""
        shut, fields = self.world.closures.terminals, self.world.catalogue.flights.fields
        return {field.node for field in fields if field.id in shut} if shut else set()

    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours of flights from a place to all fields.

        Inf where hours never meet, there or back, and between places where a field is closed.
        """
        catalogue, nodes = self.world.catalogue, self.world.network.nodes
        km = catalogue.flown_km[place]
        row = blocks_h(kind, km, self.world.luck.value("air_block_extra"))
        here, meet = catalogue.flights.hours_at(nodes[place]), catalogue.flights.ever_meet
        for i in np.flatnonzero(km > 0):
            there = catalogue.flights.hours_at(nodes[i])
            if not (meet(kind, km[i], here, there) and meet(kind, km[i], there, here)):
                row[i] = math.inf
        closed_at = self._closed_fields()
        if nodes[place] in closed_at:
            row[km > 0] = math.inf
        index = self.world.network.index
        row[[index[node] for node in closed_at if node != nodes[place]]] = math.inf
        return row

    # -- closures ---------------------------------------------------------------------------------

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """It may not fly, nothing carries it, or nothing flies from and to open fields."""
        lot, world = consignment.lot, self.world
        if not any(t.kind is TerminalKind.AIRFIELD for t in world.scenario.terminals.values()):
            return None
        if not lot.may_fly:
            return Refusal(RefusalKind.MAY_NOT_FLY)
        if not world.catalogue.carriers(self.mode, lot.cargo):
            return Refusal(RefusalKind.NO_AIRCRAFT, (lot.cargo.value,))
        asked: Question = (
            consignment.node,
            lot.destination,
            lot.cargo,
            lot.may_fly,
            world.closures,
        )
        return world.book.no_flight(asked) or Refusal(RefusalKind.NO_AIRFIELD)


def mover(world: World, rerouter: Rerouter, onward: Onward) -> Mover:
    """Aircraft find their way by themselves."""
    return Air(world)
