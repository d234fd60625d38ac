"""The run of one loaded lift: under way, transferred where the gauge breaks, unloaded, free."""

from eastflank.engine.clock import Work
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.loading import yards
from eastflank.engine.loading.serving import queue_for
from eastflank.engine.loading.transfer import Transfer
from eastflank.engine.moves.cargo import land
from eastflank.engine.moves.departure import stay_inside
from eastflank.engine.moves.ends import free_places
from eastflank.engine.moves.lifts import arrive, note_news, put, set_out
from eastflank.engine.moves.port_storage import put_down
from eastflank.engine.moves.registry import Movers
from eastflank.engine.ports import Onward
from eastflank.engine.state.ledger import State
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_lift, record_load
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage


class LiftRun:
    """Runs loaded lifts."""

    def __init__(self, world: World, movers: Movers, fleets: Fleets, onward: Onward) -> None:
        self._world = world
        self._movers = movers
        self._fleets = fleets
        self._onward = onward
        self._transfer = Transfer(world, fleets)

    def run(self, lift: Lift, requested_h: float) -> Work[None]:
        """Leave the yard, move, transfer as often as the leg says, unload, set the asset free."""
        world, mover = self._world, self._movers[lift.mode]
        yield from yards.prepare(world, mover, lift)
        yield from yards.await_order(world, mover, lift, requested_h)
        for load in lift.loads:
            world.ledger.move(load.consignment.number, State.UNDER_WAY, world.clock.now)
        set_out(world, lift)
        if lift.leg is not None:  # news that came while it was loaded
            note_news(world, lift, acted_on=not world.knowledge.known.bars(lift.leg))
        yield from self._move(lift)
        while lift.leg is not None and lift.leg.onward is not None:
            if not (yield from self._transfer.change_trains(lift)):
                break
            yield from self._move(lift)
        yield from yards.place(world, mover, lift)
        yield from self._unload(lift)

    def _move(self, lift: Lift) -> Work[None]:
        yield from stay_inside(self._world, lift)
        yield from self._movers[lift.mode].run(lift)

    def _unload(self, lift: Lift) -> Work[None]:
        """Wait for a server, unload, land the loads, set the asset free."""
        world, leg, asked_h = self._world, lift.leg, self._world.clock.now
        if leg is None:
            return
        lead = lift.loads[0].consignment
        kind = lift.asset.type if lift.asset else world.scenario.asset_types[leg.types[0]]
        waited_for: WaitCause | None = None
        if leg.unload is not None:
            queued = WaitCause(CauseKind.UNLOADING, leg.unload)
            waited_for = yield from queue_for(world, lift, world.servers[leg.unload], queued)
        start_h = world.clock.now
        unload_h = world.service_h(kind.unload_key, leg.unload, lead)
        by_fill = self._movers[leg.mode].handled_by_fill
        yield world.clock.hours(unload_h * lift.fill if by_fill else unload_h)
        hours = (asked_h, start_h, world.clock.now)
        if leg.unload is not None:
            world.servers[leg.unload].release()
            record_lift(world, lift, Stage.SERVE, (leg.unload, ""), hours, waited_for)
        put_down(world, lift)
        free_places(lift)
        for load in lift.loads:
            record_load(world, lift, load, Stage.UNLOAD, (lift.node, ""), hours, waited_for)
            land(world, self._onward, load, lift.node)
        if lift.asset is not None:
            put(lift.asset, lift.node)
            self._fleets.turn_round(lift.asset)
        arrive(world, lift)
