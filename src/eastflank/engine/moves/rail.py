"""Rail: paths, crews, scarce locomotives; trains of the gauge of their wagons."""

import math
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eastflank.engine.clock import Work
from eastflank.engine.moves import crews
from eastflank.engine.moves.driving import Driving, Route
from eastflank.engine.moves.holding import places_at
from eastflank.engine.moves.lifts import count_vehicles, size_of
from eastflank.engine.moves.locomotives import Locomotives
from eastflank.engine.moves.mode import Mover
from eastflank.engine.ports import Onward, Rerouter
from eastflank.engine.state.consignment import Consignment, Load
from eastflank.engine.state.lift import Asset, Fittings, Lift, Size
from eastflank.engine.state.rows import record_lift, record_link
from eastflank.engine.state.section import Section
from eastflank.engine.state.world import World
from eastflank.model.causes import (
    OUT_OF_GAUGE,
    PATH_ORDER,
    STANDING,
    CauseKind,
    Refusal,
    RefusalKind,
    WaitCause,
)
from eastflank.model.ids import DistrictId, LinkId, TerminalId
from eastflank.model.modes import Mode
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType, CargoClass, Link, Terminal
from eastflank.model.units import GAUGE_FAMILY, STAND_KM
from eastflank.routing.network import FloatMatrix, Hop, Ways


def _family(kind: AssetType) -> int:
    """The gauge family of the wagons."""
    return GAUGE_FAMILY[kind.gauge_mm or 1435]


def standing_h(lift: Lift, section: Section) -> float:
    """Hours that a train stands aside on a section."""
    return lift.fittings.stand_h_per_km * section.length_km


def _is_out_of_gauge(loads: Sequence[Load]) -> bool:
    """Whether a train carries heavy tracked pieces, which are wider than the line allows."""
    return any(x.consignment.lot.cargo is CargoClass.HEAVY_TRACKED for x in loads)


