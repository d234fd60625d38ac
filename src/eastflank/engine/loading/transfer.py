"""Transfer: a change of trains where the gauge breaks."""

import math
from dataclasses import replace

from eastflank.engine.clock import Phase, Work, wait
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.loading.serving import queue_for, wait_turn
from eastflank.engine.moves.crews import begin_shift
from eastflank.engine.moves.ends import end_at, free_nearest_place, go_on_with
from eastflank.engine.moves.lifts import note_news, take_over
from eastflank.engine.state.lift import Asset, Lift
from eastflank.engine.state.rows import record_lift, record_load
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.ids import TerminalId
from eastflank.model.records import Stage
from eastflank.model.scenario import CargoClass
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.legs import Leg


class Transfer:
    """Far-side wagons, then a track and for containers a crane, all held together."""

    def __init__(self, world: World, fleets: Fleets) -> None:
        self._world = world
        self._fleets = fleets

    def change_trains(self, lift: Lift) -> Work[bool]:
        """Change to the train of the next leg; False if the lot is to be unloaded here."""
        leg, asked_h = lift.leg, self._world.clock.now
        if leg is None or leg.onward is None or leg.unload is None or lift.asset is None:
            return False
        while True:
            onward = self._open_onward(lift, leg.onward)
            if onward is None or lift.node != leg.end:
                self._end_here(lift)
                return False
            nation = lift.loads[0].consignment.lot.nation
            far = self._fleets.request(lift.rank, lift.node, onward.types, nation)
            cause = WaitCause(CauseKind.ASSET, onward.types[0])
            word = yield from wait(lift, far.answered, cause, Phase.STANDING_BY)
            if word is None:
                break
            self._fleets.withdraw(far)  # news: it looks for a way again
            asked_h = self._world.clock.now
        yield from self._roll_over(lift, leg, asked_h, cause)
        self._take_over(lift, far.asset, onward)
        return True

    def _roll_over(self, lift: Lift, leg: Leg, asked_h: float, wagons: WaitCause) -> Work[None]:
        """The transfer itself, on a track and by a crane that are then free again.

        Its rows name what was waited for longest: the far-side wagons, the crane or the track.
        """
        world, yard = self._world, leg.unload
        if yard is None:
            return
        wagons_h, since_h = world.clock.now - asked_h, world.clock.now
        cause = yield from self._wait_for_track(lift, yard, by_crane=leg.crane is not None)
        if cause is None or world.clock.now - since_h < wagons_h:
            cause = wagons if wagons_h > 0.0 else None
        lead, start_h = lift.loads[0].consignment, world.clock.now
        people = lead.lot.cargo is CargoClass.PEOPLE
        key = "gauge_transfer_people" if people else "gauge_transfer"
        yield world.clock.hours(world.service_h(key, yard, lead))
        hours = (asked_h, start_h, world.clock.now)
        record_lift(world, lift, Stage.SERVE, (yard, ""), hours, cause)
        for load in lift.loads:
            record_load(world, lift, load, Stage.TRANSFER, (lift.node, ""), hours, cause)
        tracks = world.yards[yard]
        tracks.release_with_crane() if leg.crane else tracks.release()
        free_nearest_place(lift)

    def _wait_for_track(
        self, lift: Lift, yard: TerminalId, *, by_crane: bool
    ) -> Work[WaitCause | None]:
        """Wait for a track, with a crane if need be: together, so that none is held in vain."""
        tracks = self._world.yards[yard]
        if not by_crane:
            track = WaitCause(CauseKind.TRANSFER, yard)
            return (yield from queue_for(self._world, lift, tracks, track))
        kind = CauseKind.CRANE if tracks.cranes <= 0 else CauseKind.TRANSFER
        both = tracks.request_with_crane(lift.rank)
        return (yield from wait_turn(self._world, lift, both, WaitCause(kind, yard)))

    def _take_over(self, lift: Lift, far: Asset | None, onward: Leg) -> None:
        """The far-side wagons carry on, the near-side wagons are free."""
        near = take_over(self._world, lift, far)
        if near is not None:
            self._fleets.turn_round(near)
        go_on_with(lift, onward)
        begin_shift(lift)
        barred = self._world.knowledge.known.bars(onward)  # by news during the transfer
        note_news(self._world, lift, acted_on=not barred)

    def _open_onward(self, lift: Lift, onward: Leg) -> Leg | None:
        """The onward leg, by another way if news bars the planned one."""
        if not self._world.knowledge.known.bars(onward):
            return onward
        network = self._world.network
        ways = network.reach(self._world.closures.links).rail.get(onward.gauge or 0)
        i, j = network.index[lift.node], network.index[onward.end]
        if not ways or not math.isfinite(ways[0].hours[i, j]):
            return None
        return replace(onward, way=ways[0].way(i, j))

    def _end_here(self, lift: Lift) -> None:
        """The lot is unloaded here, if there is a railhead of the gauge."""
        if lift.asset is None:
            return
        gauge = GAUGE_FAMILY[lift.asset.type.gauge_mm or 1435]
        catalogue, closures = self._world.catalogue, self._world.closures
        end_at(lift, lift.node, catalogue.railhead_at(lift.node, gauge, closures))
