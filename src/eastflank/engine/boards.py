"""Boards: where lots wait for lift, fill it together, and are called forward.

One board for each kind of lift between two places. Lots of several units share trains and ships:
a full load leaves at once, a part load when its first lot has waited for the hold limit.
"""

import bisect
import math
from functools import partial
from typing import Final

from eastflank.engine.clock import Phase, Signal, Wake, Word, Work, tell, wait
from eastflank.engine.fleets import Asset
from eastflank.engine.jobs import Job, in_turn
from eastflank.engine.landing import leave_behind
from eastflank.engine.ledger import State
from eastflank.engine.lifts import run_lift
from eastflank.engine.movement import Lift
from eastflank.engine.servers import Rank, Servers
from eastflank.engine.staging import Land, Shore, leave, needs_room
from eastflank.engine.world import Part, Traveller, World
from eastflank.model.causes import FILL, CauseKind, WaitCause
from eastflank.model.records import Stage
from eastflank.model.scenario import AssetType, Mode
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.legs import Leg

HOLD_KEY: Final = {
    Mode.RAIL: "rail_hold_for_fill",
    Mode.SEA: "sea_hold_for_fill",
    Mode.AIR: "air_hold_for_fill",
}
FULL: Final = 1.0 - NEGLIGIBLE


class Board:
    """The lots that wait for one kind of lift between two places."""

    def __init__(self, world: World, leg: Leg) -> None:
        self.world = world
        self.leg = leg
        self.waiting: list[Traveller] = []  # by rank
        self._since: dict[Traveller, float] = {}  # the same lots by the hour they joined
        self._fill = 0.0  # assets that the waiting lots would fill
        self.jobs: list[Job] = []
        self._shore = Shore(world, leg, self.waiting)
        self.hold_h = world.luck.value(HOLD_KEY[leg.mode]) if leg.mode in HOLD_KEY else 0.0
        self._kind: AssetType = world.scenario.asset_types[leg.types[0]]
        self._self_moving = world.means.is_self_moving(self._kind.id)
        self._rooms = {kind: leg.room(kind) for kind in leg.types}
        # where no full set may run, company sets no longer fit: a train takes part of a lot
        self._parts_lots = leg.mode is Mode.RAIL and min(self._rooms.values()) < FULL

    # -- lots ---------------------------------------------------------------------------------

    def join(self, traveller: Traveller) -> None:
        """A lot waits here from now."""
        traveller.board = self
        traveller.boarded_h = self.world.clock.now
        traveller.stowed = 0.0
        bisect.insort(self.waiting, traveller, key=lambda t: t.rank)
        self._since[traveller] = traveller.boarded_h
        self._fill += self.share(traveller, self._kind)
        self._staff()
        if self.hold_h > 0:
            self.world.clock.call_in(self.hold_h, self._staff)

    def leave(self, traveller: Traveller) -> None:
        """A lot waits here no more."""
        self._fill -= self.share(traveller, self._kind)
        self._strike(traveller)
        self._staff()

    def _strike(self, traveller: Traveller) -> None:
        """Off the list; an empty list weighs nothing, whatever rounding has left."""
        place = bisect.bisect_left(self.waiting, traveller.rank, key=lambda t: t.rank)
        while self.waiting[place] is not traveller:
            place += 1
        del self.waiting[place], self._since[traveller]
        if not self.waiting:
            self._fill = 0.0

    def lacks(self) -> WaitCause:
        """What the first lift in the making waits for now, or the fill of a lift."""
        return (self.jobs[0].cause if self.jobs else None) or FILL

    def by_rank_from_last(self) -> list[Traveller]:
        """The waiting lots, the last in the queue first."""
        return self.waiting[::-1]

    def share(self, traveller: Traveller, kind: AssetType) -> float:
        """What part of the room that an asset has on this leg the rest of a lot fills."""
        return traveller.left / self._room(traveller, kind)

    def _room(self, traveller: Traveller, kind: AssetType) -> float:
        """Pieces like those of a lot that an asset may carry on this leg."""
        return kind.capacity[traveller.lot.cargo] * self._rooms[kind.id]

    # -- lifts in the making ------------------------------------------------------------------

    def _wanted(self) -> int:
        """How many lifts the waiting lots justify now."""
        if self._self_moving:
            return len(self.waiting)
        if self.leg.mode is Mode.ROAD:
            return sum(math.ceil(self.share(t, self._kind) - NEGLIGIBLE) for t in self.waiting)
        oldest_h = next(iter(self._since.values()), math.inf)
        if self.world.clock.now >= oldest_h + self.hold_h - NEGLIGIBLE:
            return math.ceil(self._fill - NEGLIGIBLE)
        return math.floor(self._fill + NEGLIGIBLE)

    def _staff(self) -> None:
        """Begin lifts that are wanted, call off those that are not."""
        wanted = self._wanted()
        while len(self.jobs) < wanted:
            job = Job()
            self.jobs.append(job)
            self.world.clock.start(self._work(job))
        if self._shore.space is not None:  # other lots may need less room
            calls = [job.call for job in self.jobs if job.call is not None]
            self.world.fleets.look_again(None, calls)
        for job in reversed(self.jobs[wanted:]):
            if job.phase is Phase.GATHERING:
                self.jobs.remove(job)
                tell(job, Word.NOT_WANTED)

    def _rank(self) -> Rank:
        return self.waiting[0].rank if self.waiting else (math.inf,)

    def _work(self, job: Job) -> Work[None]:
        """Make one lift: places called forward, an asset, a server, the load; then run it."""
        if job not in self.jobs:
            return  # called off in the instant in which it was begun
        if not (yield from self._gather(job)):
            self._abandon(job)
            return
        asset = job.asset
        if job in self.jobs:
            self.jobs.remove(job)
        parts = self._take(asset, job.land)
        if not parts:
            self._give_back(job, asset)
            self._staff()  # who waits may want another
            return
        self._staff()  # what did not fit wants a lift of its own
        lift = yield from self._load(job, asset, parts)
        yield from run_lift(self.world, lift)

    def _gather(self, job: Job) -> Work[bool]:
        """Wait for call-forward places, for an asset, and for a server; False if called off."""
        if self._shore.space is not None:
            job.land = Land(self._shore)
        steps = [self._call_forward, self._call_asset]
        if self.leg.mode is Mode.AIR or job.land:  # waits on the ground for a slot to land
            steps.reverse()
        for step in steps:
            if not (yield from step(job)):
                return False
        job.phase = Phase.AT_WORK  # no longer called off
        if self.leg.load is not None:
            job.asked_h = self.world.clock.now
            turn = self.world.servers[self.leg.load].request(self._rank())
            if turn is not None:
                yield from self._wait(job, turn, (CauseKind.LOADING, self.leg.load), Phase.HELD)
        return True

    def _call_forward(self, job: Job) -> Work[bool]:
        for tokens in self._tokens():
            turn = tokens.request(self._rank())
            if turn is not None:
                job.withdraw = partial(tokens.withdraw, turn)
                if not (yield from self._wait(job, turn, (CauseKind.CALL_FORWARD, tokens.place))):
                    return False
            job.withdraw = None
            job.tokens.append(tokens)
        return True

    def _call_asset(self, job: Job) -> Work[bool]:
        if self._self_moving:
            return (yield from self._find_room(job))
        nation = self.waiting[0].lot.nation if self.waiting else ""
        start, types = self.leg.start, self.leg.types
        call = self.world.fleets.call(self._rank(), start, types, nation, job.land)
        job.call, job.withdraw = call, partial(self.world.fleets.withdraw, call)
        if not (yield from self._wait(job, call.answered, (CauseKind.ASSET, types[0]))):
            return False
        job.call, job.withdraw, job.asset = None, None, call.asset
        if job.land and job.land.space and math.isfinite(call.refused_h):
            cause, since_h, until_h = job.waits.pop()
            job.waits.append((cause, since_h, call.refused_h))
            no_room = WaitCause(CauseKind.PORT_LAND, job.land.space.place)
            job.waits.append((no_room, call.refused_h, until_h))
        return True

    def _find_room(self, job: Job) -> Work[bool]:
        """A column sets out when there is room where it ends."""
        land = job.land
        wanted = land.shore.wanted() if land else 0.0
        if land is None or land.space is None or wanted == 0.0:
            return True
        claim = land.space.request(self._rank(), wanted)
        if claim is not None:
            job.withdraw = partial(land.space.withdraw, claim)
            what = (CauseKind.PORT_LAND, land.space.place)
            if not (yield from self._wait(job, claim.granted, what)):
                return False
        job.withdraw = None
        land.hold(wanted)
        return True

    def _wait(
        self, job: Job, until: Wake, what: tuple[CauseKind, str], phase: Phase = Phase.GATHERING
    ) -> Work[bool]:
        """Wait for what a lift needs; False if the lift is called off before."""
        since_h, cause = self.world.clock.now, WaitCause(*what)
        if (yield from wait(job, until, cause, phase)) is not None:
            return False
        job.phase = phase
        job.waits.append((self.world.why(cause, since_h), since_h, self.world.clock.now))
        return True

    def _tokens(self) -> list[Servers]:
        """The terminals that must have room before this lift sets out, the farthest first."""
        ends: list[Servers] = []
        leg: Leg | None = self.leg
        while leg is not None:
            if leg.unload is not None:
                ends.append(self.world.tokens[leg.unload])
            leg = leg.onward
        return ends[::-1]

    def _abandon(self, job: Job) -> None:
        """Called off: leave the queues, give back what was gathered."""
        if job.withdraw is not None:
            job.withdraw()
        self._free(job)
        if job.asset is not None:
            self.world.fleets.release(job.asset)

    def _give_back(self, job: Job, asset: Asset | None) -> None:
        """Nobody is left to load: all that was gathered is free again."""
        if self.leg.load is not None:
            self.world.servers[self.leg.load].release()
        self._free(job)
        if asset is not None:
            self.world.fleets.release(asset)

    def _free(self, job: Job) -> None:
        """Give back the places called forward and the room."""
        for tokens in job.tokens:
            tokens.release()
        if job.land is not None:
            job.land.give_back()

    # -- loading ------------------------------------------------------------------------------

    def _take(self, asset: Asset | None, land: Land | None) -> list[Part]:
        """The best lots that fit; a lot larger than the asset is taken in parts.

        Of lots that need room on the land where the lift ends, what there is room for.
        """
        kind = asset.type if asset else self._kind
        room, parts = 1.0, []
        on_land = land.left() if land else math.inf
        for traveller in self.waiting:
            pieces = traveller.left if self._self_moving else self._fitting(traveller, kind, room)
            if needs_room(traveller, self.leg, self._shore.space):
                if pieces > on_land + NEGLIGIBLE:
                    continue
                on_land -= pieces
            if pieces > 0:
                parts.append(Part(traveller, pieces))
                room -= pieces / self._room(traveller, kind)
            if self._self_moving and parts:
                break
            if room < NEGLIGIBLE or 0 < pieces < traveller.left - NEGLIGIBLE:
                break
        for part in parts:
            self._stow(part)
        return parts

    def _fitting(self, traveller: Traveller, kind: AssetType, room: float) -> float:
        """The pieces of a lot that go into what room is left; 0 if it must wait whole."""
        most = room * self._room(traveller, kind)
        if traveller.left <= most + NEGLIGIBLE:
            return traveller.left
        if self._parts_lots and most >= FULL:
            return float(math.floor(most + NEGLIGIBLE))
        return most if room > FULL else 0.0

    def _stow(self, part: Part) -> None:
        traveller = part.traveller
        before = self.share(traveller, self._kind)
        traveller.stowed += part.pieces
        traveller.outside += 1
        self._fill -= before - self.share(traveller, self._kind)
        if traveller.left <= NEGLIGIBLE:
            self._strike(traveller)
            traveller.board = None
        self.world.ledger.move(traveller.id, State.LOADING, self.world.clock.now)

    def _load(self, job: Job, asset: Asset | None, parts: list[Part]) -> Work[Lift]:
        """Load, give the server back, and tell what each lot waited for."""
        world, leg = self.world, parts[0].traveller.leg or self.leg
        lead = parts[0].traveller
        kind = asset.type if asset else self._kind
        lift = Lift(
            world, leg.mode, leg.start, lead.rank, end=leg.end, asset=asset, leg=leg, parts=parts
        )
        lift.tokens = job.tokens
        if job.land is not None:
            job.land.load(lift)
        start_h = world.clock.now
        for part in parts:
            self._tell_wait(job, part, lift)
        load_h = 0.0 if leg.joins else world.service_h(kind.load_key, leg.load, lead)
        yield world.clock.hours(load_h * lift.fill if leg.mode is Mode.SEA else load_h)
        hours = (start_h, start_h, world.clock.now)
        leave(lift)
        if leg.load is not None:
            world.servers[leg.load].release()
            served = (job.asked_h, start_h, world.clock.now)
            waited_for = job.waits[-1][0] if start_h > job.asked_h else None
            world.tell(lift.row(Stage.SERVE, leg.load, "", served, waited_for))
        for part in parts:
            world.tell(lift.part_row(Stage.LOAD, part, (leg.start, ""), hours))
        return lift

    def _tell_wait(self, job: Job, part: Part, lift: Lift) -> None:
        """One row for each thing waited for in turn: together they fill the wait exactly."""
        traveller, now = part.traveller, self.world.clock.now
        places = (traveller.node, self.leg.last.end)
        for cause, since_h, until_h in in_turn(traveller, job, now):
            hours = (since_h, until_h, until_h)
            self.world.tell(lift.part_row(Stage.WAIT, part, places, hours, cause))


