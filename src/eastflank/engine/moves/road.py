"""Road: columns on their own wheels and road transport, with drivers' hours and breakdowns."""

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eastflank.engine.clock import Work, wait
from eastflank.engine.moves.cargo import fall_out
from eastflank.engine.moves.driving import Driving
from eastflank.engine.moves.lifts import count_vehicles, halt, record_transit, resize, size_of
from eastflank.engine.moves.march import RoadRules
from eastflank.engine.moves.mode import Mover
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.endurance import BreakdownBudget, MarchClock
from eastflank.engine.state.lift import Asset, Fittings, Lift, Size
from eastflank.engine.state.rows import record_lift, record_load, record_stay
from eastflank.engine.state.section import Section
from eastflank.engine.state.world import World
from eastflank.model.causes import BREAKDOWN, CauseKind, Refusal, RefusalKind, WaitCause
from eastflank.model.ids import LinkId, NodeId, TerminalId
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.records import Stage
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    HeavyRoad,
    Link,
    Terminal,
)
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.network import ROAD_GROUP, FloatMatrix, Hop, Ways

ENDS = (TerminalKind.PORT, TerminalKind.RAILHEAD, TerminalKind.STAGING_AREA)


class Road(Driving):
    """Columns and platoons of road transport."""

    mode: ClassVar[Mode] = Mode.ROAD
    asset_first = False
    fills_lot_by_lot = True
    parts_lots = False
    handled_by_fill = False
    rests = False

    def __init__(self, world: World, rerouter: Rerouter, onward: Onward) -> None:
        super().__init__(world, rerouter)
        self._onward = onward
        self._rules = RoadRules(world.luck, world.scenario.heavy_road)

    # -- columns ----------------------------------------------------------------------------------

    def size(self, loads: Sequence[Load], asset: Asset | None) -> Size:
        """Vehicles with their distances and gaps; each takes a headway."""
        vehicles, formation = count_vehicles(loads, asset), self._rules.formation
        return size_of(
            loads,
            vehicles=vehicles,
            headways=vehicles,
            tail_km=formation.length_km(vehicles),
            gaps_h=formation.gaps_h(vehicles),
        )

    def fittings(self, loads: Sequence[Load], asset: Asset | None) -> Fittings:
        """Heavy transporters (types with a load class) march slower than the column's rate."""
        heavy = asset is not None and asset.type.mlc > 0
        return Fittings(
            hours=self.world.scenario.heavy_road if heavy else HeavyRoad.DAY,
            pace=self.world.luck.value("het_speed_factor") if heavy else 1.0,
            clock=self._clock(asset, heavy=heavy),
            budget=self._budget(loads, asset),
        )

    def _clock(self, asset: Asset | None, *, heavy: bool) -> MarchClock:
        """Drivers' hours: those of an asset count over all its lifts, empty or loaded."""
        if asset is None:
            return self._rules.clock(heavy=heavy)
        if asset.clock is None:
            asset.clock = self._rules.clock(heavy=heavy)
        return asset.clock

    def _budget(self, loads: Sequence[Load], asset: Asset | None) -> BreakdownBudget | None:
        """Kilometres to the next breakdown of a lot that marches, or of heavy transporters."""
        mean_km, luck = self._rules.km_to_breakdown, self.world.luck
        if math.isinf(mean_km):
            return None
        if asset is None:
            consignment = loads[0].consignment
            if consignment.budget is None:
                name = self.world.names.consignments[consignment.number]
                consignment.budget = BreakdownBudget(luck, name, mean_km, "repair")
            return consignment.budget
        if asset.budget is None and asset.type.mlc > 0:
            name = self.world.names.assets[asset.number]
            asset.budget = BreakdownBudget(luck, name, mean_km, "het_repair")
        return asset.budget

    # -- sections and ways ------------------------------------------------------------------------

    def _is_for_both_ways(self, link: Link) -> bool:
        return False

    def _made(self, link: Link, severity: float) -> Section:
        """Vehicles an hour shared with civil traffic; the speed is the rate of march."""
        group, luck = ROAD_GROUP[link.road_class or "local"], self.world.luck
        rate = luck.value(f"march_speed_{group}") * (1.0 - luck.value("halts_share"))
        return Section(
            self.world.clock,
            self.world.names.link_number[link.id],
            WaitCause(CauseKind.PATH, link.id),
            length_km=link.length_km,
            speed_kmh=min(link.limit_kmh, rate),
            spacing_h=1.0 / luck.value(f"packet_flow_{group}"),
            severity=severity,
        )

    def open_ways(self, asset: Asset | None, lift: Lift | None) -> Sequence[Ways]:
        """The open roads; with tanks on it, those with bridges for them."""
        loads = lift.loads if lift is not None else ()
        cargoes = (load.consignment.lot.cargo for load in loads)
        heavy = CargoClass.HEAVY_TRACKED in cargoes
        return (self._reach.road_heavy if heavy else self._reach.road,)

    def link_h(self, link: LinkId) -> float:
        """Likely hours over a link."""
        return self.world.scenario.links[link].length_km / self.world.network.road_kmh(link)

    def other_ends(self, lift: Lift) -> list[Terminal]:
        """Open ports, railheads and staging areas."""
        shut = self.world.closures.terminals
        terminals = self.world.scenario.terminals.values()
        return [t for t in terminals if t.kind in ENDS and t.id not in shut]

    def unloads_at(self, terminal: TerminalId) -> TerminalId | None:
        """Vehicles leave the road anywhere."""
        return None

    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours over open roads, as far as road transport goes empty."""
        away_h = self._reach.road.hours[place]
        return np.where(away_h <= self.world.luck.value("road_empty_limit"), away_h, math.inf)

    def is_joined(self, start: NodeId, end: NodeId, empty_h: float) -> bool:
        """Whether there is an open road, however long."""
        index = self.world.network.index
        return math.isfinite(self._reach.road.hours[index[start], index[end]])

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """No way over land."""
        return Refusal(RefusalKind.NO_ROUTE, (consignment.lot.destination,))

    # -- under way --------------------------------------------------------------------------------

    def _end_of_link(self, lift: Lift, hop: Hop, section: Section) -> float:
        """Running time, halts and rests; order and flow hold along the road.

        Who would be out after its hours waits for the next day.
        """
        start_h, offset_h = self.world.clock.now, self.world.scenario.nodes[lift.node].utc_offset_h
        fittings = lift.fittings
        run_h, clock, hours = section.run_h / fittings.pace, fittings.clock, fittings.hours
        own_h = start_h + run_h if clock is None else clock.after(start_h, run_h, offset_h)
        rests = own_h > start_h + run_h + NEGLIGIBLE
        flow, needs_h = section.flow(hours), section.takes_h(section.spacing_h * lift.size.headways)
        out_h = flow.out_h(own_h, needs_h)
        while clock is not None and out_h > own_h:
            own_h = clock.open_h(out_h, offset_h)
            rests = rests or own_h > out_h
            out_h = flow.out_h(own_h, needs_h)
        flow.be_due(out_h, needs_h, rests=rests)
        return out_h

    def _passed(self, lift: Lift, hop: Hop, section: Section) -> bool:
        """It has left a place in the flow; its vehicles have driven on."""
        now, headway_h = self.world.clock.now, section.spacing_h * lift.size.headways
        section.flow(lift.fittings.hours).be_out(now, headway_h)
        budget = lift.fittings.budget
        if budget is None:
            return False
        budget.drive(lift.size.vehicles * section.length_km)
        return budget.is_used_up

    def _halt(self, lift: Lift) -> Work[None]:
        """Vehicles whose budget is used up fall out, or the whole lift waits for their repair."""
        budget = lift.fittings.budget
        while budget is not None and budget.is_used_up:
            repair_h = budget.renew()
            if lift.asset is None and lift.pieces > 1.0 + NEGLIGIBLE:
                self._leave_behind(lift, budget.times, repair_h)
            else:
                yield from self._wait_for_repair(lift, repair_h)

    def _leave_behind(self, lift: Lift, times: int, repair_h: float) -> None:
        """One vehicle of a column falls out and follows by itself once it is repaired."""
        world, load = self.world, lift.loads[0]
        broken = fall_out(world, load, lift.node, times)
        start, left_h = lift.left
        hours = (left_h, left_h, world.clock.now)
        part = Load(broken, broken.pieces)
        record_load(world, lift, part, Stage.TRANSIT, (start, lift.node), hours)
        resize(lift, self)
        world.clock.start(self._repair(broken, repair_h))

    def _repair(self, broken: Consignment, repair_h: float) -> Work[None]:
        """At the roadside or in a workshop, then on as movement control says."""
        world, from_h = self.world, self.world.clock.now
        yield from wait(broken, world.clock.hours(repair_h), BREAKDOWN)
        record_stay(world, broken, Stage.REPAIR, from_h, world.clock.now, BREAKDOWN)
        yield from self._onward.go_on(broken)

    def _wait_for_repair(self, lift: Lift, repair_h: float) -> Work[None]:
        """A platoon, or a vehicle on its own; meanwhile its tail has drawn in."""
        world, from_h = self.world, self.world.clock.now
        record_transit(world, lift)
        yield from wait(lift, world.clock.hours(repair_h), BREAKDOWN)  # its head stands at a node
        self._close_up(lift)
        hours = (from_h, world.clock.now, world.clock.now)
        places = (lift.node, lift.end)
        for load in lift.loads:
            record_load(world, lift, load, Stage.REPAIR, places, hours, BREAKDOWN)
        if not lift.loads:
            record_lift(world, lift, Stage.REPAIR, places, hours, BREAKDOWN)
        halt(lift, world.clock.now)


def mover(world: World, rerouter: Rerouter, onward: Onward) -> Mover:
    """Columns ask the same, and leave behind what goes on by itself."""
    return Road(world, rerouter, onward)