class Rail(Driving):
    """Trains."""

    mode: ClassVar[Mode] = Mode.RAIL
    asset_first = False
    fills_lot_by_lot = False
    parts_lots = True
    handled_by_fill = False
    rests = False

    def __init__(self, world: World, rerouter: Rerouter) -> None:
        super().__init__(world, rerouter)
        self._locomotives = Locomotives(world)
        self._shift_h = world.luck.value("crew_shift")
        self._likely_stand_h = world.luck.value("train_stand") / STAND_KM  # an hour and km

    # -- trains -----------------------------------------------------------------------------------

    def size(self, loads: Sequence[Load], asset: Asset | None) -> Size:
        """The locomotive and the wagons in use."""
        vehicles = count_vehicles(loads, asset)
        if asset is None:
            return size_of(loads, vehicles=vehicles)
        wagons_km = asset.type.length_km * vehicles / asset.type.carriers
        tail_km = wagons_km + self.world.luck.value("locomotive_length")
        return size_of(loads, vehicles=vehicles, tail_km=tail_km)

    def fittings(self, loads: Sequence[Load], asset: Asset | None) -> Fittings:
        """Trains run at the speed of the line, and stand as long as their luck says."""
        return Fittings(
            stand_h_per_km=self._stand_h(loads, asset) / STAND_KM,
            is_out_of_gauge=_is_out_of_gauge(loads),
        )

    def _stand_h(self, loads: Sequence[Load], asset: Asset | None) -> float:
        """Luck belongs to the lot that leads a loaded train, or to the wagons of an empty one."""
        if loads:
            lead = loads[0].consignment
            return self.world.luck.draw("train_stand", lead.lot.id, lead.visit("train_stand"))
        if asset is None:
            return 0.0
        asset.empties += 1
        wagons = self.world.names.assets[asset.number]
        return self.world.luck.draw("train_stand", wagons, asset.empties)

    def prepare_h(self, lift: Lift) -> float:
        """Wagons are put together, inspected, their brakes tested; passenger trains stand ready."""
        return self._yard_h("train_prepare", lift)

    def order(self, lift: Lift) -> tuple[float, WaitCause] | None:
        """The path of a train is ordered when the train is; so is notice of loads out of gauge."""
        path_h = self._luck_of_lead("path_order", lift)
        if not lift.fittings.is_out_of_gauge:
            return path_h, PATH_ORDER
        notice_h = self._luck_of_lead("out_of_gauge_order", lift)
        return (notice_h, OUT_OF_GAUGE) if notice_h > path_h else (path_h, PATH_ORDER)

    def place_h(self, lift: Lift) -> float:
        """Wagons are shunted to the ramp; passenger trains run to their platform."""
        return self._yard_h("train_place", lift)

    def _yard_h(self, key: str, lift: Lift) -> float:
        if lift.asset is None or lift.asset.type.carries_people:
            return 0.0
        return self._luck_of_lead(key, lift)

    def _luck_of_lead(self, key: str, lift: Lift) -> float:
        lead = lift.loads[0].consignment
        return self.world.luck.draw(key, lead.lot.id, lead.visit(key))

    def turn_h(self, asset: Asset) -> float:
        """Wagons are inspected, cleared of lashings and marshalled; passenger trains are not."""
        if asset.type.carries_people:
            return 0.0
        asset.turns += 1
        wagons = self.world.names.assets[asset.number]
        return self.world.luck.draw("wagon_turn", wagons, asset.turns)

    # -- sections and ways ------------------------------------------------------------------------

    def _is_for_both_ways(self, link: Link) -> bool:
        return link.tracks == 1

    def _made(self, link: Link, severity: float) -> Section:
        """Paths: on double track each way for itself, on single track twice that for both."""
        luck = self.world.luck
        paths = (link.paths_per_day_each_way or math.inf) * luck.value("military_path_share")
        return Section(
            self.world.clock,
            self.world.names.link_number[link.id],
            WaitCause(CauseKind.PATH, link.id),
            length_km=link.length_km,
            speed_kmh=min(link.limit_kmh, luck.value("rail_speed")),
            spacing_h=24.0 / (2.0 * paths if link.tracks == 1 else paths),
            is_border=link.border,
            places=places_at(link),
            severity=severity,
        )

    def open_ways(self, asset: Asset | None, lift: Lift | None) -> Sequence[Ways]:
        """The rails of the wagons' gauge."""
        return self._reach.rail.get(_family(asset.type), ()) if asset is not None else ()

    def _passage_h(self, section: Section) -> float:
        """Running time, and what a train is likely to stand aside."""
        return section.run_h + self._likely_stand_h * section.length_km

    def link_h(self, link: LinkId) -> float:
        """Likely hours over a link."""
        return self.world.network.rail_plan_h(link)

    def other_ends(self, lift: Lift) -> list[Terminal]:
        """Open railheads of the gauge."""
        if lift.asset is None:
            return []
        return self.world.catalogue.railheads(_family(lift.asset.type), self.world.closures)

    def unloads_at(self, terminal: TerminalId) -> TerminalId | None:
        """A train needs a ramp."""
        return terminal

    def _empty_row(self, kind: AssetType, place: int) -> FloatMatrix:
        """Hours over the rails of the gauge."""
        ways = self._reach.rail.get(_family(kind))
        if not ways:
            return np.full(len(self.world.network.nodes), math.inf)
        hours: FloatMatrix = ways[0].hours[place]
        return hours

    def refusal(self, consignment: Consignment) -> Refusal | None:
        """No rails of any gauge that carries it join open railheads here and there."""
        carriers = self.world.catalogue.carriers(self.mode, consignment.lot.cargo)
        kinds = [self.world.scenario.asset_types[name] for name in carriers]
        gauges = sorted({kind.gauge_mm or 1435 for kind in kinds})
        if not gauges or any(self._goes(consignment, gauge) for gauge in gauges):
            return None
        things = (*map(str, gauges), consignment.lot.destination)
        return Refusal(RefusalKind.NO_RAIL_PATH, things)

    def _goes(self, consignment: Consignment, gauge: int) -> bool:
        family, index = GAUGE_FAMILY[gauge], self.world.network.index
        ends = (consignment.node, consignment.lot.destination)
        open_heads = self.world.catalogue.railheads(family, self.world.closures)
        heads = {head.node for head in open_heads}
        if family not in self._reach.rail or not heads.issuperset(ends):
            return False
        hours = self._reach.rail[family][0].hours
        return math.isfinite(float(hours[index[ends[0]], index[ends[1]]]))

    # -- under way --------------------------------------------------------------------------------

    def _end_of_link(self, lift: Lift, hop: Hop, section: Section) -> float:
        """Running time, what it stands aside, and a stop at the border if it is loaded.

        Who stands is in a loop: the next train enters after its separation all the same.
        """
        if lift.fittings.is_out_of_gauge:
            self._keep_clear(lift, hop, section)
        end_h = self.world.clock.now + section.run_h + standing_h(lift, section)
        if section.is_border and lift.loads:
            lead = lift.loads[0].consignment
            end_h += self.world.luck.draw("border_stop", lead.lot.id, lead.visit("border_stop"))
        return end_h

    def _keep_clear(self, lift: Lift, hop: Hop, section: Section) -> None:
        """Where a train out of gauge may not meet others it takes a separation against it as well.

        Where that is so belongs to the lot and the link: two options meet the same luck.
        """
        share = self.world.luck.value("out_of_gauge_meetings")
        against = section if share == 0.0 else self.section(Hop(hop.link, lift.node))
        if against is section:
            return
        thing = f"{lift.loads[0].consignment.lot.id}/{hop.link}"
        part = self.world.luck.part("out_of_gauge", thing, share)
        against.keep_clear(section.spacing_h * part)

    def _passed(self, lift: Lift, hop: Hop, section: Section) -> bool:
        """The crew has run the section; a stop at the border brings a new one.

        It stood in the last of its hours there: what moves is told apart from what stands.
        """
        stood_h, now = standing_h(lift, section), self.world.clock.now
        if stood_h > 0.0:
            since_h = now - stood_h
            record_link(self.world, lift, hop, (since_h, since_h, now), STANDING, Stage.STAND)
        if section.is_border and lift.loads:
            crews.begin_shift(lift)
        else:
            crews.run_on(lift, section.run_h + stood_h)
        return False

    def _count_return(self, lift: Lift, hours: float) -> None:
        crews.run_on(lift, hours)

    def _arrived(self, lift: Lift) -> None:
        self._locomotives.uncouple(lift)

    # -- crews and locomotives --------------------------------------------------------------------

    def _must_prepare(self, lift: Lift, hop: Hop) -> bool:
        """A crew has run its shift, or the next link is hauled by other locomotives."""
        return lift.crew_h >= self._shift_h or self._needs_another(lift, hop)

    def _needs_another(self, lift: Lift, hop: Hop) -> bool:
        has = lift.locomotive.district if lift.locomotive else None
        return has != self._locomotives.district_of(hop.link)

    def _prepare(self, lift: Lift, route: Route) -> Work[None]:
        """A new crew, or another locomotive where they are few.

        The locomotive of a district does not wait with a train that leaves it. Were a link to close
        under the tail then, one that happens to be there would draw the train back.
        """
        district = self._locomotives.district_of(route[0].link)
        if lift.crew_h >= self._shift_h:
            yield from crews.relieve(self.world, lift, self._shift_h, route[0].to)
        elif district is None:
            self._locomotives.uncouple(lift)
        else:
            yield from self._couple(lift, district, route)
        yield from self._back_out_if_caught(lift, route)

    def _couple(self, lift: Lift, district: DistrictId, route: Route) -> Work[None]:
        """Wait for a locomotive of the district ahead, until news or a closure ends the wait."""
        self._locomotives.uncouple(lift)  # nobody waits for one while it holds another
        since_h, towards = self.world.clock.now, route[0].to
        claim = self._locomotives.claim(district, lift)
        cause = WaitCause(CauseKind.LOCOMOTIVE, district)
        if claim.locomotive is None and not (
            yield from self._queue(lift, route, claim.granted, cause)
        ):
            self._locomotives.withdraw(district, claim)
        self._locomotives.couple(lift, claim)
        hours = (since_h, self.world.clock.now, self.world.clock.now)
        waited_for = cause if hours[1] > since_h else None
        record_lift(self.world, lift, Stage.TRACTION, (district, towards), hours, waited_for)

    def on_ground_change(self) -> None:
        """Idle locomotives may reach trains that they could not."""
        self._locomotives.reconsider()


def mover(world: World, rerouter: Rerouter, onward: Onward) -> Mover:
    """Trains ask movement control where to go if their way is barred."""
    return Rail(world, rerouter)