class Boards:
    """All boards, made when first needed."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._boards: dict[tuple[object, ...], Board] = {}

    def join(self, traveller: Traveller) -> Signal:
        """A lot waits for its next leg; the event tells when it has landed or has no way left."""
        arrived = traveller.arrived = self.world.clock.signal()
        traveller.joined_h = self.world.clock.now
        traveller.waits = []
        self._board_for(traveller).join(traveller)
        return arrived

    def change(self, traveller: Traveller) -> None:
        """A waiting lot has chosen another leg: it waits there instead, and has waited since."""
        if traveller.board is not None:
            spell = (traveller.board.lacks(), traveller.boarded_h, self.world.clock.now)
            traveller.waits.append(spell)
        self._quit(traveller)
        self._board_for(traveller).join(traveller)

    def leave(self, traveller: Traveller) -> None:
        """A waiting lot has no way left."""
        self._quit(traveller)
        if traveller.arrived is not None:
            traveller.arrived.fire()

    def part(self, traveller: Traveller) -> None:
        """What still waits of a lot chooses anew; what lifts have taken stays with them."""
        cause = traveller.board.lacks() if traveller.board is not None else FILL
        self._quit(traveller)
        leave_behind(self.world, traveller, cause)

    def _quit(self, traveller: Traveller) -> None:
        board, traveller.board = traveller.board, None
        if board is not None:
            board.leave(traveller)

    def _board_for(self, traveller: Traveller) -> Board:
        leg = traveller.leg
        if leg is None:
            raise ValueError(f"{traveller.id} boards before it has adopted a plan")
        fleets = self.world.fleets.serving(traveller.lot.nation, leg.types)
        last = leg.last
        ends = (leg.start, leg.end, leg.unload, last.end, last.unload)
        key = (leg.mode, *ends, leg.types, leg.rooms, leg.crane, fleets)
        if key not in self._boards:
            self._boards[key] = Board(self.world, leg)
        return self._boards[key]

    def busy(self) -> list[Board]:
        """Boards with waiting lots, in the order they were made."""
        return [board for board in self._boards.values() if board.waiting]

    def waiting(self) -> list[Traveller]:
        """All lots that wait at boards."""
        return [traveller for board in self.busy() for traveller in list(board.waiting)]

    def free_tokens(self, lift: Lift) -> None:
        """Give back the call-forward places that a lift still holds."""
        for tokens in lift.tokens:
            tokens.release()
        lift.tokens = []
