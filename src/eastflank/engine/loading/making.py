"""How a lift is made: places called forward, an asset, a server, the load; then it runs."""

import math
from functools import partial

from eastflank.engine.clock import Phase, Wake, Work, wait
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.loading.lift_run import LiftRun
from eastflank.engine.loading.queue import ConsolidationQueue
from eastflank.engine.loading.request import LiftRequest, in_turn
from eastflank.engine.loading.stays import leave_queue
from eastflank.engine.moves.lifts import new_lift
from eastflank.engine.moves.port_storage import StorageGrant, clear_land
from eastflank.engine.state.consignment import Load
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.rows import record_lift, record_load
from eastflank.engine.state.world import World
from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage


class LiftMaking:
    """Makes lifts for the queues."""

    def __init__(self, world: World, fleets: Fleets, lift_run: LiftRun) -> None:
        self._world = world
        self._fleets = fleets
        self._lift_run = lift_run

    def begin(self, queue: ConsolidationQueue, request: LiftRequest) -> None:
        """A lift is wanted from now."""
        self._world.clock.start(self._make(queue, request))

    def _make(self, queue: ConsolidationQueue, request: LiftRequest) -> Work[None]:
        if request not in queue.requests:
            self._abandon(request)  # called off in the instant in which it was begun
            return
        if not (yield from self._gather(queue, request)):
            self._abandon(request)
            return
        queue.finish(request)
        loads = queue.take(request, request.asset)
        for load in loads:
            if queue.stow(load):
                leave_queue(load.consignment)
        if not loads:
            self._give_back(queue, request)
            queue.staff()  # who waits may want another
            return
        queue.staff()  # what did not fit wants a lift of its own
        lift = yield from self._load(queue, request, loads)
        yield from self._lift_run.run(lift, request.requested_h)

    # -- what a lift needs --------------------------------------------------------------------

    def _gather(self, queue: ConsolidationQueue, request: LiftRequest) -> Work[bool]:
        """Wait for call-forward places, for an asset, and for a server; False if called off."""
        if queue.need.area is not None:
            request.grant = StorageGrant(queue.need)
        steps = [self._call_forward, self._find_asset]
        if queue.mover.asset_first or request.grant:
            steps.reverse()
        for step in steps:
            if not (yield from step(queue, request)):
                return False
        request.phase = Phase.AT_WORK  # no longer called off
        load = queue.leg.load
        if load is not None:
            request.asked_h = self._world.clock.now
            turn = self._world.servers[load].request(queue.rank)
            if turn is not None:
                what = WaitCause(CauseKind.LOADING, load)
                yield from self._wait(request, turn, what, Phase.HELD)
        return True

    def _call_forward(self, queue: ConsolidationQueue, request: LiftRequest) -> Work[bool]:
        for places in queue.call_forward():
            turn = places.request(queue.rank)
            if turn is not None:
                request.withdraw = partial(places.withdraw, turn)
                what = WaitCause(CauseKind.CALL_FORWARD, self._world.names.terminals[places.number])
                if not (yield from self._wait(request, turn, what)):
                    return False
            request.withdraw = None
            request.call_forward.append(places)
        return True

    def _find_asset(self, queue: ConsolidationQueue, request: LiftRequest) -> Work[bool]:
        if queue.is_self_moving:
            return (yield from self._find_room(queue, request))
        leg, nation = queue.leg, queue.waiting[0].lot.nation if queue.waiting else ""
        transport, grant = request.transport, request.grant
        if transport is None or not self._fleets.grants(transport, grant):
            self._withdraw_transport(request)
            transport = self._fleets.request(queue.rank, leg.start, leg.types, nation, grant)
            request.transport = transport
        what = WaitCause(CauseKind.ASSET, leg.types[0])
        if not (yield from self._wait(request, transport.answered, what)):
            return False
        request.transport, request.asset = None, transport.asset
        area = request.grant.area if request.grant else None
        if area is not None and math.isfinite(transport.refused_h):
            cause, since_h, until_h = request.spells.pop()
            request.spells.append((cause, since_h, transport.refused_h))
            no_room = WaitCause(CauseKind.PORT_LAND, self._world.names.terminals[area.number])
            request.spells.append((no_room, transport.refused_h, until_h))
        return True

    def _find_room(self, queue: ConsolidationQueue, request: LiftRequest) -> Work[bool]:
        """A column sets out when there is room where it ends."""
        grant, area = request.grant, queue.need.area
        wanted = queue.need.wanted() if grant else 0.0
        if grant is None or area is None or wanted == 0.0:
            return True
        claim = area.request(queue.rank, wanted)
        if claim is not None:
            request.withdraw = partial(area.withdraw, claim)
            what = WaitCause(CauseKind.PORT_LAND, self._world.names.terminals[area.number])
            if not (yield from self._wait(request, claim.granted, what)):
                return False
        request.withdraw = None
        grant.hold(wanted)
        return True

    def _wait(
        self, request: LiftRequest, until: Wake, cause: WaitCause, phase: Phase = Phase.GATHERING
    ) -> Work[bool]:
        """Wait for what a lift needs; False if the lift is called off before."""
        since_h = self._world.clock.now
        if (yield from wait(request, until, cause, phase)) is not None:
            return False
        request.phase = phase
        told = self._world.why(cause, since_h)
        request.spells.append((told, since_h, self._world.clock.now))
        return True

    def _abandon(self, request: LiftRequest) -> None:
        """Called off: leave the queues, give back what was gathered."""
        if request.withdraw is not None:
            request.withdraw()
        self._withdraw_transport(request)
        request.give_back()
        if request.asset is not None:
            self._fleets.release(request.asset)

    def _withdraw_transport(self, request: LiftRequest) -> None:
        """No asset is waited for any more."""
        if request.transport is not None:
            self._fleets.withdraw(request.transport)
            request.transport = None

    def _give_back(self, queue: ConsolidationQueue, request: LiftRequest) -> None:
        """Nobody is left to load: all that was gathered is free again."""
        if queue.leg.load is not None:
            self._world.servers[queue.leg.load].release()
        request.give_back()
        if request.asset is not None:
            self._fleets.release(request.asset)

    # -- loading ------------------------------------------------------------------------------

    def _load(
        self, queue: ConsolidationQueue, request: LiftRequest, loads: list[Load]
    ) -> Work[Lift]:
        """Load, give the server back, and record what each lot waited for."""
        world, lead, asset = self._world, loads[0].consignment, request.asset
        leg = lead.plan.leg or queue.leg
        kind = asset.type if asset else queue.kind
        lift = new_lift(
            world,
            queue.mover,
            lead.rank,
            leg.start,
            end=leg.end,
            asset=asset,
            leg=leg,
            loads=loads,
            call_forward=request.call_forward,
        )
        if request.grant is not None:
            request.grant.load(lift)
        start_h = world.clock.now
        for load in loads:
            self._record_wait(queue, request, load, lift)
        load_h = 0.0 if leg.joins else world.service_h(kind.load_key, leg.load, lead)
        yield world.clock.hours(load_h * lift.fill if queue.mover.handled_by_fill else load_h)
        hours = (start_h, start_h, world.clock.now)
        clear_land(lift)
        if leg.load is not None:
            world.servers[leg.load].release()
            served = (request.asked_h, start_h, world.clock.now)
            waited_for = request.spells[-1][0] if start_h > request.asked_h else None
            record_lift(world, lift, Stage.SERVE, (leg.load, ""), served, waited_for)
        for load in loads:
            record_load(world, lift, load, Stage.LOAD, (leg.start, ""), hours)
        return lift

    def _record_wait(
        self, queue: ConsolidationQueue, request: LiftRequest, load: Load, lift: Lift
    ) -> None:
        """One row for each thing waited for in turn: together they fill the wait exactly."""
        consignment, now = load.consignment, self._world.clock.now
        places = (consignment.node, queue.leg.last.end)
        for cause, since_h, until_h in in_turn(consignment, request, now):
            hours = (since_h, until_h, until_h)
            record_load(self._world, lift, load, Stage.WAIT, places, hours, cause)
